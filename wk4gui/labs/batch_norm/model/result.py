"""The results of the batch_norm lab."""

from collections.abc import Mapping
from dataclasses import dataclass

from wk4gui.core.arrays import Array
from wk4gui.core.regimes import Regime
from wk4gui.labs.batch_norm.model.normalized_layer import LayerRun


@dataclass(frozen=True)
class Result(LayerRun):
    """The layer over all batches, and the effect of the bias; arrays are read-only.

    Attributes:
        change_from_bias: largest |difference| between this bias and none, of "z_tilde", "grad_W", "grad_gamma" and
            "grad_beta".
        max_change_from_bias: the largest of these.
        rounding_bound: 32 · 2⁻⁵² · max|z| · max|γ| / √(var + ε), a bound on z̃'s rounding error in train mode.
        output_mean, output_std: of z̃ over all batches (2,).
    """

    change_from_bias: Mapping[str, float]
    max_change_from_bias: float
    rounding_bound: float
    output_mean: Array
    output_std: Array


@dataclass(frozen=True)
class TrainingResult:
    """The same network and start with every rate, with batch norm and without; NaN from a divergence on; read-only.

    Attributes:
        rates: ascending (n_rates,).
        with_bn: mean squared error (n_rates, train_steps + 1).
        without_bn: likewise.
        regime_with_bn, regime_without_bn: per rate, as in the learning_rate lab.
        diverged_at: first step that is not finite, or None, with batch norm and without, per rate (2, n_rates).
    """

    rates: Array
    with_bn: Array
    without_bn: Array
    regime_with_bn: tuple[Regime, ...]
    regime_without_bn: tuple[Regime, ...]
    diverged_at: tuple[tuple[int | None, ...], tuple[int | None, ...]]
