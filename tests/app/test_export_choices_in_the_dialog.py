"""What the export dialog offers of a figure for papers and slides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wk4gui.app.controls.controls import ComboBox
from wk4gui.app.export_dialog.export_choices import DialogChoices
from wk4gui.app.export_dialog.export_dialog import ExportDialog
from wk4gui.app.page.lab_page import LabPage
from wk4gui.app.page.lab_session import LabSession
from wk4gui.documents.recipe import figure_state
from wk4gui.export.choices import PURPOSES, ExportChoices
from wk4gui.export.drawing import shown_frames
from wk4gui.lab.declarations import fields_of
from wk4gui.registry import find_lab
from wk4gui.render.qt_application import qt_application
from wk4gui.render.theme import LIGHT
from wk4gui.render.views import make_view


def dialog_of(qtbot: QtBot, lab_id: str, folder: Path) -> ExportDialog:
    qt_application()
    session = LabSession(find_lab(lab_id))
    page = LabPage(session, make_view(find_lab(lab_id), LIGHT, {}))
    page.begin()
    qtbot.addWidget(page)
    page.set_theme(LIGHT)
    with qtbot.waitSignal(session.result_ready):
        session.compute()
    dialog = ExportDialog(page, LIGHT, DialogChoices(width=640.0, height=480.0, folder=str(folder)))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> Iterator[ExportDialog]:
    dialog = dialog_of(qtbot, "backprop", tmp_path)
    yield dialog
    dialog.reject()
    qtbot.waitUntil(lambda: dialog.job is None or not dialog.job.alive)


def pick(box: ComboBox, value: object) -> None:
    index = box.findData(value)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_a_purpose_chooses_size_and_type(dialog: ExportDialog) -> None:
    pick(dialog.form.purpose, "slide")
    look = dialog.choices.look
    assert (look.size, look.text_scale, look.fit) == (PURPOSES["slide"].size, PURPOSES["slide"].text_scale, "refuse")
    assert dialog.form.text.value == look.text_scale
    pick(dialog.form.purpose, None)
    assert (dialog.choices.text_scale, dialog.choices.fit) == (1.0, "shrink")


def test_digits_are_offered_as_far_as_they_are_declared(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    field = fields_of(ExportChoices)["digits"]
    offered = [dialog.form.digits.itemData(i) for i in range(dialog.form.digits.count())]
    assert (field.low, field.high) == (offered[1], offered[-1])
    with qtbot.waitSignal(dialog.preview.drawn):
        pick(dialog.form.digits, 2)
    assert dialog.figure.view.state.digits == 2
    without = dialog_of(qtbot, "learning_rate", tmp_path)
    assert not without.form.digits.isVisible()
    without.reject()
    without.page.session.stop()


def test_what_has_no_room_is_said_and_not_written(qtbot: QtBot, dialog: ExportDialog) -> None:
    with qtbot.waitSignal(dialog.preview.refused):
        pick(dialog.form.purpose, "column")
    assert "text of this size" in dialog.message.text()
    dialog.export()
    assert dialog.message.text().startswith("Nothing was written")
    assert not dialog.path.exists()
    with qtbot.waitSignal(dialog.preview.drawn):
        pick(dialog.form.pane, "losses")


def test_what_fits_what_is_chosen_is_offered(dialog: ExportDialog) -> None:
    form = dialog.form
    assert (form.bare.isVisible(), form.label.isVisible(), form.clear.isVisible()) == (False, False, True)
    pick(form.pane, "losses")
    form.bare.setChecked(True)
    form.clear.setChecked(True)
    form.tight.setChecked(True)
    look = dialog.choices.look
    assert (look.bare, look.background, look.tight) == (True, "none", True)
    form.what["animation"].click()
    moving = dialog.choices.look
    assert (form.label.isVisible(), form.clear.isVisible(), moving.background, moving.tight) == (
        True,
        False,
        "theme",
        False,
    )
    assert moving.frame_label


def test_every_frame_becomes_a_numbered_file(qtbot: QtBot, dialog: ExportDialog, tmp_path: Path) -> None:
    assert dialog.form.all.isVisible()
    dialog.form.all.setChecked(True)
    pick(dialog.form.pane, "losses")
    dialog.show_choices(dialog.choices.with_(max_frames=4))
    assert dialog.size_note.text().startswith("4 files, each 1280 × 960 pixels")
    assert (dialog.choices.look.frame_label, dialog.choices.look.tight) == (True, False)
    with qtbot.waitSignal(dialog.exported, timeout=20_000):
        dialog.export()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [f"backprop-{number:03d}.png" for number in range(4)]
    frames = [figure_state(file.read_bytes()).frame for file in files]
    assert frames == list(shown_frames(dialog.figure.frames, dialog.choices.look))
    assert dialog.message.text() == f"Written: {files[0]} and 3 more"
    assert dialog.export_button.text() == "Replace"
    pick(dialog.form.format, "pdf")
    assert not dialog.form.all.isVisible()
    assert not dialog.choices.numbered
