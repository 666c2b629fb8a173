#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""undo.py PROGRAM SOURCE-ROOT ARTIFACTS: edits of every kind by pointer and keys, all the way back and forward again, the
saved file byte by byte."""
import os
import time

from harness import Program, WindowTest, main, until

ROUNDS = 3


class Undo(WindowTest):
    def saved(self):
        """The bytes of the experiment as it is now."""
        path = self.path('mine.penchant')
        if os.path.exists(path):
            os.remove(path)

        def written():
            self.window.key('ctrl+s')
            time.sleep(0.1)
            if os.path.exists(path):
                return True
            self.window.focus_again()  # a list that was just closing took the key, or the focus went with it
            return os.path.exists(path)
        until('the file', written)
        with open(path, 'rb') as file:
            return file.read()

    def edit(self, name, act):
        """One step of the history, which is told by another file."""
        last = self.states[-1]
        act()

        def other():
            now = self.saved()
            return now if now != last else None
        self.states.append(until(f'the edit “{name}” in the file', other))

    def click_on(self, name, role, u=0.5):
        x, y, width, height = self.window.box(name, role)
        self.window.click(x + u * width, y + height / 2)

    def choose(self, name, index):
        """An item of a drop-down of the panel; its list is a window, which comes and goes when the display says so."""
        self.window.press(f'^{name}: ')
        time.sleep(0.3)
        self.window.key('Home', *['Down'] * index, 'Return')
        time.sleep(0.3)

    def stroke(self, key, start, end):
        self.window.key(key)
        self.window.drag(*self.canvas.at(*start), *self.canvas.at(*end))
        self.window.key('ctrl+2')

    def add_by_coordinates(self):
        self.window.key('ctrl+shift+n')
        self.window.wait('^Class: ', 'push button')
        time.sleep(0.3)
        self.window.key('ctrl+a')
        self.window.type('0.125')
        self.window.key('Tab', 'ctrl+a')
        self.window.type('-2.5')
        self.window.key('Return', 'Escape')
        time.sleep(0.3)

    def generate(self):
        self.click_on('^Generate points$', 'push button')
        self.window.press('^_Generate|^Generate$')
        time.sleep(0.3)
        self.window.key('Escape')
        time.sleep(0.3)

    def click_at(self, at, button=1):
        self.window.click(*self.canvas.at(*at), button=button)

    def points(self):
        """Those that a hand makes; the canvas is empty before."""
        window, at = self.window, self.canvas.at
        self.edit('place', lambda: self.click_at((0.3, 0.3)))
        self.edit('place the other class', lambda: (window.key('2'), self.click_at((0.7, 0.5)), window.key('1')))
        self.edit('place by the right button', lambda: self.click_at((0.5, 0.2), 3))
        self.edit('drag', lambda: window.drag(*at(0.3, 0.3), *at(0.36, 0.41)))
        self.edit('nudge', lambda: window.key('Right'))
        self.edit('paste', lambda: window.key('ctrl+c', 'ctrl+v'))
        self.edit('nudge by ten', lambda: (self.click_at((0.7, 0.5)), window.key('shift+Up')))
        self.edit('delete', lambda: (self.click_at((0.5, 0.2)), window.key('Delete')))
        self.edit('brush', lambda: self.stroke('b', (0.2, 0.55), (0.4, 0.55)))
        self.edit('erase', lambda: self.stroke('e', (0.15, 0.55), (0.45, 0.55)))
        self.edit('coordinates', self.add_by_coordinates)

    def settings(self, number):
        """Those of the panel: from round to round there and back."""
        self.edit('model', lambda: self.choose('Kind', 1))
        self.edit('α', lambda: self.click_on('α', 'slider', 0.2 + 0.3 * number / ROUNDS))
        self.edit('the model before', lambda: self.choose('Kind', 0))
        self.edit('loss', lambda: self.choose('Loss', 2 if number % 2 == 0 else 1))
        self.edit('bias', lambda: self.click_on('^Bias$', 'check box'))
        self.edit('solutions shown', lambda: self.click_on('^Show soft margin$', 'check box'))
        self.edit('generator', self.generate)
        self.edit('delete all', lambda: (self.window.key('ctrl+1', 'ctrl+2'), self.click_at((0.02, 0.02)),
                                         self.window.key('ctrl+a', 'Delete')))

    def test_back_to_the_start_and_forward_again(self):
        with Program(self.program) as window:
            self.window = window
            self.canvas = self.blank(window)
            window.key('ctrl+s')
            window.choose('^Save experiment$', self.path('mine.penchant'))
            window.read('^Saved as mine.penchant$')
            self.states = [self.saved()]
            for number in range(ROUNDS):
                window.key('ctrl+0')
                self.points()
                self.settings(number)
            self.picture(window, 'undo.png')
            self.assertGreaterEqual(len(self.states), 51)
            for keys, order in (('ctrl+z', range(len(self.states) - 2, -1, -1)),
                                ('ctrl+shift+z', range(1, len(self.states)))):
                for step in order:
                    window.key(keys)
                    until(f'{keys} to bring back step {step}', lambda: self.saved() == self.states[step], 5)


if __name__ == '__main__':
    main()
