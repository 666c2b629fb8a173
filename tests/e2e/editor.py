#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""editor.py PROGRAM SOURCE-ROOT ARTIFACTS: the pointer and the keys on the plot of the data."""
from harness import Program, WindowTest, main


class Editor(WindowTest):
    def labels(self, program):
        return [row[2] for row in self.points(program)]

    def test_keys_choose_the_label(self):
        with Program(self.program) as program:
            canvas = self.blank(program)
            program.click(*canvas.at(0.3, 0.3))
            program.read('^Data: 1 point')
            program.key('2')
            program.click(*canvas.at(0.7, 0.7))
            program.read('^Data: 2 points')
            program.click(*canvas.at(0.8, 0.5), button=3)  # the other label of −1 is +1
            program.read('^Data: 3 points')
            program.key('1')
            program.click(*canvas.at(0.3, 0.5))
            program.read('^Data: 4 points')
            self.assertEqual(self.labels(program), ['+1', '-1', '+1', '+1'])

    def test_band_then_delete(self):
        with Program(self.program) as program:
            canvas = self.blank(program)
            for u, v in ((0.3, 0.3), (0.35, 0.4), (0.8, 0.8)):
                program.click(*canvas.at(u, v))
            program.read('^Data: 3 points')
            kept = self.points(program)[2]
            program.key('ctrl+3')
            program.drag(*canvas.at(0.2, 0.2), *canvas.at(0.5, 0.5))
            program.read('2 selected')
            program.key('Delete')
            program.read('^Data: 1 point')
            self.assertEqual(self.points(program), [kept])
            program.key('ctrl+z')
            program.read('^Data: 3 points')

    def width_of_two_clicks(self, program, canvas, rows):
        """How far apart in the data two places of the plot are; the points placed to learn it are taken back."""
        for u, v in ((0.45, 0.5), (0.55, 0.6)):
            program.click(*canvas.at(u, v))
        program.read('^Data: 4 points')
        table = self.points(program)
        self.assertEqual(table[:2], rows)
        program.key('ctrl+z', 'ctrl+z')
        program.read('^Data: 2 points')
        return float(table[3][0]) - float(table[2][0])

    def test_wheel_and_fit_change_the_view_alone(self):
        with Program(self.program) as program:
            canvas = self.blank(program)
            for u, v in ((0.2, 0.2), (0.8, 0.8)):
                program.click(*canvas.at(u, v))
            program.read('^Data: 2 points')
            program.key('ctrl+0')
            rows = self.points(program)
            fitted = self.width_of_two_clicks(program, canvas, rows)
            program.move(*canvas.at(0.5, 0.55))
            for _ in range(4):
                program.tool('click', 4)
            zoomed = self.width_of_two_clicks(program, canvas, rows)
            self.assertLess(zoomed, 0.8 * fitted)
            program.key('ctrl+0')
            again = self.width_of_two_clicks(program, canvas, rows)
            # A pixel of some 400 is the most that rounding of the pointer's places can make.
            self.assertAlmostEqual(again / fitted, 1, delta=0.05)


if __name__ == '__main__':
    main()
