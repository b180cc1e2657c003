"""Completions: written for every shell, and tried in a real bash."""

import shutil
import subprocess
from pathlib import Path

import pytest

from wk4gui.cli.arguments import COMMANDS, SHELLS, command_options, parser
from wk4gui.cli.commands import main
from wk4gui.cli.completion import script
from wk4gui.lab.declarations import fields_of
from wk4gui.registry import LABS, find_lab

TRY = """
source {script}
COMP_WORDS=({words}) COMP_CWORD={at}
_wk4gui 2> /dev/null
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture(scope="session")
def bash_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("completion") / "wk4gui.bash"
    path.write_text(script("bash"), encoding="utf-8")
    return path


def completed(bash_script: Path, *words: str) -> set[str]:
    """What bash offers for the last of some words."""
    quoted = " ".join(f"'{word}'" for word in ("wk4gui", *words))
    program = TRY.format(script=bash_script, words=quoted, at=len(words))
    bash = ["bash", "--norc", "-c", program]
    return set(subprocess.run(bash, capture_output=True, text=True, check=True).stdout.split())


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@needs_bash
def test_bash_completes_commands_labs_and_what_belongs_to_them(bash_script: Path) -> None:
    backprop = find_lab("backprop")
    assert completed(bash_script, "") == {*COMMANDS, *LABS}
    assert completed(bash_script, "ex") == {"export"}
    assert completed(bash_script, "run", "ba") == {"backprop", "batch_norm"}
    assert completed(bash_script, "labs", "saddle", "dro") == {"dropout"}
    assert completed(bash_script, "run", "backprop", "--preset", "") == {preset.name for preset in backprop.presets}
    assert completed(bash_script, "backprop", "--preset", "w") == {"works"}
    assert completed(bash_script, "run", "learning_rate", "--part", "") == {"main", "scan", "sharpness"}
    assert completed(bash_script, "run", "backprop", "--set", "") == {f"{n}=" for n in fields_of(backprop.params)}
    assert completed(bash_script, "export", "saddle", "--theme", "") == {"light", "dark", "projector"}
    assert completed(bash_script, "export", "saddle", "--for", "") == {"slide", "column", "page"}
    assert completed(bash_script, "completion", "") == set(SHELLS)
    assert completed(bash_script, "gallery", "--th") == {"--theme"}


@needs_bash
def test_bash_completes_every_option_of_every_command(bash_script: Path) -> None:
    for command, options in command_options(parser()).items():
        assert completed(bash_script, command, "--") == {option for option in options if option.startswith("--")}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_names_every_lab_and_option(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    assert all(lab in text for lab in LABS)
    mark = "-l {}" if shell == "fish" else "--{}"
    for options in command_options(parser()).values():
        assert all(mark.format(option[2:]) in text for option in options if option.startswith("--"))
