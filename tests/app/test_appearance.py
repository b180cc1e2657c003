"""Themes and sizes of text: what is seen takes them at once, the rest when it is shown."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from wk4gui.app.window.dialogs import ShortcutSheet


def test_a_theme_is_chosen_by_name_and_the_system_is_followed_again(window):
    window.actions_by_name["theme_dark"].trigger()
    assert window.appearance.theme.dark
    window.actions_by_name["theme_system"].trigger()
    assert window.appearance.choice == "system"
    system_is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert window.appearance.theme.dark == system_is_dark


def test_text_grows_and_shrinks_everywhere(window, page):
    label = page.panel.controls["loss"].label
    small = label.fontInfo().pixelSize()
    for _ in range(3):
        window.actions_by_name["larger_text"].trigger()
    assert window.appearance.theme.px(13) == 17
    assert label.fontInfo().pixelSize() > small
    window.actions_by_name["normal_text"].trigger()
    assert window.appearance.theme.px(13) == 13


def test_projector_gives_the_window_to_the_picture_and_panels_come_when_asked(window, page):
    window.appearance.choose("projector")
    assert window.labs.isHidden()
    assert page.column.isHidden()
    assert window.appearance.theme.px(11) >= 22
    window.actions_by_name["toggle_column"].trigger()
    assert not page.column.isHidden()
    window.appearance.choose("light")
    assert not window.labs.isHidden()


class Restyled(QObject):
    """Counts how often a widget got another type."""

    def __init__(self, widget):
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        self.times += event.type() == QEvent.Type.FontChange
        return False


def test_a_theme_is_taken_by_the_lab_that_is_seen_and_by_others_when_they_are(window):
    hidden, seen = window.page, window.open_lab("saddle")
    counts = [Restyled(hidden), Restyled(hidden.lesson.answer_button), Restyled(seen.lesson.answer_button)]
    window.appearance.choose("dark")
    window.appearance.larger()
    assert [count.times > 0 for count in counts] == [False, False, True]
    assert (seen.view.theme.name, hidden.view.theme.name) == ("dark", "light")
    window.open_lab("backprop")
    assert counts[1].times > 0
    assert hidden.view.theme == window.appearance.theme
    assert hidden.grab().toImage().pixelColor(3, 3).lightness() < 60


def test_a_lecture_dresses_no_lab(window):
    count = Restyled(window.page.lesson.answer_button)
    window.actions_by_name["lecture_add"].trigger()
    window.lectures.start()
    assert window.appearance.theme.name == "projector"
    window.lectures.stop()
    assert window.appearance.theme.name == "light"
    assert count.times == 0


def test_what_opens_in_the_dark_is_dark(window, monkeypatch):
    window.appearance.choose("dark")
    window.refuse("Not opened", "because")
    (box,) = (child for child in window.findChildren(QMessageBox) if child.isVisible())
    assert box.grab().toImage().pixelColor(3, 3).lightness() < 60
    box.close()
    sheet = ShortcutSheet(window, window.appearance.theme)
    assert sheet.grab().toImage().pixelColor(3, 3).lightness() < 60
    sheet.close()
