"""The picture of a lab as a widget that is laid out at its final size but never on screen."""

import math
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QSplitter, QVBoxLayout, QWidget

from wk4gui.documents.recipe import encode_recipe
from wk4gui.documents.saved_state import SavedState
from wk4gui.export.choices import ExportChoices
from wk4gui.lab.declarations import LabParams, ParamError, fields_of, to_json
from wk4gui.lab.frames import Frames
from wk4gui.registry import find_lab
from wk4gui.render.fonts import TEXT, text_font
from wk4gui.render.lab_view import LabView
from wk4gui.render.plain_text import plain_label
from wk4gui.render.qt_application import dress, qt_application
from wk4gui.render.theme import THEMES, palette
from wk4gui.render.views import make_view

MARGIN = 16


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
        self.frames: Frames = self.lab.frames(self.params, self.result)
        self.frame = _checked_frame(self.frames, state.frame)
        self.look = look
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._dress()
        self.view: LabView = make_view(self.lab, THEMES[look.theme], state.view)
        self.view.set_interactive(interactive=False)
        for area in self.view.findChildren(QAbstractScrollArea):
            area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._caption = [plain_label(parent=self), plain_label(_parameters_line(self.lab.title, self.params), self)]
        self._arrange()
        self.set_look(look)

    @property
    def state(self) -> SavedState:
        """The state shown, for opening it again."""
        return replace(self._state, view=to_json(self.view.state), frame=self.frame)

    @property
    def recipe(self) -> str:
        return encode_recipe(self.state)

    @property
    def summary(self) -> str:
        return str(self.view.summary(self.lab, self.params, self.result, self.frame))

    def set_look(self, look: ExportChoices) -> None:
        """Changes size, theme, caption or pane.

        Raises:
            ParamError: there is no such pane; nothing has changed then.
        """
        panes = {pane.name: pane for pane in self.view.panes}
        if look.pane and look.pane not in panes:
            raise ParamError(f"there is no pane {look.pane!r}; there are {', '.join(panes)}")
        changed, self.look = look.theme != self.look.theme, look
        if changed:
            self._dress()
            self.view.set_theme(THEMES[look.theme])
        self.view.fill(panes[look.pane] if look.pane else None)
        self.view.set_captioned(captioned=look.caption)
        for label in self._caption:
            label.setVisible(look.caption)
        self._refresh()
        self.resize(self._laid_out_size())
        self._settle()
        self.show_frame(self.frame)

    def show_frame(self, frame: int) -> None:
        """Shows another frame of the same result."""
        self.frame = frame
        self.view.show_result(self.params, self.result, frame)
        self._show_parts()
        self._caption[0].setText(self.summary)
        self._refresh()
        self._settle()

    def _show_parts(self) -> None:
        """Computes the parts that the view shows besides the main one, each once."""
        for part in self.lab.parts[1:]:
            if part.name in self.view.wanted_parts():
                if part.name not in self._parts:
                    self._parts[part.name] = part.compute(self.params)
                self.view.show_part(part.name, self.params, self._parts[part.name])

    def paint(self, painter: QPainter) -> None:
        """Paints the figure into look.size, scaled down if it needs more room."""
        shrunk = self.look.size[0] / self.width()
        painter.scale(shrunk, shrunk)
        self.render(painter, QPoint())

    def discard(self) -> None:
        """Deletes the figure."""
        self.close()
        self.deleteLater()

    def _dress(self) -> None:
        theme = THEMES[self.look.theme]
        self.setPalette(palette(theme))
        self.setFont(text_font(theme.px(TEXT)))
        dress(self, theme)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(12)
        layout.addWidget(self.view, 1)
        for label in self._caption:
            label.setWordWrap(True)
            layout.addWidget(label)

    def _laid_out_size(self) -> QSize:
        """The requested size, or a larger one of the same shape in which everything fits."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        width, height = self.look.size
        least = layout.minimumSize()
        factor = max(1.0, least.width() / width, least.height() / height)
        return QSize(math.ceil(width * factor), math.ceil(height * factor))

    def _refresh(self) -> None:
        """Distributes the room of hidden panes to the others."""
        for splitter in self.view.findChildren(QSplitter):
            splitter.refresh()

    def _settle(self) -> None:
        """Lays everything out now: widgets by rendering one pixel, then posted layout requests."""
        self.grab(QRect(0, 0, 1, 1))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def _checked_frame(frames: Frames, frame: int | None) -> int:
    if frame is not None and not 0 <= frame < frames.count:
        raise ParamError(f"there is no frame {frame}; frames go from 0 to {frames.count - 1}")
    return frames.clip(frame)


def _parameters_line(title: str, params: LabParams) -> str:
    """The lab and the parameters that differ from their defaults."""
    plain, fields = to_json(params), fields_of(type(params))
    default = to_json(type(params)())
    changed = [f"{fields[name].title} = {plain[name]}" for name in fields if plain[name] != default[name]]
    return f"{title}: " + ("; ".join(changed) if changed else "default parameters")
