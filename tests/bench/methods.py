# SPDX-License-Identifier: GPL-3.0-or-later
"""A row for every method in finite steps: as many steps of the same size in a NumPy loop.

Penchant also evaluates the loss, keeps a trace and looks after divergence at every step; the loop does none of that. The
error is the distance to the other's w, which is why the two are the same; SGD, whose two runs draw their own samples, is
measured against the min-ℓ₂ solution that both go to."""
import numpy as np

from common import Row, overlapping_data, sparse_data

norm = np.linalg.norm


def logistic_gradient(Z):
    return lambda w: -Z.T @ (1 / (1 + np.exp(Z @ w)))


def plain(gradient, d, eta, steps):
    w = np.zeros(d)
    for _ in range(steps):
        w -= eta * gradient(w)
    return w


def heavy_ball(gradient, d, eta, steps, beta=.9):
    w, move = np.zeros(d), np.zeros(d)
    for _ in range(steps):
        move = beta * move - eta * gradient(w)
        w += move
    return w


def nesterov(gradient, d, eta, steps, beta=.9):
    w, move = np.zeros(d), np.zeros(d)
    for _ in range(steps):
        move = beta * move - eta * gradient(w + beta * move)
        w += move
    return w


def adam(gradient, d, eta, steps):
    w, first, second = np.zeros(d), np.zeros(d), np.zeros(d)
    for k in range(1, steps + 1):
        g = gradient(w)
        first = .9 * first + .1 * g
        second = .999 * second + .001 * g * g
        w -= eta * first / (1 - .9**k) / np.sqrt(second / (1 - .999**k))
    return w


def sign_descent(gradient, d, eta, steps):
    w = np.zeros(d)
    for _ in range(steps):
        g = gradient(w)
        w -= eta * norm(g, 1) * np.sign(g)
    return w


def coordinate_descent(gradient, d, eta, steps):
    w = np.zeros(d)
    for _ in range(steps):
        g = gradient(w)
        j = np.argmax(np.abs(g))
        w[j] -= eta * g[j]
    return w


def sgd(X, y, eta, steps, batch):
    """Each batch's gradient of the sum is n/batch times its own."""
    n, d = X.shape
    w, rng = np.zeros(d), np.random.default_rng(1)
    for _ in range(steps):
        rows = rng.integers(n, size=batch)
        A = X[rows]
        w += eta * n / batch * (A.T @ (y[rows] - A @ w))
    return w


METHODS = (('gradient-descent', plain, 1), ('momentum', heavy_ball, .1), ('nesterov', nesterov, .1), ('adam', adam, None),
           ('sign-descent', sign_descent, .01), ('coordinate-descent', coordinate_descent, .5))


def full_batches():
    for n, d, steps in ((200, 50, 2000), (100, 1000, 500)):
        X, y = overlapping_data(np.random.default_rng(n * d), n, d)
        Z = y[:, None] * X
        gradient = logistic_gradient(Z)
        for method, loop, share in METHODS:
            eta = share * 4 / norm(X, 2) ** 2 if share else 1e-3
            run = lambda loop=loop, gradient=gradient, d=d, eta=eta, steps=steps: loop(gradient, d, eta, steps)
            theirs = run()
            yield Row(f'{steps} steps of {method}, logistic, n={n}, d={d}', X, y, 'training', {'NumPy loop': run},
                      lambda w, theirs=theirs: norm(w - theirs) / norm(theirs), task='classification', loss='logistic',
                      training=f'method={method}\nstep-size={float(eta)!r}\nmomentum=0.9\nstop=steps\nsteps={steps}')


def batches():
    for n, d, batch, steps in ((50, 200, 1, 20000), (200, 500, 20, 5000)):
        X, y = sparse_data(np.random.default_rng(n * d), n, d)
        limit = np.linalg.lstsq(X, y, rcond=None)[0]
        eta = .5 * batch / n / max(np.einsum('ij,ij->i', X, X).max(), norm(X, 2) ** 2 * batch / n)
        yield Row(f'{steps} steps of SGD, squared, n={n}, d={d}, batches of {batch}', X, y, 'training',
                  {'NumPy loop': lambda X=X, y=y, eta=eta, steps=steps, batch=batch: sgd(X, y, eta, steps, batch)},
                  lambda w, limit=limit: norm(w - limit) / norm(limit),
                  training=f'method=sgd\nbatch-size={batch}\nstep-size={float(eta)!r}\nstop=steps\nsteps={steps}')


def rows(build):
    yield from full_batches()
    yield from batches()
