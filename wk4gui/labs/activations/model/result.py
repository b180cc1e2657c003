"""The result of the activations lab."""

from dataclasses import dataclass

from wk4gui.core.arrays import Array
from wk4gui.labs.activations.model.saturation import Interval


@dataclass(frozen=True)
class Result:
    """The curves, and the signal in every layer of the deep network; arrays are read-only.

    Everything exists for the function and, as ``compare_…``, for the one it is compared with, or None without
    one. Forward quantities begin with the first layer; ``grad_norm`` begins at the output and ends at the input.

    Attributes:
        z_axis: (n_z,).
        f, df: f(z) and f′(z) on the axis (n_z,).
        f_at_z, df_at_z: at the probe.
        morph_f, morph_df: (1 + m) σ((1 + m) z) − m on the axis and its slope (n_z,).
        saturated_intervals: the intervals of the axis in which |f′| is below the threshold; one that ends with the
            axis may go on beyond.
        max_slope: largest |f′|.
        layer_mean, layer_std: of the activations (depth,).
        layer_saturated: share of the activations whose |f′(z)| is below the threshold (depth,).
        layer_histogram: share of the activations in each bin (depth, n_bins).
        histogram_edges: of the bins (n_bins + 1,); values beyond are counted in the outermost ones.
        grad_norm: root mean square of ∂L/∂z for a standard normal ∂L/∂a at the output, input layer last (depth,).
        slope_factor: max|f′| to the power of 1 … depth: the slopes alone, without the weights (depth,).
        gradient_factor: geometric mean of the factors by which layers multiply the gradient; None for one layer, or
            if the gradient is 0.
        tanh_identity_error: largest |tanh z − (2σ(2z) − 1)| on the axis.
    """

    z_axis: Array
    f: Array
    df: Array
    compare_f: Array | None
    compare_df: Array | None
    f_at_z: float
    df_at_z: float
    compare_f_at_z: float | None
    compare_df_at_z: float | None
    morph_f: Array
    morph_df: Array
    saturated_intervals: tuple[Interval, ...]
    compare_saturated_intervals: tuple[Interval, ...] | None
    max_slope: float
    compare_max_slope: float | None
    layer_mean: Array
    layer_std: Array
    layer_saturated: Array
    layer_histogram: Array
    histogram_edges: Array
    grad_norm: Array
    slope_factor: Array
    gradient_factor: float | None
    compare_layer_mean: Array | None
    compare_layer_std: Array | None
    compare_layer_saturated: Array | None
    compare_layer_histogram: Array | None
    compare_histogram_edges: Array | None
    compare_grad_norm: Array | None
    compare_slope_factor: Array | None
    compare_gradient_factor: float | None
    tanh_identity_error: float
