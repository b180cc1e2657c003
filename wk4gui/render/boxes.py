"""Widgets beside or below each other, without margins."""

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget


def beside(*widgets: QWidget, spacing: int = 24, right: bool = False) -> QWidget:
    """Widgets in a row; ``right``: at its right end."""
    box = QWidget()
    layout = QHBoxLayout(box)
    if right:
        layout.addStretch(1)
    _fill(layout, widgets, (), spacing)
    return box


def below(*widgets: QWidget, stretches: Sequence[int] = (), spacing: int = 2) -> QWidget:
    """Widgets in a column, which share what is left of its height as ``stretches`` says."""
    box = QWidget()
    _fill(QVBoxLayout(box), widgets, stretches, spacing)
    return box


def _fill(layout: QBoxLayout, widgets: Sequence[QWidget], stretches: Sequence[int], spacing: int) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for i, widget in enumerate(widgets):
        layout.addWidget(widget, stretches[i] if stretches else 0)
