"""Object names, by which the style knows what a widget is."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """The widget, with its object name set."""
    widget.setObjectName(name)
    return widget
