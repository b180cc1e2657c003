"""The controls of the export dialog, which edit DialogChoices."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from wk4gui.app.controls.controls import ComboBox
from wk4gui.app.export_dialog.export_choices import FORMATS, NUMBERED, DialogChoices
from wk4gui.export.choices import PURPOSES, ExportChoices, Purpose
from wk4gui.lab.declarations import ParamError, fields_of
from wk4gui.render.number_edit import NumberEdit
from wk4gui.render.theme import THEMES, Theme

_WHAT = {"picture": "Picture", "animation": "Animation", "data": "Data"}
_UNITS = {"px": "pixels", "cm": "centimetres"}

_ENTRY_WIDTH = 72


class ExportForm(QWidget):
    """Shows choices and reports edited ones.

    Signals:
        edited(object): the new DialogChoices.
    """

    edited = Signal(object)

    def __init__(
        self, panes: Mapping[str, str], default_fps: float, *, moves: bool, digits: bool, parent: QWidget
    ) -> None:
        """Makes the controls.

        Args:
            panes: titles of the picture's panes, by name.
            default_fps: frames per second if none were chosen.
            moves: whether there is more than one frame.
            digits: whether the lab lets digits be chosen.
            parent: the dialog.
        """
        super().__init__(parent)
        self._choices, self._default_fps, self._has_digits = DialogChoices(), default_fps, digits
        self._moves, self._row = moves, 0
        self._rows: dict[str, list[QWidget]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.what = self._what_buttons(moves=moves)
        self.format = self._box("format", "Format", {}, self._choose_format)
        self.pane = self._box("pane", "Shows", {"": "Whole picture", **panes}, lambda name: self._edit(pane=name))
        self.theme = self._box("theme", "Theme", {n: n.capitalize() for n in THEMES}, lambda n: self._edit(theme=n))
        purposes: dict[Purpose | None, str] = {
            None: "Any size",
            **{n: s.title.capitalize() for n, s in PURPOSES.items()},
        }
        self.purpose = self._box("purpose", "For", purposes, lambda p: self._take(self._choices.for_purpose(p)))
        self._size_row()
        self.ratio = self._check("ratio", "Keep the ratio", lambda on: self._edit(keep_ratio=on))
        self.dpi = self._number("dpi", "Resolution", "dpi", self._set_dpi)
        self.fps = self._number("fps", "Speed", "frames per second", lambda value: self._edit(fps=value))
        self.most = self._number("most", "At most", "frames", lambda value: self._edit(max_frames=round(value)))
        self.text = self._number("text", "Text", "times as large", lambda value: self._edit(text_scale=value))
        self.digits = self._box("digits", "Digits", _digits(), lambda digits: self._edit(digits=digits))
        self.caption = self._check("caption", "Caption with the parameters", lambda on: self._edit(caption=on))
        self.all = self._check("all", "A numbered file for every frame", lambda on: self._edit(all_frames=on))
        self.label = self._check("label", "Step and phase below", lambda on: self._edit(frame_label=on))
        self.bare = self._check("bare", "Without title and frame", lambda on: self._edit(bare=on))
        self.tight = self._check("tight", "Without empty margin", lambda on: self._edit(tight=on))
        self.clear = self._check(
            "clear", "Transparent background", lambda on: self._edit(background="none" if on else "theme")
        )

    def show_choices(self, choices: DialogChoices) -> None:
        """Shows choices without reporting them."""
        self._choices = choices
        for check, on in (
            (self.ratio, choices.keep_ratio),
            (self.caption, choices.caption),
            (self.all, choices.all_frames),
            (self.label, choices.frame_label),
            (self.bare, choices.bare),
            (self.tight, choices.tight),
            (self.clear, choices.background == "none"),
        ):
            with QSignalBlocker(check):
                check.setChecked(on)
        self.what[choices.what].setChecked(True)
        self._show_formats(choices.what)
        for box, value in (
            (self.format, choices.format),
            (self.pane, choices.pane),
            (self.theme, choices.theme),
            (self.unit, choices.unit),
            (self.purpose, choices.purpose),
            (self.digits, choices.digits),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.width_edit.set_value(_shown(choices.width / choices.unit_length, choices.unit))
        self.height_edit.set_value(_shown(choices.height / choices.unit_length, choices.unit))
        self.dpi.set_value(choices.dpi)
        self.fps.set_value(choices.fps or self._default_fps)
        self.most.set_value(choices.max_frames)
        self.text.set_value(choices.text_scale)
        self._show_rows(choices)

    def set_theme(self, theme: Theme) -> None:
        for entry in (self.width_edit, self.height_edit, self.dpi, self.fps, self.most, self.text):
            entry.setFixedWidth(round(_ENTRY_WIDTH * (0.5 + 0.5 * theme.text_scale)))

    def first(self) -> QWidget:
        """The control with the initial focus."""
        return self.what[self._choices.what]

    def _edit(self, **changes: object) -> None:
        try:
            choices = self._choices.with_(**changes)
        except ParamError:
            self._refuse(changes)
            return
        self._take(choices)

    def _take(self, choices: DialogChoices) -> None:
        self.show_choices(choices)
        self.edited.emit(choices)

    def _refuse(self, changes: Mapping[str, object]) -> None:
        fields = {
            "fps": self.fps,
            "text_scale": self.text,
            "max_frames": self.most,
            "picture_dpi": self.dpi,
            "animation_dpi": self.dpi,
        }
        for name in changes:
            fields[name].refuse()

    def _set_side(self, side: str, value: float) -> None:
        try:
            choices = self._choices.with_side("width" if side == "width" else "height", value)
        except ParamError:
            (self.width_edit if side == "width" else self.height_edit).refuse()
            return
        self._take(choices)

    def _set_dpi(self, value: float) -> None:
        self._edit(**{f"{self._choices.what}_dpi": value})

    def _choose_format(self, ending: str) -> None:
        self._take(self._choices.with_format(ending))

    def _show_formats(self, what: str) -> None:
        if [self.format.itemData(i) for i in range(self.format.count())] != list(FORMATS[what]):
            self.format.clear()
            for ending, title in FORMATS[what].items():
                self.format.addItem(title, ending)

    def _show_rows(self, choices: DialogChoices) -> None:
        moving, data = choices.what == "animation", choices.what == "data"
        many = moving or choices.numbered
        shown = {"fps": moving, "most": many, "label": many, "dpi": moving or choices.format == "png"}
        shown["all"] = self._moves and not moving and choices.format in NUMBERED
        shown |= {"tight": not many, "clear": not moving, "bare": bool(choices.pane), "digits": self._has_digits}
        for name, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(shown.get(name, True) and (not data or name in ("what", "format")))

    def _what_buttons(self, *, moves: bool) -> dict[str, QPushButton]:
        group = QButtonGroup(self)
        line = QHBoxLayout()
        line.setSpacing(8)
        buttons = {}
        for name, title in _WHAT.items():
            button = QPushButton(title, self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"Export {title.lower()}")
            button.clicked.connect(lambda _, what=name: self._edit(what=what))
            group.addButton(button)
            line.addWidget(button, 1)
            buttons[name] = button
        buttons["animation"].setEnabled(moves)
        self._grid.addLayout(line, 0, 0, 1, 2)
        self._grid.setRowMinimumHeight(1, 8)
        self._row = 2
        return buttons

    def _size_row(self) -> None:
        self.width_edit = self._entry("Width", lambda value: self._set_side("width", value))
        self.height_edit = self._entry("Height", lambda value: self._set_side("height", value))
        self.unit = ComboBox("Unit of the size", self)
        for unit, title in _UNITS.items():
            self.unit.addItem(title, unit)
        self.unit.activated.connect(lambda i: self._edit(unit=self.unit.itemData(i)))
        self._add("size", "Size", self.width_edit, QLabel("×", self), self.height_edit, self.unit)

    def _box(self, name: str, title: str, items: Mapping[Any, str], slot: object) -> ComboBox:
        box = ComboBox(title, self)
        for value, text in items.items():
            box.addItem(text, value)
        box.activated.connect(lambda i: slot(box.itemData(i)))  # type: ignore[operator]
        self._add(name, title, box)
        return box

    def _number(self, name: str, title: str, unit: str, slot: object) -> NumberEdit:
        entry = self._entry(f"{title}, {unit}", slot)
        self._add(name, title, entry, QLabel(unit, self))
        return entry

    def _entry(self, name: str, slot: object) -> NumberEdit:
        entry = NumberEdit(name, parent=self)
        entry.entered.connect(slot)
        entry.stepped.connect(lambda steps: slot(max(entry.value + steps, 1)))  # type: ignore[operator]
        return entry

    def _check(self, name: str, title: str, slot: object) -> QCheckBox:
        check = QCheckBox(title, self)
        check.toggled.connect(slot)
        self._add(name, "", check)
        return check

    def _add(self, name: str, title: str, *widgets: QWidget) -> None:
        """A row: a title and its controls; a single combo box is as wide as the column."""
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in widgets:
            line.addWidget(widget, int(isinstance(widget, ComboBox)))
        if not isinstance(widgets[-1], ComboBox):
            line.addStretch(1)
        label = QLabel(title, self)
        self._grid.addWidget(label, self._row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addLayout(line, self._row, 1)
        self._rows[name] = [label, *widgets]
        self._row += 1


def _digits() -> dict[int | None, str]:
    """What may be chosen of the digits, as they are declared."""
    field = fields_of(ExportChoices)["digits"]
    assert field.low is not None
    assert field.high is not None
    return {None: "As shown", **{n: str(n) for n in range(int(field.low), int(field.high) + 1)}}


def _shown(value: float, unit: str) -> float:
    return float(round(value)) if unit == "px" else round(value, 2)
