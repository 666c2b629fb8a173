#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py BUILD [--only TEXT] [--repeat N]: Penchant beside whoever else does the same, in the same run.

A row an experiment and peer. Times are the computation alone, the least of some runs in a warm process: no start-up,
reading or writing, but the decomposition that Penchant's parts share is counted in each of them. Errors are computed
here, for both in the same way. These machines are shared: read the ratio, not the seconds."""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

import flows
import methods
import solvers
from common import Row, fastest, measure, sparse_data, write_experiment


def memory(runner, n=100, d=100_000):
    """The runner's largest resident size in MiB, table and solutions included."""
    X, y = sparse_data(np.random.default_rng(1), n, d)
    row = Row('', X, y, '', {}, None, model='kind=diagonal\ndepth=2\ninit-scale=1e-5',
              training='method=gradient-flow\nstop=limit', reference='solutions=min-l2')
    with tempfile.TemporaryDirectory() as folder:
        write_experiment(folder, row)
        child = subprocess.Popen([runner, 'bench.penchant', '--report=report.json'], cwd=folder,
                                 stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        report = json.load(open(os.path.join(folder, 'report.json')))
    if status != 0:
        raise RuntimeError(f'penchant-run ended with {status}')
    print(f"\nMemory at n={n}, d={d}, diagonal, squared, α=1e-5: {usage.ru_maxrss / 1024:.0f} MiB, "
          f"{report['training']['status']} in {report['training']['seconds']:.1f} s")


def number(seconds):
    return f'{seconds * 1000:.3g} ms' if seconds < 1 else f'{seconds:.3g} s'


def compare(build, row, repeat):
    """Prints a line a peer; yields (ratio, ratio without the decomposition, name)."""
    status, decomposition, part, found = measure(build, row, repeat)
    seconds = decomposition + part
    usable = status in ('optimal', 'done', 'converged', 'stopped')
    error = f'{float(row.error(found if row.line is None else found[row.line])):.1e}' if usable else status
    for peer, run in row.peers.items():
        peer_seconds, theirs = fastest(run, repeat)
        ratio, alone = peer_seconds / seconds, peer_seconds / part
        more, peer_error = ('', f'{float(row.error(theirs)):.1e}') if theirs is not None else ('> ', '')
        print(f'| {row.name} | {number(seconds)} | {number(decomposition)} | {error} | {peer} | {more}{number(peer_seconds)} | '
              f'{peer_error} | {more}{ratio:.2g} | {more}{alone:.2g} |', flush=True)
        yield ratio, alone, f'{row.name}, {peer}'


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('build')
    parser.add_argument('--only', default='')
    parser.add_argument('--repeat', type=int, default=3)
    arguments = parser.parse_args()
    print('| what | Penchant | of it decomposition | error | peer | time | error | peer / Penchant | without decomposition |')
    print('|' + ' --- |' * 9)
    ratios = []
    for module in (flows, methods, solvers):
        for row in module.rows(arguments.build):
            if arguments.only in row.name:
                ratios += compare(arguments.build, row, arguments.repeat)
    if ratios:
        for column, what in ((0, 'ratio'), (1, 'ratio without the decomposition')):
            worst = min(ratios, key=lambda row: row[column])
            print(f'\nWorst {what}: {worst[column]:.2g} ({worst[2]}); below 1: '
                  f'{sum(row[column] < 1 for row in ratios)} of {len(ratios)}')
    if arguments.only in 'memory':
        memory(os.path.join(os.path.abspath(arguments.build), 'src/cli/penchant-run'))


if __name__ == '__main__':
    sys.exit(main())
