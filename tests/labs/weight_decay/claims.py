"""What the weight decay lab claims, by stepping both rules anew in plain Python."""

import math

import numpy as np

CAPS = {"n_steps": 200}
RARELY = ("network",)


def gradient(params, w):
    """H(w − w*), H from curvatures and angle."""
    c, s = math.cos(math.radians(params.angle)), math.sin(math.radians(params.angle))
    d = [w[0] - params.optimum[0], w[1] - params.optimum[1]]
    along, across = c * d[0] + s * d[1], c * d[1] - s * d[0]
    along, across = params.curvature[0] * along, params.curvature[1] * across
    return [c * along - s * across, s * along + c * across]


def paths(params, n_steps):
    """Both rules by SGD or momentum, until numbers get too large."""
    s = params.weight_decay * (1.0 if params.convention == "half" else 2.0)
    mu = params.momentum if params.optimizer == "momentum" else 0.0
    rate = params.learning_rate
    own = 1.0 if params.rule == "as_printed" else rate
    left, right = list(params.start), list(params.start)
    v, u, apart = [0.0, 0.0], [0.0, 0.0], [0.0]
    for _ in range(n_steps):
        g, h = gradient(params, left), gradient(params, right)
        for i in (0, 1):
            v[i] = mu * v[i] + g[i] + s * left[i]
            u[i] = mu * u[i] + h[i]
            left[i] -= rate * v[i]
            right[i] = (1.0 - rate * s) * right[i] - own * u[i]
        if max(map(abs, (*left, *right))) > 1e100:
            break
        apart.append(max(abs(left[i] - right[i]) for i in (0, 1)))
    return left, right, apart


def adamw_end(params, n_steps):
    """The largest coordinate after AdamW's steps, infinite if it gets too large for the loss."""
    s = params.weight_decay * (1.0 if params.convention == "half" else 2.0)
    own = 1.0 if params.rule == "as_printed" else params.learning_rate
    w, m, v = list(params.start), [0.0, 0.0], [0.0, 0.0]
    for t in range(1, n_steps + 1):
        for i, g in enumerate(gradient(params, w)):
            m[i] = params.beta1 * m[i] + (1.0 - params.beta1) * g
            v[i] = params.beta2 * v[i] + (1.0 - params.beta2) * g * g
            step = m[i] / (1.0 - params.beta1**t) / (math.sqrt(v[i] / (1.0 - params.beta2**t)) + params.eps)
            w[i] = (1.0 - params.learning_rate * s) * w[i] - own * step
        if max(map(abs, w)) > 1e145:
            return math.inf
    return max(map(abs, w))


def check(part, params, result, frame, claims, where):
    if part == "network":
        return check_network(result, claims, where)
    outcome = claims["outcome"]
    if outcome == "at_rest":
        assert not np.any([result.path_plain, result.path_l2, result.path_decay]), where
        return 1
    if params.optimizer == "adam":
        assert outcome in ("adam", "printed", "no_penalty", "diverges"), where
        assert outcome != "diverges" or adamw_end(params, params.n_steps) == math.inf, where
        return 1
    left, right, apart = paths(params, 4000)
    size = max(1.0, *map(abs, (*params.start, *params.optimum)))
    if outcome == "diverges":
        assert max(map(abs, (*left, *right))) > 1e3 * size, where
    elif outcome == "limit":
        assert 1e-6 * size < max(map(abs, (*left, *right))) <= 1e6 * size, where
    elif outcome in ("one_rule", "no_penalty"):
        assert max(apart[:50]) <= 1e-9 * size, where
        assert max(map(abs, (*left, *right))) <= 1e6 * size, where
    elif outcome == "velocity":
        assert params.momentum > 0.0, where
        assert len(apart) < 4 or max(apart) > 0.0, where
    else:
        assert params.rule == "as_printed", where
    return 2


def check_network(result, claims, where):
    means = result.test_loss.mean(axis=1)
    assert claims["best"] == float(result.lambdas[int(np.argmin(means))]), where
    if claims["direction"] == "down":
        pairs = result.test_loss[int(np.argmin(means))] < result.test_loss[0]
        assert claims["better"] == int(pairs.sum()), where
        assert pairs.sum() >= 0.75 * len(pairs), where
    return 2
