"""Calls on arrays that are made once and performed at every step: views and arguments are looked up only once."""

from collections.abc import Callable, Iterable
from typing import Any

PreparedCall = tuple[Callable[..., object], tuple[Any, ...]]
"""A function and its arguments."""


def perform(calls: Iterable[PreparedCall]) -> None:
    """Performs the calls, one after the other."""
    for call, arguments in calls:
        call(*arguments)
