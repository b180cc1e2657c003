"""The name of a pinned result: the settings that differ from those shown now."""

from wk4gui.lab.declarations import LabParams, fields_of, to_json
from wk4gui.lab.lab import Lab

_MOST_NAMED = 3


def pin_name(lab: Lab, pinned: LabParams, now: LabParams) -> str:
    """The pinned values of the parameters that differ, such as "Learning rate α 0.1"."""
    before, after = to_json(pinned), to_json(now)
    differ = [_named(lab, name, before[name]) for name in after if after[name] != before[name]]
    more = [f"and {len(differ) - _MOST_NAMED} more"] if len(differ) > _MOST_NAMED else []
    return ", ".join(differ[:_MOST_NAMED] + more) or "the same settings"


def _named(lab: Lab, name: str, value: object) -> str:
    """A setting with its value, such as "Learning rate α 0.1"."""
    if fields_of(lab.params)[name].kind == "record":
        return "the usual start" if value is None else "another start"
    return f"{lab.field_title(name)} {_short(value)}"


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
