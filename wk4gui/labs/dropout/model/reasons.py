"""The reasons of the numbers of the dropout lab's thinned networks.

h is a hidden activation, m its flag in the mask, h̃ its value after dropout, and P(m) the probability of a mask.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from wk4gui.core.activation_formulas import activation_formula
from wk4gui.core.arrays import Array
from wk4gui.core.equation import Equation, exp, quantity, root, size, total
from wk4gui.core.expression import Call, Expression, QuantityTerm, Sum
from wk4gui.core.names import subscript
from wk4gui.core.number_format import format_number, write_places
from wk4gui.core.number_text import number
from wk4gui.lab.reason import Reason
from wk4gui.labs.dropout.model.dropout import DroppedNetwork, training_factor, use_factor
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.result import Result

_STEEP = 15.0
"""From this size on, the largest exponent is subtracted from all."""
ReasonLines = tuple[Equation | str, ...]


def input_reason(params: Params, k: int) -> Reason:
    """A coordinate of the input, as set."""
    return Reason("Input, as it is set", (Equation(f"x{subscript(k + 1)}", quantity("", params.x[k])),), params.x[k])


def factor_reason(params: Params) -> Reason:
    """The factor of the kept units; without scaling, the ratio of the units' sum in use to its mean in training."""
    keep = 1.0 / (1.0 - quantity("p", params.drop_prob))
    if params.scaling == "none":
        subject = "Sum of the hidden units in use, relative to its mean in training"
        return Reason(subject, ("no compensation, neither in training nor in use", Equation("", keep)), keep.value)
    if params.scaling == "classic":
        words = "no compensation in training; in use they are multiplied by 1 − p"
        return Reason(
            "What the hidden units that are kept are multiplied by", (words, Equation("factor", quantity("", 1.0))), 1.0
        )
    return Reason("What the hidden units that are kept are multiplied by", (Equation("factor", keep),), keep.value)


def hidden_reason(params: Params, result: Result, unit: int) -> Reason:
    """The value of a hidden unit under the mask."""
    j, z, h = subscript(unit + 1), float(result.hidden_z[unit]), float(result.hidden[unit])
    flag, kept = int(result.mask[unit]), float(result.kept[unit])
    goes_on: Expression = quantity(f"m{j}", flag) * quantity(f"h{j}", h)
    if params.scaling == "inverted":
        goes_on = goes_on / (1.0 - quantity("p", params.drop_prob))
    lines = (
        Equation(f"z{j}", _weighted(result.W1[unit], params.x, "Σ w x") + quantity("b", result.b1[unit])),
        Equation(f"h{j}", activation_formula(params.activation, z).formula),
        Equation(f"h̃{j}", goes_on),
    )
    return Reason(
        f"Value of hidden unit {unit + 1} after dropout: {'kept' if flag else 'dropped'}, m = {flag}", lines, kept
    )


def between_reason(params: Params, result: Result, unit: int) -> Reason:
    """An activation of the layer after the dropped one."""
    assert result.W_between is not None
    assert result.b_between is not None
    j, kept = subscript(unit + 1), np.flatnonzero(result.mask)
    z = _weighted(result.W_between[unit, kept], result.kept[kept], "Σ w h̃") + quantity("b", result.b_between[unit])
    lines = (Equation(f"z{j}", z), Equation(f"a{j}", _relu(quantity(f"z{j}", z.value))))
    return Reason(f"Unit {unit + 1} of layer 2, ReLU", lines, max(z.value, 0.0))


def mask_output_reason(params: Params, result: Result, output: int) -> Reason:
    """The output under the mask of the diagram."""
    lines = _output_lines(params, result, result.kept, np.flatnonzero(result.mask), output)
    return Reason(f"Output {_y(result, output)} under the mask", lines, float(result.mask_output[output]))


def thinned_reason(params: Params, result: Result, row: int, output: int) -> Reason:
    """Probability and output of a thinned network; ``row`` as in ``subnet_mask``."""
    units = np.flatnonzero(result.subnet_mask[row])
    p, n_dropped = quantity("p", params.drop_prob), params.n_hidden - len(units)
    kept = result.subnet_mask[row] * result.hidden * training_factor(params.scaling, params.drop_prob)
    lines = (
        Equation("P(m)", (1.0 - p) ** len(units) * p**n_dropped),
        *_output_lines(params, result, kept, units, output),
    )
    subject = f"Thinned network {_units(units, params.n_hidden)}: its probability and its output {_y(result, output)}"
    return Reason(subject, lines, float(result.subnet_output[row, output]))


def mean_reason(params: Params, result: Result, output: int) -> Reason:
    """The exact mean of all thinned networks."""
    rows = _likely(result)
    mean = _weighted(result.subnet_probability[rows], result.subnet_output[rows, output], "Σ P(m) ŷₘ")
    steps = ("P(m) = (1 − p)^kept · p^dropped", Equation("mean", mean))
    return Reason(f"Mean of {_all(rows)}{_which(result, output)}", steps, float(result.ensemble_mean[output]))


