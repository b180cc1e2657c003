"""What makes a shell complete the command line, written from its parser and from the registry of labs."""

import argparse
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wk4gui.cli.arguments import COMMANDS, EVERY, command_options, commands_of, parser
from wk4gui.lab.declarations import fields_of
from wk4gui.lab.lab import Lab
from wk4gui.registry import LABS

_OF_LAB = ("--preset", "--part", "--set")
"""Options whose values depend on the lab."""


@dataclass(frozen=True)
class Words:
    """Everything that can be completed.

    Attributes:
        options: names of a command's options, and what each does, by command.
        values: names that an option takes, by option.
        files: options that take a file.
        of_lab: names that the options of _OF_LAB take, by option and lab.
        shells: what `completion` takes.
    """

    options: Mapping[str, Mapping[str, str]]
    values: Mapping[str, tuple[str, ...]]
    files: tuple[str, ...]
    of_lab: Mapping[str, Mapping[str, tuple[str, ...]]]
    shells: tuple[str, ...]


def script(shell: str) -> str:
    """The completion of a shell, to be sourced."""
    return _SCRIPTS[shell](_words())


def _words() -> Words:
    top = parser()
    actions = command_options(top)
    every = {option: action for found in actions.values() for option, action in found.items()}
    values = {option: names for option, action in every.items() if (names := _names(action))}
    files = tuple(option for option, action in every.items() if action.type is Path)
    options = {
        command: {option: (action.help or "").replace("%%", "%") for option, action in found.items()}
        for command, found in actions.items()
    }
    of_lab = {option: {name: _of_lab(option, lab) for name, lab in LABS.items()} for option in _OF_LAB}
    shell = next(action for action in commands_of(top)["completion"]._actions if action.dest == "shell")
    return Words(options, values, files, of_lab, _names(shell))


def _names(action: argparse.Action) -> tuple[str, ...]:
    return tuple(getattr(action.type, "names", ()))


def _of_lab(option: str, lab: Lab) -> tuple[str, ...]:
    if option == "--preset":
        return tuple(preset.name for preset in lab.presets)
    if option == "--part":
        return (*(part.name for part in lab.parts), EVERY)
    return tuple(f"{name}=" for name in fields_of(lab.params))


def _bash(words: Words) -> str:
    """For bash 4 and newer."""
    cases = "\n".join(f"        {option}) found={_quoted(names)} ;;" for option, names in words.values.items())
    return f"""# wk4gui: completion for bash; source <(wk4gui completion bash)
{_lookups(words)}
_wk4gui() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}"
    local word command="" lab="" found=""
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case " {" ".join(COMMANDS)} " in *" $word "*) [ -z "$command" ] && command=$word ;; esac
        case " {" ".join(LABS)} " in *" $word "*) [ -z "$lab" ] && lab=$word ;; esac
    done
    COMPREPLY=()
    case "$previous" in
{cases}
        {"|".join(_OF_LAB)}) found=$(_wk4gui_of_lab "$previous" "$lab") ;;
        {"|".join(words.files)}) compopt -o default; return ;;
        *)
            case "$current" in
                -*) found=$(_wk4gui_options "${{command:-gui}}") ;;
                *)
                    case "$command" in
                        completion) found={_quoted(words.shells)} ;;
                        gallery|grade) compopt -o default; return ;;
                        sheet) found={_quoted((EVERY, *LABS))} ;;
                        "") found={_quoted((*COMMANDS, *LABS))}; compopt -o default ;;
                        *) found={_quoted(LABS)}; compopt -o default ;;
                    esac
                    case "$command" in labs|sheet) ;; *) [ -n "$lab" ] && found="" ;; esac
                    ;;
            esac
            ;;
    esac
    [ "$previous" = --set ] && compopt -o nospace
    COMPREPLY=($(compgen -W "$found" -- "$current"))
}}
complete -F _wk4gui wk4gui
"""


