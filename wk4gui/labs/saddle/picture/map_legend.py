"""The entries of the map's legend: the kinds of critical points, and the descents."""

from collections.abc import Mapping, Sequence

from wk4gui.labs.saddle.model.critical_points import CriticalPoint
from wk4gui.labs.saddle.picture.critical_marks import LegendEntry
from wk4gui.labs.saddle.picture.race_looks import LABELS, optimizer_pen, plain_pens
from wk4gui.render.theme import Theme

_KINDS = ("minimum", "maximum", "saddle", "degenerate")


def legend_entries(
    theme: Theme, points: Sequence[CriticalPoint], rates: Mapping[str, float], n_runs: int, drawn: int
) -> list[LegendEntry]:
    """The entries for critical points and optimizers (names with learning rates), so many of whose runs are drawn."""
    kinds = {point.kind for point in points}
    marks = [LegendEntry(_kind_name(kind, points), kind) for kind in _KINDS if kind in kinds]
    ends_too = ", all ends" if n_runs > drawn else ""
    labels = {name: f"{LABELS[name]}, α = {rate:.3g}" for name, rate in rates.items()}
    if len(rates) == 1:
        name = next(iter(rates))
        casing, pen = plain_pens(theme, name, alone=True)
        text = f"{labels[name]}: {_runs(n_runs, drawn)}{ends_too}"
        return [*marks, LegendEntry("without noise", pen=pen, casing=casing), _optimizer_entry(theme, name, text)]
    casing, pen = theme.pen(theme.line, 5.0), theme.pen(theme.ink, 2.0)
    edge = LegendEntry("with an edge: without noise", pen=pen, casing=casing)
    same = LegendEntry(f"same start, {_runs(n_runs, drawn)} each{ends_too}:")
    return [*marks, edge, same, *(_optimizer_entry(theme, name, text) for name, text in labels.items())]


def _runs(n_runs: int, drawn: int) -> str:
    if n_runs > drawn:
        return f"{drawn} of {n_runs} runs"
    return f"{n_runs} noisy " + ("runs" if n_runs > 1 else "run")


def _optimizer_entry(theme: Theme, name: str, text: str) -> LegendEntry:
    return LegendEntry(text, pen=optimizer_pen(theme, name, 1.8))


def _kind_name(kind: str, points: Sequence[CriticalPoint]) -> str:
    if kind == "saddle":
        return "saddle: arrows out downhill, in uphill"
    alike = kind == "degenerate" and all(p.saddle_like for p in points if p.kind == kind)
    return "degenerate saddle" if alike else kind
