"""Writes the manual page of the command line from its parser: python packaging/man_page.py, in the environment."""

import argparse
from pathlib import Path

from wk4gui import __version__
from wk4gui.cli.arguments import EXAMPLES, commands_of, parser

PAGE = Path(__file__).resolve().parent.parent / "resources" / "desktop" / "wk4gui.1"
FILES = (
    ("*.wk4.json", "a session: a lab in a state"),
    ("*.wk4lecture.json", "a lecture: slides that stay live"),
    ("settings.json", "what the window remembers, in the user's folder of settings; `wk4gui doctor` says where"),
)


def man_page() -> str:
    """The page in the language of man(7)."""
    top = parser()
    lines = [
        f'.TH WK4GUI 1 "" "wk4gui {__version__}" "User Commands"',
        ".SH NAME",
        "wk4gui \\- live labs that show how neural networks are optimised and regularised",
        ".SH SYNOPSIS",
        ".B wk4gui",
        "[\\fICOMMAND\\fR] [\\fIOPTION\\fR]...",
        ".SH COMMANDS",
    ]
    for name, command in commands_of(top).items():
        lines += _command(name, command)
    lines += [".SH FILES"]
    for name, what in FILES:
        lines += [".TP", f".I {_plain(name)}", _plain(what)]
    lines += [".SH EXAMPLES", ".nf", *(_plain(line) for line in EXAMPLES.splitlines()[1:]), ".fi"]
    lines += [
        ".SH EXIT STATUS",
        "0 if all is well, 2 after a sentence that says what was wrong, 1 if doctor finds a fault.",
    ]
    return "\n".join(lines) + "\n"


def _command(name: str, command: argparse.ArgumentParser) -> list[str]:
    taken = [action for action in command._actions if not action.option_strings]
    words = " ".join(f"\\fI{_plain(_shown(action))}\\fR" for action in taken)
    lines = [f".SS wk4gui {_plain(name)} {words}".rstrip(), _sentence(command.description or "")]
    for action in command._actions:
        if action.option_strings and action.dest != "help":
            lines += _option(action)
    return lines


def _option(action: argparse.Action) -> list[str]:
    names = ", ".join(f"\\fB{_plain(name)}\\fR" for name in action.option_strings)
    value = f" \\fI{_plain(_shown(action))}\\fR" if action.nargs != 0 else ""
    return [".TP", names + value, _plain((action.help or "").replace("%%", "%"))]


def _shown(action: argparse.Action) -> str:
    if action.metavar is None and action.choices:
        return "|".join(map(str, action.choices))
    return str(action.metavar or action.dest.upper())


def _sentence(text: str) -> str:
    return _plain(text[:1].upper() + text[1:] + ".")


def _plain(text: str) -> str:
    """Text in which man(7) reads nothing into backslashes, hyphens, dots and quotes."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped


if __name__ == "__main__":
    PAGE.write_text(man_page(), encoding="utf-8")
