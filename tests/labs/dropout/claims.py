"""What the dropout lab claims: the mean by enumeration, and the sign test by counting."""

import math

import numpy as np

CAPS = {"n_networks": 12, "n_steps": 60, "width": 12, "n_train": 30, "n_hidden": 8}
RARELY = ("training",)


def check(part, params, result, frame, claims, where):
    if part == "training":
        return check_training(result, claims, where)
    p = params.drop_prob
    flags = result.subnet_mask
    probability = np.prod(np.where(flags == 1, 1.0 - p, p), axis=1)
    mean = probability @ result.subnet_output
    scaled = result.weight_scaled_output
    gap = float(np.abs(scaled - mean).max())
    size = max(float(np.abs(result.subnet_output).max()), 1e-300)
    assert abs(claims["mean_gap"] - gap) <= 1e-11 * size, where
    spread = float(np.sqrt(probability @ (result.subnet_output - mean) ** 2).max())
    agrees = claims["agrees"]
    if agrees == "nothing":
        assert spread <= 1e-7 * size, where
    elif agrees == "mean":
        assert gap <= 1e-11 * size, where
        alone = result.subnet_output[2 ** np.arange(flags.shape[1])] - result.subnet_output[0]
        assert np.allclose(result.subnet_output[0] + flags @ alone, result.subnet_output, atol=1e-11 * size), where
    elif agrees == "geometric":
        outputs = (
            result.subnet_output
            if params.output == "softmax"
            else np.hstack([result.subnet_output, 1.0 - result.subnet_output])
        )
        likely = probability > 0.0
        with np.errstate(divide="ignore"):
            logs = np.log(outputs[likely])
        if np.isfinite(logs).all():
            powers = np.exp(probability[likely] @ logs)
            assert np.allclose((powers / powers.sum())[: len(scaled)], scaled, atol=1e-9), where
    elif agrees == "forgotten":
        assert params.scaling == "none", where
    else:
        assert params.second_layer, where
    return 2


def check_training(result, claims, where):
    plain, dropped = result.test_loss[0, :, -1], result.test_loss[1, :, -1]
    better, worse = int(np.sum(dropped < plain)), int(np.sum(dropped > plain))
    assert (claims["better"], claims["worse"], claims["n"]) == (better, worse, len(plain)), where
    if claims["direction"] in ("up", "down"):
        many, few = (better, worse) if claims["direction"] == "down" else (worse, better)
        odd = len(plain) - better - worse - int(np.sum(plain == dropped))
        n = many + few + odd
        chance = 2.0 * sum(math.comb(n, k) for k in range(few + odd + 1)) / 2.0**n
        assert many > few, where
        assert chance <= 0.005, where
        assert len(plain) >= 8, where
    return 2
