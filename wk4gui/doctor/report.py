"""All findings: as text, as JSON, and as a report of a fault together with the log."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from wk4gui.doctor.display import Facts, display
from wk4gui.doctor.finding import Finding
from wk4gui.doctor.places import places
from wk4gui.doctor.threads import threads
from wk4gui.doctor.versions import versions

MARKS = {"ok": " ", "note": "?", "fault": "!"}
LOG_LINES = 200
_WIDTH = 22


def examine(facts: Facts | None = None) -> tuple[Finding, ...]:
    """Everything that was found; `facts` are what Qt sees, if it runs already."""
    return (*versions(), *display(facts), *places(), *threads())


def has_fault(findings: Iterable[Finding]) -> bool:
    """Whether the program, or a part of it, will not work."""
    return any(finding.state == "fault" for finding in findings)


def as_text(findings: Sequence[Finding]) -> str:
    """A line each, in groups, with what to do below; the last line says how many need it."""
    lines: list[str] = []
    for group in dict.fromkeys(finding.group for finding in findings):
        lines += ["", group.upper(), *_lines(finding for finding in findings if finding.group == group)]
    return "\n".join([*lines[1:], "", _verdict(findings)]) + "\n"


def _lines(findings: Iterable[Finding]) -> Iterable[str]:
    for finding in findings:
        yield f"{MARKS[finding.state]} {finding.name:{_WIDTH}} {finding.value}"
        if finding.advice:
            yield f"  {'':{_WIDTH}} → {finding.advice}"


def _verdict(findings: Sequence[Finding]) -> str:
    faults = sum(finding.state == "fault" for finding in findings)
    notes = sum(finding.state == "note" for finding in findings)
    if faults:
        return f"{faults} {'fault' if faults == 1 else 'faults'} (!) and {notes} to note (?); → says what to do."
    return f"No fault; {notes} to note (?)." if notes else "No fault."


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects with the fields of `Finding`, and whether there is a fault."""
    plain = {"fault": has_fault(findings), "findings": [asdict(finding) for finding in findings]}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def fault_report(findings: Sequence[Finding], log: Path) -> str:
    """The findings and the end of the log; the user's home folder is written ~."""
    text = f"{as_text(findings)}\nLOG ({log})\n{_end_of(log)}"
    return text.replace(str(Path.home()), "~") if Path.home() != Path(Path.home().anchor) else text


def _end_of(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return "nothing was logged\n"
    except OSError as error:
        return f"it cannot be read: {error.strerror or error}\n"
    return "".join(f"{line}\n" for line in lines[-LOG_LINES:]) or "nothing was logged\n"
