"""The log is written where it can be, and is no trouble where it cannot."""

from wk4gui.app.window.errors import LOG, log_to


def test_a_log_that_cannot_be_written_says_nothing(tmp_path, capfd):
    log_to(tmp_path / "log" / "wk4gui.log")
    handler = LOG.handlers[-1]
    (tmp_path / "log").rmdir()
    (tmp_path / "log").touch()
    LOG.error("lost")
    LOG.removeHandler(handler)
    assert capfd.readouterr().err == ""
