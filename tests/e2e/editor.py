#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""editor.py PROGRAM SOURCE-ROOT ARTIFACTS: the pointer and the keys on the plot of the data."""
import time

from harness import Program, WindowTest, main, until


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

    def test_quick_and_overlapping_presses(self):
        """Every press counts: released at once, or while the other button is still down."""
        with Program(self.program) as program:
            canvas = self.blank(program)
            places = [(u, v) for v in (0.2, 0.4, 0.6, 0.8) for u in (0.15, 0.3, 0.45, 0.6, 0.75)]
            for i, place in enumerate(places):
                program.move(*canvas.at(*place))
                program.tool('click', 3 if i % 3 == 2 else 1)
            program.read(f'^Data: {len(places)} points')
            for first, second in ((1, 3), (3, 1)):
                program.key('ctrl+a', 'Delete')
                program.read('^Data: 0 points')
                program.move(*canvas.at(0.3, 0.3))
                program.tool('mousedown', first, 'mousedown', second, 'mouseup', first, 'mouseup', second)
                program.read('^Data: 1 point')  # the other button came down on that point

    def test_a_stroke_of_the_brush_then_the_eraser(self):
        with Program(self.program) as program:
            canvas = self.blank(program)
            program.click(*canvas.at(0.5, 0.5))  # the keys go where the person works
            program.key('ctrl+z', 'b', '2')
            program.read('^Data: 0 points')
            program.drag(*canvas.at(0.3, 0.3), *canvas.at(0.7, 0.6))
            count = int(program.read('^Data: ([0-9]+) points')[1])
            self.assertGreater(count, 2)  # a fifth of a second at 25 a second
            self.assertEqual(set(self.labels(program)), {'-1'})
            program.key('ctrl+z')
            program.read('^Data: 0 points')
            program.key('ctrl+shift+z', '1', 'ctrl+2')
            program.read(f'^Data: {count} points')
            program.click(*canvas.at(0.15, 0.85))
            program.read(f'^Data: {count + 1} points')
            kept = self.points(program)[:count]
            program.key('e')
            program.drag(*canvas.at(0.1, 0.8), *canvas.at(0.2, 0.9))
            program.read(f'^Data: {count} points')
            self.assertEqual(self.points(program), kept)

    def test_the_grid_takes_clicks_and_drags(self):
        with Program(self.program) as program:
            canvas = self.blank(program)
            program.click(*canvas.at(0.5, 0.5))
            program.read('^Data: 1 point')
            program.key('g')
            program.click(*canvas.at(0.31, 0.37))
            program.read('^Data: 2 points')
            program.drag(*canvas.at(0.5, 0.5), *canvas.at(0.63, 0.41))
            for row in self.points(program):
                for number in row[:2]:
                    # The blank view is some six units wide: its grid's step, the round number near a 25th, is 0.2.
                    self.assertEqual(float(number), round(5 * float(number)) / 5)

    def test_shift_is_the_other_label_and_ten_pixels(self):
        with Program(self.program) as program:
            canvas = self.blank(program)
            program.click(*canvas.at(0.3, 0.3))
            program.tool('keydown', 'shift')
            program.click(*canvas.at(0.7, 0.7))
            program.tool('keyup', 'shift')
            program.read('^Data: 2 points')
            self.assertEqual(self.labels(program), ['+1', '-1'])
            program.click(*canvas.at(0.3, 0.3))  # takes hold of it
            program.read('1 selected')
            before = float(self.points(program)[0][0])
            program.key('Right')
            one = float(self.points(program)[0][0])
            program.tool('key', 'shift+Right')
            eleven = float(self.points(program)[0][0])
            # Two subtractions of numbers near 1 from numbers near 1.
            self.assertAlmostEqual((eleven - one) / (one - before), 10, delta=1e-9)

    def test_the_table_edits_and_refuses(self):
        with Program(self.program) as program:
            canvas = self.blank(program)
            for u, v in ((0.3, 0.3), (0.7, 0.7)):
                program.click(*canvas.at(u, v))
            program.read('^Data: 2 points')
            program.key('t')
            x, y, _, _ = program.box('^Exact values of the points$')
            program.click(x + 110, y + 42)  # below the heading and right of the number
            program.read('1 selected')
            program.type('blue')
            program.key('Return')
            program.read('^“blue” is not a number$')
            program.key('ctrl+a')
            program.type('1,25')
            program.key('Tab')
            program.type('-3')
            program.key('Return')
            self.picture(program, 'editor-table.png')
            self.assertEqual(self.points(program)[0], ['1.25', '-3', '+1'])
            program.key('ctrl+z', 'ctrl+z')
            self.assertNotEqual(self.points(program)[0][0], '1.25')

    def test_points_are_generated_and_undone_at_once(self):
        with Program(self.program) as program:
            self.blank(program)
            x, y, width, height = program.box('^Generate points$')
            program.click(x + width / 2, y + height / 2)
            program.press('^_Generate|^Generate$')
            program.read('^Data: 20 points')
            program.press('^_Next seed|^Next seed$')
            time.sleep(0.5)  # made before Escape is pressed
            program.key('Escape')
            time.sleep(0.5)  # the popover is a window of its own, which goes when the display says so
            program.key('ctrl+z')
            program.read('^Data: 0 points')

    def test_a_sparse_model_brings_its_true_weights(self):
        """The test error can be shown at once; forgetting them is a step that is taken back."""
        with Program(self.program) as program:
            self.blank(program)
            x, y, width, height = program.box('^Generate points$')
            program.click(x + width / 2, y + height / 2)
            program.press('^Generate: ')
            time.sleep(0.3)
            program.key('Home', *['Down'] * 4, 'Return')
            program.read('^Generate: Sparse linear model$')
            program.read('^Data: 20 points')
            time.sleep(0.5)
            program.key('Escape')
            time.sleep(0.5)
            program.wait('^True weights known$')
            until('the end of the run', lambda: not program.find('is under way'))
            program.press('^Convergence$')
            program.press('^Training and test error$', 'menu item')
            time.sleep(1.5)  # the card drawn anew
            self.picture(program, 'true-weights.png')
            x, y, width, height = program.box('^Forget the true weights$')
            program.click(x + width / 2, y + height / 2)
            until('their row to go', lambda: not program.find('^True weights known$'))
            time.sleep(1)
            self.picture(program, 'true-weights-forgotten.png')
            program.key('ctrl+z')
            program.wait('^True weights known$')


if __name__ == '__main__':
    main()
