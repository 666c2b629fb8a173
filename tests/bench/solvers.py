# SPDX-License-Identifier: GPL-3.0-or-later
"""A row for every reference solution. Each error is a bound that holds whoever found w: a gap to a feasible dual point,
or a stationarity residual of a strongly convex problem, and always the violation of the constraints."""
from functools import cache

import cvxopt
import cvxopt.solvers
import numpy as np
from scipy.optimize import linprog, minimize, nnls
from scipy.special import expit
from sklearn.datasets import load_iris
from sklearn.linear_model import Lasso, LogisticRegression, Ridge, lars_path
from sklearn.svm import SVC, LinearSVC

from common import Row, gaussian, overlapping_data, separable_data, sparse_data

cvxopt.solvers.options.update(show_progress=False, abstol=1e-11, reltol=1e-11, feastol=1e-11, maxiters=200)
norm = np.linalg.norm


def two_irises(first, second):
    """Standardized, and with a constant feature in place of an intercept."""
    X, y = load_iris(return_X_y=True)
    keep = (y == first) | (y == second)
    X, y = X[keep], np.where(y[keep] == second, 1.0, -1.0)
    return np.column_stack([(X - X.mean(0)) / X.std(0), np.ones(len(X))]), y


def mirrored(X, y):
    """With every point its opposite: the optimal intercept, which LIBSVM cannot leave out, is then zero."""
    return np.vstack([X, -X]), np.concatenate([y, -y])


def qp(P, q, G, h):
    found = cvxopt.solvers.qp(*(cvxopt.matrix(np.ascontiguousarray(a)) for a in (P, q, G, h)))
    return np.ravel(found['x']), np.ravel(found['z'])


def least_distance(Z):
    """Lawson & Hanson, chapter 23: the nearest point of {Zw ≥ 1} to 0 by non-negative least squares."""
    E = np.vstack([Z.T, np.ones(len(Z))])
    u, _ = nnls(E, np.eye(len(E))[-1])
    r = E @ u - np.eye(len(E))[-1]
    return -r[:-1] / r[-1], -u / r[-1]


def hard_margin():
    rng = np.random.default_rng(1)
    plain, iris = separable_data(rng, 200, 50), two_irises(0, 1)
    wide = separable_data(rng, 200, 500)
    for name, (X, y), is_mirrored in (('n=200, d=50', plain, False), ('n=200, d=500', wide, False), ('iris', iris, False),
                                      ('100 points and opposites, d=50', mirrored(plain[0][:100], plain[1][:100]), True),
                                      ('iris and opposites', mirrored(*iris), True)):
        Z = y[:, None] * X
        multipliers = np.maximum(least_distance(Z)[1], 0)
        bound = multipliers.sum() / norm(Z.T @ multipliers)  # weak duality: no w has a smaller norm at margin 1

        def error(w, Z=Z, bound=bound):
            return abs(norm(w) / np.min(Z @ w) / bound - 1)

        peers = {'cvxopt QP': lambda Z=Z: qp(np.eye(Z.shape[1]), np.zeros(Z.shape[1]), -Z, -np.ones(len(Z)))[0],
                 'SciPy nnls': lambda Z=Z: least_distance(Z)[0]}
        if is_mirrored:
            peers = {'LIBSVM C=1e10': lambda X=X, y=y: SVC(kernel='linear', C=1e10, tol=1e-8).fit(X, y).coef_[0]}
        yield Row(f'max-margin, {name}', X, y, 'max-margin', peers, error, task='classification', loss='logistic')


def hinge_bound(Z):
    """D(a) = Σa − ½‖Zᵀa‖² over 0 ≤ a ≤ 1, cvxopt's a with the free ones solved for again."""
    n = len(Z)
    dual = qp(Z @ Z.T, -np.ones(n), np.vstack([-np.eye(n), np.eye(n)]), np.concatenate([np.zeros(n), np.ones(n)]))[0]
    free, full = (dual > 1e-6) & (dual < 1 - 1e-6), dual >= 1 - 1e-6
    a = full.astype(float)
    a[free] = np.linalg.lstsq(Z[free] @ Z[free].T, 1 - Z[free] @ (Z[full].sum(0)), rcond=None)[0]
    a = np.clip(a, 0, 1)
    return max(v.sum() - norm(Z.T @ v) ** 2 / 2 for v in (a, np.clip(dual, 0, 1)))


