"""The surface's numbers again: complex steps for derivatives, NumPy's eigenvalues, and a loop for the escape."""

import numpy as np


def work(given, difficulty, put):
    a, b, c, d, e, f = given.coefficients

    def surface(x, y):
        return a * x**3 + b * x**2 + c * x * y + d * y**2 + e * x + f * y

    def gradient(x, y):
        h = 1e-30
        return np.imag([surface(x + 1j * h, y), surface(x, y + 1j * h)]) / h

    assert np.abs(gradient(*given.critical)).max() < 1e-9
    grad = gradient(*given.start)
    g = [put("g0", grad[0]), put("g1", grad[1])]
    x, y = given.critical
    second = np.column_stack([gradient(x + 1.0, y) - gradient(x - 1.0, y), gradient(x, y + 1.0) - gradient(x, y - 1.0)])
    p, q, r = put("f_xx", second[0, 0] / 2.0), put("f_xy", second[0, 1] / 2.0), put("f_yy", second[1, 1] / 2.0)
    hessian = np.array([[p, q], [q, r]])
    put("det", np.prod(np.linalg.eigvalsh(hessian)))
    low, high = np.linalg.eigvalsh(hessian)
    high, low = put("l1", high), put("l0", low)
    put("kind", "minimum" if low > 0 else "maximum" if high < 0 else "saddle")
    if difficulty == "easy":
        return
    for i in (0, 1):
        put(f"p{i}", given.start[i] - given.rate * g[i] - given.rate * given.noise[i])
    factor = put("factor", 1.0 - given.rate * low)
    if difficulty == "hard":
        put("n", steps(factor))


def steps(factor):
    """Steps until a distance of 1 is 10 or 0.1; NaN where it never is."""
    distance, n = 1.0, 0
    if factor == 0.0 or abs(abs(factor) - 1.0) < 1e-12:
        return np.nan
    while 0.1 * (1.0 + 1e-9) < distance < 10.0 * (1.0 - 1e-9):
        distance, n = distance * abs(factor), n + 1
        if n > 10**6:
            return float(np.ceil(np.log(10.0) / abs(np.log(abs(factor)))))
    return n
