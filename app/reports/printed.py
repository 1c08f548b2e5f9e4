"""Texts and figures as they are printed: no invisible orders, thousands with dots."""

import unicodedata

from app.reports.layout import Column

# Controls, halves of characters, and what is invisible and steers how others are shown.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def shown(text: str) -> str:
    """A text on one line, in composed letters; line ends and tabs become blanks."""
    signs = " ".join(unicodedata.normalize("NFC", text).split())
    kept = "".join(sign for sign in signs if unicodedata.category(sign) not in _DROPPED)
    return " ".join(kept.split())


def figure(value: int | None, column: Column) -> str:
    """A cell in Vietnamese: 5.770, 87,57%; a cell nobody filled is blank."""
    if value is None:
        return ""
    if column.kind == "percent":
        whole, rest = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{dotted(whole)},{rest:02d}%"
    return dotted(value)


def dotted(value: int) -> str:
    """A whole number with dots between its thousands."""
    return f"{value:,}".replace(",", ".")


def number_lines(number: str) -> tuple[str, ...]:
    """A printed column number, its sum on a line of its own: "(3)=", "(4)+(5)+(6)"."""
    name, equals, parts = number.partition("=")
    return (f"{name}=", parts) if equals else (name,)
