#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""laboratory.py PROGRAM SOURCE-ROOT ARTIFACTS: the main job in the real window, with real pointer and key events."""
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

from harness import Display, Program, until

PROGRAM, SOURCE, ARTIFACTS = sys.argv[1:4]
SVG = '{http://www.w3.org/2000/svg}'
ANGLE = r'max-margin direction: angle ([0-9.]+)(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))? rad'
FLAT = str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789')


def angle(match):
    return float(match.group(1)) * 10.0 ** int((match.group(2) or '0').translate(FLAT))


class Canvas:
    """The data editor's drawing, addressed by fractions of its size."""

    def __init__(self, program):
        self.program = program
        self.frame = program.box('^Data:')

    def at(self, u, v):
        x, y, width, height = self.frame
        return x + SHADOW + u * width, y + SHADOW + v * height


SHADOW = 5  # without a compositor the window's content starts five pixels in


class Laboratory(unittest.TestCase):
    def setUp(self):
        self.display = Display()
        self.display.__enter__()
        self.addCleanup(self.display.__exit__)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def saved(self, name):
        return os.path.join(self.folder.name, name)

    def export(self, program, target, name):
        """Through the menu and the file dialog, as a person would."""
        path = self.saved(name)
        program.press('^Export$', 'toggle button')
        for label in target:
            program.press(label, 'menu item')
        until('the file dialog', lambda: program.find('^(Save|Export)$', 'push button'))
        program.key('ctrl+a')
        program.type(path)
        program.key('Return')
        until(f'{name} on disk', lambda: os.path.exists(path) and os.path.getsize(path) > 0)
        return path

    def place_six(self, program):
        canvas = Canvas(program)
        for u, v in ((0.62, 0.25), (0.80, 0.35), (0.70, 0.15)):
            program.click(*canvas.at(u, v))
        for u, v in ((0.40, 0.75), (0.25, 0.60), (0.35, 0.85)):
            program.click(*canvas.at(u, v), button=3)
        return canvas

    def test_main_job(self):
        with Program(PROGRAM) as program:
            program.read(ANGLE)  # the preset is running
            program.key('ctrl+n')
            program.read('^Data: 0 points')
            canvas = self.place_six(program)
            program.read('^Data: 6 points')
            first = program.read(ANGLE)
            self.assertLess(angle(until('an angle under 1e-6', lambda: self.small(program))), 1e-6)

            program.drag(*canvas.at(0.40, 0.75), *canvas.at(0.48, 0.60))
            moved = until('another answer', lambda: self.other(program, first.string))
            program.key('ctrl+z')
            back = until('the first answer again', lambda: self.other(program, moved))
            self.assertEqual(back.split('margin γ')[1], first.string.split('margin γ')[1])
            program.screenshot(os.path.join(ARTIFACTS, 'six-points.png'))

            svg = ElementTree.parse(self.export(program, ['^Data$', '^SVG…$'], 'data.svg')).getroot()
            names = {node.get('id') for node in svg.iter(SVG + 'g')}
            self.assertLessEqual({'positive', 'negative', 'boundary'}, names)
            self.assertTrue([t for t in svg.iter(SVG + 'text')], 'text stays text')
            self.check_pixels(self.export(program, ['^Data$', '^PNG…$'], 'data.png'))

    def small(self, program):
        found = program.read(ANGLE)
        return found if angle(found) < 1e-6 else None

    def other(self, program, before):
        text = program.read(ANGLE).string
        return text if text != before else None

    def check_pixels(self, path):
        """Both labels' colours and the flow's are there, in the light theme of a figure."""
        listing = subprocess.run(['convert', path, '-format', '%c', 'histogram:info:'], capture_output=True, text=True,
                                 check=True).stdout.upper()
        for colour in ('#0072B2', '#D55E00', '#FFFFFF', '#1B1B1F'):
            self.assertIn(colour, listing)

    def test_csv_from_the_command_line(self):
        with Program(PROGRAM, os.path.join(SOURCE, 'data/presets/iris.csv')) as program:
            program.read('^Data: 100 points')
            until('an angle under 1e-6', lambda: self.small(program))
            program.screenshot(os.path.join(ARTIFACTS, 'iris.png'))

    def test_bad_files_are_named(self):
        for name, content, says in (('empty.csv', b'', 'empty'), ('ragged.csv', b'a,b\n1,2\n3\n', 'line 3'),
                                    ('cell.csv', b'a,b\n1,2\n3,4x\n', '4x'), ('huge.csv', b'a,b\n1,1e400\n2,3\n', '1e400')):
            with open(self.saved(name), 'wb') as file:
                file.write(content)
            with Program(PROGRAM, self.saved(name)) as program:
                program.read(says)

    def test_undo_of_everything(self):
        with Program(PROGRAM) as program:
            program.read(ANGLE)
            program.key('ctrl+n')
            program.read('^Data: 0 points')
            self.place_six(program)
            program.read('^Data: 6 points')
            program.key('ctrl+a', 'Delete')
            program.read('^Data: 0 points')
            for _ in range(7):
                program.key('ctrl+z')
            program.read('^Data: 0 points')
            for _ in range(6):
                program.key('ctrl+shift+z')
            program.read('^Data: 6 points')


if __name__ == '__main__':
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
