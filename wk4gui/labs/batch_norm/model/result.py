"""The results of the batch_norm lab."""

from collections.abc import Mapping
from dataclasses import dataclass

from wk4gui.core.arrays import Array
from wk4gui.core.regimes import Regime


@dataclass(frozen=True)
class Result:
    """Every batch before and after the normalisation, with its gradients; the batch first; arrays are read-only.

    Attributes:
        z: before the normalisation (n_steps, batch_size, 2).
        z_hat: (z − mean)/√(variance + ε), likewise.
        z_tilde: γẑ + β, plus b if it follows; the activation's input, likewise.
        batch_mean: of z (n_steps, 2).
        batch_var: population variance of z (n_steps, 2).
        running_mean: before the first batch and after each (n_steps + 1, 2); in eval mode collected with bias 0.
        running_var: of the unbiased variances, likewise.
        batch_loss: mean (ŷ − y)² of each batch (n_steps,).
        grad_b, grad_gamma, grad_beta: of that loss (n_steps, 2).
        grad_W: (n_steps, 2, 3).
        change_from_bias: largest |difference| between this bias and none, of "z_tilde", "grad_W", "grad_gamma" and
            "grad_beta".
        max_change_from_bias: the largest of these.
        rounding_bound: 32 · 2⁻⁵² · max|z| · max|γ| / √(var + ε), a bound on z̃'s rounding error in train mode.
        output_mean, output_std: of z̃ over all batches (2,).
    """

    z: Array
    z_hat: Array
    z_tilde: Array
    batch_mean: Array
    batch_var: Array
    running_mean: Array
    running_var: Array
    batch_loss: Array
    grad_b: Array
    grad_W: Array  # noqa: N815
    grad_gamma: Array
    grad_beta: Array
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