def scaled_reason(params: Params, result: Result, output: int) -> Reason:
    """The output of the whole network in use."""
    factor = use_factor(params.scaling, params.drop_prob)
    first = f"h̃ = (1 − p) h, 1 − p = {number(factor)}" if params.scaling == "classic" else "h̃ = h, of all units"
    lines = _output_lines(params, result, result.hidden * factor, np.arange(params.n_hidden), output)
    subject = f"Scaled network, nothing dropped{_which(result, output)}"
    return Reason(subject, (first, *lines), float(result.weight_scaled_output[output]))


def geometric_reason(params: Params, result: Result, output: int) -> Reason:
    """The normalised geometric mean of probabilities: e to the mean logarithm, over the sum of the classes."""
    assert result.geometric_mean is not None
    rows = _likely(result)
    kept = result.subnet_mask * result.hidden * training_factor(params.scaling, params.drop_prob)
    logs, probability = _network(params, result).log_probabilities(kept), result.subnet_probability
    means = probability @ logs
    names = ["ŷₘ", "(1 − ŷₘ)"] if params.output == "sigmoid" else [f"ŷ{subscript(c + 1)}" for c in range(len(means))]
    sums = [_weighted(probability[rows], logs[rows, c], f"Σ P(m) ln {name}") for c, name in enumerate(names)]
    others = [Equation(f"l{subscript(c + 1)}", each) for c, each in enumerate(sums) if c != output]
    lines = (Equation(f"l{subscript(output + 1)}", sums[output]), *others, *_softmax_lines("", "l", means, output))
    subject = f"Normalised geometric mean of {_all(rows)}{_which(result, output)}"
    return Reason(subject, lines, float(result.geometric_mean[output]))


def drawn_reason(result: Result, at: int, output: int) -> Reason:
    """The mean of the first drawn masks; ``at`` as in ``monte_carlo_n``."""
    n, mean = int(result.monte_carlo_n[at]), float(result.monte_carlo_mean[at, output])
    square = float(result.monte_carlo_error[at, output]) ** 2 * n
    deviation = Equation("s", root(quantity("Σ (ŷₘ − mean)²", square * (n - 1)) / (quantity("n", n) - 1.0)))
    lines = (
        deviation,
        Equation("standard error", quantity("s", deviation.value) / root(quantity("n", n))),
        Equation("mean", quantity("Σ ŷₘ", mean * n) / quantity("n", n)),
    )
    return Reason(f"Mean of {n} drawn masks{_which(result, output)}, with its standard error", lines, mean)


def drawn_error_reason(result: Result, at: int, output: int) -> Reason:
    """The standard error of the mean of the first drawn masks."""
    mean = drawn_reason(result, at, output)
    return Reason(
        f"Standard error of the {mean.subject[0].lower()}{mean.subject[1:].partition(', with')[0]}",
        mean.steps[:2],
        float(result.monte_carlo_error[at, output]),
    )


def bin_reason(result: Result, output: int, low: float, high: float, *, closed: bool) -> Reason:
    """The probability of an output between two edges of the histogram, including the upper one if ``closed``."""
    values, rows = result.subnet_output[:, output], _likely(result)
    inside = [i for i in rows if low <= values[i] and (values[i] <= high if closed else values[i] < high)]
    probability = result.subnet_probability[inside]
    words = f"masks with {number(low)} ≤ ŷₘ {'≤' if closed else '<'} {number(high)}: {len(inside)} of {len(values)}"
    steps = (words, Equation("probability", total(probability, "Σ P(m)")))
    return Reason(f"Probability of such an output{_which(result, output)}", steps, float(probability.sum()))


def count_reason(params: Params) -> Reason:
    """The number of thinned networks."""
    n = params.n_hidden
    power = Call("2^", lambda units: 2.0**units, quantity("H", n), "")
    return Reason("Number of thinned networks", ("each of H units is there or not", Equation("", power)), float(2**n))


def spread_reason(params: Params, result: Result, output: int) -> Reason:
    """The standard deviation of the thinned networks' outputs."""
    rows, variance = _likely(result), float(result.output_variance[output])
    squares = (result.subnet_output[rows, output] - result.ensemble_mean[output]) ** 2
    lines = (
        Equation("variance", _weighted(result.subnet_probability[rows], squares, "Σ P(m) (ŷₘ − mean)²")),
        Equation("", root(quantity("variance", variance))),
    )
    return Reason(f"Standard deviation of {_all(rows)}{_which(result, output)}", lines, variance**0.5)


