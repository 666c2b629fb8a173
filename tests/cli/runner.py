#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""runner.py PENCHANT-RUN: what a person at a terminal meets: exit codes, one-line errors, files, Ctrl-C."""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

RUNNER = sys.argv.pop(1)
GOOD = '''[experiment]
format=1
title=Four points
[data]
columns=x1;x2;y
rows=0.6 1.9 1; 2.2 0.5 1; -1.4 -0.7 -1; -0.3 -2.1 -1
task=classification
[loss]
kind=exponential
[reference]
solutions=max-margin
'''
REGRESSION = '[data]\ntask=regression\ncolumns=x1;x2;y\nrows=1 2 1\n[loss]\nkind=squared\n[reference]\nsolutions=min-l2\n'


class Runner(unittest.TestCase):
    def setUp(self):
        keeper = tempfile.TemporaryDirectory()
        self.addCleanup(keeper.cleanup)
        self.folder = pathlib.Path(keeper.name)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def run_it(self, *arguments, **keywords):
        return subprocess.run([RUNNER, *arguments], capture_output=True, text=True, timeout=60, check=False, **keywords)

    def refused(self, *arguments, code=1, says=()):
        done = self.run_it(*arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertLess(len(done.stderr), 600)
        for text in says:
            self.assertIn(text, done.stderr)

    def test_report(self):
        report = self.folder / 'out.json'
        done = self.run_it(self.write('a.penchant', GOOD), f'--report={report}')
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        found = json.loads(report.read_text())
        self.assertEqual(found['title'], 'Four points')
        self.assertEqual(found['training']['status'], 'converged')
        self.assertIs(found['data']['separable'], True)
        self.assertLess(found['solutions'][0]['distance']['angle'], 1e-6)
        self.assertEqual([t['verdict'] for t in found['theorems'] if t['name'] == 'max-margin-limit'], ['agrees'])
        self.assertIsNone(found['training']['nuclear-norm'])

    def test_hand_worked_limit(self):
        """One equation w₁ + 2w₂ = 1: the least-norm solution is (1, 2)/5."""
        report = self.folder / 'out.json'
        self.assertEqual(self.run_it(self.write('a.penchant', REGRESSION), f'--report={report}').returncode, 0)
        found = json.loads(report.read_text())
        for got, want in zip(found['training']['w'], (0.2, 0.4)):
            self.assertAlmostEqual(got, want, delta=1e-15)
        self.assertIsNone(found['training']['time'])
        self.assertIsNone(found['training']['log10_time'])

    def test_same_bytes_in_any_locale(self):
        path = self.write('a.penchant', REGRESSION)
        reports = []
        for number, language in enumerate(('C.UTF-8', 'de_DE.UTF-8')):
            out = self.folder / f'{number}.json'
            self.run_it(path, f'--report={out}', env={**os.environ, 'LC_ALL': language})
            reports.append([line for line in out.read_text().splitlines() if '"seconds"' not in line])
        self.assertEqual(*reports)

    def test_trace(self):
        trace = self.folder / 'out.csv'
        self.assertEqual(self.run_it(self.write('a.penchant', GOOD), f'--trace={trace}').returncode, 0)
        lines = trace.read_text().splitlines()
        self.assertEqual(lines[0], 'log10_time,log10_loss,w1,w2')
        self.assertGreater(len(lines), 10)
        times = [float(line.split(',')[0]) for line in lines[1:]]
        self.assertEqual(times, sorted(times))

    def test_plots(self):
        outputs = {kind: self.folder / f'{kind}.{end}' for kind, end in
                   (('data', 'svg'), ('path', 'png'), ('convergence', 'pdf'))}
        done = self.run_it(self.write('a.penchant', GOOD), *(f'--plot={kind}:{out}' for kind, out in outputs.items()))
        self.assertEqual(done.returncode, 0, done.stderr)
        for kind, magic in (('data', b'<?xml'), ('path', b'\x89PNG'), ('convergence', b'%PDF')):
            self.assertTrue(outputs[kind].read_bytes().startswith(magic), kind)

    def test_every_view(self):
        """A view that needs more than the run (paths, a sweep) has it computed; one that does not apply says why."""
        kinds = ('coefficients', 'stem', 'regularization', 'sweep', 'errors', 'spectrum', 'function', 'neurons')
        outputs = {kind: self.folder / f'{kind}.svg' for kind in kinds}
        path = self.write('a.penchant', REGRESSION)
        done = self.run_it(path, *(f'--plot={kind}:{out}' for kind, out in outputs.items()), '--set', 'model.kind=diagonal')
        self.assertEqual(done.returncode, 0, done.stderr)
        text = {kind: out.read_text() for kind, out in outputs.items()}
        for kind, mark in (('coefficients', 'weight-1'), ('stem', 'stems'), ('regularization', 'lasso-1'),
                           ('sweep', 'excess-l1'), ('spectrum', 'mode-1')):
            self.assertIn(f'id="{mark}"', text[kind], kind)
        for kind, words in (('errors', 'nothing to test on'), ('function', 'ReLU'), ('neurons', 'ReLU')):
            self.assertIn(words, text[kind])

    def test_plot_of_the_sweep_that_was_asked_for(self):
        table, plot = self.folder / 'sweep.csv', self.folder / 'sweep.svg'
        done = self.run_it(self.write('a.penchant', REGRESSION), '--set', 'model.kind=diagonal',
                           f'--sweep=model.init-scale=0.001..1/4:{table}', f'--plot=sweep:{plot}')
        self.assertEqual(done.returncode, 0, done.stderr)
        body = plot.read_text().split('<g id="excess-l1">')[1].split('</g>')[0]
        self.assertEqual(len(table.read_text().splitlines()), 5)
        self.assertEqual(sum(body.count(letter) for letter in ('M', 'L')), 4)

    def test_set_goes_through_the_same_parser(self):
        path = self.write('a.penchant', GOOD)
        report = self.folder / 'out.json'
        self.assertEqual(self.run_it(path, '--set', 'loss.kind=logistic', '--set=experiment.title=Mine',
                                     f'--report={report}').returncode, 0)
        self.assertEqual(json.loads(report.read_text())['title'], 'Mine')
        self.refused(path, '--set=loss.kind=cubic', says=('[loss] kind', 'cubic'))
        self.refused(path, '--set=loss.colour=red', says=('[loss] colour',))
        self.refused(path, '--set=nonsense')

    def test_csv_is_an_experiment(self):
        path = self.write('a.csv', 'x1,x2,label\n1,2,b\n-1,-2,a\n2,1,b\n-2,-1.5,a\n')
        report = self.folder / 'out.json'
        done = self.run_it(path, f'--report={report}')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(report.read_text())['data']['task'], 'classification')
        self.assertEqual(self.run_it(path, '--set=loss.kind=exponential').returncode, 0)

    def test_bad_tables(self):
        for name, content in (('empty', ''), ('header-only', 'x1,x2,y\n'), ('one-column', 'y\n1\n2\n'),
                              ('ragged', 'x1,x2,y\n1,2,3\n1,2\n'), ('overflow', 'x1,y\n1e400,1\n2,2\n'),
                              ('nan', 'x1,y\nnan,1\n2,2\n'), ('long-line', 'x' * 10_000_000),
                              ('binary', bytes(range(256)) * 64), ('one-label', 'x1,label\n1,a\n2,a\n')):
            with self.subTest(name):
                table = self.write(f'{name}.csv', content)
                self.refused(table)
                self.refused(self.write('a.penchant', f'[data]\nfile={name}.csv\n'), says=('[data] file',))

    def test_bad_experiments(self):
        for name, content, says in (
                ('empty', '', ('empty',)), ('long-line', 'x' * 10_000_000, ('line 1',)),
                ('binary', bytes(range(256)) * 64, ('byte',)), ('no-data', '[experiment]\nformat=1\n', ('[data]',)),
                ('unknown-key', GOOD + '[model]\ncolour=red\n', ('[model] colour',)),
                ('unknown-group', GOOD + '[colours]\na=1\n', ('colours',)),
                ('twice', GOOD.replace('format=1', 'format=1\nformat=1'), ('lines 2 and 3',)),
                ('alpha-zero', REGRESSION + '[model]\nkind=diagonal\ninit-scale=0\n', ('[model] init-scale', 'positive')),
                ('alpha-negative', REGRESSION + '[model]\nkind=diagonal\ninit-scale=-1\n', ('[model] init-scale',)),
                ('depth', REGRESSION + '[model]\nkind=diagonal\ndepth=1\n', ('[model] depth',)),
                ('number', REGRESSION + '[training]\ntime=soon\n', ('[training] time', 'soon')),
                ('tolerance', REGRESSION + '[training]\ntolerance=0\n', ('[training] tolerance',)),
                ('model', REGRESSION + '[model]\nkind=factorization\n', ('[model] kind', 'linear, diagonal')),
                ('loss', REGRESSION.replace('squared', 'logistic'), ('[loss] kind',)),
                ('ragged', REGRESSION.replace('1 2 1', '1 2 1; 1 2'), ('[data] rows', 'row 2')),
                ('nan', REGRESSION.replace('1 2 1', '1 nan 1'), ('[data] rows', 'nan')),
                ('overflow', REGRESSION.replace('1 2 1', '1 1e400 1'), ('[data] rows', '1e400')),
                ('text-target', REGRESSION.replace('1 2 1', '1 2 a'), ('“a”',)),
                ('one-label', '[data]\ncolumns=x;y\nrows=1 a; 2 a\n', ('labels are equal',)),
                ('no-rows', '[data]\ncolumns=x;y\nrows=\n', ())):
            with self.subTest(name):
                self.refused(self.write(f'{name}.penchant', content), says=says)

    def test_missing_and_unwritable(self):
        good = self.write('a.penchant', GOOD)
        self.refused(str(self.folder / 'none.penchant'), says=('none.penchant',))
        self.refused(str(self.folder / 'none.csv'), says=('none.csv',))
        self.refused(self.write('b.penchant', '[data]\nfile=none.csv\n'), says=('none.csv',))
        for option in ('--report=', '--trace=', '--plot=data:'):
            self.refused(good, f'{option}{self.folder}/no/such/a.svg', says=('no/such',))
        self.refused(good, '--report=/dev/null', says=('/dev/null',))
        self.assertTrue(pathlib.Path('/dev/null').is_char_device())

    def test_usage(self):
        good = self.write('a.penchant', GOOD)
        self.refused(code=2)
        self.refused(good, good, code=2)
        self.refused(good, '--colour=red', code=2)
        self.refused(good, '--plot=pie:a.svg', code=2, says=('data', 'path', 'convergence'))
        self.refused(good, '--plot=data:a.gif', code=2, says=('svg',))
        self.assertEqual(self.run_it('--version').returncode, 0)
        self.assertIn('--report', self.run_it('--help').stdout)

    def test_no_gtk(self):
        libraries = subprocess.run(['ldd', RUNNER], capture_output=True, text=True, check=True).stdout
        for name in ('libgtk-', 'libadwaita', 'libgdk', 'wayland'):  # Debian's Cairo itself brings libX11
            self.assertNotIn(name, libraries)

    def test_interrupt_writes_what_was_reached(self):
        """A wide Gaussian-like problem from a tiny start runs for seconds; interrupted, it ends at once."""
        n, d, state = 300, 3000, 1
        rows = []
        for _ in range(n):
            row = []
            for _ in range(d + 1):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                row.append(f'{state / 2**63 - 1:.6f}')
            rows.append(','.join(row))
        self.write('wide.csv', ','.join([f'x{j}' for j in range(d)] + ['y']) + '\n' + '\n'.join(rows) + '\n')
        path = self.write('wide.penchant', '[data]\nfile=wide.csv\ntask=regression\n[model]\nkind=diagonal\ninit-scale=1e-100\n'
                          '[reference]\nsolutions=min-l2\n')
        report = self.folder / 'out.json'
        with subprocess.Popen([RUNNER, path, f'--report={report}'], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            time.sleep(1.0)
            running.send_signal(signal.SIGINT)
            sent = time.monotonic()
            running.communicate(timeout=30)
        self.assertLess(time.monotonic() - sent, 5)
        self.assertEqual(running.returncode, 0)
        self.assertEqual(json.loads(report.read_text())['training']['status'], 'cancelled')


if __name__ == '__main__':
    unittest.main(verbosity=1)