def hinge():
    rng = np.random.default_rng(2)
    for name, (X, y), is_mirrored in (('n=200, d=50', overlapping_data(rng, 200, 50), False),
                                      ('iris 2, 3', two_irises(1, 2), False),
                                      ('100 points and opposites, d=50', mirrored(*overlapping_data(rng, 100, 50)), True),
                                      ('iris 2, 3 and opposites', mirrored(*two_irises(1, 2)), True)):
        Z = y[:, None] * X
        bound = hinge_bound(Z)

        def error(w, Z=Z, bound=bound):
            return abs((norm(w) ** 2 / 2 + np.maximum(1 - Z @ w, 0).sum()) / bound - 1)

        n, d = Z.shape
        peers = {'LIBLINEAR': lambda X=X, y=y: LinearSVC(loss='hinge', fit_intercept=False, tol=1e-6, max_iter=10**6,
                                                         random_state=1).fit(X, y).coef_[0],
                 'cvxopt QP': lambda Z=Z, n=n: Z.T @ qp(Z @ Z.T, -np.ones(n), np.vstack([-np.eye(n), np.eye(n)]),
                                                         np.concatenate([np.zeros(n), np.ones(n)]))[0]}
        if is_mirrored:
            peers = {'LIBSVM': lambda X=X, y=y: SVC(kernel='linear', C=1, tol=1e-8).fit(X, y).coef_[0]}
        yield Row(f'soft margin, hinge, {name}', X, y, 'soft-margin', peers, error, task='classification', loss='logistic',
                  reference='soft-margin-c=1\nsoft-margin-loss=hinge')


def logistic():
    rng = np.random.default_rng(3)
    for n, d in ((200, 50), (1000, 20), (50, 500)):
        X, y = overlapping_data(rng, n, d)
        Z = y[:, None] * X

        def error(w, Z=Z):  # strongly convex with constant 1: a bound of the distance
            return norm(w - Z.T @ expit(-Z @ w)) / norm(w)

        fit = lambda solver, tol, X=X, y=y: LogisticRegression(C=1, fit_intercept=False, tol=tol, solver=solver,
                                                               max_iter=10000).fit(X, y).coef_[0]
        peers = {'LIBLINEAR': lambda fit=fit: fit('liblinear', 1e-11),
                 'sklearn newton-cholesky': lambda fit=fit: fit('newton-cholesky', 1e-10)}
        yield Row(f'soft margin, logistic, n={n}, d={d}', X, y, 'soft-margin', peers, error, task='classification',
                  loss='logistic', reference='soft-margin-c=1\nsoft-margin-loss=logistic')


def least_squares():
    rng = np.random.default_rng(4)
    for n, d in ((100, 500), (500, 100)):
        X, y = gaussian(rng, n, d), rng.standard_normal(n)
        Q = np.linalg.qr(X.T)[0]

        def error(w, X=X, y=y, Q=Q):
            return max(norm(X.T @ (y - X @ w)) / (norm(X, 2) ** 2 * norm(w)), norm(w - Q @ (Q.T @ w)) / norm(w))

        yield Row(f'min-l2, n={n}, d={d}', X, y, 'min-l2',
                  {'NumPy lstsq': lambda X=X, y=y: np.linalg.lstsq(X, y, rcond=None)[0]}, error)

        def ridge_error(w, X=X, y=y):
            return norm(w - 2 * X.T @ (y - X @ w)) / norm(w)

        peers = {'NumPy solve': lambda X=X, y=y: ridge_by_solve(X, y),
                 'sklearn Ridge': lambda X=X, y=y: Ridge(alpha=.5, fit_intercept=False, solver='cholesky').fit(X, y).coef_}
        yield Row(f'ridge, μ=1, n={n}, d={d}', X, y, 'ridge', peers, ridge_error, reference='ridge-mu=1')


def ridge_by_solve(X, y):
    n, d = X.shape
    if n < d:
        return 2 * X.T @ np.linalg.solve(np.eye(n) + 2 * X @ X.T, y)
    return np.linalg.solve(np.eye(d) + 2 * X.T @ X, 2 * X.T @ y)


