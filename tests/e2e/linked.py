#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""linked.py PROGRAM SOURCE-ROOT ARTIFACTS: the views together in the real window: a time pointed at is marked in all of
them, a click goes there, curves are hidden, axes are chosen, a third view is added."""
import os
import re
import subprocess
import time

from harness import Atspi, Program, WindowTest, main, until

AWAY = (640, 20)  # the title
AMBER = '#E69F00'  # the max-margin's


class Linked(WindowTest):
    def shot(self, program):
        path = self.path('now.png')
        program.screenshot(path)
        return path

    def crop(self, program, box, name):
        x, y, width, height = box
        path = self.path(name)
        subprocess.run(['convert', self.shot(program), '-crop', f'{width}x{height}+{x}+{y}', '+repage', path], check=True)
        return path

    def different(self, first, second):
        """Pixels that differ between two pictures of one size."""
        found = subprocess.run(['compare', '-metric', 'AE', first, second, 'null:'], capture_output=True, text=True,
                               check=False)
        return int(float(found.stderr.split()[0]))

    def at_rest(self, program):
        program.read(r'max-margin direction: angle')
        program.press('^To the limit$')
        program.read('^(t = ∞|log₁₀ t = [0-9.]+×10)')
        program.move(*AWAY)
        time.sleep(0.4)

    def boxes(self, program):
        return (program.box('^Data:', 'image'), program.box('^Path in weight space$', 'image'),
                program.box('^Convergence$', 'image'))

    def test_time_pointed_at(self):
        with Program(self.program, self.preset('four-points.penchant')) as program:
            self.at_rest(program)
            data, path, times = self.boxes(program)
            before = [self.crop(program, box, f'before{i}.png') for i, box in enumerate((data, path, times))]
            place = times[0] + 0.2 * times[2], times[1] + 0.7 * times[3]
            program.move(*place)
            program.read('^log₁₀ t = [0-9.]+, ')
            until('the boundary of that time', lambda: self.different(
                before[0], self.crop(program, data, 'after0.png')) > 100)
            self.assertGreater(self.different(before[2], self.crop(program, times, 'after2.png')), 100)
            self.picture(program, 'linked-hover.png')
            program.move(*AWAY)
            for i, box in enumerate((data, path, times)):
                until('no trace of it', lambda: self.different(
                    before[i], self.crop(program, box, f'again{i}.png')) == 0)

            program.click(*place)
            program.wait('^Play$', 'push button')
            pinned = program.read('^log₁₀ t = ([0-9.]+)$').group(1)
            self.assertLess(float(pinned), 1000)  # of 10¹⁰ at the end
            # A double click would only have fitted: the playhead is back where it was before.
            program.move(times[0] + 0.6 * times[2], times[1] + 0.7 * times[3])
            time.sleep(0.5)
            program.tool('click', '--repeat', 2, '--delay', 60, 1)
            until('the pinned time again', lambda: program.find(f'^log₁₀ t = {re.escape(pinned)}$'))

    def test_reading_the_nearest_curve(self):
        with Program(self.program, self.preset('four-points.penchant')) as program:
            self.at_rest(program)
            times = program.box('^Convergence$', 'image')
            for step in range(5, 95, 3):
                program.move(times[0] + 0.5 * times[2], times[1] + step / 100 * times[3])
                time.sleep(0.05)
                found = program.find('^angle to .*max-margin = .* at log₁₀ t = ')
                if found is not None:
                    break
            self.assertIsNotNone(found)
            self.picture(program, 'nearest-curve.png')

    def entry(self, program, box, colour):
        """The pixel of a legend's swatch: the first of its colour above the plot."""
        listing = subprocess.run(['convert', self.crop(program, (box[0], box[1], box[2], 40), 'legend.png'), '-depth', '8',
                                  'txt:-'], capture_output=True, text=True, check=True).stdout
        x, y = re.search(rf'^(\d+),(\d+):.*{colour}', listing, re.M).groups()
        return box[0] + int(x) + 2, box[1] + int(y)

    def test_curves_and_axes(self):
        with Program(self.program, self.preset('four-points.penchant')) as program:
            self.at_rest(program)
            box = program.box('^Data:', 'image')
            shown = self.crop(program, box, 'shown.png')
            program.click(*self.entry(program, box, AMBER))
            program.move(*AWAY)
            until('the boundary hidden', lambda: self.different(shown, self.crop(program, box, 'hidden.png')) > 300)
            self.picture(program, 'hidden-curve.png')
            self.figure(program, self.path('hidden.svg'))
            with open(self.exported(program, 'hidden.svg'), encoding='utf-8') as file:
                svg = file.read()
            self.assertNotIn('id="max-margin"', svg)
            self.assertIn('id="l1-max-margin"', svg)
            # By keys: the menu over the plot that has the focus.
            program.click(box[0] + 5, box[1] + box[3] / 2)
            program.key('shift+F10')
            program.press('^max-margin$', 'menu item')
            program.move(*AWAY)
            until('the boundary shown', lambda: self.different(shown, self.crop(program, box, 'again.png')) < 300)

    def test_menu_of_a_plot(self):
        with Program(self.program, self.preset('woodworth-2020.penchant')) as program:
            program.read('has reached')
            program.press('^To the limit$')
            box = program.box('^Convergence$', 'image')
            place = box[0] + 0.4 * box[2], box[1] + 0.68 * box[3]
            program.click(*place, button=3)
            program.wait('^Logarithmic time$')
            program.key('Up', 'Up', 'Return')  # the last but one
            program.move(*AWAY)
            program.move(*place)
            program.read('^(distance to .* at )?t = [1-9][0-9.]+')
            self.picture(program, 'linear-time.png')

            def opened():
                # Where frames are slow GTK 4.8 now and then gives the press after a closed menu to that menu.
                program.click(*place, button=3)
                return program.find('^Logarithmic time$', 'menu item')
            until('the menu again', opened)
            program.press('^Logarithmic time$', 'menu item')
            program.move(*AWAY)
            program.move(*place)
            program.read('^log₁₀ t = −?[0-9.]+, ')

    def test_chooser_and_third_view(self):
        with Program(self.program, self.preset('four-points.penchant')) as program:
            self.at_rest(program)
            program.press('^Convergence$')
            neurons = program.wait('^Neurons$', 'menu item')
            self.assertFalse(program.bus.having([neurons], Atspi.StateType.SENSITIVE))
            program.read('^This model has no neurons')
            self.picture(program, 'view-chooser.png')
            program.press('^Weights beside solutions$', 'menu item')
            program.wait('^Weights beside solutions$', 'image')
            program.press('^Main menu$')
            program.press('^Third view$', 'check menu item')
            program.wait('^Weights over time$', 'image')
            time.sleep(0.5)
            self.picture(program, 'third-view.png')


if __name__ == '__main__':
    main()
