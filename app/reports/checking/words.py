"""Words as they are compared: without tone marks, case and the many kinds of space."""

import re
import unicodedata
from functools import lru_cache

_HIDDEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_TONES = re.compile("[\u0300-\u036f]+")
_SHORT = 200  # characters of a text that is likely to be asked again


def tidy(text: str) -> str:
    """A text as it is shown: composed letters, single spaces, nothing invisible."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(_HIDDEN.sub("", unicodedata.normalize("NFC", text)).split())


def plain(text: str) -> str:
    """A text as it is compared: "Đúng hạn" is "dung han", from whatever keyboard it came."""
    return _kept(text) if len(text) <= _SHORT else _plain(text)


def forget() -> None:
    """Drop what was kept of somebody's file while it was judged."""
    _kept.cache_clear()


@lru_cache(maxsize=16_384)
def _kept(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    if text.isascii():
        return tidy(text).lower()
    parted = unicodedata.normalize("NFKD", tidy(text).lower().replace("đ", "d"))
    return _TONES.sub("", parted)


def told(text: str, most: int = 60) -> str:
    """A text of somebody's file as a sentence repeats it."""
    clean = "".join(letter if letter.isprintable() else " " for letter in tidy(text))
    return clean if len(clean) <= most else f"{clean[: most - 1]}…"
