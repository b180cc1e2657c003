"""What the bias and variance lab claims, from the curves themselves."""

import numpy as np

CAPS = {"n_trials": 40, "n_steps": 60, "n_train": 60, "width": 12, "n_values": 4}
RARELY = ("effects", "sweep")


def check(part, params, result, frame, claims, where):
    if part == "effects":
        return check_effects(result, claims, where)
    if part == "sweep":
        if params.vary is None:
            return 1
        errors = list(result.sweep_expected_error)
        assert claims["best"] == errors.index(min(errors)), where
        if claims.get("confirmed"):
            variance = [float(each) for each in result.sweep_variance]
            assert (variance[-1] > variance[0]) == (params.vary in ("degree", "width")), where
        return 1
    curves, target = result.predictions, result.target
    n = len(curves)
    mean = curves.sum(axis=0) / n
    variance = float((((curves - mean) ** 2).sum(axis=0) / (n - 1)).mean())
    bias = float(((mean - target) ** 2).mean()) - variance / n
    size = max(abs(bias), variance, 1e-12)
    assert abs(claims["variance"] - variance) <= 1e-8 * size, where
    assert abs(claims["bias_squared"] - bias) <= 1e-8 * size, where
    wild = params.model == "polynomial" and params.x_design == "random" and params.l2 == 0.0 and params.degree >= 1
    noisy = params.noise > 0.0 or params.target == "step"
    least = [k * params.degree + 2 for k in (1, 2, 4)] if wild and noisy else [0, 0, 0]
    missing = [params.n_train < points for points in least]
    outcome = claims["outcome"]
    if any(missing):
        assert outcome == ("no mean" if missing[0] else "no variance" if missing[1] else "no error bars"), where
        return 3
    assert not outcome.startswith("no "), where
    if outcome == "below noise":
        assert max(bias, variance) < params.noise**2, where
    if outcome == "little":
        assert max(bias, variance) < 0.001 * float(np.var(target)), where
    if outcome == "bias":
        assert max(bias, 0.0) > 4.0 * variance, where
    if outcome == "variance":
        assert variance > 4.0 * max(bias, 0.0), where
    return 3


def check_effects(result, claims, where):
    for effect in result.effects:
        answer = claims[effect.operation]
        agrees = (effect.bias, effect.variance) == (effect.table_bias, effect.table_variance)
        assert (answer == "holds") == agrees, where
        for arrow, change, error in (
            (effect.bias, effect.bias_change, effect.bias_change_error),
            (effect.variance, effect.variance_change, effect.variance_change_error),
        ):
            if arrow in ("up", "down"):
                assert (change > 0.0) == (arrow == "up"), where
                assert abs(change) > 2.8 * error, where
    return 4
