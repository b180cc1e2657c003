"""Completions: written for every shell, and tried in a real bash."""

import shlex
import shutil
import subprocess
from collections.abc import Callable
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
    assert completed(bash_script, "run", "learning_rate", "--part", "") == {"main", "scan", "sharpness", "all"}
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


def script_of(shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["completion", shell]) == 0
    path = tmp_path / f"wk4gui.{shell}"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    return path


TRY_ZSH = """
compdef() {{ }}
_files() {{ }}
compadd() {{
    local word named=0
    for word in "$@"; do
        if [[ $named == 1 ]]; then [[ $word == ${{words[CURRENT]}}* ]] && print -r -- $word; fi
        [[ $word == -- ]] && named=1
    done
}}
source {script}
words=({words}); CURRENT=$#words
_wk4gui
"""
"""What zsh offers, without a terminal: its own `compadd` is replaced by one that prints."""


def completed_by_zsh(script: Path, *words: str) -> set[str]:
    quoted = " ".join(shlex.quote(word) for word in ("wk4gui", *words))
    zsh = ["zsh", "-f", "-c", TRY_ZSH.format(script=script, words=quoted)]
    return set(subprocess.run(zsh, capture_output=True, text=True, check=False).stdout.split())


def completed_by_fish(script: Path, *words: str) -> set[str]:
    line = shlex.quote(" ".join(("wk4gui", *words)))
    fish = ["fish", "--no-config", "-c", f"source {script}; cd {script.parent}; complete -C {line}"]
    found = subprocess.run(fish, capture_output=True, text=True, check=True).stdout
    return {line.split("\t")[0] for line in found.splitlines()}


@pytest.mark.parametrize(("shell", "completed_by"), [("zsh", completed_by_zsh), ("fish", completed_by_fish)])
def test_zsh_and_fish_complete_as_bash_does(
    shell: str, completed_by: Callable[..., set[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    script = script_of(shell, tmp_path, capsys)
    backprop = find_lab("backprop")
    for words, found in {
        ("ex",): {"export"},
        ("run", "ba"): {"backprop", "batch_norm"},
        ("sweep", "dro"): {"dropout"},
        ("run", "backprop", "--preset", ""): {preset.name for preset in backprop.presets},
        ("backprop", "--preset", "w"): {"works"},
        ("run", "learning_rate", "--part", ""): {"main", "scan", "sharpness", "all"},
        ("run", "backprop", "--set", ""): {f"{name}=" for name in fields_of(backprop.params)},
        ("export", "saddle", "--theme", ""): {"light", "dark", "projector"},
        ("export", "saddle", "--for", ""): {"slide", "column", "page"},
        ("completion", ""): set(SHELLS),
        ("gallery", "--th"): {"--theme"},
    }.items():
        assert completed_by(script, *words) == found, words
    assert {*COMMANDS, *LABS} <= completed_by(script, "")
