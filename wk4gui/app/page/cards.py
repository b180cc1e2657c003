"""The cards of the right column, and the area in which they scroll."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from wk4gui.render.named import named

MARGIN = 12
"""At the right of cards, where a scroll bar may stand."""


def scrolling(*cards: QWidget) -> QScrollArea:
    """Cards one below the other that scroll together."""
    column = named(QWidget(), "column")
    stack = QVBoxLayout(column)
    stack.setContentsMargins(0, 0, MARGIN, 0)
    stack.setSpacing(12)
    for card in cards:
        stack.addWidget(card)
    stack.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setMinimumHeight(80)
    area.setWidget(column)
    bar = area.verticalScrollBar()
    bar.rangeChanged.connect(  # the cards keep their width whether there is a scroll bar or not
        lambda _, most: stack.setContentsMargins(0, 0, MARGIN - bar.sizeHint().width() if most else MARGIN, 0)
    )
    return area


def titled_card(content: QWidget) -> QFrame:
    """A card with the content's window title over it."""
    card = named(QFrame(), "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 14, 16, 14)
    layout.setSpacing(8)
    layout.addWidget(named(QLabel(content.windowTitle().upper()), "heading"))
    layout.addWidget(content)
    return card