def min_l1():
    for n, d in ((20, 100), (72, 7129), (200, 200)):
        X, y = sparse_data(np.random.default_rng(n * d), n, d)
        peer = lambda X=X, y=y: linprog(np.ones(2 * X.shape[1]), A_eq=np.hstack([X, -X]), b_eq=y, method='highs')
        nu = peer().eqlin.marginals
        bound = y @ nu / max(1, norm(X.T @ nu, np.inf))

        def error(w, X=X, y=y, bound=bound):
            return max(norm(X @ w - y) / norm(y), abs(norm(w, 1) / bound - 1))

        yield Row(f'min-l1, n={n}, d={d}', X, y, 'min-l1',
                  {'HiGHS': lambda peer=peer: np.subtract(*np.split(peer().x, 2))}, error)


def norm_margins():
    for n, d in ((200, 50), (40, 200)):
        X, y = separable_data(np.random.default_rng(n + d), n, d)
        Z, one = y[:, None] * X, np.eye(d)
        l1 = lambda Z=Z, d=d, n=n: linprog(np.ones(2 * d), A_ub=np.hstack([-Z, Z]), b_ub=-np.ones(n), method='highs')
        column = np.ones((d, 1))
        linf = lambda Z=Z, d=d, n=n, one=one, column=column: linprog(
            np.eye(d + 1)[-1], A_ub=np.vstack([np.hstack([-Z, np.zeros((n, 1))]), np.hstack([one, -column]),
                                               np.hstack([-one, -column])]),
            b_ub=np.concatenate([-np.ones(n), np.zeros(2 * d)]), bounds=(None, None), method='highs')
        for kind, peer, order, dual, take in (('l1', l1, 1, np.inf, lambda x, d=d: x[:d] - x[d:]),
                                              ('linf', linf, np.inf, 1, lambda x, d=d: x[:d])):
            a = np.maximum(-peer().ineqlin.marginals[:n], 0)
            bound = a.sum() / norm(Z.T @ a, dual)

            def error(w, Z=Z, bound=bound, order=order):
                return abs(norm(w, order) / np.min(Z @ w) / bound - 1)

            yield Row(f'{kind}-max-margin, n={n}, d={d}', X, y, f'{kind}-max-margin',
                      {'HiGHS': lambda peer=peer, take=take: take(peer().x)}, error, task='classification', loss='logistic')


def lasso_gap(X, y, kappa, w):
    r = y - X @ w
    primal = r @ r / 2 + kappa * norm(w, 1)
    nu = r * min(1, kappa / norm(X.T @ r, np.inf))
    return (primal - (y @ nu - nu @ nu / 2)) / primal


def lasso():
    for n, d in ((100, 500), (200, 50)):
        rng = np.random.default_rng(n + d)
        X, y = sparse_data(rng, n, d)
        y = y + 0.1 * rng.standard_normal(n)
        top = norm(X.T @ y, np.inf)
        kappa = 0.1 * top
        yield Row(f'lasso, κ = ‖Xᵀy‖∞/10, n={n}, d={d}', X, y, 'lasso',
                  {'sklearn Lasso': lambda X=X, y=y, n=n, kappa=kappa: Lasso(
                      alpha=kappa / n, fit_intercept=False, tol=1e-12, max_iter=10**6).fit(X, y).coef_},
                  lambda w, X=X, y=y, kappa=kappa: lasso_gap(X, y, kappa, w), reference=f'lasso-kappa={float(kappa)!r}')

        def path_error(corners, X=X, y=y, top=top):
            """The worst gap at nine values of κ along the path, linear between its corners."""
            corners = np.array(corners)[::-1]
            return max(lasso_gap(X, y, k, np.array([np.interp(k, corners[:, 0], w) for w in corners[:, 1:].T]))
                       for k in np.geomspace(1e-3, 0.9, 9) * top)

        def lars(X=X, y=y, n=n):
            alphas, _, coefs = lars_path(X, y, method='lasso', max_iter=10**5)
            return np.column_stack([alphas * n, coefs.T])

        yield Row(f'lasso path, n={n}, d={d}', X, y, 'lasso-path', {'sklearn lars_path': lars}, path_error, line=None)


