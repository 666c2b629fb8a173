#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""regression.py PROGRAM SOURCE-ROOT ARTIFACTS: a table of three features and a number: its points over the prediction and over a
feature, moved with the pointer, taken back, and exported."""
import re
import time

from harness import Canvas, Program, WindowTest, main, until

# y = a + 2b − c, so that a trained linear model predicts each target; in the shortest digits, as the program writes them.
TABLE = [(1, 2, 3), (0.5, 1, 4), (2, 2.5, 0), (3, 0, 1), (-1, 1.5, 2), (4, 3, 0.5)]
ROWS = [[*row, row[0] + 2 * row[1] - row[2]] for row in TABLE]
NUMBER = '([−0-9.]+)'
AXES = '^[fabc] = ' + NUMBER + ', y = ' + NUMBER + '$'


def value(text):
    return float(text.replace('−', '-'))


class Regression(WindowTest):
    def opened(self):
        lines = ['a,b,c,y', *(','.join(f'{cell:g}' for cell in row) for row in ROWS)]
        return Program(self.program, self.write('sums.csv', '\n'.join(lines) + '\n'))

    def table(self, program):
        return [[float(cell) for cell in row] for row in self.points(program)]

    def ended(self, program):
        program.read('^Data: 6 points')
        until('the end of the run', lambda: not program.find('is under way'))
        program.press('^To the limit$')
        program.read('^t = ∞')

    def reading(self, program, place):
        program.move(place[0] + 3, place[1])
        program.move(*place)
        time.sleep(0.3)
        found = program.read(AXES)
        return value(found[1]), value(found[2])

    def ruler(self, program, canvas):
        """Where a place of the data is in the window; from what the program reads at two places far from the points."""
        corners = canvas.at(0.25, 0.3), canvas.at(0.9, 0.8)
        (x0, y0), (x1, y1) = (self.reading(program, corner) for corner in corners)
        (px0, py0), (px1, py1) = corners
        self.assertGreater(x1, x0)
        self.assertGreater(y0, y1)

        def place(x, y):
            return px0 + (x - x0) / (x1 - x0) * (px1 - px0), py0 + (y - y0) / (y1 - y0) * (py1 - py0)
        return place, (x1 - x0) / (px1 - px0), (y1 - y0) / (py1 - py0)

    def choose_axis(self, program, number, name):
        """Through the popover, with the keys."""
        program.press('^Axis$')
        program.press('^To the right: ')
        time.sleep(0.3)
        program.key('Home', *['Down'] * number, 'Return')
        program.read(f'^To the right: {name}$')
        program.key('Escape')
        program.focus_again()

    def test_over_the_prediction(self):
        with self.opened() as program:
            self.ended(program)
            start = self.table(program)
            self.assertEqual(start, ROWS)
            canvas = Canvas(program)
            place, _, per_pixel = self.ruler(program, canvas)
            x, y = place(ROWS[2][3], ROWS[2][3])
            program.move(x, y)
            # Seven is read where the training has ended, to the digits shown.
            program.read(r'^row 3: y = 7, f = 7(\.0+)?, residual ')
            self.picture(program, 'regression-prediction.png')
            program.drag(x, y, x + 30, y - 40)
            moved = self.table(program)
            self.assertEqual([row[:3] for row in moved], [row[:3] for row in ROWS])
            self.assertEqual(moved[:2] + moved[3:], ROWS[:2] + ROWS[3:])
            # The ruler is right to a pixel in some hundred.
            self.assertAlmostEqual(moved[2][3], 7 - 40 * per_pixel, delta=abs(2 * per_pixel))
            program.key('ctrl+z')
            program.read('^Data: 6 points')
            self.assertEqual(self.table(program), start)
            # No point can be put here, and a click only chooses nothing.
            program.click(*canvas.at(0.3, 0.3))
            self.assertEqual(self.table(program), start)

    def test_over_a_feature(self):
        with self.opened() as program:
            self.ended(program)
            start = self.table(program)
            self.choose_axis(program, 3, 'b')
            canvas = Canvas(program)
            place, right, up = self.ruler(program, canvas)
            x, y = place(ROWS[3][1], ROWS[3][3])
            program.drag(x, y, x + 40, y + 20)
            moved = self.table(program)
            self.assertEqual(moved[:3] + moved[4:], ROWS[:3] + ROWS[4:])
            self.assertEqual([moved[3][0], moved[3][2]], [3, 1])
            self.assertAlmostEqual(moved[3][1], 40 * right, delta=abs(2 * right))
            self.assertAlmostEqual(moved[3][3], 2 + 20 * up, delta=abs(2 * up))
            program.key('1')
            program.click(*canvas.at(0.5, 0.5))
            program.read('^Data: 7 points')
            placed = self.table(program)[6]
            for column in (0, 2):  # the means of the rows
                self.assertAlmostEqual(placed[column], sum(row[column] for row in moved) / 6, delta=1e-12)
            path = self.path('picture.svg')
            self.figure(program, path)
            self.exported(program, 'picture.svg')
            with open(path) as file:
                picture = file.read()
            self.assertEqual(len(re.findall('<circle', re.search('<g id="positive">(.*?)</g>', picture, re.S)[1])), 7)
            self.assertIn('>b</text>', picture)
            self.assertIn('id="residuals"', picture)
            self.picture(program, 'regression-feature.png')
            program.key('ctrl+z', 'ctrl+z', 'ctrl+z')
            program.read('^Data: 6 points')
            self.assertEqual(self.table(program), start)
            program.press('^Axis$')
            program.read(r'^To the right: Prediction f\(x\)$')
            program.key('Escape')
            program.focus_again()
            self.assertFalse(program.find('^edited'))


if __name__ == '__main__':
    main()
