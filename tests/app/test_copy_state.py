"""Copying a state as a command and pasting it into the window."""

from PySide6.QtGui import QGuiApplication


def trigger(window, name):
    window.actions_by_name[name].trigger()


def test_what_was_copied_opens_again(window, qtbot):
    page = window.open_lab("saddle")
    page.session.set_param("noise", 0.25)
    qtbot.waitUntil(lambda: page.session.ready)
    trigger(window, "copy_state")
    assert QGuiApplication.clipboard().text().startswith("wk4gui saddle --set noise=0.25")
    page.states.reset()
    window.open_lab("backprop")
    trigger(window, "paste_state")
    assert window.page.session.lab.id == "saddle"
    assert window.page.session.params.noise == 0.25


def test_other_text_and_wrong_commands_change_nothing(window, monkeypatch):
    refused = []
    monkeypatch.setattr(window, "refuse", lambda title, why: refused.append(why))
    before = window.page.saved_state()
    for text in ("some prose", "wk4gui saddle --set noise=loud", "wk4gui backprop --view digits=99"):
        QGuiApplication.clipboard().setText(text)
        trigger(window, "paste_state")
    assert len(refused) == 3
    assert "noise" in refused[1]
    assert window.page.saved_state() == before
