#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""export.py PROGRAM SOURCE-ROOT ARTIFACTS: one figure in three formats through the dialog, with real clicks and keys;
what cannot be is said; a view on the clipboard, as another program gets it."""
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

from harness import FIGURE, PATIENCE, Atspi, Program, WindowTest, main, until

SVG = '{http://www.w3.org/2000/svg}'
# Another program: asks the display for its clipboard, and writes what it is given to a file.
PASTE = '''
import gi, os, sys
gi.require_version('Gdk', '4.0')
from gi.repository import Gdk, Gio, GLib
loop = GLib.MainLoop()
def spliced(into, result):
    into.splice_finish(result)
    loop.quit()
def read(clipboard, result):
    stream, kind = clipboard.read_finish(result)
    into = Gio.File.new_for_path(sys.argv[2]).replace(None, False, Gio.FileCreateFlags.NONE, None)
    into.splice_async(stream, Gio.OutputStreamSpliceFlags.CLOSE_TARGET, GLib.PRIORITY_DEFAULT, None, spliced)
clipboard = Gdk.Display.open(os.environ['DISPLAY']).get_clipboard()
clipboard.read_async([sys.argv[1]], GLib.PRIORITY_DEFAULT, None, read)
loop.run()
'''


class Export(WindowTest):
    def pasted(self, kind, name):
        subprocess.run([sys.executable, '-c', PASTE, kind, self.path(name)], check=True, timeout=PATIENCE)
        self.assertTrue(os.path.exists(self.path(name)), kind)
        with open(self.path(name), 'rb') as file:
            return file.read()

    def convert(self, path, *words):
        return subprocess.run(['convert', path, *words, 'info:'], capture_output=True, text=True, check=True).stdout

    def opened(self, program):
        program.key('ctrl+e')
        root = program.dialog(FIGURE)
        program.focus(program.toplevel(FIGURE))
        program.wait('^[0-9]+ × [0-9]+ pixels|mm$', 'label', root)
        return root

    def type_into(self, program, name, text, root):
        entry = program.wait(name, 'text', root)

        def typed():
            program.click_on(entry, FIGURE)
            program.key('ctrl+a')
            program.type(text)
            return entry.text() == text
        until(f'{text} in {name}', typed)

    def choose_format(self, program, number, root, says):
        """A click opens the list, keys go through it; the size below the preview is of pixels for a PNG only."""
        def chosen():
            program.click_on(program.wait('^Format$', 'combo box', root), FIGURE)
            time.sleep(0.3)
            program.key('Home', *['Down'] * number, 'Return')
            time.sleep(0.3)
            return program.find(says, 'label', root)
        until(f'format {number}', chosen)

    def export(self, program, root, name):
        program.click_on(program.wait('^_?Export…', 'push button', root), FIGURE)
        program.choose('^Export$', self.path(name))
        return self.exported(program, name)

    def test_one_figure_in_three_formats(self):
        with Program(self.program, self.preset('four-points.penchant')) as program:
            program.read('max-margin direction: angle')
            root = self.opened(program)
            self.type_into(program, '^Width$', '1200', root)
            self.type_into(program, '^Height$', '900', root)
            self.type_into(program, '^Pixels per inch$', '300', root)
            program.wait('^1200 × 900 pixels, 101.6 × 76.2 mm$', 'label', root)
            self.picture(program, 'export.png', FIGURE)
            png = self.export(program, root, 'figure.png')
            self.assertEqual(self.convert(png, '-units', 'PixelsPerInch', '-format', '%w %h %x'), '1200 900 300')

            root = self.opened(program)  # as it was left
            program.wait('^1200 × 900 pixels, 101.6 × 76.2 mm$', 'label', root)
            self.choose_format(program, 1, root, '^101.6 × 76.2 mm$')
            svg = ElementTree.parse(self.export(program, root, 'figure.svg')).getroot()
            self.assertEqual((svg.get('width'), svg.get('height')), ('384', '288'))
            self.assertIn('x₁', [node.text for node in svg.iter(SVG + 'text')])

            root = self.opened(program)
            self.choose_format(program, 2, root, '^101.6 × 76.2 mm$')
            pdf = self.export(program, root, 'figure.pdf')
            words = subprocess.run(['pdftotext', pdf, '-'], capture_output=True, text=True, check=True).stdout
            self.assertIn('max-margin', words)
            with open(pdf, 'rb') as file:
                first = file.read()
            root = self.opened(program)
            with open(self.export(program, root, 'again.pdf'), 'rb') as file:
                self.assertEqual(file.read(), first)

    def test_what_cannot_be_is_said(self):
        with Program(self.program, self.preset('four-points.penchant')) as program:
            program.read('max-margin direction: angle')
            root = self.opened(program)
            export = program.wait('^_?Export…', 'push button', root)
            self.type_into(program, '^Width$', '99999', root)
            program.wait('each side must have', 'label', root)
            self.assertFalse(program.bus.having([export], Atspi.StateType.SENSITIVE))
            self.type_into(program, '^Width$', '800', root)
            program.wait('^800 × 1200 pixels', 'label', root)
            self.assertTrue(program.bus.having([export], Atspi.StateType.SENSITIVE))
            program.key('Escape')
            until('the dialog to go', lambda: not program.is_up(FIGURE))

    def test_copies(self):
        with Program(self.program, self.preset('four-points.penchant')) as program:
            program.read('max-margin direction: angle')
            program.key('ctrl+shift+c')
            program.read('^Copied as an image: Data$')
            self.assertEqual(self.pasted('image/png', 'pasted.png')[1:4], b'PNG')
            self.assertEqual(self.convert(self.path('pasted.png'), '-format', '%w %h'), '1600 1200')
            program.menu('^Export$', '^Copy as SVG$')
            program.read('^Copied as SVG: Data$')
            self.assertIn(b'<svg ', self.pasted('image/svg+xml', 'pasted.svg'))
            program.menu('^Export$', '^Copy the Command Line$')
            program.read('^Copied: penchant-run .*four-points.penchant')
            self.assertTrue(self.pasted('text/plain;charset=utf-8', 'pasted.txt').startswith(b'penchant-run '))


if __name__ == '__main__':
    main()
