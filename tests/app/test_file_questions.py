"""No file is overwritten unasked, whatever ending is added to what was typed, and nothing is asked twice."""

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from wk4gui.app.export_dialog.export_choices import DialogChoices
from wk4gui.app.export_dialog.export_dialog import ExportDialog
from wk4gui.app.lecture.lecture_dialog import LectureDialog
from wk4gui.app.window import file_dialogs
from wk4gui.app.window.settings import SettingsFile
from wk4gui.render.theme import LIGHT

YES, NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


class Asked(list):
    """Questions, and the answers that they will get."""

    def __init__(self):
        super().__init__()
        self.answers = []


@pytest.fixture
def typed(monkeypatch):
    """What is typed into the file dialogs, one after the other; Qt's own question is answered with yes."""
    texts = []

    def answer(parent, title, name, filters, *_):
        return (texts.pop(0) if texts else "", "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return texts


@pytest.fixture
def asked(monkeypatch):
    """The questions that were asked; `answers` says what was answered, yes from then on."""

    questions = Asked()

    def answer(box):
        questions.append(box.text())
        return questions.answers.pop(0) if questions.answers else YES

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return questions


KINDS = {
    "session": (lambda window: file_dialogs.ask_where_to_save_session(window, "backprop"), ".wk4.json"),
    "hand-in": (lambda parent: file_dialogs.ask_where_to_save_document(parent, "gradient-step.pdf"), ".pdf"),
    "lecture": (file_dialogs.ask_where_to_save_lecture, ".wk4lecture.json"),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_a_completed_name_that_exists_is_asked_about(window, tmp_path, typed, asked, kind):
    ask, ending = KINDS[kind]
    (tmp_path / f"mine{ending}").touch()
    typed += [str(tmp_path / "mine"), str(tmp_path / "other")]
    asked.answers = [NO]
    assert ask(window) == tmp_path / f"other{ending}"
    assert len(asked) == 1
    assert f"mine{ending} exists" in asked[0]


@every_kind
def test_what_qt_has_asked_is_not_asked_again(window, tmp_path, typed, asked, kind):
    ask, ending = KINDS[kind]
    (tmp_path / f"mine{ending}").touch()
    typed.append(str(tmp_path / f"mine{ending}"))
    assert ask(window) == tmp_path / f"mine{ending}"
    assert not asked


@every_kind
def test_nothing_is_asked_of_a_new_file_or_after_cancel(window, tmp_path, typed, asked, kind):
    ask, ending = KINDS[kind]
    typed.append(str(tmp_path / "mine"))
    assert ask(window) == tmp_path / f"mine{ending}"
    assert ask(window) is None
    assert not asked


def test_the_lecture_dialog_asks_too(qtbot, tmp_path, typed, asked):
    dialog = LectureDialog(LIGHT)
    qtbot.addWidget(dialog)
    saved = []
    dialog.saved.connect(saved.append)
    (tmp_path / "talk.wk4lecture.json").touch()
    typed.append(str(tmp_path / "talk"))
    asked.answers = [NO]
    dialog._ask_save()
    assert (len(asked), saved) == (1, [])


def test_an_export_asks_before_it_replaces_and_not_for_its_own_file(qtbot, page, tmp_path, asked):
    choices = DialogChoices(width=400.0, height=300.0, picture_dpi=96.0, folder=str(tmp_path))
    dialog = ExportDialog(page, LIGHT, choices)
    qtbot.addWidget(dialog)
    (tmp_path / "mine.png").write_bytes(b"old")
    dialog.path_edit.setText(str(tmp_path / "mine"))
    asked.answers = [NO]
    dialog.export()
    assert len(asked) == 1
    assert not dialog.running
    assert (tmp_path / "mine.png").read_bytes() == b"old"
    for _ in range(2):
        with qtbot.waitSignal(dialog.exported, timeout=20_000):
            dialog.export()
    assert len(asked) == 2, "what the dialog itself has written it may write again"
    dialog.reject()
    qtbot.waitUntil(lambda: not dialog.job.alive)


def test_settings_that_cannot_be_saved_are_said_before_the_window_closes(make_window, tmp_path, asked):
    window = make_window()
    (tmp_path / "a file").touch()
    window._settings_file = SettingsFile(tmp_path / "a file" / "settings.json")
    asked.answers = [NO]
    assert not window.close()
    assert "settings.json cannot be written" in asked[0]
    assert window.isVisible()
    assert window.close()
    assert len(asked) == 2
