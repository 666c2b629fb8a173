# SPDX-License-Identifier: GPL-3.0-or-later
"""Gradient flows, beside SciPy's LSODA, and BDF where parameters are integrated: to the limit, or to the same time.

To the limit the error is the distance to a solution that neither computed: the certified maximum margin's direction, or
the certified minimum of the potential. To a time it is the distance to the same flow at a relative tolerance of 1e-13."""
from functools import cache

import numpy as np
from scipy.integrate import odeint, solve_ivp

from common import Row, gaussian, measure, separable_data, sparse_data, start_of

RTOL, ATOL = 1e-8, 1e-12
norm = np.linalg.norm


def unit(w):
    return w / norm(w)


def lsoda(right, start, end, jacobian=None, rtol=RTOL, atol=ATOL):
    return odeint(right, start, [0, end], Dfun=jacobian, rtol=rtol, atol=atol, mxstep=10**6)[-1]


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

    state = lsoda(right, np.zeros(d if in_z else n), end, jacobian)
    w = state if in_z else Z.T @ state
    return unit(w)


def lsoda_diagonal(X, y, alpha, end, **tolerances):
    """dλ/dt = y − X h(Xᵀλ), h(z) = 2α² sinh 4z written with log α, to t = end."""
    level = 2 * np.log(alpha)
    grow = lambda exponent: np.exp(np.minimum(exponent, 300))  # LSODA cannot be told that a trial step overflowed

    def right(state, t):
        z = X.T @ state
        return y - X @ (grow(level + 4 * z) - grow(level - 4 * z))

    def jacobian(state, t):
        z = X.T @ state
        return -(X * (4 * (grow(level + 4 * z) + grow(level - 4 * z)))) @ X.T

    z = X.T @ lsoda(right, np.zeros(len(y)), end, jacobian, **tolerances)
    return grow(level + 4 * z) - grow(level - 4 * z)


def truth(build, row, solution):
    return measure(build, Row(**{**row.__dict__, 'part': solution}), 1)[3][0]


def distance_to(target):
    """@target: called when it is needed, once."""
    target = cache(target)
    return lambda w: norm(w - target()) / norm(target())


def to_the_limit(build):
    for n, d in ((100, 50), (200, 500)):
        X, y = separable_data(np.random.default_rng(n * d), n, d)
        row = Row(f'flow, linear, exponential, n={n}, d={d}', X, y, 'training',
                  {'LSODA': lambda X=X, y=y: lsoda_exponential(X, y, 1e9)}, None, task='classification',
                  loss='exponential', training='method=gradient-flow\nstop=limit', line=1)
        row.error = distance_to(lambda row=row: unit(truth(build, row, 'max-margin')))
        yield row
    for n, d in ((20, 100), (72, 7129)):
        for alpha in (1e-5, 1e-50):
            X, y = sparse_data(np.random.default_rng(n * d), n, d)
            row = Row(f'flow, diagonal, squared, n={n}, d={d}, α={alpha:g}', X, y, 'training',
                      {'LSODA': lambda X=X, y=y, alpha=alpha: lsoda_diagonal(X, y, alpha, 1e25)}, None,
                      model=f'kind=diagonal\ndepth=2\ninit-scale={alpha!r}', training='method=gradient-flow\nstop=limit')
            row.error = distance_to(lambda row=row: truth(build, row, 'min-potential'))
            yield row


def to_a_time(name, X, y, model, time, right, start, read, loss='squared', jacobian=None, **more):
    """@right: of the state; @read: from the state to w. The truth at tolerances far below either's."""
    turned = lambda state, t: right(state)
    more.setdefault('training', f'method=gradient-flow\nstop=time\ntime={time!r}')
    jac = None if jacobian is None else (lambda state, t: jacobian(state))
    bdf_jac = None if jacobian is None else (lambda t, state: jacobian(state))
    bdf = lambda: read(solve_ivp(lambda t, state: right(state), [0, time], start, method='BDF', rtol=RTOL, atol=ATOL,
                                 jac=bdf_jac).y[:, -1])
    exact = lambda: read(lsoda(turned, start, time, jac, 1e-13, 1e-16))
    return Row(name, X, y, 'training', {'LSODA': lambda: read(lsoda(turned, start, time, jac)), 'SciPy BDF': bdf},
               distance_to(exact), model=model, loss=loss, **more)


def factorization(build):
    for size, rank, n, time in ((5, 5, 15, 100.), (10, 10, 60, 100.)):
        rng = np.random.default_rng(size)
        A = gaussian(rng, n, size * size)
        y = A @ np.ravel(rng.standard_normal((size, 2)) @ rng.standard_normal((2, size)))
        model = f'kind=factorization\nrank={rank}\ninit-scale=0.01\nseed=1'
        data = f'matrix-rows={size}\nmatrix-columns={size}'
        start = start_of(build, Row('', A, y, 'start', {}, None, task='matrix-sensing', model=model, data=data))

        def right(state, A=A, y=y, size=size, rank=rank):
            U, V = state.reshape(2, size, rank)
            P = (A.T @ (y - A @ np.ravel(U @ V.T))).reshape(size, size)
            return np.concatenate([np.ravel(P @ V), np.ravel(P.T @ U)])

        def read(state, size=size, rank=rank):
            U, V = state.reshape(2, size, rank)
            return np.ravel(U @ V.T)

        yield to_a_time(f'flow, factorization {size}×{size}, rank {rank}, n={n}, t={time:g}', A, y, model, time, right,
                        start, read, task='matrix-sensing', data=data)


