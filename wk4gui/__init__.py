"""wk4gui: live labs that show how neural networks are optimised and regularised.

``wk4gui.list_labs``, ``run``, ``sweep`` and ``show`` are the functions for scripts and notebooks; `wk4gui/api.py` has
them, and is loaded when one of them is first used.
"""

from importlib import import_module

__version__ = "0.2.0"
_OFFERED = ("LabInfo", "Run", "Sweep", "list_labs", "run", "show", "sweep")


def __getattr__(name: str) -> object:
    if name in _OFFERED:
        return getattr(import_module("wk4gui.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_OFFERED])
