#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""runs.py PROGRAM SOURCE-ROOT ARTIFACTS: runs compared in the real window: scrubbed while they train, kept and restored,
swept over a setting."""
import time

from harness import Program, WindowTest, main, until

# Steps far too short to end while anybody watches.
LONG = """[data]
file={}
target=species
[training]
method=gradient-descent
step-size=1e-7
stop=steps
steps=2000000000
"""
SLOW_SWEEP = """[data]
columns=a;b;c;y
rows=1 2 0.5 1; 0.5 -1 2 2
[model]
kind=diagonal
init-scale=0.01
"""


class Runs(WindowTest):
    def write(self, name, text):
        path = self.path(name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    @staticmethod
    def time_of(program):
        """log10 t under the playhead."""
        return float(program.read('^log₁₀ t = (−?[0-9.]+)$').group(1).replace('−', '-'))

    def test_scrub_during_training(self):
        with Program(self.program, self.write('long.penchant', LONG.format(self.preset('iris.csv')))) as program:
            early = until('a run on its way', lambda: self.time_of(program) > -3 and self.time_of(program))
            x, y, width, height = program.box('^Moment of the run$', 'slider')
            program.click(x + 0.4 * width, y + height / 2)
            program.wait('^Play$', 'push button')
            held = self.time_of(program)
            time.sleep(1.5)
            self.assertAlmostEqual(self.time_of(program), held, delta=0.05)  # frames are a few hundredths apart
            program.key('F6')
            until('the run to have gone on meanwhile', lambda: self.time_of(program) > max(held, early) + 0.2)
            self.picture(program, 'scrubbed.png')

    def test_kept_run(self):
        with Program(self.program, self.preset('woodworth-2020.penchant')) as program:
            program.read('has reached the interpolating w of least potential')
            program.key('ctrl+k')
            entry = program.box('^Scale α$', 'text')
            program.click(entry[0] + entry[2] / 2, entry[1] + entry[3] / 2)
            program.key('ctrl+a')
            program.type('10')
            program.key('Return')
            program.read('for α = 10')
            program.press('^_?Runs$')
            program.read('^α = 0.001$')
            self.picture(program, 'kept-run.png')
            program.press('^Restore its points and settings: α = 0.001$')
            program.key('Escape')
            program.read('for α = 0.001')
            program.key('ctrl+z')
            program.read('for α = 10')

    def test_sweep_stopped_half_way(self):
        with Program(self.program, self.write('sweep.penchant', SLOW_SWEEP)) as program:
            program.read('has reached')
            program.press('^Path in weight space$')
            program.press('^Sweep$', 'menu item')
            program.read('^finished$')
            program.press('^Scale α: ')
            program.wait('^Values$', 'text')
            program.key('Tab', 'Tab', 'Tab')  # past what, from and to
            program.key('ctrl+a')
            program.type('100000')
            program.key('Return')
            program.read('^[1-9][0-9]* of 100000, [0-9]+ (s|min|h) left$')
            program.key('Escape')
            program.press('^Stop the sweep and keep what it has$')
            stopped = program.read('^stopped after ([0-9]+) of 100000$')
            self.assertGreater(int(stopped.group(1)), 0)
            time.sleep(0.5)
            self.assertEqual(program.read('^stopped after .*').string, stopped.string)
            self.picture(program, 'sweep-stopped.png')
            program.press('^Sweep again$')
            program.read('^[1-9][0-9]* of 100000, ')


if __name__ == '__main__':
    main()
