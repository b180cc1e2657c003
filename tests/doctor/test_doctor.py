"""The findings: what is there, what is missing, and what to do, with and without Qt and a display."""

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import wk4gui
from wk4gui.cli.commands import main
from wk4gui.doctor import display, places, threads, versions
from wk4gui.doctor.finding import Finding
from wk4gui.doctor.report import LOG_LINES, as_json, as_text, fault_report, has_fault
from wk4gui.documents import folders

FACTS = {
    "qt": "6.11.3",
    "platform": "xcb",
    "screens": [
        {"name": "HDMI-1", "size": [1920, 1080], "scale": 2.0, "dpi": 96.0, "hertz": 60.0},
        {"name": "small", "size": [800, 600], "scale": 1.0, "dpi": 96.0, "hertz": 60.0},
    ],
    "fonts": {"Inter": True, "STIX Two Math": False},
    "system_fonts": 12,
}
ROOT = Path(__file__).resolve().parents[2]
INSTALLED = Path(wk4gui.__file__).resolve().parents[1]
"""Where the program is that is tested: the checkout, or where a wheel was installed."""


def named(findings):
    return {finding.name: finding for finding in findings}


def python(program, **variables):
    env = {**os.environ, "PYTHONPATH": str(INSTALLED), **variables}
    return subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=120, check=False
    )


def test_versions_are_those_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = {}
    for text in project["dependencies"]:
        name, least, rest = re.fullmatch(r"([\w-]+)>=([\d.]+)(.*)", text).groups()
        refused = tuple(versions.numbers(number) for number in re.findall(r"!=([\d.]+)", rest))
        below = versions.numbers(re.search(r"<([\d.]+)", rest)[1])
        bounds[name] = (versions.numbers(least), below), refused
    supported = {name: (span, versions.REFUSED.get(name, ())) for name, span in versions.SUPPORTED.items()}
    assert supported == bounds
    assert versions.__version__ == project["version"]


@pytest.mark.parametrize(
    ("found", "state"), [("6.11.3", "ok"), ("6.9.1", "fault"), ("6.12.0", "fault"), ("6.7", "fault"), (None, "fault")]
)
def test_a_library_that_is_missing_or_of_another_version_is_a_fault(monkeypatch, found, state):
    def version(name):
        if name != "PySide6-Essentials":
            return "1" if name == "msgspec" else "2.1"
        if found is None:
            raise metadata.PackageNotFoundError(name)
        return found

    monkeypatch.setattr(metadata, "version", version)
    finding = named(versions.versions())["PySide6-Essentials"]
    assert finding.state == state
    assert ("-m pip install" in finding.advice) == (state == "fault")


def test_screens_and_fonts_are_those_of_qt():
    findings = named(display.display(FACTS))
    assert findings["plugin"].value == "xcb of Qt 6.11.3"
    assert findings["screen HDMI-1"] == Finding("display", "screen HDMI-1", "1920 × 1080, scale 2, 96 dpi, 60 Hz")
    assert findings["screen small"].state == "note"
    assert findings["Inter"].state == "ok"
    assert findings["STIX Two Math"].state == "fault"


