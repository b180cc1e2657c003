"""Texts that are made when they are read, where only the first few of many are."""

from collections.abc import Callable, Sequence
from typing import overload


class MadeTexts(Sequence[str]):
    """As many texts as there are functions, each of which makes its text at the first access."""

    def __init__(self, makers: Sequence[Callable[[], object]]) -> None:
        self._makers = makers
        self._made: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._makers)

    @overload
    def __getitem__(self, i: int) -> str: ...
    @overload
    def __getitem__(self, i: slice) -> tuple[str, ...]: ...
    def __getitem__(self, i: int | slice) -> str | tuple[str, ...]:
        if isinstance(i, slice):
            return tuple(self[k] for k in range(*i.indices(len(self))))
        if i not in self._made:
            self._made[i] = str(self._makers[i]())
        return self._made[i]
