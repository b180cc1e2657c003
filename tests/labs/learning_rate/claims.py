"""What the learning rate lab claims: outcomes by descending anew, one rate after the other."""

import numpy as np

CAPS = {"n_steps": 60}
RARELY = ("sharpness",)
RATES = [10.0 ** (j / 8 - 5) for j in range(49)]
EDGE = 1e-6
"""Who is nearer than this share of the fall to a bound may be judged either way."""


def bowl(params):
    """Gradient and loss of the quadratic, of a list of coordinates."""

    def gradient(w):
        return np.array(params.curvature) * w

    def loss(w):
        with np.errstate(over="ignore"):
            return float(0.5 * np.sum(np.array(params.curvature) * w * w))

    return gradient, loss, np.array(params.start)


def end_of(gradient, loss, start, rate, momentum, n_steps):
    """Mean loss of the last tenth of the steps."""
    w, v, losses = start.copy(), np.zeros_like(start), []
    with np.errstate(all="ignore"):
        for _ in range(n_steps):
            v = momentum * v + gradient(w)
            w = w - rate * v
            losses.append(loss(w))
    last = max(1, -(-n_steps // 10))
    return sum(losses[-last:]) / last


def outcomes(params, rates):
    """Which of the outcomes each of some rates may have, compared with the scan and with these rates."""
    gradient, loss, start = bowl(params)
    felt = max((c for c, w in zip(params.curvature, params.start, strict=True) if w != 0.0), default=0.0)
    limit = 2.0 * (1.0 + params.momentum) / felt if felt else np.inf
    every = sorted({*RATES, *rates})
    ends = {
        r: end_of(gradient, loss, start, r, params.momentum, params.n_steps) for r in every if r <= limit * (1 + EDGE)
    }
    least = min(ends.values(), default=0.0)
    fall = loss(start) - least
    return [set().union(*(judged(r, ends, limit * s, least + fall, least, fall, e) for s, e in SHIFTS)) for r in rates]


SHIFTS = [(1.0, 0.0), (1.0, EDGE), (1.0, -EDGE), (1.0 + 1e-12, 0.0), (1.0 - 1e-12, 0.0)]


def judged(rate, ends, limit, start, least, fall, shift):
    inside = [r for r in ends if r <= limit]
    if rate > limit:
        return {"diverges"}
    if fall <= 0.0 or not inside:
        return {"undecided"}
    low, near = ([r for r in inside if ends[r] <= least + (share + shift) * fall] for share in (0.1, 0.05))
    if not low or not near:
        return set()
    if rate < min(low):
        return {"too low"}
    if rate > max(near):
        return {"too high"}
    return {"good" if rate in low else "undecided"}


def check(part, params, result, frame, claims, where):
    if part == "sharpness":
        return check_sharpness(params, result, claims, where)
    if params.mystery or not claims:
        return 1
    if part == "scan":
        return check_scan(params, result, claims, where)
    k = len(result.rates) // 2
    start = result.loss[k, 0]
    known = result.loss[k][np.isfinite(result.loss[k])]
    if claims["manner"] == "rises on the way":
        assert len(known) < len(result.loss[k]) or known.max() > start, where
    if claims["step"] is not None:
        assert np.isnan(result.loss[k, claims["step"]]), where
        assert np.isfinite(result.loss[k, : claims["step"]]).all(), where
    if params.problem == "quadratic":
        middle = [float(each) for each in result.rates]
        assert claims["outcome"] in outcomes(params, middle)[k], where
    elif params.batch_size is None and claims["outcome"] != "diverges":
        assert result.loss[k, -max(1, -(-params.n_steps // 10)) :].mean() <= 10.0 * start, where
    return 1


def check_scan(params, result, claims, where):
    assert claims["tried"] == 49, where
    assert claims["good"] == result.scan_outcome.count("good"), where
    if params.problem == "quadratic":
        possible = outcomes(params, [float(rate) for rate in result.scan_rates])
        assert all(each in may_be for each, may_be in zip(result.scan_outcome, possible, strict=True)), where
    return 1


def check_sharpness(params, result, claims, where):
    if not claims:
        return 0
    k = len(result.sharpness_rates) // 2
    limit = 2.0 * (1.0 + params.momentum) / result.sharpness_rates[k]
    row = result.sharpness[k, -max(1, result.sharpness.shape[1] // 10) :]
    if params.problem == "quadratic" and claims["place"] != "diverged":
        row = np.array([max(params.curvature)])
    ratio = row.mean() / limit
    expected = "at the edge" if abs(ratio - 1.0) <= 0.05 else "above" if ratio > 1.0 else "below"
    assert claims["place"] == (expected if np.isfinite(ratio) else "diverged"), where
    return 1
