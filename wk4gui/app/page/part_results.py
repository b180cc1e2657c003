"""The results of a lab's parts besides the main one, with their parameters."""

from typing import Any

from wk4gui.lab.declarations import LabParams
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part


class PartResults:
    """The latest result of each part, and its parameters."""

    def __init__(self, lab: Lab) -> None:
        self._parts = {part.name: part for part in lab.parts[1:]}
        self._kept: dict[str, tuple[tuple[Any, ...], Any]] = {}
        self._so_far: dict[str, float] = {}
        self._given_up: dict[str, tuple[Any, ...]] = {}

    def part(self, name: str) -> Part:
        return self._parts[name]

    def holds(self, name: str, params: LabParams) -> bool:
        """Whether the stored result is valid: none of the parameters that the part uses has changed."""
        whole = name in self._kept and name not in self._so_far
        return whole and self._kept[name][0] == self._key(name, params)

    def keep(self, name: str, params: LabParams, result: Any, so_far: float | None = None) -> None:
        """Keeps a result, or what has been computed of it so far, with the fraction done."""
        self._kept[name] = (self._key(name, params), result)
        self._so_far.pop(name, None)
        if so_far is not None:
            self._so_far[name] = so_far

    def so_far(self, name: str) -> float | None:
        """The fraction of a part that has been computed; None if all of it."""
        return self._so_far.get(name)

    def get(self, name: str) -> Any:
        """The latest result of a part, or so far, or None."""
        return self._kept[name][1] if name in self._kept else None

    def give_up(self, name: str, params: LabParams) -> None:
        """Notes that a part was cancelled for these parameters."""
        self._given_up[name] = self._key(name, params)

    def given_up(self, name: str, params: LabParams) -> bool:
        """Whether a part was cancelled for these parameters, and has not been wanted anew since."""
        return self._given_up.get(name) == self._key(name, params)

    def resume(self) -> None:
        """Forgets what was cancelled, since it is wanted anew."""
        self._given_up.clear()

    def _key(self, name: str, params: LabParams) -> tuple[Any, ...]:
        return tuple(getattr(params, field) for field in self._parts[name].uses)
