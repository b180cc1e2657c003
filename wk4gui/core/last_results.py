"""A cache of the last results of a long computation."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")


class LastResults(Generic[K, R]):
    """A pure function of one hashable value whose last results are kept, like functools.lru_cache.

    The second argument, a checkpoint that may end the computation with an exception, is not part of the key.

    Args:
        function: (key, checkpoint) -> result, which must not be changed.
        size: how many results are kept.
    """

    def __init__(self, function: Callable[[K, Callable[[float], None]], R], size: int) -> None:
        self._function, self._size = function, size
        self._known: dict[K, R] = {}

    def __call__(self, key: K, checkpoint: Callable[[float], None] = lambda fraction: None) -> R:
        """The result for a key, from the cache if it is there."""
        if key in self._known:
            checkpoint(1.0)
            return self._known[key]
        result = self._function(key, checkpoint)
        self.keep(key, result)
        return result

    def known(self, key: K) -> R | None:
        """The result for a key if it is in the cache."""
        return self._known.get(key)

    def keep(self, key: K, result: R) -> None:
        """Keeps a result that was computed elsewhere."""
        while len(self._known) >= self._size:
            self._known.pop(next(iter(self._known)), None)
        self._known[key] = result