def _zsh(words: Words) -> str:
    """For zsh."""
    cases = "\n".join(f"        {option}) found={_quoted(names)} ;;" for option, names in words.values.items())
    return f"""#compdef wk4gui
# wk4gui: completion for zsh; source <(wk4gui completion zsh), after compinit
{_lookups(words)}
_wk4gui() {{
    local current="$words[CURRENT]" previous="$words[CURRENT-1]" word command="" lab="" found=""
    for word in "${{(@)words[2,CURRENT-1]}}"; do
        case " {" ".join(COMMANDS)} " in *" $word "*) [ -z "$command" ] && command=$word ;; esac
        case " {" ".join(LABS)} " in *" $word "*) [ -z "$lab" ] && lab=$word ;; esac
    done
    case "$previous" in
{cases}
        --set) compadd -S "" -- $(_wk4gui_of_lab "$previous" "$lab"); return ;;
        {"|".join(o for o in _OF_LAB if o != "--set")}) found=$(_wk4gui_of_lab "$previous" "$lab") ;;
        {"|".join(words.files)}) _files; return ;;
        *)
            case "$current" in
                -*) found=$(_wk4gui_options "${{command:-gui}}") ;;
                *)
                    case "$command" in
                        completion) found={_quoted(words.shells)} ;;
                        gallery|grade) _files; return ;;
                        sheet) found={_quoted((EVERY, *LABS))} ;;
                        "") found={_quoted((*COMMANDS, *LABS))}; _files ;;
                        *) found={_quoted(LABS)} ;;
                    esac
                    case "$command" in labs|sheet) ;; *) [ -n "$lab" ] && found="" ;; esac
                    ;;
            esac
            ;;
    esac
    compadd -- ${{=found}}
}}
compdef _wk4gui wk4gui
"""


def _fish(words: Words) -> str:
    """For fish."""
    lines = ["# wk4gui: completion for fish; wk4gui completion fish | source"]
    start = "not __fish_seen_subcommand_from " + " ".join((*COMMANDS, *LABS))
    lines.append(f"complete -c wk4gui -n {shlex.quote(start)} -a {_quoted((*COMMANDS, *LABS))}")
    for command, options in words.options.items():
        seen = f"__fish_seen_subcommand_from {command}"
        if command in ("labs", "run", "export", "sweep", "sheet"):
            names = (EVERY, *LABS) if command == "sheet" else LABS
            lines.append(f"complete -c wk4gui -f -n {shlex.quote(seen)} -a {_quoted(names)}")
        for option, help_ in options.items():
            if option.startswith("--"):
                name = f"complete -c wk4gui -n {shlex.quote(seen)} -l {option[2:]} -d {shlex.quote(help_)}"
                values = words.values.get(option, ())
                lines.append(name + (f" -x -a {_quoted(values)}" if values else ""))
    lines.append(f"complete -c wk4gui -f -n '__fish_seen_subcommand_from completion' -a {_quoted(words.shells)}")
    for option, labs in words.of_lab.items():
        for lab, names in labs.items():
            seen = shlex.quote(f"__fish_seen_subcommand_from {lab}")
            lines.append(f"complete -c wk4gui -n {seen} -l {option[2:]} -x -a {_quoted(names)}")
    return "\n".join(lines) + "\n"


def _lookups(words: Words) -> str:
    """Two functions of bash and zsh: the options of a command, and the names that an option takes of a lab."""
    options = "\n".join(f"        {name}) echo {_quoted(found)} ;;" for name, found in words.options.items())
    of_lab = "\n".join(
        f"        '{option} {lab}') echo {_quoted(names)} ;;"
        for option, labs in words.of_lab.items()
        for lab, names in labs.items()
    )
    return (
        f'_wk4gui_options() {{\n    case "$1" in\n{options}\n    esac\n}}\n'
        f'_wk4gui_of_lab() {{\n    case "$1 $2" in\n{of_lab}\n    esac\n}}'
    )


def _quoted(names: Iterable[str]) -> str:
    return shlex.quote(" ".join(names)) if names else "''"


_SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
