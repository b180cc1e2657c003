"""A change of much in a window that is laid out once, at its end."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget

from wk4gui.app.page.pane_turns import lay_out_anew


@contextmanager
def one_layout(window: QWidget) -> Iterator[None]:
    """Keeps the window as large as it is until all inside is changed: what is half changed may need more room."""
    layout = window.layout()
    assert layout is not None
    layout.setEnabled(False)
    try:
        yield
        lay_out_anew()
    finally:
        layout.setEnabled(True)
        layout.activate()
