"""The step's numbers again: the penalty is differentiated by a complex step, Adam is written out."""

import numpy as np


def work(given, difficulty, put):
    def penalty_at(w):
        return given.l2 * w * w if given.full else given.l2 * w * w / 2.0

    penalty = put("penalty", float(np.imag(penalty_at(given.w + 1e-30j)) / 1e-30))
    whole = put("whole", given.grad + penalty)
    if difficulty != "hard":
        put("moved", given.w - given.rate * whole)
    share = 2.0 if given.full else 1.0
    factor = put("shrink", 1.0 - share * given.rate * given.l2)
    shrunken = put("shrunken", factor * given.w)
    if difficulty == "hard":
        for key, g, start in (("l2", whole, given.w), ("decoupled", given.grad, shrunken)):
            adam(given, key, g, start, put)
        return
    put("decayed", shrunken - given.rate * given.grad)
    if difficulty == "medium":
        put("value", penalty_at(given.w))
    put("bias", given.b - given.rate * given.grad_b)


def adam(given, key, g, start, put):
    m = put(f"m_{key}", np.average([given.m, g], weights=[0.9, 0.1]))
    s = put(f"s_{key}", np.average([given.s, g * g], weights=[0.99, 0.01]))
    with np.errstate(all="ignore"):
        put(f"w_{key}", start - given.rate * (m / (1 - 0.9**2)) / np.sqrt(s / (1 - 0.99**2)))
