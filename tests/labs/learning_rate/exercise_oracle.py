"""The bowl's numbers again: the loss is differentiated numerically, the limits are found by search."""

import numpy as np


def work(given, difficulty, put):
    lam = np.array(given.curvature)

    def slope(w, i):
        """∂L/∂wᵢ; a central difference is exact for a quadratic."""

        def loss(x):
            return 0.5 * lam[i] * x * x

        return (loss(w + 0.5) - loss(w - 0.5)) / 1.0

    heavy = difficulty == "hard"
    w = list(given.start)
    g = [put(f"g{i}_0", slope(w[i], i)) for i in (0, 1)]
    w1 = [put(f"w{i}_1", w[i] + given.rate * -g[i]) for i in (0, 1)]
    if difficulty != "easy":
        g1 = [put(f"g{i}_1", slope(w1[i], i)) for i in (0, 1)]
        move = [put(f"v{i}_2", np.dot([given.momentum, 1.0], [g[i], g1[i]])) for i in (0, 1)] if heavy else g1
        for i in (0, 1):
            put(f"w{i}_2", w1[i] + given.rate * -move[i])
    put("limit", largest_stable(lam.max(), given.momentum))
    if not heavy:
        put("best", fastest(lam))
    if difficulty == "medium":
        put("n", steps_left(lam, given.rate))


def largest_stable(lam, mu):
    """The rate at which the spectral radius of (w, velocity) reaches 1."""

    def radius(a):
        return np.abs(np.linalg.eigvals([[1.0 - a * lam, -a * mu], [lam, mu]])).max()

    low, high = 1e-6, 10.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if radius(middle) < 1.0 - 1e-12 else (low, middle)
    return high


def fastest(lam):
    """The rate with the least largest |1 − αλ|, by ternary search."""

    def worst(a):
        return np.abs(1.0 - a * lam).max()

    low, high = 0.0, 2.0 / lam.min()
    for _ in range(200):
        a, b = low + (high - low) / 3.0, high - (high - low) / 3.0
        low, high = (low, b) if worst(a) < worst(b) else (a, high)
    return 0.5 * (low + high)


def steps_left(lam, rate):
    left, n = np.ones(2), 0
    while (left > 0.01 * (1.0 + 1e-12)).any():
        left, n = left * np.abs(1.0 - rate * lam), n + 1
    return n
