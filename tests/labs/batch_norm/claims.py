"""What the batch norm lab claims, from z, the running statistics and the parameters, written out anew."""

import numpy as np

CAPS = {"batch_size": 64, "n_steps": 60, "train_steps": 60, "n_rates": 5}
RARELY = ("training",)


def normalised(z, params, running):
    """z̃ without what the bias adds after the normalisation."""
    if params.mode == "eval":
        mean, var = running
    else:
        mean, var = z.mean(axis=1, keepdims=True), z.var(axis=1, keepdims=True)
    return np.array(params.gamma) * (z - mean) / np.sqrt(var + params.eps) + np.array(params.beta)


def check(part, params, result, frame, claims, where):
    if part == "training":
        return check_training(result, claims, where)
    bias = np.array(params.bias)
    before = params.bias_position == "before"
    z = result.z - bias if before else result.z
    running = (result.running_mean[-1], result.running_var[-1])
    with_bias = normalised(z + bias, params, running) if before else normalised(z, params, running) + bias
    moved = float(np.abs(with_bias - normalised(z, params, running)).max())
    scale = max(1.0, float(np.abs(result.z).max()), float(np.abs(with_bias).max())) * float(
        max(1.0, np.abs(params.gamma).max())
    )
    rounding = 1e-12 * scale / np.sqrt(params.eps)
    assert abs(claims["moved"] - moved) <= rounding, where
    verdict = claims["verdict"]
    if verdict == "The bias does nothing.":
        assert moved <= rounding, where
    elif verdict == "The bias matters.":
        assert moved > 0.0, where
    elif verdict == "There is no bias now.":
        assert not bias.any(), where
    else:
        assert params.batch_size == 1, where
        assert params.mode == "train", where
        assert np.allclose(result.z_tilde, np.array(params.beta) + (0.0 if before else bias)), where
    return 2


def check_training(result, claims, where):
    runs = [[(float(row[0]), float(row[-1])) for row in losses] for losses in (result.with_bn, result.without_bn)]
    finite = [end for row in runs for _, end in row if np.isfinite(end)]
    if not any(end <= start for row in runs for start, end in row):
        assert claims["well"] == (0, 0), where
        return 1
    lowest = min(finite)
    wanted = tuple(sum(2.0 * end <= start and end <= 2.0 * lowest for start, end in row) for row in runs)
    assert claims["well"] == wanted, where
    assert claims["lowest"] == lowest, where
    assert claims["lowest_with_bn"] == (lowest in [end for _, end in runs[0]]), where
    return 3
