#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""remembered.py PROGRAM SOURCE-ROOT ARTIFACTS SETTINGS-SCHEMAS: what the next start takes over from the last: the files
used last, the views, the playback speed, the panel, the window's size and the last figure."""
import os
import sys

from harness import FIGURE, Program, WindowTest, main, until

SCHEMAS = sys.argv.pop(4)


class Remembered(WindowTest):
    def setUp(self):
        super().setUp()
        # In a file, where the other scripts forget; the tips of the first start have been read.
        folder = self.path('config/glib-2.0/settings')
        os.makedirs(folder)
        with open(os.path.join(folder, 'keyfile'), 'w', encoding='utf-8') as file:
            file.write('[org/penchant/Penchant]\ntour-taken=true\n')
        self.extra = {'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': self.path('config'),
                      'GSETTINGS_SCHEMA_DIR': SCHEMAS}

    def start(self, *arguments):
        return Program(self.program, *arguments, extra=self.extra)

    def leave(self, program):
        program.key('ctrl+q')
        until('the program to end', lambda: program.process.poll() is not None)
        self.assertEqual(program.process.returncode, 0)

    def save(self, program, name):
        program.key('ctrl+shift+s')
        program.choose('^Save experiment$', self.path(name))
        program.read(f'^Saved as {name}$')

    def test_recent_files(self):
        with self.start() as program:
            canvas = self.blank(program)
            program.click(*canvas.at(0.37, 0.41))
            program.read('^Data: 1 point')
            program.click(*canvas.at(0.71, 0.83), button=3)
            program.read('^Data: 2 points')
            rows = self.points(program)
            self.save(program, 'my_pair.penchant')
            program.click(*canvas.at(0.5, 0.2))
            program.read('^Data: 3 points')
            self.save(program, 'three.penchant')
            self.leave(program)
        with self.start() as program:
            program.read('^Data: 4 points')
            program.press('^Recent files$')
            program.wait('^three.penchant$', 'menu item')
            self.picture(program, 'recent-files.png')
            program.press('^my_pair.penchant$', 'menu item')
            program.read('^Data: 2 points')
            self.assertEqual(self.points(program), rows)
            program.menu('^Main menu$', 'Recent Files', '^three.penchant$')
            program.read('^Data: 3 points')

    def test_a_file_that_is_gone(self):
        with self.start(self.preset('lemma.penchant')) as program:
            program.read('^Data: 1 point')
            self.save(program, 'here.penchant')
            self.save(program, 'gone.penchant')
            program.press('^Recent files$')
            program.wait('^gone.penchant$', 'menu item')
            os.remove(self.path('gone.penchant'))
            program.press('^gone.penchant$', 'menu item')
            program.wait(r'gone\.penchant has been moved, renamed or deleted', 'label', program.dialog('^The file is gone$'))
            program.answer('^The file is gone$', 'Escape')
            program.read('^Data: 1 point')
            program.press('^Recent files$')
            program.wait('^here.penchant$', 'menu item')
            self.assertIsNone(program.find('^gone.penchant$', 'menu item'))

    def test_views_speed_panel_and_size(self):
        with self.start(self.preset('lemma.penchant')) as program:
            program.read('^Data: 1 point')
            program.press('^Convergence$')
            program.press('^Weights over time$', 'menu item')
            program.wait('^Weights over time$', 'image')
            program.press('^1×$')
            program.press('^4×$', 'radio menu item')
            program.wait('^4×$', 'push button')
            program.key('F9')
            program.tool('windowsize', program.window, 1010, 710)
            # The display has the size before the window is laid out in it, and no person closes it in between.
            self.wait_written('window-width=1010', 'window-height=710')
            self.leave(program)
        with self.start(self.preset('four-points.penchant')) as program:
            program.read('^Data: 4 points')
            program.wait('^Weights over time$', 'image')
            program.wait('^Path in weight space$', 'image')
            self.assertIsNone(program.find('^Convergence$', 'image'))
            program.wait('^4×$', 'push button')
            self.assertEqual(self.size(program), [1010, 710])
            self.picture(program, 'remembered.png')
            self.assertLess(program.box('^Data:', 'image')[0], 100, 'the data are where the panel was')

    def test_what_a_kill_leaves(self):
        with self.start(self.preset('lemma.penchant')) as program:
            program.read('^Data: 1 point')
            program.key('F9')
            program.tool('windowsize', program.window, 990, 730)
            self.wait_written('window-width=990', 'window-height=730', 'panel-visible=false')
            program.process.kill()
            program.process.wait()
        with self.start(self.preset('lemma.penchant')) as program:
            program.read('^Data: 1 point')
            self.assertEqual(self.size(program), [990, 730])
            self.assertLess(program.box('^Data:', 'image')[0], 100, 'the data are where the panel was')

    def wait_written(self, *lines):
        def written():
            with open(self.path('config/glib-2.0/settings/keyfile'), encoding='utf-8') as file:
                return set(lines) <= set(file.read().split('\n'))
        until('the state to be written', written)

    def test_the_last_figure(self):
        with self.start(self.preset('four-points.penchant')) as program:
            program.read('^Data: 4 points')
            program.key('ctrl+e')
            root = program.dialog(FIGURE)
            program.focus(program.toplevel(FIGURE))
            entry = program.wait('^Width$', 'text', root)

            def typed():
                program.click_on(entry, FIGURE)
                program.key('ctrl+a')
                program.type('1234')
                return entry.text() == '1234'
            until('the width', typed)
            program.wait('^1234 × 1200 pixels', 'label', root)
            program.press('^_?Export…', root=root)
            program.choose('^Export$', self.path('figure.png'))
            self.exported(program, 'figure.png')
            self.leave(program)
        with self.start(self.preset('four-points.penchant')) as program:
            program.read('^Data: 4 points')
            program.key('ctrl+e')
            program.wait('^1234 × 1200 pixels', 'label', program.dialog(FIGURE))

    @staticmethod
    def size(program):
        found = program.tool('getwindowgeometry', '--shell', program.window)
        return [int(line.split('=')[1]) for line in found.split() if line.startswith(('WIDTH', 'HEIGHT'))]


if __name__ == '__main__':
    main()
