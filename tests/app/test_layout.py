"""Nothing in a picture overlaps, leaves its pane or is left out without a word: windows, slides and single panes."""

import pytest
from layout import collisions, outside, placed_texts
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRectF
from PySide6.QtWidgets import QWidget
from tiers import sample

from wk4gui.documents.saved_state import preset_state
from wk4gui.export.choices import ExportChoices
from wk4gui.export.figure import Figure
from wk4gui.registry import LABS
from wk4gui.render.lab_view import LabView
from wk4gui.render.number_table import NumberTable

SIZES = ((1024, 768), (1280, 720), (1280, 800), (1600, 1000), (1920, 1080))
THEMES = ("light", "dark", "projector")
PANE = (605, 340)
PRESETS = [(lab.id, preset.name) for lab in LABS.values() for preset in lab.presets]
WINDOWS = [(lab, preset, size, theme) for theme in THEMES for size in SIZES for lab, preset in PRESETS]


def faults(picture: QWidget, view: LabView) -> list[object]:
    """What is wrong with the texts of a picture."""
    texts = placed_texts(picture)
    panes = [pane for pane in view.panes if pane.isVisibleTo(picture)]
    boxes = [QRectF(picture.rect()), *(_box(pane, picture) for pane in panes)]
    tables = [table for table in view.findChildren(NumberTable) if table.isVisibleTo(picture)]
    unsaid = [table.accessibleName() for table in tables if table.hidden and not _is_said(table)]
    return [*collisions(texts), *outside(texts, boxes), *unsaid]


def _is_said(table: NumberTable) -> bool:
    return f"{table.hidden} more" in table.note


def _box(pane: QWidget, picture: QWidget) -> QRectF:
    return QRectF(pane.rect().translated(pane.mapTo(picture, QPoint())))


@pytest.mark.parametrize(("lab_id", "preset", "size", "theme"), sample(WINDOWS, 2, 4, of=lambda each: each[2:]))
def test_every_text_of_a_window_has_its_own_place(window, qtbot, lab_id, preset, size, theme):
    window.appearance.choose(theme)
    window.resize(*size)
    page = window.open_lab(lab_id)
    page.load_preset(preset)
    qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)
    for _ in range(2):  # what finds no room asks for another layout
        page.grab()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    qtbot.waitUntil(page.progress.isHidden)
    assert faults(page.view, page.view) == []


@pytest.mark.parametrize(("lab_id", "preset"), sample(PRESETS, 4, 8))
def test_every_text_of_a_single_pane_has_its_own_place(qtbot, lab_id, preset):
    state = preset_state(LABS[lab_id], preset)
    figure = Figure(state, ExportChoices(PANE))
    found = {}
    for pane in figure.view.panes:
        figure.set_look(ExportChoices(PANE).with_(pane=pane.name))
        if wrong := faults(figure, figure.view):
            found[pane.name] = wrong
    figure.discard()
    assert found == {}
