# SPDX-License-Identifier: GPL-3.0-or-later
"""What the rows share: data, running `measure`, timing a peer."""
import os
import signal
import subprocess
import tempfile
import time
import warnings
from dataclasses import dataclass
from typing import Callable

import numpy as np
from threadpoolctl import threadpool_limits

LONG = 5  # seconds: a peer's run so long is not repeated
MOST = 20  # and is given up after so many


@dataclass
class Row:
    """One experiment, the part of it that is timed, and who else does the same.

    A peer is called without arguments and returns what @error judges. @error never asks how its argument came about."""
    name: str
    X: np.ndarray
    y: np.ndarray
    part: str
    peers: dict
    error: Callable
    task: str = 'regression'
    model: str = 'kind=linear'
    loss: str = 'squared'
    training: str = ''
    reference: str = ''
    line: int = 0  # of what `measure` found; None for all
    data: str = ''


def gaussian(rng, n, d):
    return rng.standard_normal((n, d)) / np.sqrt(n)


def sparse_data(rng, n, d):
    w = np.zeros(d)
    w[rng.choice(d, 3, replace=False)] = rng.choice([-1, 1], 3) * rng.uniform(0.5, 2, 3)
    X = gaussian(rng, n, d)
    return X, X @ w


def separable_data(rng, n, d):
    """Labels by a random direction, points within 0.1 of its hyperplane left out."""
    direction = rng.standard_normal(d)
    direction /= np.linalg.norm(direction)
    rows = []
    while len(rows) < n:
        x = rng.standard_normal(d)
        if abs(x @ direction) > 0.1:
            rows.append(x)
    X = np.array(rows)
    return X, np.where(X @ direction > 0, 1.0, -1.0)


def overlapping_data(rng, n, d):
    X, y = separable_data(rng, n, d)
    y[rng.choice(n, n // 10, replace=False)] *= -1
    return X, y


def write_experiment(folder, row):
    np.savetxt(os.path.join(folder, 'data.csv'), np.column_stack([row.X, row.y]), delimiter=',', fmt='%.17g',
               header=','.join([f'x{j + 1}' for j in range(row.X.shape[1])] + ['y']), comments='')
    with open(os.path.join(folder, 'bench.penchant'), 'w') as file:
        file.write(f'[experiment]\nformat=1\n[data]\nfile=data.csv\ntarget=y\ntask={row.task}\n{row.data}\n'
                   f'[model]\n{row.model}\n[loss]\nkind={row.loss}\n[training]\n{row.training}\n'
                   f'[reference]\n{row.reference}\n')


def measure(build, row, repeat):
    """Status, least seconds of decomposition and part together, and what was found."""
    program = os.path.join(os.path.abspath(build), 'tests/bench/measure')
    with tempfile.TemporaryDirectory() as folder:
        write_experiment(folder, row)
        lines = subprocess.run([program, os.path.join(folder, 'bench.penchant'), str(repeat), row.part], check=True,
                               capture_output=True, text=True, timeout=600).stdout.splitlines()
    status, seconds = lines[1].split()
    found = [np.array(line.split(), dtype=float) for line in lines[2:]]
    return status, float(lines[0]), float(seconds), found


def start_of(build, row):
    return measure(build, Row(**{**row.__dict__, 'part': 'start'}), 1)[3][0]


def give_up(number, frame):
    raise TimeoutError


def fastest(peer, repeat):
    """The least of @repeat runs with BLAS on one thread and as many with all of them; None where it was given up."""
    signal.signal(signal.SIGALRM, give_up)
    found, times = None, []
    for threads in (1, None):
        with threadpool_limits(threads), warnings.catch_warnings():
            warnings.simplefilter('ignore')
            for _ in range(repeat):
                start = time.perf_counter()
                signal.setitimer(signal.ITIMER_REAL, MOST)
                try:
                    found = peer()
                except TimeoutError:
                    pass
                signal.setitimer(signal.ITIMER_REAL, 0)
                times.append(time.perf_counter() - start)
                if times[-1] > LONG:
                    return min(times), found
    return min(times), found
