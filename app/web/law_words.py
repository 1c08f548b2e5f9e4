"""Numbers of the law in the sentences of forms."""

from collections.abc import Mapping

_WORDS: Mapping[int, str] = {1: "một", 2: "hai", 3: "ba", 4: "bốn", 5: "năm"}


def times(number: int) -> str:
    """How often something may be done, as "một lần"."""
    return f"{_WORDS.get(number, number)} lần"
