"""Which name was probably meant, where somebody typed one that does not exist."""

from collections.abc import Collection, Iterable

_LONGEST = 60
"""A longer word is no misspelt name."""
_CUTOFF = 0.7
"""Least likeness of a hint, by difflib's measure."""


def nearest_name(word: str, names: Iterable[str]) -> str:
    """The name that is most like a word, or that alone begins with it; "" if none is."""
    from difflib import get_close_matches  # only where something is wrong already

    if not word or len(word) > _LONGEST:
        return ""
    by_plain = {_plain(name): name for name in names}
    if near := get_close_matches(_plain(word), by_plain, n=1, cutoff=_CUTOFF):
        return by_plain[near[0]]
    begun = [name for plain, name in by_plain.items() if plain.startswith(_plain(word))]
    return begun[0] if len(begun) == 1 and len(word) > 1 else ""


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """A hint at the name that was probably meant, or ""."""
    near = nearest_name(word, names)
    return f" (did you mean {near!r}?)" if near else ""


def no_such(what: str, word: str, names: Collection[str]) -> str:
    """The sentence about a name that does not exist, such as "there is no lab 'sadle' (did you mean 'saddle'?); …"."""
    quoted = repr(word if len(word) <= _LONGEST else word[:_LONGEST] + "…")
    return f"there is no {what} {quoted}{did_you_mean(word, names)}; there are {', '.join(names)}"


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(" ", "_")
