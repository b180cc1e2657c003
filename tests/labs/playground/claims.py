"""What the playground claims: counted and compared anew from the recorded losses."""

import math

import numpy as np

CAPS = {"n_epochs": 4, "n_seeds": 4, "n_train": 60, "n_test": 60}
RARELY = ("swarm", "versus", "rates", "points", "widths")


def check(part, params, result, frame, claims, where):
    if part == "main":
        return check_run(params, result, frame, claims, where)
    if part == "swarm":
        return check_swarm(params, result, claims, where)
    if part == "versus":
        return check_versus(result, claims, where)
    ladder = getattr(result, part)
    medians = [np.median(np.where(np.isfinite(row), row, np.inf)) for row in ladder.loss]
    assert medians[claims["best"]] == min(medians), where
    assert claims["best"] in claims["lowest"], where
    return 1


def check_run(params, result, frame, claims, where):
    outcome, train, test, epoch = claims["outcome"], result.train_loss, result.test_loss, result.epoch
    gone = result.diverged_at is not None and result.update[frame] >= result.diverged_at
    assert (outcome == "diverges") == gone, where
    if gone:
        assert not np.isfinite(train[frame]), where
        return 1
    if outcome == "dead":
        assert max(result.dead[frame]) == 1.0, where
        return 1
    if outcome in ("untrained", "given"):
        assert result.update[frame] == 0, where
        assert (outcome == "given") == (params.start is not None), where
        return 1
    if outcome in ("overfits", "overconfident"):
        best = claims["best"]
        assert test[best] == min(test[: frame + 1]), where
        last_tenth = [i for i in range(frame + 1) if epoch[i] >= epoch[0] + 0.9 * (epoch[frame] - epoch[0])]
        assert min(test[i] for i in last_tenth) > 1.05 * test[best], where
        assert train[frame] < train[best], where
        if outcome == "overconfident":
            assert result.test_accuracy[frame] >= result.test_accuracy[best] - 0.01, where
        elif result.classes:
            assert result.test_accuracy[frame] < result.test_accuracy[best] - 0.01, where
        return 2
    accuracy = result.test_accuracy if len(test) else result.train_accuracy
    if result.classes:
        assert math.isclose(claims["score"], accuracy[frame]), where
    y = (result.y_test if len(test) else result.y_train).tolist()
    base = max(map(y.count, y)) / len(y) if result.classes else 0.0
    assert (outcome == "solved") == (claims["score"] >= 0.95 and claims["score"] > base), where
    if outcome != "solved":
        check_progress(params, result, frame, claims, base, where)
    return 2


def check_progress(params, result, frame, claims, base, where):
    outcome, train, score = claims["outcome"], result.train_loss, claims["score"]
    better = outcome in ("begins", "learns", "memorises", "above start")
    assert better == (train[frame] < 0.98 * guessed(params, result)), where
    if not better:
        assert (outcome == "no progress") == (score <= base + 0.01), where
    elif frame > 0 and train[frame] >= train[0]:
        assert outcome == "above start", where
    else:
        assert (outcome != "learns") == (score < base + 0.25 * (1.0 - base)), where
    if outcome == "memorises":
        own = learned(params, result).tolist()
        largest = max(map(own.count, own)) / len(own) if result.classes else 0.0
        spread = (0.5 if params.loss == "half_mse" else 1.0) * np.var(own)
        reached = result.train_accuracy[frame] if result.classes else 1.0 - train[frame] / spread
        assert score <= base, where
        assert reached >= largest + 0.25 * (1.0 - largest) - 1e-12, where


def learned(params, result):
    """The training targets as a network learns them: own values less the mean of all rows, by their deviation."""
    y = result.y_train
    if result.classes or params.data != "own" or not params.standardize:
        return y
    rows = np.array(params.own_y, float)
    return (y - rows.mean()) / (rows.std() if np.ptp(rows) else 1.0)


def guessed(params, result):
    """The least training loss of one answer for all points, by trying."""
    y = learned(params, result)
    if result.classes and params.loss == "half_mse" and len(result.classes) == 2:
        return min(float(np.mean(0.5 * (c - (2 * y - 1)) ** 2)) for c in np.linspace(-1, 1, 20001))
    if result.classes:
        counts = np.bincount(y.astype(int))
        return float(-sum(n / len(y) * math.log(n / len(y)) for n in counts if n))
    half = 0.5 if params.loss == "half_mse" else 1.0
    return half * float(np.mean((y - y.mean()) ** 2))


def check_swarm(params, result, claims, where):
    assert claims["n"] == params.n_seeds, where
    assert claims["solved"] == sum(score >= 0.95 for score in result.swarm_score[:, -1]), where
    return 2


def check_versus(result, claims, where):
    with_, without = result.with_loss, result.without_loss
    assert claims["better"] == int(np.sum(with_ < without)), where
    assert claims["worse"] == int(np.sum(with_ > without)), where
    if claims["direction"] in ("up", "down"):
        assert len(with_) >= 8, where
    return 2
