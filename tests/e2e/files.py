#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""files.py PROGRAM SOURCE-ROOT ARTIFACTS: opening, saving, losing nothing; what cannot be read or written is said,
and the points that were there stay."""
import os

from harness import FIGURE, Program, WindowTest, main, until

REFUSED = '^The file was not opened$'
TABLE = '^Import a table$'
BAD = (
    ('empty.csv', b'', 'empty'),
    ('header.csv', b'a,b,y\n', 'no row after the header'),
    ('one.csv', b'a\n1\n2\n', 'only one column'),
    ('ragged.csv', b'a,b\n1,2\n3\n', 'line 3'),
    ('huge.csv', b'a,b\n1,1e400\n2,3\n', 'line 2.*1e400'),
    ('nan.csv', b'a,b\n1,2\n3,nan\n', 'line 3.*nan'),
    ('cell.csv', b'a,b\n1,2\n3,4x\n', 'line 3.*4x'),
    ('line.csv', b'1' * 10_000_000, 'line 1'),
    ('binary.csv', bytes(range(256)) * 16, 'no text file'),
    ('key.penchant', b'[experiment]\nformat=1\n[model]\nkynd=linear\n', 'kynd'),
    ('alpha.penchant', b'[experiment]\nformat=1\n[data]\ncolumns=x1;x2;y\nrows=1 2 1;2 1 -1\ntarget=y\n'
                       b'task=classification\n[model]\nkind=diagonal\ninit-scale=0\n[loss]\nkind=exponential\n', 'positive'),
    ('empty.penchant', b'', 'empty'),
)


class Files(WindowTest):
    def open(self, program, path):
        program.key('ctrl+o')
        program.choose('^Open experiment or table$', path)

    def test_bad_files_leave_the_points_alone(self):
        with Program(self.program, self.preset('four-points.penchant')) as program:
            program.read('^Data: 4 points')
            for name, content, says in BAD:
                with self.subTest(name):
                    dialog = TABLE if name.endswith('.csv') else REFUSED
                    self.open(program, self.write(name, content))
                    program.wait(f'(?s){name}.*{says}', 'label', program.dialog(dialog))
                    if name == 'huge.csv':
                        self.picture(program, 'bad-cell.png')
                    program.answer(dialog, 'Escape')
                    program.read('^Data: 4 points')

    def test_a_table_with_semicolons_and_decimal_commas(self):
        path = self.write('semicolons.csv', 'länge;breite;art\n1,5;2,5;rot\n2,25;3;blau\n-0,5;1e1;rot\n')
        with Program(self.program, self.preset('four-points.penchant')) as program:
            program.read('^Data: 4 points')
            self.open(program, path)
            program.wait('^3 rows, 2 features$', 'label', program.dialog(TABLE))
            program.wait('^2,25$', 'label', program.dialog(TABLE))
            self.picture(program, 'table.png')
            program.answer(TABLE, 'Return')
            program.read('^Data: 3 points')
            points = self.points(program)
            self.assertEqual([[float(cell) for cell in row[:2]] for row in points], [[1.5, 2.5], [2.25, 3], [-0.5, 10]])

    def test_bad_files_from_the_command_line(self):
        self.write('empty.csv', b'')
        for name, says in (('empty.csv', 'empty'), ('missing.csv', 'No such file'), ('.', 'folder')):
            with self.subTest(name), Program(self.program, self.path(name)) as program:
                program.read(says)
                program.answer(REFUSED, 'Escape')
                program.read('^Data: 0 points')

    def test_equal_labels(self):
        path = self.write('equal.csv', 'x1,x2,label\n1,2,cat\n2,1,cat\n3,1,cat\n')
        with Program(self.program, path) as program:
            program.read('cat')
            program.answer(REFUSED, 'Escape')
            program.read('^Data: 0 points')

    def test_unwritable_targets(self):
        with Program(self.program) as program:
            canvas = self.blank(program)
            program.click(*canvas.at(0.4, 0.4))
            program.read('^Data: 1 point')
            for path in ('/proc/penchant.svg', self.path('data.gif')):
                root = self.figure(program, path)
                program.wait(os.path.basename(path), 'label', root)
                program.focus(program.toplevel(FIGURE))
                program.key('Escape')
                until('the dialog to go', lambda: not program.is_up(FIGURE))
                program.focus_again()
            self.assertFalse(os.path.exists(self.path('data.gif')))
            program.key('ctrl+s')
            program.choose('^Save experiment$', '/proc/mine.penchant')
            program.answer('^The experiment was not saved$', 'Escape')
            program.read('^Data: 1 point')
            program.read('^edited ·')

    def test_save_and_open_again(self):
        path = self.path('mine.penchant')
        with Program(self.program) as program:
            canvas = self.blank(program)
            program.click(*canvas.at(0.37, 0.41))
            program.click(*canvas.at(0.71, 0.83), button=3)
            program.read('^Data: 2 points')
            rows = self.points(program)
            program.key('ctrl+s')
            program.choose('^Save experiment$', path)
            program.read('^Saved as mine.penchant$')
            self.blank(program)  # nothing is lost now, so nothing is asked
            self.open(program, path)
            program.read('^Data: 2 points')
            self.assertEqual(self.points(program), rows)
            # A second save goes to the same place without a word.
            program.click(*canvas.at(0.5, 0.2))
            program.read('^Data: 3 points')
            before = os.stat(path).st_size
            program.key('ctrl+s')
            until('the larger file', lambda: os.stat(path).st_size > before)
        with Program(self.program, path) as program:
            program.read('^Data: 3 points')
            self.assertEqual(self.points(program)[:2], rows)

    def test_changes_are_guarded(self):
        with Program(self.program) as program:
            canvas = self.blank(program)
            program.click(*canvas.at(0.4, 0.4))
            program.read('^edited ·')
            program.key('ctrl+n')
            program.answer('^Save changes', 'Escape')
            program.read('^Data: 1 point')
            program.key('ctrl+q')
            program.answer('^Save changes', 'Return')
            program.choose('^Save experiment$', self.path('kept.penchant'))
            until('the program to end', lambda: program.process.poll() is not None)
            self.assertTrue(os.path.exists(self.path('kept.penchant')))
            self.assertEqual(program.process.returncode, 0)

    def test_alpha_out_of_range(self):
        with Program(self.program, self.preset('sparse-recovery.penchant')) as program:
            entry = program.wait('α', 'text')
            held = entry.text()
            for typed in ('0', '-1', 'nan', '1e400', 'x'):
                x, y, width, height = program.box('α', 'text')
                program.click(x + width / 2, y + height / 2)
                program.key('ctrl+a')
                program.type(typed)
                program.key('Return')
                program.read('α.* must be a number above 0')
            self.picture(program, 'alpha.png')
            program.key('Tab')
            until('the value that holds', lambda: entry.text() == held)


if __name__ == '__main__':
    main()
