"""Dropout's numbers again, in fractions where nothing was entered, and over masks as an array."""

from fractions import Fraction

import numpy as np

MASKS = np.array([[1, 1], [1, 0], [0, 1], [0, 0]])


def exact(value):
    return Fraction(value).limit_denominator(10**6)


def work(given, difficulty, put):
    h, v = (list(map(exact, values)) for values in (given.hidden, given.weights))
    c, p = exact(given.bias), exact(given.drop_prob)
    k = given.mask.index(1)
    if difficulty == "easy":
        unit = put("unit", float(h[k] / (1 - p)))
        put("pass_inverted", float(v[k]) * unit + float(c))
        put("pass_classic", float(v[k] * h[k] + c))
        put("use_inverted", float(v[0] * h[0] + v[1] * h[1] + c))
        put("use_classic", float((v[0] * h[0] + v[1] * h[1]) * (1 - p) + c))
        return
    outputs = []
    for a, b in MASKS.tolist():
        outputs.append(put(f"y{a}{b}", float((a * v[0] * h[0] + b * v[1] * h[1]) / (1 - p) + c)))
    shares = []
    for a, b in MASKS.tolist()[:3]:
        share = (1 - p if a else p) * (1 - p if b else p)
        shares.append(put(f"p{a}{b}", float(share)))
    shares.append(1.0 - sum(shares))
    put("mean", float(np.dot(shares, outputs)))
    use = put("use", float(v[0] * h[0] + v[1] * h[1] + c))
    if difficulty == "hard":
        put("mean_after", float(np.dot(shares, np.clip(outputs, 0.0, None))))
        put("use_after", use * (use > 0.0))
