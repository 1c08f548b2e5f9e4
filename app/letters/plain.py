"""Text from outside made fit for paper: composed letters, no controls, nothing the type lacks."""

import unicodedata
from collections.abc import Mapping, Sequence

from app.letters.glyphs import drawable

UNKNOWN = "\ufffd"
# Line ends of every kind, as one.
ENDS = {"\r\n": "\n", "\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}

# What takes the place of one space.
SPACES = {"\t": " ", "\v": " ", "\f": " "}


class _Printed(dict[int, str]):
    """What each character becomes; looked up once, for letters are printed by the thousand."""

    def __missing__(self, code: int) -> str:
        made = self[code] = _printed(chr(code))
        return made


_PRINTED = _Printed(str.maketrans({"\n": "\n", **SPACES}))


def plain(text: str, *, lines: bool = False) -> str:
    """`text` as it is printed, in NFC.

    Controls are dropped, and with them all that is invisible and steers how others are shown
    (bidirectional overrides, joiners); what the type has no shape for becomes “\ufffd”. Line ends
    become spaces unless `lines` are wanted.
    """
    if text.isascii() and text.isprintable():
        return text
    for end, made in ENDS.items():
        text = text.replace(end, made)
    if not lines:
        text = text.replace("\n", " ")
    return unicodedata.normalize("NFC", text).translate(_PRINTED)


def unprintable(text: str) -> str | None:
    """The first character of a text that the type has no shape for; None when it has them all."""
    if text.isascii() or UNKNOWN not in plain(text):
        return None
    composed = unicodedata.normalize("NFC", text)
    strange = (one for one in composed if one not in ENDS and _PRINTED[ord(one)] == UNKNOWN)
    return next(strange, None)


def _printed(letter: str) -> str:
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs") or _selects_a_variant(letter):
        return ""
    return letter if ord(letter) in drawable() else UNKNOWN


def _selects_a_variant(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def plain_tree(value: object, *, keep: frozenset[str], lines: bool = False) -> object:
    """`value` with every text in it made plain; line ends stay below the keys in `keep`."""
    if isinstance(value, str):
        return plain(value, lines=lines)
    if isinstance(value, Mapping):
        return {
            key: plain_tree(inner, keep=keep, lines=lines or key in keep)
            for key, inner in value.items()
        }
    if isinstance(value, Sequence):
        return [plain_tree(inner, keep=keep, lines=lines) for inner in value]
    return value
