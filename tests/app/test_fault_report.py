"""Help, Report a fault: the findings and the log are copied and shown; first settings come from the system folder."""

from PySide6.QtWidgets import QApplication

from wk4gui.app.window import fault_report
from wk4gui.app.window.settings import Settings, SettingsFile
from wk4gui.documents import folders


def test_the_report_is_copied_as_it_opens(make_window, monkeypatch, tmp_path):
    log = tmp_path / "wk4gui.log"
    log.write_text("what went wrong\n")
    monkeypatch.setattr(fault_report, "log_path", lambda: log)
    window = make_window()
    window.actions_by_name["report"].trigger()
    dialog = window.findChild(fault_report.FaultReport)
    copied = QApplication.clipboard().text()
    assert copied == dialog.text.toPlainText()
    assert "VERSIONS" in copied
    assert "plugin                 offscreen of Qt" in copied
    assert "what went wrong" in copied
    QApplication.clipboard().clear()
    dialog.copy()
    assert QApplication.clipboard().text() == copied
    dialog.reject()


def test_first_settings_are_those_of_the_system_until_there_are_own(tmp_path, monkeypatch):
    monkeypatch.setenv(folders.OVERRIDE, str(tmp_path / "system"))
    file = SettingsFile(tmp_path / "own" / "settings.json")
    assert file.read() == Settings()
    (tmp_path / "system").mkdir()
    system = tmp_path / "system" / "settings.json"
    system.write_text('{"theme": "projector", "questions": "never", "of another version": 1}')
    settings = file.read()
    assert (settings.theme, settings.questions, settings.text_size) == ("projector", "never", 1.0)
    settings.theme = "dark"
    assert not file.write(settings)
    system.write_text('{"theme": "light"}')
    settings = file.read()
    assert (settings.theme, settings.questions) == ("dark", "never")


def test_settings_of_the_system_that_cannot_be_read_are_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv(folders.OVERRIDE, str(tmp_path))
    (tmp_path / "settings.json").write_text('{"text_size": "large"}')
    assert SettingsFile(tmp_path / "own" / "settings.json").read() == Settings()
    assert (tmp_path / "settings.json").exists()
