"""Which number stands at which place of the bias and variance lab's picture."""

from typing import TYPE_CHECKING

from wk4gui.lab.reason import Reason
from wk4gui.labs.bias_variance.model.part_reasons import (
    change_reason,
    effect_mean_reason,
    effect_reason,
    sweep_reason,
    sweep_reasons,
)
from wk4gui.labs.bias_variance.model.reasons import (
    bias_at_reason,
    part_reason,
    point_reason,
    spread_reason,
    target_reason,
)
from wk4gui.render.label_words import word_at

if TYPE_CHECKING:
    from wk4gui.labs.bias_variance.picture.view import BiasVarianceView


class TrialReasons:
    """The reasons of the numbers of a view, by place."""

    def __init__(self, view: "BiasVarianceView") -> None:
        self._view = view

    def explain(self) -> None:
        """Clicks ask everywhere but on buttons."""
        view = self._view
        view.explain(view.curves, self._curve_reason)
        view.explain(view.bars, self._bar_reason)
        view.explain(view.sweep.plot, self._sweep_reason)
        view.explain(view.sweep.verdict, self._verdict_reason)
        view.explain(view.board, self._board_reason)

    def _curve_reason(self, x: float, y: float) -> Reason | None:
        """Of today's learner, or of the operation that is looked at, as far as its curves are shown."""
        mark = self._view.curves.mark_at(x, y)
        if self._view.shown is None or mark is None:
            return None
        params, result = self._view.shown[:2]
        (name, i), k = mark, self._view.seen_effect()
        if name == "target":
            return target_reason(params, float(result.x_grid[i]))
        if k is None:
            if name == "point":
                return point_reason(params, result, i)
            return bias_at_reason(result, i) if name == "mean" else spread_reason(result.predictions, i)
        assert self._view.measured is not None
        side = int(self._view.state.revealed[k] and name != "before")
        if name == "curves":
            return spread_reason(self._view.measured[1].effect_predictions[k, side], i)
        return effect_mean_reason(*self._view.measured, k, side, i)

    def _bar_reason(self, x: float, y: float) -> Reason | None:
        piece, k = self._view.bars.piece_at(x, y), self._view.seen_effect()
        if self._view.shown is None or piece is None:
            return None
        side, name = piece
        if k is None:
            return part_reason(*self._view.shown[:2], name or ("measured" if side == 0 else ""))
        assert self._view.measured is not None
        return effect_reason(*self._view.measured, k, side, name)

    def _sweep_reason(self, x: float, y: float) -> Reason | None:
        point = self._view.sweep.plot.point_at(x, y)
        return None if self._view.swept is None or point is None else sweep_reason(*self._view.swept, *point)

    def _verdict_reason(self, x: float, y: float) -> Reason | None:
        """Of the number under the pointer."""
        if self._view.swept is None or not len(self._view.swept[1].values):
            return None
        return sweep_reasons(*self._view.swept).get(word_at(self._view.sweep.verdict, x, y).rstrip(".,"))

    def _board_reason(self, x: float, y: float) -> Reason | None:
        arrow = self._view.board.arrow_at(x, y)
        if self._view.measured is None or arrow is None:
            return None
        return change_reason(self._view.measured[1], arrow[0], ("bias", "variance")[arrow[1]])
