"""Widgets beside or below each other, without margins."""

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget


def beside(*widgets: QWidget, spacing: int = 24, right: bool = False) -> QWidget:
    """Widgets in a row, aligned to the right if ``right``."""
    box = QWidget()
    layout = QHBoxLayout(box)
    if right:
        layout.addStretch(1)
    _fill(layout, widgets, (), spacing)
    return box


def below(*widgets: QWidget, stretches: Sequence[int] = (), spacing: int = 2) -> QWidget:
    """Widgets in a column; ``stretches`` gives their shares of spare height."""
    box = QWidget()
    _fill(QVBoxLayout(box), widgets, stretches, spacing)
    return box


def _fill(layout: QBoxLayout, widgets: Sequence[QWidget], stretches: Sequence[int], spacing: int) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for i, widget in enumerate(widgets):
        layout.addWidget(widget, stretches[i] if stretches else 0)
