"""Several samples: batch and in turn, frozen and absent biases, against PyTorch and public worked examples."""

import itertools

import numpy as np
import pytest
from tiers import sample

from wk4gui.core.activations import ACTIVATIONS
from wk4gui.lab.declarations import ParamError
from wk4gui.labs.backprop.model.chain_rule import chain_rule
from wk4gui.labs.backprop.model.compute import compute, draft, frames, is_light, summarize
from wk4gui.labs.backprop.model.exercise import grade_exercise
from wk4gui.labs.backprop.model.moments import sample_at, step_state
from wk4gui.labs.backprop.model.quantities import GROUPS, quantities
from wk4gui.labs.backprop.model.reasons import weight_reason, whole_loss_reason
from wk4gui.labs.backprop.model.working import problem_of
from wk4gui.registry import LABS

LAB = LABS["backprop"]
LOSSES = ("mse", "half_mse", "half_sse", "bce", "cross_entropy")
BIASES = ("learned", "frozen", "none")
EACH = ("batch", "in turn")
N_STEPS = 300


def run(preset="tutorial", **changes):
    params = LAB.preset_params(preset)
    params = params.with_(**changes) if changes else params
    return params, compute(params)


def drawn(loss, each="batch", bias="learned", **changes):
    """A network of two layers and five random samples."""
    rng = np.random.default_rng(LOSSES.index(loss))
    X = rng.normal(size=(5, 3))
    y = {"bce": rng.integers(0, 2, (5, 2)), "cross_entropy": np.eye(2)[rng.integers(0, 2, 5)]}
    fields = {
        "x": X.tolist(),
        "y": y.get(loss, rng.normal(size=(5, 2))).astype(float).tolist(),
        "weights": [rng.normal(size=(4, 3)).tolist(), rng.normal(size=(2, 4)).tolist()],
        "biases": [rng.normal(size=4).tolist(), rng.normal(size=2).tolist()],
        "activations": ["tanh", "linear"],
    }
    return run(**fields, loss=loss, each=each, bias=bias, **({"learning_rate": 0.05, "n_steps": N_STEPS} | changes))


@pytest.mark.oracle
@pytest.mark.parametrize(("loss", "each", "bias"), list(itertools.product(LOSSES, EACH, BIASES)))
def test_300_steps_are_those_of_pytorch(loss, each, bias):
    torch = pytest.importorskip("torch")
    params, result = drawn(loss, each, bias)
    X, y = torch.tensor(params.x, dtype=torch.float64, requires_grad=True), torch.tensor(params.y, dtype=torch.float64)
    W = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in params.weights]
    b = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in params.used_biases]
    for t in range(N_STEPS + 1):
        z = X @ W[0].T + b[0]
        z.retain_grad()
        output = torch.tanh(z) @ W[1].T + b[1]
        losses = torch.stack([torch_loss(torch, loss, o, target) for o, target in zip(output, y, strict=True)])
        mean = losses.mean()
        close(result.loss[t], mean.item())
        close(result.sample_loss[t], losses.detach().numpy())
        for each_one in (X, *W, *b):
            each_one.grad = None
        (mean if each == "batch" else losses[t % 5]).backward()
        shown = slice(None) if each == "batch" else t % 5
        close(result.grad_z[t][0][shown], z.grad.numpy()[shown])
        close(result.grad_x[t][shown], X.grad.numpy()[shown])
        for layer in range(2):
            close(result.W[t][layer], W[layer].detach().numpy())
            close(result.grad_W[t][layer], W[layer].grad.numpy())
            if bias != "none":
                close(result.b[t][layer], b[layer].detach().numpy())
                close(result.grad_b[t][layer], b[layer].grad.numpy())
        with torch.no_grad():
            for parameter in (*W, *(b if bias == "learned" else ())):
                parameter -= params.learning_rate * parameter.grad
    assert (result.b is None) == (bias == "none")


def torch_loss(torch, name, output, y):
    functional = torch.nn.functional
    if name == "bce":
        return functional.binary_cross_entropy_with_logits(output, y)
    if name == "cross_entropy":
        return functional.cross_entropy(output, y)
    if name == "half_sse":
        return 0.5 * ((output - y) ** 2).sum()
    return functional.mse_loss(output, y) * (0.5 if name == "half_mse" else 1.0)


def close(found, wanted, tolerance=1e-12):
    scale = max(1.0, float(np.max(np.abs(wanted))))
    assert np.max(np.abs(np.asarray(found) - wanted)) <= tolerance * scale


def test_a_table_of_one_row_is_one_sample():
    one, table = run(x=[1, 2], y=[3])[1], run(x=[[1, 2]], y=[[3]])[1]
    assert table.sample_loss is None
    np.testing.assert_array_equal(one.z.layers[0], table.z.layers[0])
    np.testing.assert_array_equal(one.grad_x, table.grad_x)


