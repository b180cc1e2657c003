"""What people write is shown as they wrote it, whatever signs are in it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from wk4gui.app.lesson.question_card import QuestionCard
from wk4gui.app.page.why import WhyCard
from wk4gui.documents.lecture import Lecture, Slide
from wk4gui.documents.saved_state import SavedState, preset_state
from wk4gui.export.choices import ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.registry import LABS
from wk4gui.render.plain_text import plain_tip

MARKED = "If a<b and b>c, <i>what</i>?"

METHOD = type(QWidget.height)


def is_plain(label: QLabel) -> bool:
    return label.textFormat() == Qt.TextFormat.PlainText


def test_a_slide_shows_title_and_question_as_they_were_written(window):
    state = SavedState(lab="backprop", params=LABS["backprop"].params())
    window.lectures.lecture = Lecture(slides=(Slide(state=state, title=MARKED, question=MARKED),))
    window.lectures.start()
    slide = window.lectures.presenter.slide
    assert slide.frame.name.text().endswith(MARKED)
    assert slide.question.text() == MARKED
    assert is_plain(slide.frame.name)
    assert is_plain(slide.question)


def test_messages_and_notes_are_plain(window):
    window.refuse("Not opened", MARKED)
    (box,) = (child for child in window.findChildren(QMessageBox) if child.isVisible())
    assert (box.text(), box.textFormat()) == (MARKED, Qt.TextFormat.PlainText)
    box.close()
    assert is_plain(window._note)


def test_a_figure_says_an_expression_as_it_was_typed(qapp):
    state = preset_state(LABS["saddle"], changes={"surface": "custom", "expression": "x**2 - y**2"})
    figure = Figure(state, ExportChoices(caption=True))
    assert all(map(is_plain, figure._caption))
    figure.discard()


def test_reasons_and_predictions_are_plain(page):
    assert is_plain(page.findChild(WhyCard).text)
    assert is_plain(page.findChild(QuestionCard).prompt)


@pytest.mark.parametrize("text", [MARKED, "two\nlines <b>", "a < b", "plain"])
def test_a_tooltip_reads_as_it_was_written(text):
    tip = plain_tip(text)
    document = QTextDocument()
    if tip.startswith("<"):
        document.setHtml(tip)
    else:
        document.setPlainText(tip)
    assert document.toPlainText() == text


def test_a_recent_file_keeps_its_ampersand(window, tmp_path):
    window.settings.remember_file(tmp_path / "a&b.wk4.json")
    window.files._fill_recent()
    assert "a&&b" in window.files.recent_menu.actions()[0].text()


def test_no_widget_hides_a_method_of_qt(window):
    """A view with a number called ``height`` would break every layout that asks for it."""
    for lab_id in LABS:
        page = window.open_lab(lab_id)
        for widget in (page, *page.findChildren(QWidget)):
            hidden = [name for name in vars(widget) if isinstance(getattr(QWidget, name, None), METHOD)]
            assert hidden == [], (lab_id, widget)
