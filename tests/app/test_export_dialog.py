"""The export dialog: what is chosen is what is written, the window stays alive, and nothing half-done is left."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QObject, Qt, QTimerEvent
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from wk4gui.app.export_dialog.export_choices import CM, DialogChoices
from wk4gui.app.export_dialog.export_dialog import ExportDialog
from wk4gui.app.export_dialog.export_job import ExportJob
from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.page.lab_session import LabSession
from wk4gui.app.window.clipboard import copy_picture
from wk4gui.app.window.data_copy import DataCopy
from wk4gui.documents.opening import read_state
from wk4gui.documents.recipe import figure_state
from wk4gui.lab.declarations import ParamError, decode, to_json
from wk4gui.registry import find_lab
from wk4gui.render.qt_application import qt_application
from wk4gui.render.theme import LIGHT
from wk4gui.render.views import make_view

SMALL = DialogChoices(width=400.0, height=300.0, picture_dpi=96.0)


@pytest.fixture
def page(qtbot: QtBot) -> LabPage:
    """A page in a state of its own."""
    qt_application()
    session = LabSession(find_lab("backprop"))
    page = LabPage(session, make_view(find_lab("backprop"), LIGHT, {"digits": 4}))
    page.begin()
    qtbot.addWidget(page)
    page.set_theme(LIGHT)
    session.set_params({"learning_rate": 0.02, "n_steps": 2})
    session.compute()
    session.seek(5)
    return page


@pytest.fixture
def dialog(qtbot: QtBot, page: LabPage, tmp_path: Path) -> Iterator[ExportDialog]:
    dialog = ExportDialog(page, LIGHT, SMALL.with_(folder=str(tmp_path)))
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.reject()
    qtbot.waitUntil(lambda: dialog.job is None or not dialog.job.alive)


def choose(dialog: ExportDialog, **changes: object) -> None:
    dialog.show_choices(dialog.choices.with_(**changes))


def export(qtbot: QtBot, dialog: ExportDialog) -> Path:
    with qtbot.waitSignal(dialog.exported, timeout=20_000):
        dialog.export()
    assert not dialog.running
    return dialog.path


def enter(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    field.editingFinished.emit()


@pytest.mark.parametrize("ending", ["png", "svg", "pdf", "gif", "webp"])
def test_what_is_shown_is_exported_in_every_format(qtbot: QtBot, dialog: ExportDialog, ending: str) -> None:
    dialog.show_choices(dialog.choices.with_format(ending))
    path = export(qtbot, dialog)
    assert path.name == f"backprop.{ending}"
    state = read_state(path)
    session = dialog.page.session
    assert (state.params, state.frame, state.view["digits"]) == (session.params, 5, 4)
    assert dialog.written == path
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("ending", ["json", "npz", "csv"])
def test_data_are_exported_in_every_format(qtbot: QtBot, dialog: ExportDialog, ending: str) -> None:
    dialog.show_choices(dialog.choices.with_format(ending))
    assert dialog.pages.currentWidget() is dialog.card
    assert export(qtbot, dialog).stat().st_size > 500


def test_the_preview_is_the_figure_in_the_present_look(qtbot: QtBot, dialog: ExportDialog) -> None:
    with qtbot.waitSignal(dialog.preview.drawn):
        pass
    light = dialog.preview.pixmap
    with qtbot.waitSignal(dialog.preview.drawn):
        choose(dialog, theme="dark", pane="network")
    dark = dialog.preview.pixmap
    assert light is not None
    assert dark is not None
    assert dark.toImage().pixelColor(2, 2).lightness() < 60 < light.toImage().pixelColor(2, 2).lightness()
    assert dark.width() / dark.height() == pytest.approx(4 / 3, rel=0.02)


def test_many_changes_are_drawn_once(qtbot: QtBot, dialog: ExportDialog) -> None:
    drawn: list[None] = []
    dialog.preview.drawn.connect(lambda: drawn.append(None))
    for width in range(400, 440):
        choose(dialog, width=float(width))
    qtbot.waitUntil(lambda: bool(drawn))
    assert len(drawn) == 1


def test_enter_exports_and_escape_closes(qtbot: QtBot, dialog: ExportDialog) -> None:
    with qtbot.waitSignal(dialog.exported, timeout=20_000):
        qtbot.keyClick(dialog.path_edit, Qt.Key.Key_Return)
    dialog.form.width_edit.setFocus()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.form.width_edit, Qt.Key.Key_Escape)


def test_the_size_keeps_its_ratio_and_changes_its_unit(qtbot: QtBot, dialog: ExportDialog) -> None:
    enter(qtbot, dialog.form.width_edit, "800")
    assert dialog.choices.pixels == (800, 600)
    choose(dialog, unit="cm")
    enter(qtbot, dialog.form.width_edit, "20")
    assert (dialog.choices.width, dialog.choices.height) == pytest.approx((20 * CM, 15 * CM))
    choose(dialog, keep_ratio=False)
    enter(qtbot, dialog.form.height_edit, "10")
    assert (dialog.choices.width, dialog.choices.height) == pytest.approx((20 * CM, 10 * CM))


def test_a_size_out_of_range_is_marked_and_not_taken(qtbot: QtBot, dialog: ExportDialog) -> None:
    before = dialog.choices
    enter(qtbot, dialog.form.width_edit, "3")
    assert dialog.choices == before
    assert dialog.form.width_edit.property("refused")


@given(st.floats(100, 10_000), st.floats(24, 1200), st.sampled_from(["px", "cm"]))
def test_a_side_typed_is_the_side_shown(value: float, dpi: float, unit: str) -> None:
    choices = DialogChoices().with_(unit=unit, picture_dpi=dpi, keep_ratio=False)
    try:
        edited = choices.with_side("width", value)
    except ParamError:
        return
    assert edited.width / edited.unit_length == pytest.approx(value)
    assert edited.height == choices.height


def test_one_pane_is_exported_alone(qtbot: QtBot, dialog: ExportDialog) -> None:
    whole = export(qtbot, dialog).read_bytes()
    choose(dialog, pane="update", picture_format="png")
    assert export(qtbot, dialog).read_bytes() != whole


def test_a_typed_ending_chooses_the_format(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    enter(qtbot, dialog.path_edit, str(tmp_path / "mine.webp"))
    assert (dialog.choices.what, dialog.choices.format) == ("animation", "webp")
    enter(qtbot, dialog.path_edit, str(tmp_path / "version.2"))
    assert dialog.path == tmp_path / "version.2.webp"


def test_a_file_that_is_replaced_is_told_before(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.export_button.text() == "Export"
    (tmp_path / "old.png").write_bytes(b"old")
    enter(qtbot, dialog.path_edit, str(tmp_path / "old.png"))
    assert dialog.export_button.text() == "Replace"
    assert "old.png exists" in dialog.message.text()


@pytest.mark.parametrize("what", ["picture", "animation", "data"])
def test_a_path_that_cannot_be_written_is_one_message(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, what: str
) -> None:
    choose(dialog, what=what)
    dialog.path_edit.setText(str(tmp_path / "no" / f"a.{dialog.choices.format}"))
    with qtbot.waitSignal(dialog.refused, timeout=20_000) as refused:
        dialog.export()
    assert "cannot be written: No such file or directory" in refused.args[0]
    assert dialog.message.text() == refused.args[0]
    assert not list(tmp_path.iterdir())
    assert dialog.form.isEnabled()
    assert dialog.written is None


@pytest.mark.parametrize("what", ["picture", "animation"])
def test_a_picture_that_is_too_large_is_one_message(qtbot: QtBot, dialog: ExportDialog, what: str) -> None:
    choose(dialog, what=what, width=10_000.0, height=10_000.0, picture_dpi=600.0, animation_dpi=600.0)
    with qtbot.waitSignal(dialog.refused):
        dialog.export()
    assert "too large" in dialog.message.text()
    assert not dialog.path.exists()


def test_an_animation_shows_its_progress_and_the_window_lives(qtbot: QtBot, dialog: ExportDialog) -> None:
    choose(dialog, what="animation")
    beats = Heartbeat()
    seen: list[int] = []
    dialog.progress.valueChanged.connect(seen.append)
    path = export(qtbot, dialog)
    with Image.open(path) as film:
        assert film.n_frames == dialog.page.session.frames.count
    assert beats.count >= dialog.page.session.frames.count // 2
    assert max(seen) == 1000
    assert not dialog.progress.isVisible()


def test_an_animation_can_be_cancelled(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    choose(dialog, what="animation")
    dialog.export()
    assert dialog.job is not None
    qtbot.waitUntil(lambda: dialog.progress.value() > 0)
    with qtbot.waitSignal(dialog.job.cancelled):
        dialog.cancel_button.click()
    assert "Cancelled" in dialog.message.text()
    assert not list(tmp_path.iterdir())
    assert export(qtbot, dialog).exists()


def test_what_is_cancelled_while_it_is_encoded_is_not_written(qtbot: QtBot, tmp_path: Path) -> None:
    encoded = threading.Event()
    job = ExportJob(tmp_path / "a.png")
    job.write(lambda: str(encoded.wait(10)).encode())
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
        encoded.set()
    assert not list(tmp_path.iterdir())


def test_closing_the_dialog_cancels(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    choose(dialog, what="animation")
    dialog.export()
    dialog.reject()
    qtbot.waitUntil(lambda: dialog.job is not None and not dialog.job.alive)
    assert not list(tmp_path.iterdir())
    assert dialog.written is None


def test_a_fault_in_the_program_is_told(
    qtbot: QtBot, dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("wk4gui.app.export_dialog.export_job.write_file", lambda *_: 1 / 0)
    with qtbot.waitSignal(dialog.refused):
        dialog.export()
    assert "fault in the program" in dialog.message.text()
    assert "ZeroDivisionError" in caplog.text


def test_choices_survive_being_stored(dialog: ExportDialog) -> None:
    choose(dialog, what="animation", fps=3.0, unit="cm", pane="losses", theme="projector")
    assert decode(DialogChoices, to_json(dialog.choices)) == dialog.choices


def test_choices_that_no_longer_fit_are_dropped(qtbot: QtBot, page: LabPage) -> None:
    dialog = ExportDialog(page, LIGHT, DialogChoices(pane="cellar", folder="/no/such/folder"))
    qtbot.addWidget(dialog)
    assert dialog.choices.pane == ""
    assert dialog.path.parent.is_dir()


def test_every_control_has_a_name(dialog: ExportDialog) -> None:
    for what in ("picture", "animation", "data"):
        choose(dialog, what=what)
        for widget in dialog.findChildren(QWidget):
            if isinstance(widget, QAbstractButton | QComboBox | QLineEdit) and widget.isVisible():
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface.text(QAccessible.Text.Name), widget


def test_tab_goes_through_the_controls_from_top_to_bottom(qtbot: QtBot, dialog: ExportDialog) -> None:
    dialog.form.first().setFocus()
    tops: list[int] = []
    for _ in range(20):
        widget = dialog.focusWidget()  # also while another window is active
        tops.append(widget.mapTo(dialog, widget.rect().topLeft()).y() // 12)
        if widget is dialog.browse_button:
            break
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert widget is dialog.browse_button
    assert tops == sorted(tops)


def test_the_picture_on_the_clipboard_carries_its_recipe(page: LabPage) -> None:
    copy_picture(page, LIGHT)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert figure_state(bytes(data.data("image/png").data())).params == page.session.params


def test_the_data_on_the_clipboard_fit_a_spreadsheet(qtbot: QtBot, page: LabPage) -> None:
    copy = DataCopy(page)
    with qtbot.waitSignal(copy.copied):
        copy.begin()
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().splitlines()
    assert lines[0].startswith("field\tindex_0\t")
    assert any(line.split("\t")[0:2] + line.split("\t")[-2:-1] == ["loss", "0", "9.0"] for line in lines)
    assert bytes(data.data("application/json").data()).startswith(b'{"lab"')


def test_the_dialog_copies_what_it_shows(qtbot: QtBot, dialog: ExportDialog) -> None:
    dialog.copy.click()
    assert QGuiApplication.clipboard().image().size().toTuple() == (400, 300)
    assert "on the clipboard" in dialog.message.text()
    choose(dialog, what="data")
    dialog.copy.click()
    qtbot.waitUntil(lambda: not dialog.running)
    assert "loss" in QGuiApplication.clipboard().text()


class Heartbeat(QObject):
    """Counts turns of the event loop, one every few milliseconds while it is alive."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.startTimer(5)

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802 - Qt's name
        self.count += 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "the file has no name"),
        ("/", "the file has no name; '/' is a folder"),
        (".", "the file has no name; '.' is a folder"),
        ("~", "is a folder"),
        ("~nouser/a.png", "there is no home folder '~nouser'"),
        ("a" * 300, "the file's name is too long: 300 bytes; at most 255 are possible"),
        ("a" * 253, "the file's name is too long: 257 bytes"),
        ("a\0b", "cannot be the name of a file"),
    ],
)
def test_what_can_be_no_file_is_one_sentence(dialog: ExportDialog, tmp_path: Path, typed: str, said: str) -> None:
    dialog.path_edit.setText(typed)
    dialog.path_edit.editingFinished.emit()
    dialog.export()
    assert said in dialog.message.text()
    assert not dialog.running
    choose(dialog, what="data")
    dialog.path_edit.textEdited.emit(typed)
    assert not list(tmp_path.iterdir())


def test_a_home_folder_is_meant_by_its_sign(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    dialog.path_edit.setText("~/mine")
    assert dialog.path == tmp_path / "mine.png"


def test_a_remembered_folder_that_cannot_be_is_forgotten(qtbot: QtBot, page: LabPage) -> None:
    for folder in ("/" + "a" * 5000, "a\0b"):
        dialog = ExportDialog(page, LIGHT, DialogChoices(folder=folder))
        qtbot.addWidget(dialog)
        assert dialog.path.parent.is_dir()
