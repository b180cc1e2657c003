"""The command `doctor`: what this machine offers the program, and what to do about what is missing."""

import argparse
import json


def doctor(options: argparse.Namespace) -> tuple[str, int]:
    """What the command prints, and its status: 1 if there is a fault."""
    if options.screens:
        from wk4gui.doctor.qt_facts import qt_facts

        return json.dumps(qt_facts()) + "\n", 0
    from wk4gui.doctor.report import as_json, as_text, examine, has_fault

    findings = examine()
    return (as_json if options.json else as_text)(findings), int(has_fault(findings))
