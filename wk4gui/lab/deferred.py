"""What a lab declares by its place and imports when it is first used: declarations alone are imported quickly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, overload


@dataclass(frozen=True)
class Place:
    """A name in a module, as "module:name"."""

    path: str

    def found(self) -> Any:
        """What is there; its module is imported if it has not been yet."""
        module, _, name = self.path.partition(":")
        return getattr(import_module(module), name)


class DeferredFunction(Place):
    """A function at a place, to be called as itself."""

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self.found()(*args, **named)

    @property
    def __wrapped__(self) -> Any:
        """The function, for `inspect.unwrap`."""
        return self.found()


class DeferredValues(Place, Sequence[Any]):
    """The tuple at a place, or what is there as the only one."""

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Any, ...]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self._values[index]

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    @property
    def _values(self) -> tuple[Any, ...]:
        found = self.found()
        return found if isinstance(found, tuple) else (found,)


@dataclass(frozen=True)
class Deferred:
    """What stands in a package, such as `wk4gui.labs.saddle.model`."""

    package: str

    def function(self, place: str) -> DeferredFunction:
        """The function at "module:name" of the package."""
        return DeferredFunction(f"{self.package}.{place}")

    def values(self, place: str) -> DeferredValues:
        """The tuple at "module:NAME" of the package, or what is there as the only one."""
        return DeferredValues(f"{self.package}.{place}")
