"""The picture of a lab as a widget that is laid out at its final size but never on screen."""

import math
from dataclasses import replace as replaced
from typing import Any

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QSplitter, QVBoxLayout, QWidget

from wk4gui.core.near_names import no_such
from wk4gui.documents.recipe import encode_recipe
from wk4gui.documents.saved_state import SavedState, slide_name
from wk4gui.documents.setting_words import settings_line
from wk4gui.export.choices import ExportChoices
from wk4gui.lab.declarations import ParamError, to_json
from wk4gui.lab.frames import Frames
from wk4gui.registry import find_lab
from wk4gui.render.lab_view import LabView
from wk4gui.render.named import named
from wk4gui.render.number_edit import full_text
from wk4gui.render.plain_text import plain_label
from wk4gui.render.qt_application import dress_alone, qt_application
from wk4gui.render.slide_frame import SlideFrame, slide_margin
from wk4gui.render.theme import THEMES, Theme, slide_size
from wk4gui.render.views import make_view

MARGIN = 16
_LAYOUTS = 3
_BARE_MARGIN = 10
_PAD = 9.6
"""Around a tight figure: a tenth of an inch."""
_CARD_MARGINS = (14, 10, 14, 10)


class Figure(QWidget):
    """A lab in one state, with its own theme."""

    def __init__(self, state: SavedState, look: ExportChoices, *, result: Any = None) -> None:
        """Lays out and draws the picture.

        Args:
            state: the lab, its parameters, the view and the frame.
            look: size, theme, caption and pane.
            result: the result of these parameters, if it exists already.

        Raises:
            ParamError: the view, the frame or the pane does not exist.
        """
        qt_application()
        super().__init__()
        self._state, self.lab, self.params = state, find_lab(state.lab), state.params
        self.result = self.lab.main.compute(self.params) if result is None else result
        self._parts: dict[str, Any] = {}
        self.box = QRectF()
        self.frames: Frames = self.lab.frames(self.params, self.result)
        self.frame = _checked_frame(self.frames, state.frame)
        self.look = look
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.view: LabView = make_view(self.lab, self._theme, state.view)
        self._own_digits = getattr(self.view.state, "digits", None)
        self.view.set_interactive(interactive=False)
        for area in self.view.findChildren(QAbstractScrollArea):
            area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frame_label = named(plain_label(parent=self), "heading")
        self._caption = [plain_label(parent=self), plain_label(self.title, self)]
        self._arrange()
        self._dress()
        self.set_look(look)

    @property
    def state(self) -> SavedState:
        """The state shown, for opening it again."""
        return replace(self._state, view=to_json(self.view.state), frame=self.frame)

    @property
    def recipe(self) -> str:
        return encode_recipe(self.state)

    @property
    def title(self) -> str:
        """The lab and the parameters that differ from their defaults."""
        return settings_line(self.lab, self.params, full_text)

    @property
    def summary(self) -> str:
        return str(self.view.summary(self.lab, self.params, self.result, self.frame))

    def set_look(self, look: ExportChoices) -> None:
        """Changes size, theme, caption or pane.

        Raises:
            ParamError: there is no such pane or no such digits, and nothing has changed then; or the text has no room
                in the size, where it may not become smaller.
        """
        panes = {pane.name: pane for pane in self.view.panes}
        self._check(look, list(panes))
        changed, self.look = _clothes(look) != _clothes(self.look), look
        self.view.set_state(self._with_digits(look))
        if changed:
            self._dress()
            self.view.set_theme(self._theme)
        for pane in panes.values():
            pane.title.setVisible(not look.bare)
            _set_margins(pane, (0, 0, 0, 0) if look.bare else _CARD_MARGINS)
        margin = _BARE_MARGIN if look.bare else slide_margin(self._theme) if self._theme.slide else MARGIN
        _set_margins(self, (margin, margin, margin, margin))
        self.frame_label.setVisible(bool(look.frame_label) and self.frames.count > 1)
        self.view.fill(panes[look.pane] if look.pane else None)
        self.view.set_captioned(captioned=look.caption or self._theme.slide)
        self._caption[0].setVisible(look.caption and not self._theme.slide)  # a slide has a sentence of its own
        self._caption[1].setVisible(look.caption)
        self._slide.set_theme(self._theme)
        self._slide.set_bare(bare=look.bare)
        self._refresh()
        self._lay_out()
        self.show_frame(self.frame)
        before = self.size()
        self._lay_out()
        if self.size() != before:
            self.show_frame(self.frame)
        self.box = self._inked() if look.tight else QRectF(self.rect())

    def show_slide(self, name: str, place: str, panes: tuple[str, ...]) -> None:
        """Names the slide that this is, and chooses its panes, the large one first; () leaves them to the lab."""
        self._slide.show_name(name)
        self._slide.show_place(place)
        if self.view.slide is not None and set(panes) <= {pane.name for pane in self.view.panes}:
            self.view.slide.choose_names(panes)
        self.show_frame(self.frame)

    def show_frame(self, frame: int) -> None:
        """Shows another frame of the same result."""
        self.frame = frame
        self.view.show_result(self.params, self.result, frame)
        self._show_parts()
        summary = self.view.summary(self.lab, self.params, self.result, self.frame)
        self._caption[0].setText(str(summary))
        self._slide.show_summary(summary)
        self.frame_label.setText(self.frames.label(frame))
        self._refresh()
        self._settle()

    def _show_parts(self) -> None:
        """Computes the parts that the view shows besides the main one, each once."""
        for part in self.lab.parts[1:]:
            if part.name in self.view.wanted_parts():
                if part.name not in self._parts:
                    self._parts[part.name] = part.compute(self.params)
                self.view.show_part(part.name, self.params, self._parts[part.name])

    @property
    def page_size(self) -> QSizeF:
        """Size of what is painted, in units of 1/96 inch."""
        return self.box.size() * self._shrunk

    @property
    def background(self) -> QColor:
        """What lies behind the picture."""
        theme = THEMES[self.look.theme]
        if self.look.background == "none":
            return QColor(Qt.GlobalColor.transparent)
        return QColor(theme.pane if self.look.bare else theme.window)

    def paint(self, painter: QPainter) -> None:
        """Paints the figure into its page; one that needs more room than look.size is painted smaller."""
        painter.scale(self._shrunk, self._shrunk)
        painter.translate(-self.box.topLeft())
        flags = QWidget.RenderFlag.DrawChildren
        if self.look.background != "none":
            flags |= QWidget.RenderFlag.DrawWindowBackground
        self.render(painter, QPoint(), QRegion(), flags)

    @property
    def _shrunk(self) -> float:
        return self.look.size[0] / self.width()

    def discard(self) -> None:
        """Deletes the figure."""
        self.close()
        self.deleteLater()

    def _dress(self) -> None:
        dress_alone(self, self._theme, bare=self.look.bare)

    @property
    def _theme(self) -> Theme:
        return figure_theme(self.look)

    def _check(self, look: ExportChoices, panes: list[str]) -> None:
        if look.pane and look.pane not in panes:
            raise ParamError(f"{self.lab.id}: {no_such('pane', look.pane, panes)}")
        if look.bare and not look.pane:
            raise ParamError(f"a bare figure is one pane alone: name it, one of {', '.join(panes)}")
        self._with_digits(look)

    def _with_digits(self, look: ExportChoices) -> Any:
        """The view's state with the digits that were chosen, or those that it came with."""
        state = self.view.state
        if self._own_digits is None:
            if look.digits is not None:
                raise ParamError(f"{self.lab.id} has no choice of digits")
            return state
        return state.with_(digits=self._own_digits if look.digits is None else look.digits)

    def _inked(self) -> QRectF:
        """The part of the figure that is not empty, and a margin of a tenth of an inch around it."""
        image = QImage(self.size(), QImage.Format.Format_ARGB32)
        image.fill(self.background)
        with QPainter(image) as painter:
            flags = QWidget.RenderFlag.DrawChildren
            self.render(painter, QPoint(), QRegion(), flags)
        pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)[:, : image.width()]
        differs = pixels != pixels[0, 0]
        rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
        if not len(rows):
            return QRectF(self.rect())
        inked = QRectF(columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1)
        return inked.adjusted(-_PAD, -_PAD, _PAD, _PAD) & QRectF(self.rect())

    def _arrange(self) -> None:
        self._slide = SlideFrame(self.view)
        self._slide.show_name(slide_name(self._state))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(self._slide, 1)
        column.addWidget(self.frame_label)
        for label in self._caption:
            label.setWordWrap(True)
            column.addWidget(label)

    def _lay_out(self) -> None:
        """Takes its size, in several turns: what is as high as its width demands says so only then."""
        for _ in range(_LAYOUTS):
            self._settle()
            self.resize(self._laid_out_size())
        self._settle()

    def _laid_out_size(self) -> QSize:
        """The size asked for, or a larger one in which everything has its least room.

        Raises:
            ParamError: there is no room, and nothing may become smaller.
        """
        layout = self.layout()
        assert layout is not None
        for inner in self.findChildren(QWidget):
            inner.updateGeometry()  # what was measured with other panes or texts is another figure's
        layout.activate()
        width, height = slide_size(self.look.size) if self._theme.slide else self.look.size
        least = layout.minimumSize()
        if self.look.fit != "shrink":
            return self._exact_size(least)
        factor = max(1.0, least.width() / width, least.height() / height)
        return QSize(math.ceil(width * factor), math.ceil(height * factor))

    def _exact_size(self, least: QSize) -> QSize:
        """The size asked for, a greater height where that may be."""
        width, height = self.look.size
        if least.width() > width or (least.height() > height and self.look.fit == "refuse"):
            others = [pane.name for pane in self.view.panes]
            hint = f"one pane alone ({', '.join(others)})" if not self.look.pane else "another pane"
            room, wanted = (_inches(side) for side in ((width, height), (least.width(), least.height())))
            raise ParamError(
                f"{self.look.pane or 'the picture'} needs {wanted} for text of this size, and there are {room}; "
                f"choose {hint}, a larger --size or a smaller --text-scale"
            )
        return QSize(width, max(height, least.height()))

    def _refresh(self) -> None:
        """Distributes the room of hidden panes to the others."""
        for splitter in self.view.findChildren(QSplitter):
            splitter.refresh()

    def _settle(self) -> None:
        """Lays everything out now: widgets by rendering one pixel, then posted layout requests."""
        self.grab(QRect(0, 0, 1, 1))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def figure_theme(look: ExportChoices) -> Theme:
    """The theme in which a figure is drawn."""
    theme = THEMES[look.theme]
    transparent = look.background == "none"
    return replaced(theme, text_scale=theme.text_scale * look.text_scale, transparent=transparent)


def _clothes(look: ExportChoices) -> tuple[Theme, bool]:
    """What the widgets are dressed by."""
    return figure_theme(look), look.bare


def _set_margins(widget: QWidget, margins: tuple[int, int, int, int]) -> None:
    layout = widget.layout()
    assert layout is not None
    layout.setContentsMargins(*margins)


def _inches(size: tuple[int, int]) -> str:
    return " × ".join(f"{side / 96:.2f}" for side in size) + " in"


def _checked_frame(frames: Frames, frame: int | None) -> int:
    if frame is not None and not 0 <= frame < frames.count:
        raise ParamError(f"there is no frame {frame}; frames go from 0 to {frames.count - 1}")
    return frames.clip(frame)
