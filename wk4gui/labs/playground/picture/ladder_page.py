"""A page that compares swarms at several values of one setting: the loss of each seed, and the median."""

from typing import Any

import numpy as np
from PySide6.QtWidgets import QSizePolicy

from wk4gui.core.number_format import format_significant
from wk4gui.labs.playground.model.medians import median
from wk4gui.labs.playground.model.result import Ladder
from wk4gui.render.boxes import below
from wk4gui.render.device_curve import Marker
from wk4gui.render.dots_item import Dots
from wk4gui.render.lab_view import Pane
from wk4gui.render.plot import WIDE_LEFT_PX, Plot
from wk4gui.render.sentence_label import SentenceLabel
from wk4gui.render.theme import Theme, faded

_MOST = 4
_SPREAD = 0.18
"""Half of the width over which the dots of one value are spread."""


class LadderPlot(Plot):
    """The loss of each seed at each value on a log axis, and their median."""

    left_px = WIDE_LEFT_PX

    def __init__(self, x_title: str, theme: Theme) -> None:
        super().__init__(x_title, "loss at the end", theme, f"Losses of the seeds by {x_title}")
        self.getAxis("left").setLogMode(True)
        self.getAxis("left").name_halves()
        self._dots = self.add(Dots(theme.forward, 3.0))
        self._medians = [self.add(Marker(theme.ink, theme.pane, 5.5)) for _ in range(_MOST)]

    def show_ladder(self, ladder: Ladder) -> None:
        """Shows all losses; those of diverged runs are left out."""
        with np.errstate(all="ignore"):
            logs = np.log10(ladder.loss)
            medians = np.log10(median(ladder.loss))
        n, seeds = logs.shape
        at = np.linspace(-_SPREAD, _SPREAD, seeds) if seeds > 1 else np.zeros(1)
        self._dots.set_color(faded(self.theme.forward, 0.7))
        self._dots.set_points(np.column_stack([(np.arange(n)[:, None] + at).ravel(), logs.ravel()]))
        for k, marker in enumerate(self._medians):
            marker.set_colors(self.theme.ink, self.theme.pane)
            marker.set_point(float(k), float(medians[k]) if k < n and np.isfinite(medians[k]) else float("nan"))
        finite = logs[np.isfinite(logs)]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (-1.0, 0.0)
        margin = 0.08 * (high - low) or 0.3
        self.getAxis("bottom").set_named([(float(k), format_significant(v, 3)) for k, v in enumerate(ladder.values)])
        self.set_ranges((-0.5, n - 0.5), (low - margin, high + margin))

    def read(self, x: float) -> str:
        return ""


class LadderPage:
    """The pane of one ladder, with its sentence.

    Args:
        part: name of the part, and of its ladder.
        title: of the pane.
        x_title: of the setting.
        summarize: the part's.
    """

    def __init__(self, part: str, title: str, x_title: str, summarize: Any, theme: Theme) -> None:
        self._part, self._summarize = part, summarize
        self.plot, self.outcome = LadderPlot(x_title, theme), SentenceLabel(theme)
        self.outcome.setWordWrap(True)
        self.outcome.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.pane = Pane(part, title, below(self.plot, stretches=(1,)))

    def set_theme(self, theme: Theme) -> None:
        self.plot.set_theme(theme)
        self.outcome.set_theme(theme)

    def show_part(self, params: Any, result: Any) -> None:
        """Shows the ladder of a result."""
        self.plot.show_ladder(getattr(result, self._part))
        self.outcome.show_sentence(self._summarize(params, result).sentence)
