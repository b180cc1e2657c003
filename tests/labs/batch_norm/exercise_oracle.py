"""The batch's numbers again, by NumPy; the bias's gradient by a central difference through the whole layer."""

import numpy as np


def work(given, difficulty, put):
    z = np.array(given.z)
    mean = put("mean", z.mean())
    var = put("var", ((z - mean) ** 2).mean())
    inside = var + given.eps
    spread = np.sqrt(inside) if inside > 0.0 else np.nan
    h = [put(f"h{i}", (value - mean) / spread) for i, value in enumerate(z)]
    for i in (0, 1):
        put(f"o{i}", np.polyval([given.gamma, given.beta], h[i]))
    if difficulty == "easy":
        return
    up = put("mean_up", mean + given.raised)
    h_up = put("h_up", (z[0] + given.raised - up) / spread)
    put("shift", given.gamma * h_up - given.gamma * h[0])
    put("grad_beta", np.sum(given.grads))
    put("grad_b", bias_gradient(given))
    if difficulty == "hard":
        m = given.momentum
        put("run_mean", np.average([given.running[0], mean], weights=[1.0 - m, m]))
        running = put("run_var", np.average([given.running[1], var * 4.0 / 3.0], weights=[1.0 - m, m]))
        put("frozen", given.gamma * given.raised * (running + given.eps) ** -0.5 if running + given.eps > 0 else np.nan)


def bias_gradient(given):
    """The derivative of Σ ∂L/∂z̃ · z̃ by b; rounding alone is 0."""

    def along(b):
        z = np.array(given.z) + b
        out = given.gamma * (z - z.mean()) / np.sqrt(z.var() + given.eps) + given.beta
        return np.dot(given.grads, out)

    slope = (along(0.5) - along(-0.5)) / 1.0
    return 0.0 if abs(slope) < 1e-9 else slope