def euler(right, start, time, steps):
    state = start.copy()
    for _ in range(steps):
        state += time / steps * right(state)
    return state


def two_layers(build):
    """A ReLU network's flow slides along its kinks, where a method of high order stalls or steps past them: Euler's is of
    first order there as elsewhere, and extrapolated gives the truth."""
    for kind, n, d, width, time in (('linear-network', 20, 10, 10, 100.), ('relu-network', 20, 2, 20, 5.),
                                    ('relu-network', 50, 10, 50, 2.)):
        rng = np.random.default_rng(n * d)
        X = rng.standard_normal((n, d)) / np.sqrt(d)
        y = np.maximum(X @ rng.standard_normal(d), 0) + 0.5 * X[:, 0]
        model = f'kind={kind}\nwidth={width}\ninit-scale=0.1\nseed=1'
        start = start_of(build, Row('', X, y, 'start', {}, None, model=model))
        is_relu = kind == 'relu-network'

        def right(state, X=X, y=y, width=width, d=d, is_relu=is_relu):
            W, a = state[:width * d].reshape(width, d), state[width * d:]
            H = X @ W.T
            on = H > 0 if is_relu else 1.
            H = H * on
            r = y - H @ a
            return np.concatenate([np.ravel(((r[:, None] * a) * on).T @ X), H.T @ r])

        read = (lambda state: state) if is_relu else \
            lambda state, width=width, d=d: state[:width * d].reshape(width, d).T @ state[width * d:]
        row = to_a_time(f'flow, {kind}, n={n}, d={d}, width {width}, t={time:g}', X, y, model, time, right, start, read)
        if is_relu:
            row.peers['Euler, 50,000 steps'] = lambda right=right, start=start, time=time: euler(right, start, time, 50000)
            row.error = distance_to(lambda right=right, start=start, time=time:
                                    2 * euler(right, start, time, 200000) - euler(right, start, time, 100000))
        yield row


def neuron(build):
    for n, d in ((20, 50), (100, 20)):
        rng = np.random.default_rng(n * d)
        X = rng.standard_normal((n, d)) / np.sqrt(d)
        y = np.tanh(X @ rng.standard_normal(d))
        in_lambda = n < d
        B = X.T if in_lambda else np.eye(d)  # w = B state

        def right(state, X=X, y=y, B=B, in_lambda=in_lambda):
            f = np.tanh(X @ (B @ state))
            r = (1 - f * f) * (y - f)
            return r if in_lambda else X.T @ r

        def jacobian(state, X=X, y=y, B=B, in_lambda=in_lambda):
            f = np.tanh(X @ (B @ state))
            s = 1 - f * f
            J = (-s * s - 2 * f * s * (y - f))[:, None] * (X @ B)
            return J if in_lambda else X.T @ J

        yield to_a_time(f'flow, neuron tanh, n={n}, d={d}, t=100', X, y, 'kind=neuron\nactivation=tanh', 100., right,
                        np.zeros(B.shape[1]), lambda state, B=B: B @ state, jacobian=jacobian)


def depth_three(build):
    for n, d, alpha in ((20, 100, 0.1), (20, 100, 1e-2)):
        X, y = sparse_data(np.random.default_rng(n * d), n, d)

        def right(state, X=X, y=y):
            u, v = state.reshape(2, -1)
            g = X.T @ (y - X @ (u**3 - v**3))
            return np.concatenate([3 * u**2 * g, -3 * v**2 * g])

        def jacobian(state, X=X, y=y):
            u, v = state.reshape(2, -1)
            a, b = 3 * u**2, -3 * v**2
            g, C = X.T @ (y - X @ (u**3 - v**3)), np.hstack([X * a, X * b])
            return np.diag(np.concatenate([6 * u * g, -6 * v * g])) - C.T @ C

        def read(state):
            u, v = state.reshape(2, -1)
            return u**3 - v**3

        time = 1e4
        yield to_a_time(f'flow, diagonal depth 3, n={n}, d={d}, α={alpha:g}, t=1e4', X, y,
                        f'kind=diagonal\ndepth=3\ninit-scale={alpha!r}', time, right, np.full(2 * d, alpha), read,
                        jacobian=jacobian)


def incremental(build):
    """Whitened data, where coordinates are learned one after the other."""
    rng = np.random.default_rng(1)
    X = np.linalg.qr(rng.standard_normal((20, 20)))[0]
    y = X @ (2. ** -np.arange(20) * 4)
    alpha, time = 1e-6, 1e6
    yield Row('flow, incremental, whitened n=d=20, α=1e-6, t=1e6', X, y, 'training',
              {'LSODA': lambda: lsoda_diagonal(X, y, alpha, time)},
              distance_to(lambda: lsoda_diagonal(X, y, alpha, time, rtol=1e-13, atol=1e-16)),
              model=f'kind=diagonal\ndepth=2\ninit-scale={alpha!r}',
              training=f'method=gradient-flow\nstop=time\ntime={time!r}')


def rows(build):
    for group in (to_the_limit, factorization, two_layers, neuron, depth_three, incremental):
        yield from group(build)