def min_potential():
    for n, d, alpha in ((20, 100, 0.1), (20, 100, 1e-5), (72, 7129, 1e-2)):
        X, y = sparse_data(np.random.default_rng(n * d), n, d)
        level = 2 * alpha**2

        def value(nu, X=X, y=y, level=level):
            z = X.T @ nu
            return level / 4 * np.cosh(np.minimum(4 * np.abs(z), 600)).sum() - y @ nu, X @ (level * np.sinh(4 * z)) - y

        def hessian(nu, X=X, level=level):
            return (X * (4 * level * np.cosh(4 * (X.T @ nu)))) @ X.T

        def peer(method, X=X, y=y, level=level, value=value, hessian=hessian):
            more = {'hess': hessian} if method.startswith('trust') else {}
            scale = norm(y)
            options = {'gtol': 1e-12 * scale, 'maxiter': 10**5}
            if method == 'L-BFGS-B':
                options.update(ftol=0, maxfun=10**6)
            found = minimize(value, np.zeros(len(y)), jac=True, method=method, options=options, **more)
            return level * np.sinh(4 * (X.T @ found.x))

        def error(w, X=X, y=y, level=level):
            z = np.arcsinh(w / level) / 4
            Q = np.linalg.qr(X.T)[0]
            return max(norm(X @ w - y) / norm(y), norm(z - Q @ (Q.T @ z)) / norm(z))

        yield Row(f'min-potential, n={n}, d={d}, α={alpha:g}', X, y, 'min-potential',
                  {'SciPy trust-exact': lambda peer=peer: peer('trust-exact'),
                   'SciPy L-BFGS-B': lambda peer=peer: peer('L-BFGS-B')}, error,
                  model=f'kind=diagonal\ndepth=2\ninit-scale={alpha!r}')


def nuclear_by_sdp(A, y, size):
    """max yᵀν with ‖Σ ν_i A_i‖ ≤ 1, an SDP in n unknowns; W is its multiplier."""
    n, full = len(y), 2 * size
    blocks = np.zeros((n, full, full))
    blocks[:, :size, size:] = A.reshape(n, size, size)
    blocks[:, size:, :size] = A.reshape(n, size, size).transpose(0, 2, 1)
    found = cvxopt.solvers.sdp(cvxopt.matrix(-y), Gs=[cvxopt.matrix(blocks.reshape(n, -1).T.copy())],
                               hs=[cvxopt.matrix(np.eye(full))],
                               options=dict(show_progress=False, abstol=1e-8, reltol=1e-8, feastol=1e-8))
    return np.ravel(np.array(found['zs'][0])[size:, :size].T * 2)  # cvxopt fills the lower triangle


def nuclear_by_splitting(A, y, size, tolerance=1e-10):
    """Douglas–Rachford: singular values shrunk, then the nearest point of the constraints. With W its subgradient."""
    gram = np.linalg.inv(A @ A.T)
    project = lambda v: v + A.T @ (gram @ (y - A @ v))
    v = project(np.zeros(size * size))
    step = norm(v) / size
    for _ in range(20000):
        w = project(v)
        U, s, Vt = np.linalg.svd((2 * w - v).reshape(size, size))
        shrunk = np.ravel(U * np.maximum(s - step, 0) @ Vt)
        v = v + shrunk - w
        if norm(shrunk - w) <= tolerance * norm(w):
            break
    return w, (w - v) / step


def nuclear_bound(A, y, size):
    """yᵀν for the multipliers of the subgradient, scaled to ‖Σ ν_i A_i‖ ≤ 1."""
    nu = np.linalg.lstsq(A.T, nuclear_by_splitting(A, y, size, 1e-14)[1], rcond=None)[0]
    return y @ nu / norm((A.T @ nu).reshape(size, size), 2)


def min_nuclear():
    for size, n in ((10, 60), (30, 450)):
        rng = np.random.default_rng(size)
        A = rng.standard_normal((n, size * size)) / np.sqrt(n)
        y = A @ np.ravel(rng.standard_normal((size, 2)) @ rng.standard_normal((2, size)))
        bound = cache(lambda A=A, y=y, size=size: nuclear_bound(A, y, size))

        def error(w, A=A, y=y, size=size, bound=bound):
            return max(norm(A @ w - y) / norm(y), abs(norm(w.reshape(size, size), 'nuc') / bound() - 1))

        peers = {'cvxopt SDP': lambda A=A, y=y, size=size: nuclear_by_sdp(A, y, size),
                 'NumPy Douglas–Rachford': lambda A=A, y=y, size=size: nuclear_by_splitting(A, y, size)[0]}
        yield Row(f'min-nuclear, {size}×{size}, n={n}', A, y, 'min-nuclear', peers, error, task='matrix-sensing',
                  model=f'kind=factorization\nrank={size}\ninit-scale=0.01', data=f'matrix-rows={size}\nmatrix-columns={size}')


def rows(build):
    for group in (hard_margin, hinge, logistic, least_squares, min_l1, norm_margins, lasso, min_potential, min_nuclear):
        yield from group()
