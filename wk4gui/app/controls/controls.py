"""One control for each kind of declared field; bounds, labels and defaults come from the declaration."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from wk4gui.app.controls.scale import Scale, Stride
from wk4gui.app.controls.value_slider import ValueSlider
from wk4gui.lab.declarations import Field
from wk4gui.lab.zone import Zone
from wk4gui.render.number_edit import NumberEdit
from wk4gui.render.setting_edit import SettingEdit
from wk4gui.render.style.fit import mark
from wk4gui.render.theme import Theme


class Control(QWidget):
    """Edits one declared field.

    Signals:
        edited(object, int): the user chose a value; the int is the drag's id, 0 without a drag.
        settled(): a drag ended.
        sweep_requested(): a sweep over the field was asked for.
    """

    edited = Signal(object, int)
    settled = Signal()
    sweep_requested = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.setToolTip(_tooltip(field))
        self.label = QLabel(field.title, self)

    def show_value(self, value: Any) -> None:
        """Shows a value without reporting it."""
        raise NotImplementedError

    def show_effective_value(self, value: Any) -> None:
        """Shows the value used while the field is absent, if the control has room for it."""

    def refuse(self) -> None:
        """Marks the last entry as not allowed."""

    def set_zones(self, zones: Sequence[Zone]) -> None:
        """Shows zones if the control has a slider."""

    def set_theme(self, theme: Theme) -> None:
        """Passes the theme to widgets with their own painting."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.label.geometry().contains(event.position().toPoint()):
            self.edited.emit(self.field.default, 0)


class ComboBox(QComboBox):
    """A combo box that ignores the wheel and shortens a text that is too long."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter, option = QStylePainter(self), self._option()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def _option(self) -> Any:
        """What the style paints, with "…" where the text ends early."""
        option: Any = QStyleOptionComboBox()
        self.initStyleOption(option)
        if self.currentIndex() < 0:
            option.palette.setBrush(QPalette.ColorRole.Text, option.palette.placeholderText())
            option.currentText = self.placeholderText()
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        mode = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(option.currentText, mode, room.width())
        return option

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        following = self.currentIndex() + step
        if step and 0 <= following < self.count():
            self.setCurrentIndex(following)
            self.activated.emit(following)
        elif not step:
            super().keyPressEvent(event)


class NumberControl(Control):
    """A number: its exact value beside its label, a slider below."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        low = field.low if field.low is not None else -10.0
        high = field.high if field.high is not None else 10.0
        self._scale = Scale(low, high, logarithmic=field.logarithmic, integer=field.kind == "integer")
        self.slider = ValueSlider(field.title, self._scale, self)
        self.entry = NumberEdit(f"{field.title}, exact value", parent=self)
        self.entry.setFixedWidth(86)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(_row(self.label, self.entry))
        layout.addWidget(self.slider)
        self.slider.moved.connect(lambda value, drag: self.edited.emit(self._typed(value), drag))
        self.slider.released.connect(self.settled)
        self.slider.default_requested.connect(lambda: self.edited.emit(field.default, 0))
        self.slider.sweep_requested.connect(self.sweep_requested)
        self.entry.entered.connect(lambda value: self.edited.emit(self._typed(value), 0))
        self.entry.misread.connect(lambda text: self.edited.emit(text, 0))  # and is refused in words
        self.entry.stepped.connect(self._step)

    def show_value(self, value: float | None) -> None:
        shown = self._scale.low if value is None else value
        self.slider.set_value(shown)
        self.entry.set_value(shown)

    def refuse(self) -> None:
        self.entry.refuse()

    def set_zones(self, zones: Sequence[Zone]) -> None:
        self.slider.set_zones(zones)

    def set_theme(self, theme: Theme) -> None:
        self.slider.set_theme(theme)

    def _typed(self, value: float) -> float | int:
        return int(value) if self.field.kind == "integer" and value == int(value) else value

    def _step(self, steps: int) -> None:
        stride: Stride = "coarse" if abs(steps) > 1 else "step"
        value = self._scale.stepped(self.slider.current, 1 if steps > 0 else -1, stride)
        if value != self.slider.current:
            self.edited.emit(self._typed(value), 0)


