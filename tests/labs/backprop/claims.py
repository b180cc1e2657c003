"""What the backprop lab claims, by a forward pass in plain Python."""

import math

import numpy as np

from wk4gui.core.activations import ACTIVATIONS

CAPS = {"n_steps": 20}
_CLOSE = 1e-9


def rows(samples):
    """Each sample as a list."""
    return [list(row) for row in samples] if isinstance(samples[0], tuple) else [list(samples)]


def losses_at(params, result, step):
    """The loss of each sample with the weights after a step."""
    return [loss_at(params, result, step, *pair) for pair in zip(rows(params.x), rows(params.y), strict=True)]


def loss_at(params, result, step, a, y):
    """The loss of one sample, layers one number at a time."""
    z = a
    for layer, name in enumerate(params.activations):
        W = result.W[step][layer]
        b = [0.0] * len(W) if params.bias == "none" else result.b[step][layer]
        z = [
            sum(float(w) * x for w, x in zip(row, a, strict=True)) + float(bias) for row, bias in zip(W, b, strict=True)
        ]
        a = [float(ACTIVATIONS[name].f(np.array([value]))[0]) for value in z]
    errors = [p - t for p, t in zip(a, y, strict=True)]
    if params.loss == "mse":
        return sum(e * e for e in errors) / len(y)
    if params.loss == "half_mse":
        return 0.5 * sum(e * e for e in errors) / len(y)
    if params.loss == "half_sse":
        return 0.5 * sum(e * e for e in errors)
    if params.loss == "bce":
        return sum(max(v, 0.0) + math.log1p(math.exp(-abs(v))) - t * v for v, t in zip(z, y, strict=True)) / len(y)
    top = max(z)
    whole = top + math.log(sum(math.exp(v - top) for v in z))
    return -sum(t * (v - whole) for v, t in zip(z, y, strict=True))


def counted_losses(params, result, step):
    """The loss of what a step takes, after every step."""
    n = len(rows(params.x))
    return result.sample_loss[:, step % n] if params.each == "in turn" and n > 1 else result.loss


def check(part, params, result, frame, claims, where):
    n_phases = 2 * len(params.weights) + 2
    step = frame // n_phases
    checked = 0
    if params.decimals is None:
        losses = losses_at(params, result, step)
        exact = sum(losses) / len(losses)
        if math.isfinite(exact) and exact < 1e100:
            assert math.isclose(float(result.loss[step]), exact, rel_tol=1e-7, abs_tol=1e-12), where
            checked += 1
    verdict = claims.get("verdict")
    if "loss_after" in claims:
        before, after = claims["loss_before"], claims["loss_after"]
        counted = counted_losses(params, result, step)
        assert before == float(counted[step]), where
        assert after == float(counted[step + 1]), where
        if verdict.startswith(("Falls", "Zig-zags")):
            assert after <= before, where
        if verdict in ("Climbs.", "Overshoots."):
            assert after > before, where
        if verdict == "Converged.":
            assert before < 1e-9, where
        checked += 3
    if "loss_last" in claims:
        first, last = claims["loss_first"], claims["loss_last"]
        if verdict == "Ends higher.":
            assert last > first, where
        if verdict in ("Falls.", "Converged."):
            assert last < first or last < _CLOSE, where
        checked += 2
    return checked or 1
