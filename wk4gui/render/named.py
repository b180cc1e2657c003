"""Object names, which the style sheet refers to."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """The widget, with its object name set."""
    widget.setObjectName(name)
    return widget