def test_the_same_sample_twice_moves_as_once():
    once, twice = run()[1], run(x=[[1, 2], [1, 2]], y=[[3], [3]])[1]
    close(twice.loss, once.loss)
    for layer in range(2):
        close(twice.W.layers[layer], once.W.layers[layer])
        close(twice.grad_z.layers[layer].sum(axis=1), once.grad_z.layers[layer])


def test_the_gradient_by_x_is_the_slope_of_the_loss():
    params, result = drawn("half_sse", n_steps=0)
    h, x = 1e-6, np.array(params.x)
    for i, k in ((0, 0), (3, 2)):
        plus, minus = x.copy(), x.copy()
        plus[i, k] += h
        minus[i, k] -= h
        rise = [compute(params.with_(x=moved.tolist())).loss[0] for moved in (plus, minus)]
        assert result.grad_x[0][i, k] == pytest.approx((rise[0] - rise[1]) / (2 * h), rel=1e-6)


def test_2_2_2_with_half_the_sum_of_squares():
    _, result = run("two_outputs")
    np.testing.assert_allclose(result.y_hat[0], (0.751365070, 0.772928465), atol=5e-10)
    assert result.loss[0] == pytest.approx(0.298371109, abs=5e-10)
    assert result.W[1][1][0, 0] == pytest.approx(0.35891648, abs=5e-9)
    assert result.W[1][0][0, 0] == pytest.approx(0.149780716, abs=5e-10)
    np.testing.assert_array_equal(result.b[10][0], (0.35, 0.35))
    np.testing.assert_array_equal(result.b[10][1], (0.6, 0.6))


@pytest.mark.parametrize(
    ("preset", "outputs"),
    [
        ("fresh_neuron", {0: 0.8176, 200: 0.1237, 300: 0.0940}),
        ("saturated_neuron", {0: 0.9820, 200: 0.7887, 300: 0.2028}),
    ],
)
def test_a_sigmoid_neuron_over_300_steps(preset, outputs):
    _, result = run(preset)
    for step, output in outputs.items():
        assert result.y_hat[step][0] == pytest.approx(output, abs=5e-5)


def test_xor_is_right_for_all_four_samples():
    _, result = run("xor")
    np.testing.assert_array_equal(result.y_hat[0][:, 0], (0, 1, 1, 0))
    assert result.loss[0] == 0


def test_and_in_turn_begins_at_one_half_and_has_no_bias():
    params, result = run("and_in_turn")
    assert result.y_hat[0][0, 0] == 0.5
    assert result.b is None
    assert result.grad_b is None
    np.testing.assert_array_equal(result.W[1][0], result.W[0][0])  # x = (0, 0) moves no weight
    for t in range(1, 4):
        moved = result.W[t + 1][0] - result.W[t][0]
        np.testing.assert_allclose(moved, -0.6 * result.grad_z[t][0][t][:, None] * np.array(params.x[t]), atol=1e-15)


def test_softmax_of_three_classes():
    weights = [[[0.2, -0.5], [-0.3, 0.7], [0.5, -0.2]]]
    fields = {"y": [0, 1, 0], "weights": weights, "biases": [[0, 0, 0]], "activations": ["linear"]}
    _, result = run(**fields, loss="cross_entropy", bias="none")
    np.testing.assert_allclose(result.probability[0], (0.09857, 0.65900, 0.24243), atol=5e-6)
    assert result.loss[0] == pytest.approx(0.41703, abs=5e-6)
    np.testing.assert_allclose(result.grad_z[0][0], (0.0986, -0.3410, 0.2424), atol=5e-5)


def test_the_batch_of_two_shows_the_mean_and_why():
    params, result = run("batch_of_two")
    moment = step_state(params, result, 0, 1)
    assert float(moment.own_grad_W[0][0, 0]) == 6.0
    assert float(moment.grad_W[0][0, 0]) == 1.0
    reason = weight_reason(moment, 0, 0, 0, 4, new=False)
    assert reason.formulas == ("of sample 2 of 2:", "∂L/∂w₁ = ∂L/∂ŷ · x₁ = 2 · 3 = 6", "mean ∂L/∂w₁ = (−4 + 6) / 2 = 1")
    assert whole_loss_reason(moment, 0, 4).formulas == ("mean L = (4 + 1) / 2 = 2.5",)
    assert chain_rule(moment, 0, 0, 0).value == 6.0


def test_in_turn_another_samples_gradient_is_named():
    params, result = run("and_in_turn")
    reason = weight_reason(step_state(params, result, 1, 3), 0, 0, 1, 4, new=True)
    assert reason.steps[0] == "of sample 4 of 4:"
    assert reason.steps[2] == "this step takes sample 2 alone:"
    assert reason.value == float(result.W[2][0][0, 1])


