"""Networks in training that are looked at on the way end as those trained at once, to the byte."""

import numpy as np
import pytest

from wk4gui.core.ensemble import Data, Ensemble, Training, train
from wk4gui.core.ensemble_shape import Shape

SHAPE = Shape(2, (64,), "tanh")


def setting(noise):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(90, 40, 2))  # in two chunks
    data, test = Data(X, rng.normal(size=(90, 40))), Data(rng.normal(size=(30, 2)), rng.normal(size=30))
    kind = {"noise": noise, "drop_prob": 0.3} if noise else {}
    training = Training(130, record_at=(0, 10, 60, 130), precision="single", seed=3, **kind)
    return SHAPE, SHAPE.draw(90, rng), data, training, test


def same(first, second):
    return all(
        np.array_equal(getattr(first, name), getattr(second, name), equal_nan=True)
        for name in ("theta", "train_loss", "test_loss")
    )


@pytest.mark.parametrize("noise", [None, "dropout", "gaussian"])
def test_the_end_is_that_of_the_training_at_once(noise):
    ensemble = Ensemble(*setting(noise))
    stages = list(ensemble.stages())
    assert stages[0] == 0
    assert stages[-1] == 130
    assert same(ensemble.recorded(130), train(*setting(noise)))


def test_looking_on_the_way_changes_nothing_and_shows_what_is_recorded():
    ensemble, whole = Ensemble(*setting("dropout")), train(*setting("dropout"))
    for step in ensemble.stages():
        now = ensemble.recorded(step)
        n = sum(at < step or step == 130 for at in (0, 10, 60, 130))
        assert np.array_equal(now.train_loss, whole.train_loss[:, :n])
        assert not now.theta.flags.writeable
        assert ensemble.measured().test_loss.shape == (90, 1)
    assert same(ensemble.recorded(130), whole)
    np.testing.assert_allclose(ensemble.measured().test_loss[:, 0], whole.test_loss[:, -1], rtol=1e-6)
