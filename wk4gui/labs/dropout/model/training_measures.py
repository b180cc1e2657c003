"""What is measured of the trained networks of the dropout lab; imported with its declarations."""

from collections.abc import Mapping

from wk4gui.labs.dropout.model.hidden_units import SILENT

KINDS = ("plain", "dropout", "gaussian")
N_TEST = 500
"""Test points of the training."""
MEASURES: Mapping[str, tuple[str, str]] = {
    "test_loss": ("Test loss", f"L = Σ (ŷ − y)² / {N_TEST}"),
    "loss_rise_without_unit": ("Rise of the loss without one unit", "r = Σⱼ (L without hⱼ − L) / H"),
    "weight_norm": ("Norm of the weights", "‖w‖ = √(Σ w²)"),
    "sparsity": ("Silent share", f"silent: |a| ≤ {SILENT:g} max |a|"),
    "mean_abs_correlation": ("Correlation of two units", "mean |correlation| of the pairs of units"),
    "cancellation": ("Cancellation", "Σ |w a| / Σ |ŷ|"),
}
"""The measures of every network and how they are computed, at the test points without noise."""