def gap_reason(result: Result, mean: Array, name: str) -> Reason:
    """The largest distance of the scaled network's output from a mean."""
    gaps = np.abs(result.weight_scaled_output - mean)
    k = int(gaps.argmax())
    line = Equation(
        "", size(quantity("scaled", result.weight_scaled_output[k]) - quantity(name, mean[k])), write=write_places
    )
    return Reason(
        f"Distance of the scaled network's output from the {name}{_which(result, k)}", (line,), float(gaps[k])
    )


def rise_reason(result: Result) -> Reason:
    """The rise of the squared error by the noise of the drawn masks."""
    assert result.noise_equivalent is not None
    rise, n = result.noise_equivalent["simulated"], int(result.monte_carlo_n[-1])
    line = Equation("", quantity("Σ ((ŷₘ − y)² − (ŷ − y)²)", rise * n) / quantity("n", n))
    return Reason(f"Mean rise of the squared error under {n} drawn masks", (line,), rise)


def live_reason(params: Params, result: Result, frame: int, name: str) -> Reason | None:
    """The reason of a live number of the lesson that none of its formulas computes."""
    makers: dict[str, Callable[[], Reason]] = {
        "n_subnets": partial(count_reason, params),
        "ensemble_mean": partial(mean_reason, params, result, 0),
        "weight_scaled_output": partial(scaled_reason, params, result, 0),
        "mean_gap": partial(gap_reason, result, result.ensemble_mean, "mean"),
        "geometric_mean": partial(geometric_reason, params, result, 0),
        "simulated_rise": partial(rise_reason, result),
    }
    return makers[name]() if name in makers else None


def _output_lines(params: Params, result: Result, kept: Array, units: np.ndarray, output: int) -> ReasonLines:
    """The equations from the hidden values (H,) to one output; ``units`` are those that are not 0."""
    network = _network(params, result)
    z, between = network.logits(kept), network.between(kept)
    symbol, values, weights = "h̃", kept[units], result.W2[output, units] if between is None else result.W2[output]
    lines: list[Equation | str] = []
    if between is not None:
        symbol, values = "a", between
        lines.append(f"a = max(0, Σ w h̃ + b) = ({', '.join(format_number(a, 4) for a in between)})")
    name = "ŷ" if params.output == "linear" else "z" + (subscript(output + 1) if len(z) > 1 else "")
    lines.append(Equation(name, _weighted(weights, values, f"Σ w {symbol}") + quantity("b", result.b2[output])))
    if params.output == "sigmoid":
        lines.append(Equation("ŷ", activation_formula("sigmoid", float(z[0])).formula))
    if params.output == "softmax":
        lines += [f"z{subscript(c + 1)} = {number(z[c])}" for c in range(len(z)) if c != output]
        lines += _softmax_lines(f"ŷ{subscript(output + 1)}", "z", z, output)
    return tuple(lines)


def _softmax_lines(name: str, letter: str, z: Array, k: int) -> list[Equation]:
    """e^z / Σ e^z in numbers, with the largest z subtracted from all if e^z would overflow."""
    own = quantity(letter + subscript(k + 1), z[k])
    if float(np.abs(z).max()) <= _STEEP:
        return [Equation(name, exp(own) / total([exp(float(each)) for each in z], f"Σ e^{letter}"))]
    c = quantity("c", z.max())
    powers = total([exp(float(each) - c) for each in z], f"Σ e^({letter} − c)")
    return [Equation(f"c = max {letter}", quantity("", c.value)), Equation(name, exp(own - c) / powers)]


def _network(params: Params, result: Result) -> DroppedNetwork:
    r = result
    return DroppedNetwork(r.W1, r.b1, r.W_between, r.b_between, r.W2, r.b2, params.activation, params.output)


def _likely(result: Result) -> np.ndarray:
    """Masks with a positive probability, in the order of display."""
    order = np.array(result.wall_order)
    return np.asarray(order[result.subnet_probability[order] > 0.0])


def _units(units: np.ndarray, n_hidden: int) -> str:
    """The units of a thinned network, such as "with units 1, 3"."""
    names = ", ".join(str(j + 1) for j in units)
    if len(units) in (0, n_hidden):
        return "with all units" if len(units) else "without any unit"
    return f"with {'unit' if len(units) == 1 else 'units'} {names}"


def _all(rows: np.ndarray) -> str:
    return "the only thinned network" if len(rows) == 1 else f"all {len(rows)} thinned networks"


def _which(result: Result, output: int) -> str:
    return f", output {output + 1}" if result.subnet_output.shape[1] > 1 else ""


def _y(result: Result, output: int) -> str:
    return "ŷ" + (subscript(output + 1) if result.subnet_output.shape[1] > 1 else "")


def _weighted(weights: Array, values: object, symbol: str) -> Sum:
    """Σ w x with its products."""
    return total([quantity("", w) * float(x) for w, x in zip(weights, np.asarray(values), strict=True)], symbol)


def _relu(z: QuantityTerm) -> Call:
    return Call("max(0, ", lambda value: max(0.0, value), z)
