"""The bar over the page and the list beside it follow the lab and the width of the window."""

import pytest
from PySide6.QtWidgets import QComboBox

from wk4gui.app.page.pane_turns import lay_out_anew


def shown_boxes(window):
    """The names of the combo boxes that are offered in the header."""
    return sorted(box.accessibleName() for box in window.header.findChildren(QComboBox) if not box.isHidden())


def test_another_lab_brings_its_own_controls_and_takes_the_old_away(qtbot, window):
    window.open_lab("learning_rate")
    assert "Digits" not in shown_boxes(window)
    qtbot.waitUntil(lambda: shown_boxes(window) == ["Loss axis", "Preset"])
    window.open_lab("backprop")
    qtbot.waitUntil(lambda: shown_boxes(window) == ["Digits", "Loss axis", "Preset"])


def test_lab_titles_are_whole_or_absent(qtbot, window):
    for width, narrow in ((1024, True), (1400, False)):
        window.resize(width, 768)
        qtbot.waitUntil(lambda width=width: window.width() == width)
        expected = "1" if narrow else "1   Backprop"
        qtbot.waitUntil(lambda expected=expected: window.labs.list.item(0).text() == expected)


def test_a_box_that_is_too_narrow_says_so(qtbot, window):
    window.open_lab("dropout")
    box = window.header.presets
    box.setFixedWidth(400)
    assert box._option().currentText == box.currentText()
    box.setFixedWidth(80)
    assert box._option().currentText.endswith("…")


@pytest.mark.parametrize("lab_id", ["batch_norm", "dropout", "playground"])
def test_no_theme_makes_the_window_larger(qtbot, window, lab_id):
    window.resize(1280, 800)
    page = window.open_lab(lab_id)
    qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)
    for theme in ("projector", "dark", "light"):
        window.appearance.choose(theme)
        lay_out_anew()
        assert (window.width(), window.height()) == (1280, 800), theme


@pytest.mark.parametrize("lab_id", ["dropout", "playground", "weight_decay"])
def test_a_lab_has_room_in_a_small_window(qtbot, window, lab_id):
    window.resize(1280, 800)
    page = window.open_lab(lab_id)
    qtbot.waitUntil(lambda: page.session.ready and not page.session.busy, timeout=60_000)
    window.resize(1024, 700)
    lay_out_anew()
    assert (window.width(), window.height()) == (1024, 700)