class OptionalControl(Control):
    """A number that may be absent: a check box in front of its control."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.label.hide()
        self._number = NumberControl(field, self)
        self._number.label.hide()
        self._check = QCheckBox(field.title, self)
        self._last: float | int = field.default if field.default is not None else self._suggestion()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._check)
        layout.addWidget(self._number)
        self._check.toggled.connect(lambda on: self.edited.emit(self._last if on else None, 0))
        self._number.edited.connect(self.edited)
        self._number.settled.connect(self.settled)
        self._number.sweep_requested.connect(self.sweep_requested)

    def show_value(self, value: float | None) -> None:
        with QSignalBlocker(self._check):
            self._check.setChecked(value is not None)
        self._number.setVisible(value is not None)
        if value is not None:
            self._last = value
            self._number.show_value(value)

    def refuse(self) -> None:
        self._number.refuse()

    def set_theme(self, theme: Theme) -> None:
        self._number.set_theme(theme)

    def _suggestion(self) -> float | int:
        """The initial value when the field is switched on: a quarter up its range."""
        low, high = self.field.low or 0.0, self.field.high or 1.0
        value = low + (high - low) / 4
        return round(value) if self.field.kind == "integer" else value


class ChoiceControl(Control):
    """A choice: a combo box beside the label."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = choice_box(field, field.title, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._beside = _row(self.label, self.box)
        layout.addLayout(self._beside)
        self.box.activated.connect(lambda i: self.edited.emit(self.box.itemData(i), 0))

    def show_value(self, value: str | None) -> None:
        self.box.setCurrentIndex(self.box.findData(value))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """With the box below the label, where it is put if both do not fit side by side."""
        hint = super().minimumSizeHint()
        return QSize(max(self.label.sizeHint().width(), self.box.sizeHint().width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        needed = self.label.sizeHint().width() + self.box.sizeHint().width() + self._beside.spacing()
        ways = QHBoxLayout.Direction
        self._beside.setDirection(ways.TopToBottom if needed > self.width() else ways.LeftToRight)


class FlagControl(Control):
    """A flag: a check box."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.label.hide()
        self._check = QCheckBox(field.title, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._check)
        self._check.toggled.connect(lambda on: self.edited.emit(on, 0))

    def show_value(self, value: bool) -> None:  # noqa: FBT001 - the value of the field
        with QSignalBlocker(self._check):
            self._check.setChecked(value)


class TextControl(Control):
    """A line of text, which takes effect when confirmed."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._entry = SettingEdit(self)
        self._entry.setAccessibleName(field.title)
        self._shown = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        layout.addWidget(self._entry)
        self._entry.editingFinished.connect(self._confirm)

    def show_value(self, value: str) -> None:
        self._shown = value
        self._entry.setText(value)
        mark(self._entry, refused=False)

    def refuse(self) -> None:
        mark(self._entry, refused=True)

    def _confirm(self) -> None:
        self._entry.settle()
        if self._entry.text() != self._shown:
            self.edited.emit(self._entry.text(), 0)


def choice_box(field: Field, name: str, parent: QWidget) -> ComboBox:
    """A combo box with the choices of a field, with the declared labels, if any."""
    box = ComboBox(name, parent)
    if field.optional:
        box.addItem("none", None)
    for choice in field.choices:
        box.addItem(field.choice_label(choice), choice)
    return box


def _row(label: QLabel, widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(label, 1)
    row.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight)
    return row


def _tooltip(field: Field) -> str:
    text = field.description or field.title
    return f"{text}\n{field.name}: {field.allowed}.\nDouble-click the name for the default."
