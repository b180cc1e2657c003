"""The fits' numbers again, by NumPy; the error as a mean square distance from a noisy value."""

import numpy as np

ARROWS = {
    "the weights are regularised": ("up", "down"),
    "the layers are made wider": ("down", "up"),
    "dropout is switched on": ("up", "down"),
    "there are more training data": ("same", "down"),
}
"""The tutorial's table."""


def work(given, difficulty, put):
    squared, variances = [], []
    for i, (values, target) in enumerate(zip(given.values, given.targets, strict=True)):
        mean = put(f"m{i}", np.mean(values))
        off = put("bias", mean - target) if difficulty == "easy" else mean - target
        squared.append(put(f"b{i}", off**2))
        variances.append(put(f"v{i}", np.mean(np.square(np.subtract(values, mean)))))
    b, v = squared[0], variances[0]
    if difficulty != "easy":
        b, v = put("b", np.mean(squared)), put("v", np.mean(variances))
    put("error", b + v + given.noise * given.noise)
    if difficulty == "hard":
        of_mean = put("v_mean", v / 5.0)
        put("error_mean", b + of_mean + given.noise * given.noise)
    arrows = ARROWS[given.operation.words]
    put("arrow_bias", arrows[0])
    put("arrow_variance", arrows[1])


def whole_error(given):
    """The mean over fits, places and the noise's two signs of the squared distance from a noisy value."""
    off = np.subtract(given.values, np.array(given.targets)[:, None])
    return float(np.mean([(off + sign * given.noise) ** 2 for sign in (-1.0, 1.0)]))
