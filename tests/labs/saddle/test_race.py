"""Paths, divergences and escapes."""

import math
from typing import Any

import numpy as np
import pytest

from wk4gui.core.optimizers import OPTIMIZERS
from wk4gui.labs.saddle.model.critical_points import find_critical_points
from wk4gui.labs.saddle.model.descent_paths import first_beyond, first_outside, unit_noise
from wk4gui.labs.saddle.model.escape import growth_rate, nearest_saddle, predicted_median_escape
from wk4gui.labs.saddle.model.race import Race, RaceRules, race
from wk4gui.labs.saddle.model.surface import Box
from wk4gui.labs.saddle.model.surfaces import SURFACES


def rules(**changes: Any) -> RaceRules:
    plain: dict[str, Any] = {
        "optimizers": ("sgd",), "learning_rate": 0.1, "adaptive_learning_rate": 0.05,
        "settings": (("momentum", 0.9), ("beta1", 0.9), ("beta2", 0.999), ("rho", 0.99), ("eps", 1e-8)),
        "start": (1.5, 0.0), "noise": 0.1, "batch_size": None, "n_runs": 30, "n_steps": 40, "escape_radius": 0.5,
        "limits": Box(-20.0, 20.0, -20.0, 20.0), "seed": 0,
    }  # fmt: skip
    return RaceRules(**plain | changes)


def run(name: str = "saddle", **changes: Any) -> Race:
    surface = SURFACES[name]
    points = find_critical_points(surface, surface.box).points
    setting = rules(**changes)
    return race(surface, setting, nearest_saddle(points, *setting.start), points)


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"])
def test_a_run_in_the_crowd_is_a_run_alone(name: str) -> None:
    crowd = run("himmelblau", optimizers=("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"),
                learning_rate=0.003, start=(1.0, 2.0))  # fmt: skip
    k = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"].index(name)
    setting = rules(learning_rate=0.003, start=(1.0, 2.0))
    configured_optimizer, surface, noise = (
        setting.configured_optimizer(name),
        SURFACES["himmelblau"],
        unit_noise(40, 30, 0),
    )  # type: ignore[arg-type]
    w = np.array([1.0, 2.0])
    state = OPTIMIZERS[name].init(w)  # type: ignore[index]
    for step in range(40):
        np.testing.assert_allclose(crowd.paths[k, 4, step], w, rtol=1e-12)
        gradient = np.array(surface.grad(w[0], w[1])) + 0.1 * noise[step, :, 4]
        w, state = configured_optimizer.optimizer.step(w, gradient, state, configured_optimizer.settings)
    assert crowd.path_loss[k, 4, 40] == pytest.approx(float(surface.f(*crowd.paths[k, 4, 40])), rel=1e-12)


def test_without_noise_all_runs_are_the_calm_one() -> None:
    calm = run(noise=0.0)
    assert (calm.paths == calm.paths_noise_free[:, None]).all()
    assert calm.escape_step_noise_free == (None,)
    np.testing.assert_allclose(calm.paths_noise_free[0, :, 0], 1.5 * 0.8 ** np.arange(41), rtol=1e-12)


def test_more_steps_and_more_runs_continue_fewer() -> None:
    few, many = run(n_runs=7, n_steps=20), run(n_runs=33, n_steps=50)
    np.testing.assert_array_equal(few.paths[0], many.paths[0, :7, :21])


def test_a_divergence_is_said_and_masked_from_its_step_on() -> None:
    result = run(start=(0.0, 1.0), noise=0.0, n_runs=2)
    # y grows by 1.2 a step: 1.2^16 = 18.5, 1.2^17 = 22.2.
    assert result.diverged_at == ((17, 17),)
    assert result.diverged_at_noise_free == (17,)
    assert np.isfinite(result.paths[:, :, :17]).all()
    assert np.isnan(result.paths[:, :, 17:]).all()
    assert np.isnan(result.path_loss[:, :, 17:]).all()
    assert not np.isinf(result.path_loss[:, :, :17]).any()


def test_escapes_are_counted_up_to_the_divergence_and_not_after() -> None:
    assert run(start=(0.0, 0.4), noise=0.0).escape_step_noise_free == (2,)
    # Along the stable direction with too large a rate: it diverges and never leaves along the unstable one.
    away = run(start=(1.0, 0.0), noise=0.0, learning_rate=1.5)
    assert away.diverged_at_noise_free != (None,)
    assert away.escape_step_noise_free == (None,)


def test_first_steps_outside_and_beyond() -> None:
    line = np.zeros((200, 2, 1, 2))
    line[:, 0, 0, 0] = np.arange(200.0)
    line[150, 1, 0, 1] = np.nan
    assert first_outside(line, Box(-99.0, 99.0, -1.0, 1.0)).tolist() == [[100, 150]]
    assert first_beyond(line, (0.0, 0.0), np.array([1.0, 0.0]), 119.5).tolist() == [[120, 200]]
    assert first_beyond(line, (0.0, 0.0), None, 50.0).tolist() == [[51, 200]]


def test_the_noise_is_standard_normal_and_independent() -> None:
    noise = unit_noise(300, 110, 5)
    assert noise.mean() == pytest.approx(0.0, abs=0.02)
    assert noise.std() == pytest.approx(1.0, abs=0.02)
    flat = noise[:, :, :-1].reshape(300, -1)
    assert (noise[:, :, -1] == 0.0).all()
    correlations = np.corrcoef(flat.T) - np.eye(flat.shape[1])
    assert np.abs(correlations).max() < 0.35


def test_the_prediction_solves_the_recursion_of_the_variance() -> None:
    (saddle,) = find_critical_points(SURFACES["saddle"], SURFACES["saddle"].box).points
    growth = growth_rate(saddle, 0.1)
    assert growth == pytest.approx(1.2)
    predicted = predicted_median_escape(growth, 0.1, 0.1, 0.5)
    assert predicted is not None
    variances = [0.0]
    for _ in range(60):
        variances.append(1.2**2 * variances[-1] + (0.1 * 0.1) ** 2)
    sizes = 0.6745 * np.sqrt(variances)
    assert np.interp(predicted, np.arange(61), np.log(np.maximum(sizes, 1e-9))) == pytest.approx(
        math.log(0.5), abs=0.01
    )


def test_where_the_prediction_does_not_apply_there_is_none() -> None:
    assert predicted_median_escape(None, 0.1, 0.1, 0.5) is None
    assert predicted_median_escape(1.2, 0.1, 0.0, 0.5) is None
    assert predicted_median_escape(1.2, 0.1, 0.1, 0.5, component=0.4) is None
    (monkey,) = find_critical_points(SURFACES["monkey_saddle"], SURFACES["monkey_saddle"].box).points
    assert growth_rate(monkey, 0.1) is None


def test_the_order_of_the_optimizers_is_the_one_asked_for() -> None:
    one = run("himmelblau", optimizers=("adam", "sgd", "momentum"), learning_rate=0.003, start=(1.0, 2.0))
    other = run("himmelblau", optimizers=("momentum", "sgd", "adam"), learning_rate=0.003, start=(1.0, 2.0))
    np.testing.assert_array_equal(one.paths, other.paths[::-1])
    np.testing.assert_array_equal(one.path_loss, other.path_loss[::-1])
    assert one.escape_step == other.escape_step[::-1]
