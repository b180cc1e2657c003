"""Paints the numbers of a network into a layout."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from wk4gui.core.names import a_name, output_name
from wk4gui.core.number_format import format_number
from wk4gui.labs.backprop.picture.network_layout import GAP, NetworkLayout
from wk4gui.labs.backprop.picture.network_lines import FADE, NetworkLines, indices
from wk4gui.labs.backprop.picture.network_measure import leads_to, plate_rect
from wk4gui.labs.backprop.picture.network_numbers import NetworkNumbers, Place, paths_through
from wk4gui.labs.backprop.picture.rect import Rect
from wk4gui.render.fonts import CAPTION, TEXT, VALUE, text_font, text_width
from wk4gui.render.theme import Theme, faded

CENTER = Qt.AlignmentFlag.AlignCenter
_NEARLY = 0.05
"""Below this a number is nearly 0 at one decimal."""


class NetworkPainter:
    """Paints one network; made for one paint event."""

    def __init__(
        self,
        painter: QPainter,
        layout: NetworkLayout,
        numbers: NetworkNumbers,
        theme: Theme,
        digits: int,
        selected: Place | None = None,
        hovered: Place | None = None,
    ) -> None:
        self.p, self.layout, self.numbers, self.theme, self.digits = painter, layout, numbers, theme, digits
        self.selected, self.hovered = selected, hovered
        self.paths = paths_through(selected, numbers.sizes)
        self.small, self.large = theme.px(CAPTION), theme.px(VALUE)
        self.line = self.small * 1.28
        self.dense = layout.detail < 3
        self._named = self._named_columns()

    def paint(self) -> None:
        self.p.setRenderHint(QPainter.RenderHint.Antialiasing)
        NetworkLines(self.p, self.layout, self.numbers, self.theme, self.paths).paint()
        for layer in range(len(self.numbers.W)):
            self._labels(layer)
        self._inputs()
        for layer in range(len(self.numbers.W)):
            self._layer(layer)
        self._loss_box()
        self.p.setOpacity(1.0)

    def text(self, rect: QRectF, text: str, color: str, px: int, weight: int = 400) -> None:
        self.p.setFont(text_font(px, weight))
        self.p.setPen(QPen(faded(color)))
        self.p.drawText(rect, int(CENTER) | int(Qt.TextFlag.TextDontClip), text)

    def number(self, value: float, width: float, px: int, weight: int) -> str:
        """The number with as many of the digits as fit into the width; an exponent that takes more room is no gain."""
        text = format_number(value, self.digits)
        for digits in range(self.digits - 1, -1, -1):
            if text_width(text, px, weight) <= width:
                break
            text = min(text, format_number(value, digits), key=len)
        return text

    def _whole_or_rough(self, value: float, rect: Rect, room: float, px: int, *, whole: bool, weight: int = 700) -> str:
        """The number of a unit; a rough one, unless it must be whole, where it would run into neighbours."""
        text = self.number(value, room, px, weight)
        if whole or text_width(text, px, weight) <= rect.w - 4:
            return text
        text = rough_number(value)
        return text if text_width(text, px, weight) <= rect.w - 4 else "…"

    def label_for(self, key: str, text: str, color: str) -> tuple[str, str]:
        """A number and its colour, or the answer in an exercise."""
        answer = self.numbers.answers.get(key)
        return (text, color) if answer is None else (answer.shown, answer.color(self.theme))

    def _fitting(self, value: float, width: float, px: int) -> int:
        """The largest size of bold text up to ``px`` in which all digits of a number fit into the width."""
        text = format_number(value, self.digits)
        while px > self.small and text_width(text, px, 700) > width:
            px -= 1
        return px

    def _involved(self, edge: tuple[int, int, int]) -> bool:
        return self.paths is None or edge in self.paths

    def _labels(self, layer: int) -> None:
        grad = self.numbers.grad_W[layer]
        W = self.numbers.W[layer]
        picked = (self.selected, self.hovered)
        for j, k in indices(W):
            place = Place("W", layer, j, k)
            always = place in picked or leads_to(place, picked)
            if (layer, j, k) in self.layout.plates or always:
                self._plate(place, float(W[j, k]), None if grad is None else float(grad[j, k]))

    def _plate(self, place: Place, weight: float, grad: float | None) -> None:
        theme = self.theme
        rect = plate_rect(self.layout, place, (self.selected, self.hovered))
        on_path = self.paths is not None and (place.layer, place.j, place.k) in self.paths
        box = _qrect(rect)
        self.p.setOpacity(1.0)
        framed = place in (self.selected, self.hovered) or on_path
        self.p.setPen(theme.pen(theme.selected if on_path else theme.ink3, 1.2) if framed else Qt.PenStyle.NoPen)
        self.p.setBrush(faded(theme.pane))
        self.p.drawRoundedRect(box, 5, 5)
        self.p.setOpacity(1.0 if self._involved((place.layer, place.j, place.k)) else FADE)
        upper = QRectF(box.x(), box.y() + 1.5, box.width(), box.height() / 2)
        if rect.h < 2 * self.line:
            grad = None
        if grad is None:
            upper = box
        self.text(upper, self.number(weight, rect.w, self.small, 600), theme.ink, self.small, 600)
        if grad is not None:
            lower = QRectF(box.x(), box.y() + box.height() / 2 - 1.5, box.width(), box.height() / 2)
            key = f"grad_W[{place.layer}][{place.j}][{place.k}]"
            text, color = self.label_for(key, self.number(grad, rect.w, self.small, 400), theme.backward)
            self.text(lower, text, color, self.small)
        self.p.setOpacity(1.0)

    def _inputs(self) -> None:
        theme = self.theme
        for k, rect in enumerate(self.layout.units[0]):
            picked = self.selected == Place("x", 0, k)
            active = self.numbers.active.phase == "forward" and self.numbers.active.layer == 0
            edge = theme.selected if picked else theme.forward if active else theme.ink3
            self._disc(rect, theme.shade, theme.pen(edge, 2.0 if picked or active else 1.2))
            px = self.large if not self.dense else theme.px(TEXT)
            hovered = self.hovered == Place("x", 0, k)
            text = self._whole_or_rough(float(self.numbers.x[k]), rect, rect.w - 8, px, whole=picked or hovered)
            self.text(_qrect(rect), text, theme.ink, px, 700)
            self._name(0, k, a_name(-1, k, self.numbers.sizes))

    def _layer(self, layer: int) -> None:
        numbers = self.numbers
        a = numbers.a[layer]
        for j, rect in enumerate(self.layout.units[layer + 1]):
            off_flags = numbers.off[layer]
            off = off_flags is not None and bool(off_flags[j])
            fade = self.paths is not None and not self._unit_involved(layer, j)
            self.p.setOpacity(FADE if fade else 1.0)
            self._unit_shape(rect, layer, j, off=off, computed=a is not None)
            self._unit_text(rect, layer, j, off=off)
            self._name(layer + 1, j, self._unit_name(layer, j, off=off))
            if self.layout.feet[layer]:
                self._foot(self.layout.feet[layer][j], layer, j)
        self.p.setOpacity(1.0)

    def _unit_involved(self, layer: int, j: int) -> bool:
        assert self.paths is not None
        if (
            self.selected
            and self.selected.kind in ("unit", "b")
            and (self.selected.layer, self.selected.j) == (layer, j)
        ):
            return True
        return any(edge[0] == layer and edge[1] == j for edge in self.paths)

    def _unit_shape(self, rect: Rect, layer: int, j: int, *, off: bool, computed: bool) -> None:
        theme, active = self.theme, self.numbers.active
        picked = self.selected in (Place("unit", layer, j), Place("b", layer, j))
        color = theme.ink3 if off or not computed else theme.forward
        width = 2.0
        if active.layer == layer and active.phase in ("forward", "backward"):
            color = theme.forward if active.phase == "forward" else theme.backward
            width = 3.2
        pen = theme.pen(theme.selected if picked else color, 3.0 if picked else width)
        if off:
            pen.setDashPattern([2.4, 2.0])
        self._disc(rect, theme.tint if width > 3 and active.phase == "forward" else theme.pane, pen)

    def _unit_text(self, rect: Rect, layer: int, j: int, *, off: bool) -> None:
        theme, detail, at = self.theme, self.layout.detail, f"[{layer}][{j}]"
        room = rect.w - 10
        rows: list[tuple[str, str, int, int]] = []
        z, a, grad = self.numbers.z[layer], self.numbers.a[layer], self.numbers.grad_z[layer]
        if detail == 3 and z is not None:
            text, color = self.label_for(f"z{at}", self.number(float(z[j]), room - 22, self.small, 400), theme.ink2)
            rows.append((f"z {text}", color, self.small, 400))
        picked = any(p is not None and (p.layer, p.j) == (layer, j) for p in (self.selected, self.hovered))
        if a is not None:
            px = min(self.large, round(rect.w * 0.34)) if detail == 3 else theme.px(TEXT)
            px = self._fitting(float(a[j]), room, px)
            color = theme.ink2 if off else theme.forward
            text = self._whole_or_rough(float(a[j]), rect, room, px, whole=picked)
            rows.append((*self.label_for(f"a{at}", text, color), px, 700))
        if detail >= 2 and self.numbers.p is not None and layer == len(self.numbers.a) - 1:
            text = self.number(float(self.numbers.p[j]), room - 22, self.small, 600)
            text, color = self.label_for(f"p{at}", text, theme.forward)
            rows.append((f"p {text}", color, self.small, 600))
        if detail >= 2 and grad is not None:
            text = self._whole_or_rough(float(grad[j]), rect, room, self.small, whole=picked, weight=400)
            rows.append((*self.label_for(f"grad_z{at}", text, theme.backward), self.small, 400))
        heights = [px * 1.24 for _, _, px, _ in rows]
        y = rect.y - sum(heights) / 2
        for (text, color, px, weight), height in zip(rows, heights, strict=True):
            self.text(QRectF(rect.left, y, rect.w, height), text, color, px, weight)
            y += height

    def _foot(self, rect: Rect, layer: int, j: int) -> None:
        """Paints the bias and its gradient, side by side below the unit."""
        theme = self.theme
        bias, grad = self.numbers.b[layer], self.numbers.grad_b[layer]
        pieces = [("b ", theme.ink2, 400), (format_number(float(bias[j]), self.digits), theme.ink, 600)]
        if grad is not None and self.layout.feet_have_gradients:
            key = f"grad_b[{layer}][{j}]"
            text, color = self.label_for(key, format_number(float(grad[j]), self.digits), theme.backward)
            pieces.append((f"   {text}", color, 400))
        width = sum(text_width(text, self.small, weight) for text, _, weight in pieces)
        if self.selected == Place("b", layer, j) or self.hovered == Place("b", layer, j):
            self.p.setPen(theme.pen(theme.selected if self.selected == Place("b", layer, j) else theme.ink3, 1.2))
            self.p.setBrush(faded(theme.pane))
            self.p.drawRoundedRect(QRectF(rect.x - width / 2 - 6, rect.top, width + 12, rect.h), 5, 5)
        else:
            self._backing(QRectF(rect.x - width / 2 - 2, rect.top, width + 4, rect.h))
        x = rect.x - width / 2
        for text, piece_color, weight in pieces:
            advance = text_width(text, self.small, weight)
            self.text(QRectF(x, rect.top, advance, rect.h), text, piece_color, self.small, weight)
            x += advance

    def _unit_name(self, layer: int, j: int, *, off: bool) -> str:
        """The activation, for an output with its symbol; one name for the whole column if only one fits."""
        name = self.numbers.activations[layer]
        if len(self.layout.names[layer + 1]) < len(self.numbers.b[layer]):
            return name
        if layer == len(self.numbers.b) - 1:
            name = f"{output_name(j, self.numbers.sizes)} · {name}"
        elif self.numbers.names_units:
            name = f"{a_name(layer, j, self.numbers.sizes)} · {name}"
        return f"{name} · off" if off else name

    def _name(self, column: int, index: int, name: str) -> None:
        """Paints the name above a unit, on a plate over the edges."""
        if index >= len(self.layout.names[column]) or column not in self._named:
            return
        at = self.layout.names[column][index]
        width = text_width(name, self.small) + 4
        box = QRectF(at.x - width / 2, at.top, width, at.h)
        self._backing(box)
        self.text(box, name, self.theme.ink2, self.small)

    def _named_columns(self) -> frozenset[int]:
        """The columns whose names stand apart, the outputs' before others."""
        kept: dict[int, tuple[float, float]] = {}
        for column in (len(self.layout.units) - 1, *range(len(self.layout.units) - 1)):
            named = self.layout.names[column]
            texts = [self._column_name(column, i) for i in range(len(named))]
            half = max((text_width(text, self.small) / 2 for text in texts), default=0.0)
            low, high = named[0].x - half, named[0].x + half
            if all(high + GAP <= other_low or other_high + GAP <= low for other_low, other_high in kept.values()):
                kept[column] = (low, high)
        return frozenset(kept)

    def _column_name(self, column: int, i: int) -> str:
        return self._unit_name(column - 1, i, off=False) if column else a_name(-1, i, self.numbers.sizes)

    def _backing(self, box: QRectF) -> None:
        opacity = self.p.opacity()
        self.p.setOpacity(0.85)
        self.p.fillRect(box, faded(self.theme.pane))
        self.p.setOpacity(opacity)

    def _disc(self, rect: Rect, fill: str, pen: QPen) -> None:
        radius = min(rect.w, rect.h) / 2
        opacity = self.p.opacity()
        if opacity < 1.0:  # the edges end at the centre and must not be visible through the unit
            self.p.setOpacity(1.0)
            self.p.setPen(Qt.PenStyle.NoPen)
            self.p.setBrush(faded(self.theme.pane))
            self.p.drawRoundedRect(_qrect(rect), radius, radius)
            self.p.setOpacity(opacity)
        self.p.setPen(pen)
        self.p.setBrush(faded(fill))
        self.p.drawRoundedRect(_qrect(rect), radius, radius)

    def _loss_box(self) -> None:
        theme, box = self.theme, _qrect(self.layout.loss)
        active = self.numbers.active.phase == "loss"
        self.p.setPen(theme.pen(theme.forward, 2.0) if active else Qt.PenStyle.NoPen)
        self.p.setBrush(faded(theme.shade))
        self.p.drawRoundedRect(box, 8, 8)
        third = box.height() / 3
        top = QRectF(box.x(), box.y() + 6, box.width(), third - 4)
        self.text(top, self.numbers.loss_title, theme.ink2, self.small)
        if self.numbers.loss is not None:
            middle = QRectF(box.x(), box.y() + third, box.width(), third)
            px = self._fitting(self.numbers.loss, box.width() - 12, self.large)
            text, color = self.label_for("loss", self.number(self.numbers.loss, box.width() - 12, px, 700), theme.ink)
            self.text(middle, text, color, px, 700)
        targets = ", ".join(format_number(float(v), self.digits) for v in self.numbers.y)
        target = f"target y = {targets}" if len(self.numbers.y) == 1 else f"y = ({targets})"
        while text_width(target, self.small) > box.width() - 8 and len(target) > 8:
            target = target.rstrip("…)")[:-1] + "…)"
        color = theme.selected if self.selected is not None and self.selected.kind == "y" else theme.ink2
        bottom = QRectF(box.x(), box.y() + 2 * third - 2, box.width(), third - 4)
        self.text(bottom, target, color, self.small)


def rough_number(value: float) -> str:
    """A number in a unit that has no room for its exponent: one decimal, and what is nearly 0 as such."""
    return "≈0" if 0.0 < abs(value) < _NEARLY else format_number(round(value, 1), 1)


def _qrect(rect: Rect) -> QRectF:
    return QRectF(rect.left, rect.top, rect.w, rect.h)
