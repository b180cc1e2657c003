"""What the saddle lab claims: by differences of f, and by following every run through its steps."""

from statistics import NormalDist

import numpy as np
import pytest

from wk4gui.labs.saddle.model.params import surface_of

CAPS = {"n_steps": 120, "n_runs": 30, "resolution": 41}


ENDLESS = ("saddle", "monkey_saddle")
"""Surfaces that fall without end."""


def slope(params, x, y):
    """|∇f| by central differences."""
    f, h = surface_of(params).f, 1e-6
    with np.errstate(all="ignore"):
        right, left, up, down = (
            float(f(np.array([x + a]), np.array([y + b]))[0]) for a, b in ((h, 0), (-h, 0), (0, h), (0, -h))
        )
    return float(np.hypot(right - left, up - down)) / (2.0 * h)


def around(params, point, radius):
    """f minus its value at a critical point, on a circle."""
    angle = np.linspace(0.0, 2.0 * np.pi, 64, endpoint=False)
    f = surface_of(params).f
    here = f(np.array([point.x]), np.array([point.y]))
    return f(point.x + radius * np.cos(angle), point.y + radius * np.sin(angle)) - here


def check(part, params, result, frame, claims, where):
    if not claims:
        return 1
    outcome = claims["outcome"]
    plain = result.paths_noise_free[:, frame]
    diverged = ~np.isfinite(plain).all(axis=1)
    assert (outcome in ("diverges", "falls", "falls out")) == bool(diverged.any()), where
    if outcome in ("diverges", "falls", "falls out"):
        fell = [is_below(params, result.path_loss_noise_free[k]) for k in np.flatnonzero(diverged)]
        assert (outcome != "diverges") == all(fell), where
        assert outcome != "falls" or params.surface in ENDLESS, where
        return 1
    lost = ~np.isfinite(result.paths[0, :, frame]).all(axis=1)
    diverged = sum(not is_below(params, result.path_loss[0, run]) for run in np.flatnonzero(lost))
    assert (outcome == "most diverge") == (diverged > 0.5 * params.n_runs), where
    if outcome in ("stuck", "noise escapes", "passing", "minimum"):
        check_rest(params, result, frame, outcome, where)
    return 1 + check_escape(params, result, frame, claims, where)


def is_below(params, loss):
    """Whether the last known loss of a run is below its first, where f may have no least value."""
    known = loss[np.isfinite(loss)]
    return params.surface in (*ENDLESS, "custom") and len(known) > 0 and bool(known[-1] < loss[0])


def check_rest(params, result, frame, outcome, where):
    """There is hardly a gradient, and the point beside it is what it is called."""
    path = result.paths_noise_free[0, : frame + 1]
    x, y = path[-1]
    steepest = max(slope(params, *place) for place in path)
    assert slope(params, x, y) <= 0.021 * steepest + 1e-6, where
    point = min(result.critical_points, key=lambda p: np.hypot(p.x - x, p.y - y))
    rises = around(params, point, 1e-3)
    noise = 1e-12 * max(1.0, abs(point.value))
    if outcome == "minimum":
        assert rises.min() >= -noise, where
        return
    assert point.kind == "degenerate" or rises.min() < noise < rises.max(), where
    if outcome == "noise escapes":
        direction = np.array(point.eigenvectors[0])
        away = result.paths[0, :, : frame + 1] - np.array([point.x, point.y])
        far = np.abs(away @ direction) if point.kind == "saddle" else np.hypot(away[..., 0], away[..., 1])
        with np.errstate(invalid="ignore"):
            left = (~(far <= params.escape_radius * (1 + 1e-9))).any(axis=1)
        assert left.mean() > 0.5, where


def check_escape(params, result, frame, claims, where):
    """Who has left the saddle by now, the median step of it, and the step that its quadratic part predicts."""
    saddle = result.nearest_saddle
    if saddle is None or saddle.kind != "saddle" or "sgd" not in params.optimizers:
        return 0
    k = params.optimizers.index("sgd")
    away = result.paths[k] - np.array([saddle.x, saddle.y])
    with np.errstate(invalid="ignore"):
        stays = np.abs(away @ np.array(saddle.eigenvectors[0])) <= params.escape_radius * (1 + 1e-9)
    far = ~stays  # who has diverged has left
    left = far[:, : frame + 1].any(axis=1).mean()
    if "left" in claims:
        assert claims["left"][k] == pytest.approx(left * params.n_runs), where
    if result.predicted_median_escape is None:
        return 1
    growth = 1.0 + params.learning_rate * most_negative_curvature(params, saddle.x, saddle.y)
    size = NormalDist().inv_cdf(0.75) * params.learning_rate * params.noise
    t, spread = 0, 0.0
    while size * spread**0.5 < params.escape_radius and t < 20_000:  # the variance, step by step
        t, spread = t + 1, growth**2 * spread + 1.0
    assert t - 1.1 <= result.predicted_median_escape <= t + 0.1 or t == 20_000, where
    return 2


def most_negative_curvature(params, x, y):
    """The size of the Hessian's smallest eigenvalue, by second differences along 720 directions."""
    f, h = surface_of(params).f, 1e-3
    angle = np.linspace(0.0, np.pi, 720, endpoint=False)
    across, up = h * np.cos(angle), h * np.sin(angle)
    here = f(np.array([x]), np.array([y]))
    return float(-((f(x + across, y + up) + f(x - across, y - up) - 2.0 * here) / (h * h)).min())
