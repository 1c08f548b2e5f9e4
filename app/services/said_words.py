"""A sentence as it is looked through for persons: its words, with and without their marks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import category, normalize

from app.store.folding import folded

_WORD = re.compile(r"[^\W_]+")
_GREETINGS = frozenset(["ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "em", "cháu"])
_REACH = 4  # words of a name behind the greeting
_CUT = ("|", "|")  # where a name that may be read by everybody was taken out


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a text, each as it was written and as it is searched for."""

    words: Sequence[tuple[str, str]]

    @property
    def run(self) -> str:
        """All letters and digits in a row, whatever people put between them."""
        return "".join(plain for _, plain in self.words)

    def holds(self, sought: str) -> bool:
        """Whether folded words stand there in this order."""
        return bool(sought) and f" {sought} " in f" {' '.join(plain for _, plain in self.words)} "

    def names(self, sought: str) -> bool:
        """The same of a name, each of its words with a capital, or all in one."""
        length = len(sought.split())
        some = [self.words[at : at + length] for at in range(len(self.words))]
        return any(
            " ".join(plain for _, plain in few) == sought and all(_capital(raw) for raw, _ in few)
            for few in some
        ) or any(plain == sought.replace(" ", "") for _, plain in self.words)

    def calls(self, name: str) -> bool:
        """Whether a single word stands there with its marks and a capital."""
        meant = name.strip().casefold()
        return any(_is(raw, meant) for raw, _ in self.words)

    def greets(self, name: str) -> bool:
        """Whether somebody is called by the last word of a name, as in "bà N. T. Đào"."""
        meant = name.split()[-1].casefold()
        return any(_is(raw, meant) and self._greeted(at) for at, (raw, _) in enumerate(self.words))

    def _greeted(self, at: int) -> bool:
        """Whether a greeting stands before a word, with only parts of a name between."""
        before = [raw for raw, _ in self.words[max(0, at - _REACH) : at]]
        for raw in reversed(before):
            if raw.casefold() in _GREETINGS:
                return True
            if not _capital(raw):
                return False
        return False


def said(text: str, public: Iterable[str] = ()) -> Said:
    """The words of a text without the names that everybody may read."""
    shown = "".join(one for one in normalize("NFC", text) if category(one) != "Cf")
    words = [(raw, folded(raw)) for raw in _WORD.findall(shown)]
    for name in sorted(map(folded, public), key=len, reverse=True):
        words = _without(words, name.split())
    return Said(tuple(words))


def _without(words: list[tuple[str, str]], name: Sequence[str]) -> list[tuple[str, str]]:
    length, left, at = len(name), list[tuple[str, str]](), 0
    while at < len(words):
        if name and [plain for _, plain in words[at : at + length]] == name:
            left, at = [*left, _CUT], at + length
        else:
            left, at = [*left, words[at]], at + 1
    return left


def _is(raw: str, meant: str) -> bool:
    return _capital(raw) and raw.casefold() == meant


def _capital(raw: str) -> bool:
    return raw[:1].isupper() or raw[:1].isdigit()
