"""Running text with live numbers: written at once where it is seen, otherwise when it comes into sight."""

from wk4gui.app.lesson.prose import Prose
from wk4gui.lab.lesson import Paragraph
from wk4gui.render.qt_application import qt_application


def test_text_out_of_sight_is_laid_out_when_it_is_seen(qtbot):
    qt_application()
    prose = Prose([Paragraph("The loss is {loss}.")])
    qtbot.addWidget(prose)
    prose.show_numbers({"loss": 9.0})
    before = prose.text()
    prose.show_numbers({"loss": 4.5})
    assert prose.plain_text == prose.accessibleName() == "The loss is 4.5."
    assert prose.text() == before
    prose.show()
    qtbot.waitUntil(lambda: "4.5" in prose.text())


def test_text_in_sight_is_written_at_once(qtbot):
    qt_application()
    prose = Prose([Paragraph("The loss is {loss}.")])
    qtbot.addWidget(prose)
    with qtbot.waitExposed(prose):
        prose.show()
    for loss in (3.0, 2.0):
        prose.show_numbers({"loss": loss})
        assert f"{loss:g}" in prose.text()
