#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""session.py PROGRAM SOURCE-ROOT ARTIFACTS: what outlives the program: unsaved changes after it was killed."""
import glob
import os
import signal
import time

from harness import Program, WindowTest, main, until


class Session(WindowTest):
    def state(self):
        return {'XDG_STATE_HOME': self.path('state')}

    def kept(self):
        return glob.glob(self.path('state/penchant/unsaved/*.penchant'))

    @staticmethod
    def kill(program):
        program.process.send_signal(signal.SIGKILL)
        program.process.wait()

    def edit_and_kill(self):
        """Points placed by mouse into an experiment without a name, a setting changed, and the end. The points as exported."""
        with Program(self.program, extra=self.state()) as program:
            canvas = self.blank(program)
            program.click(*canvas.at(0.37, 0.41))
            program.click(*canvas.at(0.71, 0.83), button=3)
            program.read('^Data: 2 points')
            rows = self.points(program)
            until('the changes to be kept', lambda: self.kept() and 'rows=' in open(self.kept()[0], encoding='utf-8').read())
            time.sleep(2.5)  # the interval in which a change is kept
            self.kill(program)
        self.assertEqual(len(self.kept()), 1)
        return rows

    def test_recovered_after_a_kill(self):
        rows = self.edit_and_kill()
        with Program(self.program, extra=self.state()) as program:
            program.dialog('^Recover unsaved changes')
            self.picture(program, 'recover.png')
            program.answer('^Recover unsaved changes', 'Return')
            program.read('^Data: 2 points')
            self.assertEqual(self.points(program), rows)
            program.read('^edited · ')
            # Saved, there is nothing left to recover.
            program.key('ctrl+s')
            program.choose('^Save experiment$', self.path('saved.penchant'))
            program.read('^Saved as saved.penchant$')
            until('nothing to be kept any more', lambda: not self.kept())
        with Program(self.program, self.path('saved.penchant'), extra=self.state()) as program:
            program.read('^Data: 2 points')
            self.assertFalse(program.is_up('Recover'))

    def test_not_now_is_asked_again(self):
        self.edit_and_kill()
        with Program(self.program, extra=self.state()) as program:
            program.dialog('^Recover unsaved changes')
            program.answer('^Recover unsaved changes', 'Escape')
            program.read('^Data: 4 points')
        self.assertEqual(len(self.kept()), 1)

    def test_what_cannot_be_read_is_put_aside(self):
        self.edit_and_kill()
        path = self.kept()[0]
        with open(path, 'w', encoding='utf-8') as file:
            file.write('[experiment]\nformat=1\n[data]\nrows=1 two\n')
        with Program(self.program, extra=self.state()) as program:
            program.dialog('^Recover unsaved changes')
            program.answer('^Recover unsaved changes', 'Return')
            program.dialog('^The changes could not be recovered')
            program.answer('^The changes could not be recovered', 'Escape')
            program.read('^Data: 4 points')
        self.assertEqual(self.kept(), [])
        self.assertTrue(os.path.exists(path + '.unreadable'))


if __name__ == '__main__':
    main()
