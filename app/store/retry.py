"""Once more, where the database or another writer was first: the one loop for it."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def tried(attempt: Callable[[], T], *, times: int, on: tuple[type[Exception], ...]) -> T:
    """What an attempt comes to, repeated when it fails with one of `on`; the last failure shows.

    Args:
        attempt: a whole transaction: when it fails nothing is written, and the next one reads anew.
        times: how many attempts in all.
        on: the errors after which another attempt can come out otherwise.
    """
    for _ in range(times - 1):
        try:
            return attempt()
        except on:
            continue
    return attempt()