def test_the_sample_shown_follows_the_steps_or_stays():
    params = LAB.preset_params("and_in_turn")
    assert [sample_at(params, step) for step in range(6)] == [0, 1, 2, 3, 0, 1]
    assert [sample_at(params, step, 3) for step in range(3)] == [2, 2, 2]
    assert sample_at(params, 0, 64) == 3


def test_summaries_name_the_sample_and_the_mean():
    params, result = run("and_in_turn")
    assert str(summarize(params, result, 1)) == "Loss 0.125, sample 1 of 4. The prediction 0.5 against the target 0."
    assert str(summarize(params, result, 1, 4)).startswith("Loss 0.0229, sample 4 of 4.")
    step = str(summarize(params, result, 7))
    assert "takes the loss of sample 2 from" in step
    assert "The mean over all 4 samples goes from" in step
    assert "After 40 steps the mean loss of 4 samples has gone from" in str(summarize(params, result, 10**6))
    batch = str(summarize(*run("batch_of_two"), 3))
    assert "One step takes the mean loss of 2 samples from 2.5 to" in batch


def test_a_frozen_bias_has_a_gradient_and_no_new_value():
    params, result = run("two_outputs")
    moment = step_state(params, result, 0)
    assert moment.grad_b[0].any()
    kinds = {q.kind for q in quantities(moment.sizes, bias="frozen")}
    assert "grad_b" in kinds
    assert "new_b" not in kinds
    assert "b" not in weight_reason(moment, 0, 0, None, 4, new=True).steps[-1].name.split("/")[0]


@pytest.mark.parametrize("loss", LOSSES)
def test_an_exercise_takes_the_shown_sample_alone(loss):
    params, result = drawn(loss, n_steps=1)
    problem = problem_of(step_state(params, result, 0, 3).alone())
    alone = compute(params.with_(x=params.x[3], y=params.y[3]))
    shown = [str(q) for q in quantities(problem.sizes)]
    exercise = grade_exercise(problem, tuple(GROUPS), {}, shown, checked=True)
    truth = {item.quantity.key: item.mark.truth for item in exercise.items if item.mark}
    assert truth["loss"] == pytest.approx(alone.loss[0])
    assert truth["grad_W[0][1][2]"] == pytest.approx(alone.grad_W[0][0][1, 2])
    assert truth["new_W[1][0][3]"] == pytest.approx(alone.W[1][1][0, 3])


def test_numbers_are_rounded_sample_by_sample_as_on_paper():
    _, result = drawn("mse", n_steps=3, decimals=2)
    for layer in range(2):
        for values in (result.z, result.grad_W, result.W):
            kept = values.layers[layer][1:] * 100
            np.testing.assert_allclose(kept, np.round(kept), atol=1e-9)


@pytest.mark.parametrize(("n_samples", "loss"), sample(itertools.product((2, 7, 64), LOSSES), 4))
def test_the_gradient_check_holds_for_batches(n_samples, loss):
    rng = np.random.default_rng(n_samples)
    y = np.eye(2)[rng.integers(0, 2, n_samples)]
    params, result = drawn(loss, n_steps=0)
    result = compute(params.with_(x=rng.normal(size=(n_samples, 3)).tolist(), y=y.tolist()))
    assert result.gradient_check < 1e-7


def test_large_networks_are_computed_beside_the_window_and_drafted():
    small = LAB.params()
    assert is_light(small)
    assert draft(small) is small
    long = small.with_(n_steps=2000)
    assert not is_light(long)
    assert is_light(draft(long))
    weights = [[[0.1] * 16] * 16] * 7
    large = {"x": [[1.0] * 16] * 64, "y": [[0.0] * 16] * 64, "weights": weights, "biases": [[0.0] * 16] * 7}
    params = small.with_(**large, activations=["tanh"] * 6 + ["linear"])
    assert not is_light(params)
    result = compute(params)
    assert frames(params, result).count == 11 * 16 - 1
    assert result.z.layers[6].shape == (11, 64, 16)


@pytest.mark.parametrize("name", ["relu", "tanh"])
def test_a_death_is_one_of_all_samples(name):
    weights = [[[1.0], [-1.0]], [[1.0, 1.0]]]
    fields = {"weights": weights, "biases": [[0, 0], [0]], "activations": [name, "linear"]}
    _, result = run(x=[[1.0], [-1.0]], y=[[0.0], [0.0]], n_steps=0, **fields)
    assert result.first_death is None
    _, result = run(x=[[0.0], [0.0]], y=[[0.0], [0.0]], n_steps=0, **fields)
    assert (result.first_death == (0, 0)) == (ACTIVATIONS[name].df(np.zeros(1))[0] == 0)


def test_too_many_samples_are_refused_with_both_numbers():
    with pytest.raises(ParamError) as error:
        LABS["backprop"].decode({"x": [[1.0, 2.0]] * 65, "y": [[3.0]] * 65})
    assert "its length is 65, but at most 64 is allowed; a list" in str(error.value)
