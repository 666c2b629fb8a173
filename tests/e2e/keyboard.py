#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""keyboard.py PROGRAM SOURCE-ROOT ARTIFACTS: the main job without a pointer, and what a screen reader is told."""
import os
import re
import time
import xml.etree.ElementTree as ElementTree

from harness import FIGURE, Atspi, Program, WindowTest, main, until

SVG = '{http://www.w3.org/2000/svg}'
ROUND = 120  # presses of Tab that go round every control of the window more than once
# A name that is GTK's word for a type, or that reads an underline aloud, is none.
NAMELESS = re.compile(r'^$|^(Gtk|Gdk|Adw|Pen)[A-Z]|_')


class Keyboard(WindowTest):
    def focused(self, program):
        """The name of what the keys go to."""
        return next((node.name for node in program.bus.having(program.nodes(), Atspi.StateType.FOCUSED)), '')

    def walk_to(self, program, name):
        """Tab after Tab until the keyboard is there: what cannot be reached so is not for the keyboard."""
        for _ in range(ROUND):
            if re.search(name, self.focused(program)):
                return
            program.key('Tab')
        raise AssertionError(f'{ROUND} presses of Tab do not lead to {name!r}')

    def choose_next(self, program):
        """Of the drop-down that has the keys; its list is a window that takes a moment to come."""
        program.key('space')
        time.sleep(0.3)
        program.key('Down', 'Return')

    def test_point_model_run_export(self):
        points = (('1.5', '2', '+1'), ('2', '0,25', '+1'), ('-1', '-1.5', '-1'))
        with Program(self.program) as program:
            program.key('ctrl+n')
            program.read('^Data: 0 points')
            program.key('ctrl+shift+n')
            for count, (x, y, label) in enumerate(points, 1):
                self.walk_to(program, '^x₁$')
                program.key('ctrl+a')
                program.type(x)
                program.key('Tab', 'ctrl+a')
                program.type(y)
                if label == '-1':
                    self.walk_to(program, r'^Class: \+1$')
                    self.choose_next(program)
                    until('the other class', lambda: self.focused(program) == 'Class: -1')
                    self.walk_to(program, '^x₂$')
                program.key('Return')
                program.read(f'^Data: {count} point')
            program.key('Escape')
            until('the plot', lambda: self.focused(program).startswith('Data: 3'))
            rows = self.points(program)
            self.assertEqual(rows, [['1.5', '2', '+1'], ['2', '0.25', '+1'], ['-1', '-1.5', '-1']])

            self.walk_to(program, '^Kind: Linear$')
            self.choose_next(program)
            until('the other model', lambda: re.search('^Kind: (?!Linear)', self.focused(program)))
            program.read('(?s).*margin')
            program.key('F5', 'F5', 'F6')
            self.picture(program, 'keyboard.png')

            program.key('ctrl+e')
            program.dialog(FIGURE)
            program.focus(program.toplevel(FIGURE))
            program.key('alt+e')
            program.choose('^Export$', self.path('data.svg'))
            root = ElementTree.parse(self.exported(program, 'data.svg')).getroot()
            groups = {node.get('id'): node for node in root.iter(SVG + 'g')}
            # Of the plot that the keys went through last; every one of them shows the solution.
            self.assertEqual(len(list(groups['max-margin'].iter(SVG + 'path'))), 1)

    def plot(self, program):
        return program.wait('^Data:', 'image')

    def says(self, program, pattern):
        node = self.plot(program)
        return until(f'the plot to say {pattern!r}', lambda: re.search(pattern, node.now().description))

    def test_the_plot_tells_the_point(self):
        path = self.write('three.csv', 'a,b,y\n1,2,1\n3,4.25,-1\n-5,6,1\n')
        with Program(self.program, path) as program:
            program.read('^Data: 3 points')
            self.assertEqual(self.plot(program).description, '')
            self.walk_to(program, '^Data: 3 points')
            for key, says in (('Page_Down', r'^Point 1: a = 1, b = 2, class 1$'),
                              ('Page_Down', r'^Point 2: a = 3, b = 4\.25, class -1$'),
                              ('Page_Up', r'^Point 1: '), ('Page_Up', r'^Point 3: a = −5, b = 6, class 1$'),
                              ('Page_Down', r'^Point 1: ')):
                program.key(key)
                self.says(program, says)
            program.key('Right')
            self.says(program, r'^Point 1: a = 1\.0')  # by a pixel of some twelve units on some 400 pixels
            program.key('Delete')
            program.read('^Data: 2 points$')
            self.says(program, '^$')

    def check_names(self, program, root, fewest):
        focusable = program.bus.having(program.nodes(root), Atspi.StateType.FOCUSABLE)
        nameless = [(node.role, node.name, node.parent and node.parent.name) for node in focusable if NAMELESS.search(node.name)]
        self.assertEqual(nameless, [])
        self.assertGreaterEqual(len(focusable), fewest)

    def test_everything_that_takes_the_keys_has_a_name(self):
        with Program(self.program, self.preset('iris.csv')) as program:
            program.read('^Data: 100 points')
            program.key('ctrl+shift+n')
            program.wait('^Class: ', 'push button')
            program.key('Escape')
            self.walk_to(program, '^Data:')
            program.key('t')
            program.wait('^Point 1$')
            # The panel's choices, the tools, the plots, the playback and a row for each point in sight.
            self.check_names(program, None, 60)
            for keys, title, fewest in (('ctrl+p', '^Presets$', 20), ('F1', '^Help$', 5),
                                        ('ctrl+question', '^Keyboard shortcuts$', 3)):
                with self.subTest(title):
                    before = set(program.windows())
                    program.key(keys)
                    window = until(f'the window {title}', lambda: set(program.windows()) - before).pop()
                    root = until(f'{title} on the bus', lambda: program.window_called(title))
                    self.check_names(program, root, fewest)
                    program.focus(window)
                    program.key('Escape')
                    until(f'{title} to go', lambda: window not in program.windows())
                    program.focus_again()

    def test_the_import_of_a_table_has_names(self):
        path = self.write('cells.csv', 'a;b;y\n1,5;2;red\n2;3;blue\n')
        with Program(self.program) as program:
            program.read('^Data:')
            program.key('ctrl+o')
            program.choose('^Open experiment or table$', path)
            root = program.dialog('^Import a table$')
            program.wait('^Decimal sign: Comma$', 'push button', root)
            # Eight choices and two buttons at least.
            self.check_names(program, root, 10)
            program.answer('^Import a table$', 'Escape')

    def moments(self, program, seconds):
        """How many different moments of the run are shown in that time."""
        program.key('shift+F5')
        program.read('^t = 0$')
        label = program.wait('^t = 0$', 'label')
        program.key('F5')
        seen, end = set(), time.monotonic() + seconds
        while time.monotonic() < end:
            seen.add(label.now().name)
            time.sleep(0.02)
        return len(seen)

    def test_without_animations_a_run_is_a_row_of_pictures(self):
        os.makedirs(self.path('gtk-4.0'))
        self.write('gtk-4.0/settings.ini', '[Settings]\ngtk-enable-animations=0\n')
        for still in (True, False):
            extra = {'XDG_CONFIG_HOME': self.folder} if still else None
            with Program(self.program, self.preset('four-points.penchant'), extra=extra) as program:
                program.read('max-margin direction: angle')
                count = self.moments(program, 3)
                # Every half second, with t = 0 and the first moment besides; otherwise as often as frames are drawn.
                (self.assertLessEqual if still else self.assertGreater)(count, 8)


if __name__ == '__main__':
    main()
