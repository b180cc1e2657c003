"""Running text with live numbers: written at once where it is seen, otherwise when it comes into sight."""

from dataclasses import replace

from wk4gui.app.lesson.prose import Prose
from wk4gui.app.lesson.try_link import TryLink
from wk4gui.lab.lesson import LessonAction, LessonLink, Paragraph
from wk4gui.render.qt_application import qt_application
from wk4gui.render.theme import LIGHT


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


def test_heights_follow_the_text_and_its_size(qtbot):
    qt_application()
    large = replace(LIGHT, text_scale=2.0)
    prose = Prose([Paragraph("The loss is {loss}, which is as small as it will ever be.")])
    link = TryLink(LessonLink("Begin ", "here", ".", LessonAction("question")))
    for widget in (prose, link):
        qtbot.addWidget(widget)
    prose.show_numbers({"loss": 4.5})
    heights = [prose.heightForWidth(200), link.heightForWidth(200)]
    font = prose.font()
    font.setPixelSize(2 * font.pixelSize() if font.pixelSize() > 0 else 40)
    prose.setFont(font)
    prose.set_theme(large)
    link.set_theme(large)
    assert prose.heightForWidth(200) > heights[0]
    assert link.heightForWidth(200) > heights[1]
    link.set_link(LessonLink("Begin ", "here and go on until the end of a line", ".", link.link.action))
    assert link.heightForWidth(200) > 2 * heights[1]
