"""What the dropout lab found, in words with numbers."""

from wk4gui.core.number_format import format_number
from wk4gui.lab.summary import Summary
from wk4gui.labs.dropout.model.params import Params
from wk4gui.labs.dropout.model.result import Result, TrainingResult

EXACT = 1e-9


def ensemble_verdict(params: Params, result: Result) -> Summary:
    """Which mean of the thinned networks the scaled network answers."""
    n = len(result.subnet_probability)
    gaps, spread = result.agreement, float(result.output_variance.max()) ** 0.5
    scaled, mean = _n(result.weight_scaled_output[0]), _n(result.ensemble_mean[0])
    numbers = f"Scaled network {scaled}, mean of all {n} thinned networks {mean}, their spread {_n(spread)}."
    if spread < EXACT:
        return Summary("Nothing to average.", f"{numbers} No mask changes the output.")
    if params.scaling == "none" and params.drop_prob > 0.0 and gaps.mean_gap > EXACT:
        return Summary("The scale was forgotten.", f"{numbers} In use everything is too large.", "bad")
    if gaps.mean_gap < EXACT:
        return Summary("One network, the mean of all.", f"{numbers} They agree exactly: the output is linear.", "good")
    if gaps.geometric_gap is not None and gaps.geometric_gap < EXACT:
        return Summary(
            "One network, the geometric mean of all.",
            f"{numbers} The plain mean is missed by {_n(gaps.mean_gap)}, the normalised geometric mean by nothing.",
            "good",
        )
    geometric = "" if gaps.geometric_gap is None else f" and the geometric mean by {_n(gaps.geometric_gap)}"
    return Summary("An approximation.", f"{numbers} The mean is missed by {_n(gaps.mean_gap)}{geometric}.")


def training_verdict(params: Params, result: TrainingResult, frame: int = 0) -> Summary:
    """What dropout did to the test loss, and to each of the four explanations' numbers."""
    loss = result.comparison["test_loss"]
    words = {
        "up": ("Dropout made it worse.", "bad"),
        "down": ("Dropout helped.", "good"),
        "same": ("No difference beyond chance.", "neutral"),
        None: ("One network proves little.", "neutral"),
    }
    verdict, tone = words[loss.direction]
    names = {
        "loss_rise_without_unit": "the loss rises without one unit",
        "mean_abs_correlation": "correlation of two units",
        "sparsity": "silent activations",
        "cancellation": "cancellation",
        "weight_norm": "norm of the weights",
    }
    others = ", ".join(f"{title} {_pair(result, name)}" for name, title in names.items())
    return Summary(verdict, f"Plain → dropout: test loss {_pair(result, 'test_loss')}; {others}.", tone)  # type: ignore[arg-type]


def explanations(result: TrainingResult) -> tuple[tuple[str, str, str], ...]:
    """The four explanations: its name, the measure that speaks for it, and the way it should go with dropout."""
    return (
        ("Averaging", "test_loss", "down"),
        ("Less co-adaptation", "loss_rise_without_unit", "down"),
        ("Noise", "weight_norm", "down"),
        ("Sparsity", "sparsity", "up"),
    )


def _pair(result: TrainingResult, name: str) -> str:
    plain, dropout, _ = result.comparison[name].mean
    return f"{_n(plain)} → {_n(dropout)}"


def _n(value: float) -> str:
    return format_number(value, 4)
