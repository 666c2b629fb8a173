#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""laboratory.py PROGRAM SOURCE-ROOT ARTIFACTS: the main job in the real window, with real pointer and key events:
place points, train, compare, change, undo, export."""
import subprocess
import time
import xml.etree.ElementTree as ElementTree

from harness import Program, WindowTest, main, until

SVG = '{http://www.w3.org/2000/svg}'
ANGLE = r'max-margin direction: angle ([0-9.]+)(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))? rad'
MARGIN = 'has reached the max-margin direction: angle .*margin γ = ([0-9.]+)'
FLAT = str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789')
POSITIVE, NEGATIVE = ((0.62, 0.25), (0.80, 0.35), (0.70, 0.15)), ((0.40, 0.75), (0.25, 0.60), (0.35, 0.85))


def angle(match):
    return float(match.group(1)) * 10.0 ** int((match.group(2) or '0').translate(FLAT))


class Laboratory(WindowTest):
    def place_six(self, program):
        canvas = self.blank(program)
        for count, at in enumerate(POSITIVE, 1):
            program.click(*canvas.at(*at))
            program.read(f'^Data: {count} point')
        for count, at in enumerate(NEGATIVE, 4):
            program.click(*canvas.at(*at), button=3)
            program.read(f'^Data: {count} point')
        return canvas

    def converged(self, program):
        """The answer line, once the flow is at its limit."""
        def small():
            found = program.read(ANGLE)
            return found.string if angle(found) < 1e-6 else None
        return until('an angle under 1e-6', small)

    def margin(self, program, other_than=None):
        """γ of the limit: on the way its last digits differ from run to run."""
        def look():
            text = program.read(MARGIN).group(1)
            return text if text != other_than else None
        return until('another margin', look)

    def test_main_job(self):
        with Program(self.program) as program:
            program.read(ANGLE)  # the first preset is running
            canvas = self.place_six(program)
            first = self.margin(program)
            rows = self.points(program)
            self.assertEqual([row[2] for row in rows], ['+1'] * 3 + ['-1'] * 3)

            program.drag(*canvas.at(*NEGATIVE[0]), *canvas.at(0.48, 0.60))
            self.margin(program, other_than=first)
            moved = self.points(program)
            self.assertEqual([i for i in range(6) if rows[i] != moved[i]], [3])
            program.key('ctrl+z')
            until('the first answer', lambda: self.margin(program) == first)
            self.assertEqual(self.points(program), rows)
            self.picture(program, 'six-points.png')

            self.figure(program, self.path('data.svg'))
            self.check_svg(self.exported(program, 'data.svg'))
            self.figure(program, self.path('data.png'))
            self.check_pixels(self.exported(program, 'data.png'))

    def check_svg(self, path):
        """Points as elements of their class, lines as lines, text as text."""
        root = ElementTree.parse(path).getroot()
        groups = {node.get('id'): node for node in root.iter(SVG + 'g')}
        self.assertEqual(len(list(groups['positive'].iter(SVG + 'circle'))), 3)
        self.assertEqual(len(list(groups['negative'].iter(SVG + 'path'))), 3)
        for line in ('flow', 'max-margin', 'margin-positive', 'margin-negative'):
            self.assertEqual(len(list(groups[line].iter(SVG + 'path'))), 1, line)
        self.assertGreaterEqual(len(list(groups['support'].iter(SVG + 'circle'))), 2)
        texts = [node.text for node in root.iter(SVG + 'text')]
        self.assertIn('max-margin', texts)
        self.assertIn('x₁', texts)
        subprocess.run(['rsvg-convert', path, '-o', self.path('again.png')], check=True)

    def check_pixels(self, path):
        """Both classes' colours and the flow's, black on white as in a figure, twice as fine as on the screen."""
        def convert(*words):
            return subprocess.run(['convert', path, *words], capture_output=True, text=True, check=True).stdout.upper()
        width, height = map(int, convert('-format', '%w %h', 'info:').split())
        listing = convert('-depth', '8', '-format', '%c', 'histogram:info:')
        self.assertGreaterEqual(width, 800)
        self.assertGreaterEqual(height, 600)
        for colour in ('#0072B2', '#D55E00', '#FFFFFF', '#1B1B1F', '#E69F00'):
            self.assertIn(colour, listing)

    def test_export_by_key(self):
        with Program(self.program, self.preset('four-points.penchant')) as program:
            self.converged(program)
            self.figure(program, self.path('key.svg'))
            root = ElementTree.parse(self.exported(program, 'key.svg')).getroot()
            groups = {node.get('id'): node for node in root.iter(SVG + 'g')}
            self.assertEqual(len(list(groups['positive'].iter(SVG + 'circle'))), 2)
            self.assertEqual(len(list(groups['negative'].iter(SVG + 'path'))), 2)

    def test_table_from_the_command_line(self):
        with Program(self.program, self.preset('iris.csv')) as program:
            program.read('^Data: 100 points')
            self.converged(program)
            self.picture(program, 'iris.png')

    def test_undo_of_everything(self):
        with Program(self.program) as program:
            program.read(ANGLE)
            self.place_six(program)
            program.key('ctrl+a', 'Delete')
            program.read('^Data: 0 points')
            for count in (6, 5, 4, 3, 2, 1, 0):
                program.key('ctrl+z')
                program.read(f'^Data: {count} point')
            for count in (1, 2, 3, 4, 5, 6):
                program.key('ctrl+shift+z')
                program.read(f'^Data: {count} point')

    def test_playback(self):
        with Program(self.program) as program:
            self.converged(program)
            program.key('shift+F5')
            program.read('^t = 0$')
            program.key('F8')
            program.read('^log₁₀ t = −')
            program.key('F6')
            program.read('^(t = ∞|log₁₀ t = [0-9])')
            program.press('^Back to the start$')
            program.read('^t = 0$')
            program.press('^Play$')
            program.read('^log₁₀ t = [0-9]')
            program.press('^Pause$')
            program.wait('^Play$', 'push button')
            stopped = program.read('^log₁₀ t = ').string
            time.sleep(0.3)
            self.assertEqual(program.read('^log₁₀ t = ').string, stopped)
            program.press('^To the limit$')
            until('the end', lambda: program.read('^(t = ∞|log₁₀ t = .*)').string != stopped)


if __name__ == '__main__':
    main()
