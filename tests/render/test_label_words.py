"""The word at a point of a label of several lines."""

import pytest
from PySide6.QtWidgets import QLabel

from wk4gui.render.label_words import word_at
from wk4gui.render.qt_application import qt_application

WORDS = "The loss goes from 0.4135 to 0.2348 and the norm of all weights from 11.6 to 7.8331."


@pytest.mark.parametrize("text", [WORDS, f"<b>Found.</b> {WORDS}"])
def test_every_word_is_found_where_it_is_painted(qtbot, text):
    qt_application()
    label = QLabel(text)
    label.setWordWrap(True)
    qtbot.addWidget(label)
    label.resize(220, 160)
    rows = [[word_at(label, x, y) for x in range(label.width())] for y in range(0, label.height(), 2)]
    found = [word for row in rows for word in dict.fromkeys(row) if word]
    assert set(WORDS.split()) <= set(found)
    assert not any(rows[0])
    assert not any(rows[-1])
    picture = label.grab().toImage()
    inked = [y for y in range(picture.height()) if len({picture.pixel(x, y) for x in range(picture.width())}) > 1]
    worded = [2 * i for i, row in enumerate(rows) if any(row)]
    ratio = picture.devicePixelRatio()
    assert worded[0] <= inked[0] / ratio + 2
    assert worded[-1] >= inked[-1] / ratio - 2
