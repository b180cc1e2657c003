"""Results of the dropout lab's two parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from wk4gui.core.arrays import Array
from wk4gui.core.paired_test import Paired


@dataclass(frozen=True)
class Agreement:
    """The distance of the scaled network's output from the means of the thinned ones.

    Attributes:
        mean_gap: largest |scaled − ensemble mean| over the outputs.
        geometric_gap: largest |scaled − geometric mean|; None for a linear output.
    """

    mean_gap: float
    geometric_gap: float | None


@dataclass(frozen=True)
class Result:
    """All thinned networks of a small one on one input; arrays are read-only. n_out is 1, or 3 for softmax.

    Attributes:
        W1, b1: of the dropped layer (H, 2), (H,).
        W_between, b_between: of the ReLU layer after it (4, H), (4,); None without.
        W2, b2: of the output (n_out, H or 4), (n_out,).
        hidden_z: before the activation (H,).
        hidden: activations without dropout (H,).
        mask: flags of the kept units (H,).
        kept: activations after dropout with this mask: a/(1 − p) or 0 with inverted scaling (H,).
        mask_output: output under this mask (n_out,).
        subnet_mask: 1 where a thinned network has a unit (2^H, H); row i has unit j where bit j of i is 1.
        subnet_output: of every thinned network (2^H, n_out).
        subnet_probability: of every mask (2^H,).
        wall_order: rows of the above in the order of display, most units first (2^H,).
        ensemble_mean: exact (n_out,).
        geometric_mean: Π output^probability, normalised (n_out,); None for a linear output.
        weight_scaled_output: of the whole network in use (n_out,).
        agreement: of the scaled output with the two means.
        output_variance: of the thinned networks' outputs (n_out,).
        monte_carlo_n: numbers of drawn masks (k,).
        monte_carlo_mean: running mean of the outputs (k, n_out).
        monte_carlo_error: its standard error, from the drawn outputs themselves (k, n_out).
        noise_equivalent: linear output, inverted, no second layer: "formula" (p/(1 − p)) Σ w²a²; "exact" rise of the
            expected squared error over all masks; "simulated" over the drawn ones, and "simulated_error". Else None.
    """

    W1: Array
    b1: Array
    W_between: Array | None
    b_between: Array | None
    W2: Array
    b2: Array
    hidden_z: Array
    hidden: Array
    mask: tuple[bool, ...]
    kept: Array
    mask_output: Array
    subnet_mask: Array
    subnet_output: Array
    subnet_probability: Array
    wall_order: tuple[int, ...]
    ensemble_mean: Array
    geometric_mean: Array | None
    weight_scaled_output: Array
    agreement: Agreement
    output_variance: Array
    monte_carlo_n: Array
    monte_carlo_mean: Array
    monte_carlo_error: Array
    noise_equivalent: Mapping[str, float] | None


@dataclass(frozen=True)
class Comparison:
    """One measure of the three kinds of training.

    Attributes:
        mean: over the networks (3,).
        error: its standard error (3,); None with one network.
        median: over the networks (3,).
        change: mean of dropout minus plain, the same data and start in each pair.
        change_error: its standard error; None with one network.
        pairs: the sign test of dropout against plain, pair by pair.
    """

    mean: tuple[float, ...]
    error: tuple[float, ...] | None
    median: tuple[float, ...]
    change: float
    change_error: float | None
    pairs: Paired


@dataclass(frozen=True)
class TrainingResult:
    """The same networks trained plainly, with dropout and with Gaussian noise, in single precision.

    The first axis is the kind, in the order of ``kinds``; measures are taken at the test points, without noise. Mean
    and standard error over the networks are in ``comparison``.

    Attributes:
        kinds: "plain", "dropout", "gaussian" (multiplicative, of the variance p/(1 − p) of dropout).
        steps: at which losses were recorded (k,).
        train_loss, test_loss: mean squared error (3, n_networks, k), of the test at 500 fresh noisy points.
        sparsity: share of activations below a thousandth of the layer's largest (3, n_networks).
        mean_abs_correlation: of the activations of two hidden units (3, n_networks).
        unit_correlation: of the first network's units, ordered by their output weight (3, width, width).
        loss_rise_without_unit: mean rise of the test loss when one unit is removed (3, n_networks).
        cancellation: Σ|w a| / Σ|ŷ| (3, n_networks).
        weight_norm: of all weights, biases left out (3, n_networks).
        weight_edges: of the histogram's bins (n_bins + 1,); the first and the last bin include values beyond.
        weight_histogram: number of weights in each, over all networks (3, n_bins).
        diverged_at: per kind the first recorded step at which a network's loss is not finite, or None.
        comparison: by name, for "test_loss" and "train_loss" after the last step and for every measure.
    """

    kinds: tuple[str, ...]
    steps: Array
    train_loss: Array
    test_loss: Array
    sparsity: Array
    mean_abs_correlation: Array
    unit_correlation: Array
    loss_rise_without_unit: Array
    cancellation: Array
    weight_norm: Array
    weight_edges: Array
    weight_histogram: Array
    diverged_at: tuple[int | None, ...]
    comparison: Mapping[str, Comparison]
