"""The picture of a survey: a curve with quartiles over one parameter, or a map over two."""

import math
from functools import cached_property
from typing import TypeVar

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wk4gui.core.arrays import Array
from wk4gui.export.sweep_axis import axis_title, place_of, short, ticks_of, value_text
from wk4gui.lab.declarations import Field, LabParams, fields_of
from wk4gui.lab.measure import Measure
from wk4gui.render.map_plot import HeatLegend, MapPlot
from wk4gui.render.plot import curve_pen
from wk4gui.render.setting_plot import SettingLine, SettingPlot
from wk4gui.render.theme import Theme
from wk4gui.sweeps.refinement import filled
from wk4gui.sweeps.survey import Survey, Surveyed
from wk4gui.sweeps.value_scale import ValueScale, scale_of

P = TypeVar("P", SettingPlot, MapPlot)
_MISSING = "no value"
_MOST_LETTERS = 36
"""Of the title of the y axis, which has room for as many in the largest type; the caption says the whole."""


class SweepPicture(QWidget):
    """Draws what is known of a survey.

    Signals:
        chosen(dict): the parameters of a place that was clicked.
    """

    chosen = Signal(dict)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._survey: Survey | None = None
        self._found: Surveyed | None = None
        self._today: LabParams | None = None
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    @cached_property
    def curve(self) -> SettingPlot:
        """The picture of one parameter, made when it is first shown."""
        return self._made(SettingPlot(self._theme))

    @cached_property
    def map(self) -> MapPlot:
        """The picture of two parameters."""
        return self._made(MapPlot(self._theme))

    @cached_property
    def legend(self) -> HeatLegend:
        """The legend of the map."""
        legend = HeatLegend(self._theme)
        self._layout.addWidget(legend)
        return legend

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for part in self._parts():
            part.set_theme(theme)
        if self._survey is not None and self._found is not None and self._today is not None:
            self.show_survey(self._survey, self._found, self._today)

    def _made(self, plot: P) -> P:
        plot.chosen.connect(self._choose)
        self._layout.addWidget(plot, 1)
        return plot

    def _parts(self) -> list[SettingPlot | MapPlot | HeatLegend]:
        """What was made already."""
        return [vars(self)[name] for name in ("curve", "map", "legend") if name in vars(self)]

    def prepare(self, survey: Survey) -> None:
        """Makes the plot that a survey is shown in, and shows it alone."""
        wanted = (self.map, self.legend) if survey.n_axes == 2 else (self.curve,)
        for part in self._parts():
            part.setVisible(part in wanted)

    def show_survey(self, survey: Survey, found: Surveyed, today: LabParams) -> None:
        """Shows what is known, and marks the present parameters."""
        self._survey, self._found, self._today = survey, found, today
        self.prepare(survey)
        two = survey.n_axes == 2
        if two:
            self._show_map(survey, found)
        else:
            self._show_curve(survey, found)
        shown = self.map if two else self.curve
        shown.set_readings(lambda i, j: _reading(survey, found, i, j))
        self.mark(today)

    def mark(self, today: LabParams) -> None:
        """Marks the present parameters."""
        self._today = today
        if self._survey is None:
            return
        places = [
            place_of(field, axis.values, getattr(today, axis.name))
            for field, axis in zip(_fields(self._survey), self._survey.axes, strict=True)
        ]
        inside = all(map(math.isfinite, places))
        (self.map if len(places) == 2 else self.curve).mark((places[0], places[-1]) if inside else None)

    def _show_map(self, survey: Survey, found: Surveyed) -> None:
        x, y = _fields(survey)
        median = found.median
        scale = scale_of(median)
        shares = scale.shares(filled(median, found.known))
        crossed = filled(np.where(np.isnan(median), 1.0, 0.0), found.known) == 1.0
        ticks = ticks_of(x, survey.axes[0].values), ticks_of(y, survey.axes[1].values)
        self.map.show_map((axis_title(x), axis_title(y)), ticks, shares, crossed & found.known.any())
        self.legend.show_ticks(_legend(scale), _MISSING if crossed.any() and found.known.any() else "")

    def _show_curve(self, survey: Survey, found: Surveyed) -> None:
        (x,) = _fields(survey)
        quartiles = np.stack([found.quantile(q)[:, 0] for q in (0.25, 0.5, 0.75)])
        scale = scale_of(quartiles[1])
        title = measure_of(survey).title
        if scale.logarithmic:
            with np.errstate(divide="ignore", invalid="ignore"):
                quartiles = np.log10(np.clip(quartiles, scale.low, scale.high))
        low, median, high = quartiles
        missing = np.flatnonzero(found.known[:, 0] & np.isnan(median)).astype(float)
        line = SettingLine(median, low, high, curve_pen(self._theme, self._theme.forward), area=True)
        self.curve.show_lines(
            (axis_title(x), _short(title)),
            np.arange(len(median), dtype=float),
            ticks_of(x, survey.axes[0].values),
            [line],
            ((-0.5, len(median) - 0.5), _around(quartiles)),
            log=scale.logarithmic,
            missing=missing,
        )

    def _choose(self, i: int, j: int) -> None:
        if self._survey is not None:
            cells = zip(self._survey.axes, (i, j), strict=False)
            self.chosen.emit({axis.name: axis.values[place] for axis, place in cells})


def measure_of(survey: Survey) -> Measure:
    """The measure that a survey shows."""
    return next(each for each in survey.plan.the_part.measures if each.name == survey.measure)


def _fields(survey: Survey) -> list[Field]:
    fields = fields_of(survey.plan.the_lab.params)
    return [fields[axis.name] for axis in survey.axes]


def _around(values: Array) -> tuple[float, float]:
    """A range with a margin around values."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    margin = 0.06 * (high - low) or 0.5
    return low - margin, high + margin


def _short(title: str) -> str:
    return title if len(title) <= _MOST_LETTERS else title[: _MOST_LETTERS - 1].rstrip() + "…"


def _legend(scale: ValueScale) -> list[tuple[str, float]]:
    """Values at five places; what is clipped says so."""
    ticks = []
    for k in range(5):
        value = scale.value(k / 4)
        sign = "≤ " if k == 0 and scale.below else "≥ " if k == 4 and scale.above else ""
        ticks.append((sign + short(value), k / 4))
    return ticks


def _reading(survey: Survey, found: Surveyed, i: int, j: int) -> str:
    """What the pointer reads off: the settings and the value, and how many seeds have none."""
    places = zip(_fields(survey), survey.axes, (i, j), strict=False)
    words = ", ".join(f"{field.title} {value_text(field, axis.values[k])}" for field, axis, k in places)
    if not found.known[i, j]:
        return f"{words}: not computed; the colour is that of the nearest place"
    values = found.values[i, j]
    median, n_missing = found.median[i, j], int(np.isnan(values).sum())
    value = _MISSING if np.isnan(median) else short(float(median))
    lost = f", {n_missing} of {len(values)} seeds without a value" if len(values) > 1 and n_missing else ""
    return f"{words}: {value}{lost}"


def described(survey: Survey, found: Surveyed) -> str:
    """What the picture shows, in a sentence."""
    n_seeds = found.values.shape[2]
    over = " and ".join(field.title for field in _fields(survey))
    seeds = f", the median over {n_seeds} seeds" if n_seeds > 1 else ""
    quartiles = " (area: quartiles)" if n_seeds > 1 and survey.n_axes == 1 else ""
    computed = f"{int(found.known.sum())} of {found.known.size} places computed"
    return f"{measure_of(survey).title} over {over}{seeds}{quartiles}; {computed}"
