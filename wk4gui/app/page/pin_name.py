"""The name of a pinned result: the settings that differ from those shown now."""

from wk4gui.documents.setting_words import short_setting
from wk4gui.lab.declarations import LabParams, fields_of, to_json
from wk4gui.lab.lab import Lab

_MOST_NAMED = 3


def pin_name(lab: Lab, pinned: LabParams, now: LabParams) -> str:
    """The pinned values of the parameters that differ, such as "Learning rate α 0.1"."""
    before, after = to_json(pinned), to_json(now)
    fields = fields_of(lab.params)
    differ = [short_setting(fields[name], before[name]) for name in after if after[name] != before[name]]
    more = [f"and {len(differ) - _MOST_NAMED} more"] if len(differ) > _MOST_NAMED else []
    return ", ".join(differ[:_MOST_NAMED] + more) or "the same settings"
