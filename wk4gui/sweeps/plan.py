"""The plan of a sweep: its points, in order, each with the key under which its record is kept."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from wk4gui.core.near_names import no_such
from wk4gui.lab.declarations import LabParams, ParamError, fields_of, to_json
from wk4gui.lab.lab import Lab
from wk4gui.lab.part import Part
from wk4gui.registry import find_lab
from wk4gui.sweeps.variation import SEED, Variation

MOST_POINTS = 10_000_000


@dataclass(frozen=True)
class Point:
    """One setting of a sweep.

    Attributes:
        values: of the varied parameters, in their order.
        params: all parameters, plain; None where they contradict one another.
        refusal: why, then; "" otherwise.
        key: of its record; the same for the same lab, part, version and parameters.
    """

    values: tuple[object, ...]
    params: Mapping[str, Any] | None
    refusal: str
    key: str


@dataclass(frozen=True)
class Plan:
    """A part of a lab with some parameters varied, in every combination, the last of them fastest.

    Attributes:
        lab: the lab's id.
        part: the part's name.
        base: every parameter, validated; the varied ones count nothing.
        varied: the varied parameters, the seed last.
        measures: the measures asked for, by name.
    """

    lab: str
    part: str
    base: LabParams
    varied: tuple[Variation, ...]
    measures: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each varied parameter has."""
        return tuple(len(each.values) for each in self.varied)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Every point, in order."""
        return tuple(self._points())

    @property
    def the_lab(self) -> Lab:
        return find_lab(self.lab)

    @property
    def the_part(self) -> Part:
        return self.the_lab.part(self.part)

    def point(self, values: Sequence[object]) -> Point:
        """The point at these values of the varied parameters; sizes that depend on them are resized, as by a slider."""
        lab, names = self.the_lab, [each.name for each in self.varied]
        plain = to_json(self.base)
        try:
            for name, value in zip(names, values, strict=True):
                plain = dict(lab.adjust({**plain, name: value}, name))
            plain = to_json(lab.decode(plain))
        except ParamError as error:
            return Point(tuple(values), None, str(error), "")
        return Point(tuple(values), plain, "", self._key(plain))

    def _points(self) -> Iterator[Point]:
        for values in product(*(each.values for each in self.varied)):
            yield self.point(values)

    def _key(self, params: Mapping[str, Any]) -> str:
        """The first 32 hexadecimal digits of the SHA-256 of what a record depends on."""
        content = json.dumps([self.lab, self.part, self.the_part.version, params], sort_keys=True, allow_nan=False)
        return hashlib.sha256(content.encode()).hexdigest()[:32]


def make_plan(
    lab: Lab,
    part: str | None,
    base: LabParams,
    varied: Sequence[Variation],
    seeds: Variation | None = None,
    measures: Sequence[str] = (),
) -> Plan:
    """The plan of a sweep.

    Args:
        lab: the lab.
        part: name of the part; None for the main one.
        base: the parameters that are not varied.
        varied: what is varied.
        seeds: of every point; None for that of ``base``.
        measures: names; none for all of the part.

    Raises:
        ParamError: there is no such part or measure, a parameter is varied twice or does not matter, or there are
            too many points.
    """
    chosen = lab.main if part is None else lab.part(part)
    everything = (*varied, *((seeds,) if seeds else ()))
    _check(lab, chosen.name, chosen.uses, everything)
    known = [measure.name for measure in chosen.measures]
    if not known:
        measured = [part.name for part in lab.parts if part.measures]
        raise ParamError(f"the part {chosen.name!r} of {lab.id} has no measure; these have: {', '.join(measured)}")
    if unknown := [name for name in measures if name not in known]:
        raise ParamError(f"{lab.id}:{chosen.name}: {no_such('measure', unknown[0], known)}")
    plan = Plan(lab.id, chosen.name, base, everything, tuple(measures) or tuple(known))
    n_points = 1
    for size in plan.shape:
        n_points *= size
    if n_points > MOST_POINTS:
        raise ParamError(f"these are {n_points} points; a sweep has at most {MOST_POINTS}")
    return plan


def _check(lab: Lab, part: str, uses: Sequence[str], varied: Sequence[Variation]) -> None:
    names = [each.name for each in varied]
    if not names:
        raise ParamError("nothing is varied: name a parameter and its values, such as learning_rate=1e-3..1:25:log")
    fields = fields_of(lab.params)
    for name in names:
        if names.count(name) > 1:
            hint = ": as a parameter or by its seeds, not both" if name == SEED else ""
            raise ParamError(f"{fields[name].label} is varied twice{hint}")
        if name not in uses:
            raise ParamError(
                f"{fields[name].label} changes nothing in the part {part!r}, which depends on {', '.join(uses)}"
            )