def test_without_a_display_all_but_the_screens_is_found(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    findings = list(display.display())
    by_name = named(findings)
    assert by_name["window"].state == "note"
    assert by_name["plugin"].value.startswith("offscreen of Qt ")
    assert not [name for name in by_name if name.startswith("screen")]
    assert not has_fault(findings)


def test_where_qt_cannot_be_loaded_it_says_so_and_ends(tmp_path):
    broken = tmp_path / "PySide6"
    broken.mkdir()
    (broken / "__init__.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file: No such file or directory')"
    )
    program = "import sys; from wk4gui.cli.commands import main; sys.exit(main(['doctor', '--json']))"
    answer = python(program, PYTHONPATH=f"{tmp_path}{os.pathsep}{INSTALLED}", DISPLAY="")
    assert answer.returncode == 1, answer.stderr
    told = {finding["name"]: finding for finding in json.loads(answer.stdout)["findings"]}
    assert told["Qt"]["state"] == "fault"
    assert "libEGL.so.1" in told["Qt"]["value"]
    assert told["Qt"]["advice"]
    assert "settings" in told


def test_a_qt_that_ends_its_process_is_a_fault(monkeypatch):
    monkeypatch.setattr(display, "own_command", lambda *words: [sys.executable, "-c", "import os; os.abort()"])
    finding = display.asked("offscreen")
    assert (finding.name, finding.state) == ("Qt", "fault")
    assert "status -6" in finding.value


def test_what_installs_the_missing_libraries_is_said_once(monkeypatch):
    monkeypatch.setattr(display, "missing_libraries", lambda purpose: ["libGL.so.1"])
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "apt" else None)
    why = "libGL.so.1: cannot open it; this installs what is missing: sudo apt install libgl1"
    finding = display._cannot_start(f"wk4gui: Qt cannot start on this machine: {why}")
    assert finding.value == "does not start: libGL.so.1: cannot open it"
    assert finding.advice == "sudo apt install libgl1"


def test_doctor_itself_never_imports_qt():
    program = (
        "import sys; from wk4gui.doctor.report import examine; examine()\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    assert not {"PySide6", "shiboken6", "pyqtgraph"} & set(python(program).stdout.split())


def test_folders_that_cannot_be_written_are_faults(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr(places, "settings_folder", lambda: tmp_path / "file" / "wk4gui")
    monkeypatch.setattr(places, "data_folder", lambda: tmp_path / "new" / "wk4gui")
    findings = named(places.places())
    assert findings["settings"].state == "fault"
    assert findings["settings"].advice == "move it away"
    assert findings["log"].state == "ok"
    assert "made when it is needed" in findings["log"].value
    assert not (tmp_path / "new").exists()
    monkeypatch.setattr(places, "_not_writable", lambda folder: "Read-only file system")
    findings = named(places.places())
    assert "cannot be written: Read-only file system" in findings["log"].value
    assert findings["log"].advice == f"let this user write to {tmp_path}"
    assert findings[places.HERE].state == "note"


def test_the_system_folder_is_named_with_what_is_wrong_in_it(monkeypatch, tmp_path):
    monkeypatch.setenv(folders.OVERRIDE, str(tmp_path))
    (tmp_path / "start.wk4.json").write_text("{}")
    findings = named(places.places())
    assert findings["system folder"].value == str(tmp_path)
    assert findings["not used"].state == "fault"
    assert "start.wk4.json" in findings["not used"].value


def test_other_thread_counts_are_noted(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "8")
    finding = named(threads.threads())["OPENBLAS_NUM_THREADS"]
    assert (finding.value, finding.state) == ("8", "note")


def test_text_json_and_status(capsys, monkeypatch):
    findings = (
        Finding("a", "good", "1"),
        Finding("a", "bad", "2", "fault", "mend it"),
        Finding("b", "odd", "3", "note"),
    )
    text = as_text(findings)
    assert "\n! bad" in text
    assert "→ mend it" in text
    assert text.endswith("1 fault (!) and 1 to note (?); → says what to do.\n")
    assert json.loads(as_json(findings))["findings"][1]["advice"] == "mend it"
    for found, status in ((findings, 1), (findings[:1], 0)):
        monkeypatch.setattr("wk4gui.doctor.report.examine", lambda found=found: found)
        assert main(["doctor", "--json"]) == status
        assert json.loads(capsys.readouterr().out)["fault"] == bool(status)


def test_a_report_has_the_end_of_the_log_and_no_home_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    log = tmp_path / "wk4gui.log"
    assert "nothing was logged" in fault_report((), log)
    log.write_text("".join(f"line {i} of {tmp_path}\n" for i in range(LOG_LINES + 5)))
    report = fault_report((Finding("a", "here", str(tmp_path / "x")),), log)
    assert "line 5 of ~\n" in report
    assert "line 4 of" not in report
    assert str(tmp_path) not in report
