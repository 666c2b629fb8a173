#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py BUILD [--only TEXT] [--repeat N]: time to the limit, beside SciPy's LSODA on the same flow in the same run.

Each row makes seeded data, integrates the n-dimensional flow with LSODA (analytic Jacobian, the same changed clock)
and trains the same experiment with penchant-run. Times are the flow alone: no start-up, reading or writing. The
error is measured against a solution computed by neither: the certified maximum margin or minimum potential.
These machines are shared: read the ratio, not the seconds."""
import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
from scipy.integrate import odeint

RTOL, ATOL = 1e-8, 1e-12
LONG = 5  # seconds: a peer's run so long is not repeated
MOST = 60  # and is given up after so many


def exponential_data(rng, n, d):
    """Separable: labels by a random direction, points within 0.1 of its hyperplane left out."""
    direction = rng.standard_normal(d)
    direction /= np.linalg.norm(direction)
    rows = []
    while len(rows) < n:
        x = rng.standard_normal(d)
        if abs(x @ direction) > 0.1:
            rows.append(x)
    X = np.array(rows)
    return X, np.where(X @ direction > 0, 1.0, -1.0)


def sparse_data(rng, n, d):
    w = np.zeros(d)
    w[rng.choice(d, 3, replace=False)] = rng.choice([-1, 1], 3) * rng.uniform(0.5, 2, 3)
    X = rng.standard_normal((n, d)) / np.sqrt(n)
    return X, X @ w


def lsoda_exponential(X, y, end):
    """dλ/ds = softmax(−Zw), w = Zᵀλ, to s = end; in z = Zᵀλ when d < n, the smaller of the two."""
    Z = y[:, None] * X
    n, d = Z.shape
    in_z = d < n
    G = Z if in_z else Z @ Z.T

    def force(state):
        m = G @ state
        p = np.exp(m.min() - m)
        return p / p.sum()

    def right(state, s):
        p = force(state)
        return Z.T @ p if in_z else p

    def jacobian(state, s):
        p = force(state)
        J = p[:, None] * (p @ G - G)
        return Z.T @ J if in_z else J

    state = odeint(right, np.zeros(d if in_z else n), [0, end], Dfun=jacobian, rtol=RTOL, atol=ATOL, mxstep=10**6)[-1]
    w = state if in_z else Z.T @ state
    return w / np.linalg.norm(w)


def lsoda_diagonal(X, y, alpha, end):
    """dλ/dt = y − X h(Xᵀλ), h(z) = 2α² sinh 4z written with log α, to t = end."""
    level = 2 * np.log(alpha)
    grow = lambda exponent: np.exp(np.minimum(exponent, 300))  # LSODA cannot be told that a trial step overflowed

    def right(state, t):
        z = X.T @ state
        return y - X @ (grow(level + 4 * z) - grow(level - 4 * z))

    def jacobian(state, t):
        z = X.T @ state
        return -(X * (4 * (grow(level + 4 * z) + grow(level - 4 * z)))) @ X.T

    state = odeint(right, np.zeros(len(y)), [0, end], Dfun=jacobian, rtol=RTOL, atol=ATOL, mxstep=10**6)[-1]
    z = X.T @ state
    return grow(level + 4 * z) - grow(level - 4 * z)


def experiment(folder, X, y, model, loss, solution, task):
    np.savetxt(os.path.join(folder, 'data.csv'), np.column_stack([X, y]), delimiter=',', fmt='%.17g',
               header=','.join([f'x{j + 1}' for j in range(X.shape[1])] + ['y']), comments='')
    with open(os.path.join(folder, 'bench.penchant'), 'w') as file:
        file.write(f'[experiment]\nformat=1\n[data]\nfile=data.csv\ntarget=y\ntask={task}\n[model]\n{model}\n'
                   f'[loss]\nkind={loss}\n[training]\nmethod=gradient-flow\nstop=limit\n'
                   f'[reference]\nsolutions={solution}\n')


def penchant(runner, folder):
    report = os.path.join(folder, 'report.json')
    subprocess.run([runner, 'bench.penchant', f'--report={report}'], cwd=folder, check=True, timeout=600,
                   stdout=subprocess.DEVNULL)
    return json.load(open(report))


def rows():
    for n, d in ((100, 50), (200, 500)):
        yield f'linear, exponential, n={n}, d={d}', 'exponential', n, d, None
    for n, d in ((20, 100), (72, 7129)):
        for alpha in (1e-5, 1e-50):
            yield f'diagonal, squared, n={n}, d={d}, α={alpha:g}', 'diagonal', n, d, alpha


def one(runner, kind, n, d, alpha, repeat):
    rng = np.random.default_rng(n * d)
    if kind == 'exponential':
        X, y = exponential_data(rng, n, d)
        model, loss, solution, task = 'kind=linear', 'exponential', 'max-margin', 'classification'
        peer = lambda: lsoda_exponential(X, y, 1e9)
    else:
        X, y = sparse_data(rng, n, d)
        model = f'kind=diagonal\ndepth=2\ninit-scale={alpha!r}'
        loss, solution, task = 'squared', 'min-potential', 'regression'
        peer = lambda: lsoda_diagonal(X, y, alpha, 1e25)
    with tempfile.TemporaryDirectory() as folder:
        experiment(folder, X, y, model, loss, solution, task)
        reports = [penchant(runner, folder) for _ in range(repeat)]
    truth = np.array(next(s['w'] for s in reports[0]['solutions'] if s['name'] == solution))
    ours = np.array(reports[0]['training']['direction' if kind == 'exponential' else 'w'])
    if kind == 'exponential':
        truth = truth / np.linalg.norm(truth)
    error = lambda w: np.linalg.norm(w - truth) / np.linalg.norm(truth)
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, MOST)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter('ignore')
                theirs = peer()
        except TimeoutError:
            theirs = np.full_like(truth, np.nan)
        signal.setitimer(signal.ITIMER_REAL, 0)
        times.append(time.perf_counter() - start)
        if times[-1] > LONG:
            break
    return dict(status=reports[0]['training']['status'], seconds=min(r['training']['seconds'] for r in reports),
                error=float(error(ours)), peer_seconds=min(times), peer_error=float(error(theirs)))


def memory(runner, n=100, d=100_000):
    """The runner's largest resident size in MiB, table and solutions included."""
    X, y = sparse_data(np.random.default_rng(1), n, d)
    with tempfile.TemporaryDirectory() as folder:
        experiment(folder, X, y, 'kind=diagonal\ndepth=2\ninit-scale=1e-5', 'squared', 'min-l2', 'regression')
        child = subprocess.Popen([runner, 'bench.penchant', '--report=report.json'], cwd=folder,
                                 stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        report = json.load(open(os.path.join(folder, 'report.json')))
    if status != 0:
        raise RuntimeError(f'penchant-run ended with {status}')
    print(f"\nMemory at n={n}, d={d}, diagonal, squared, α=1e-5: {usage.ru_maxrss / 1024:.0f} MiB, "
          f"{report['training']['status']} in {report['training']['seconds']:.1f} s")


def give_up(number, frame):
    raise TimeoutError


def main():
    signal.signal(signal.SIGALRM, give_up)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('build')
    parser.add_argument('--only', default='')
    parser.add_argument('--repeat', type=int, default=3)
    arguments = parser.parse_args()
    runner = os.path.abspath(os.path.join(arguments.build, 'src/cli/penchant-run'))
    print('| flow | Penchant, s | error | LSODA, s | error | LSODA / Penchant |')
    print('| --- | --- | --- | --- | --- | --- |')
    worst = np.inf
    for name, kind, n, d, alpha in rows():
        if arguments.only not in name:
            continue
        r = one(runner, kind, n, d, alpha, arguments.repeat)
        ratio = r['peer_seconds'] / r['seconds']
        worst = min(worst, ratio)
        more, error = ('> ', '') if np.isnan(r['peer_error']) else ('', f"{r['peer_error']:.1e}")
        print(f"| {name} | {r['seconds']:.4f} ({r['status']}) | {r['error']:.1e} | {more}{r['peer_seconds']:.3f} | "
              f"{error} | {more}{ratio:.1f} |", flush=True)
    print(f'\nWorst ratio: {worst:.1f}')
    if arguments.only in 'memory':
        memory(runner)


if __name__ == '__main__':
    sys.exit(main())
