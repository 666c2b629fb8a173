#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""reference.py RUNNER CASES: each case's report against solutions computed independently to 30 digits.

expected.json lists paths into the report ("solutions.min-l1.w": an element of a list goes by its name) with a value
and, for numbers and vectors, the relative error allowed in the 2-norm. One line a case; 1 when one fails."""
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import time


def follow(value, path):
    for name in path.split('.'):
        if isinstance(value, list):
            value = {entry['name']: entry for entry in value}
        value = value[name]
    return value


def relative_error(found, wanted):
    found, wanted = ([x] if isinstance(x, (int, float)) else x for x in (found, wanted))
    if len(found) != len(wanted):
        return math.inf
    size = math.hypot(*wanted)
    return math.dist(found, wanted) / max(size, 1e-300)


def complaint(report, expectation):
    path, wanted = expectation['path'], expectation['value']
    try:
        found = follow(report, path)
        if 'relative' not in expectation:
            return None if found == wanted else f'{path} is {found!r}, not {wanted!r}'
        error = relative_error(found, wanted)
    except (KeyError, TypeError):
        return f'{path} is missing'
    return None if error <= expectation['relative'] else f'{path} is off by {error:.1e} > {expectation["relative"]:.0e}'


def run(runner, case):
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder, 'report.json')
        done = subprocess.run([runner, case / 'case.penchant', f'--report={report}'], capture_output=True, text=True,
                              timeout=60, check=False)
        if done.returncode != 0:
            return None, done.stderr.strip() or f'exit {done.returncode}'
        return json.loads(report.read_text(encoding='utf-8')), None


def main(runner, cases):
    failed = checked = 0
    for case in sorted(path for path in pathlib.Path(cases).iterdir() if path.is_dir()):
        start = time.monotonic()
        try:
            report, problem = run(runner, case)
        except (subprocess.TimeoutExpired, ValueError, OSError) as error:
            report, problem = None, str(error)
        expected = json.loads((case / 'expected.json').read_text(encoding='utf-8'))['expect']
        wrong = [problem] if problem else [c for c in (complaint(report, e) for e in expected) if c]
        checked += 1
        failed += bool(wrong)
        print(f'{"FAILED" if wrong else "ok    "} {case.name} ({time.monotonic() - start:.2f} s, {len(expected)} values)'
              + ''.join(f'\n         {w}' for w in wrong), flush=True)
    print(f'{checked - failed} of {checked} cases hold')
    return 1 if failed or not checked else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
