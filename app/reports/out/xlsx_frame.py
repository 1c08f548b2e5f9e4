"""What stands around the grid of an XLSX sheet: head, foot, formats and paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from app.reports.out.heads import BEFORE
from app.reports.out.sheet import BY_HAND, COMPILER, STAMPED, Sheet
from app.reports.printed import number_lines

Looks = Mapping[str, Mapping[str, Any]]

_FACE = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_CALM = "#7f7f7f"  # zeros: there, but not in the way of what is to be read
_BOXED = {**_FACE, "border": 1}
_MIDDLE = {"align": "center", "text_wrap": True}
_AROUND: Looks = {
    "left": {**_FACE, "bold": True, "align": "left"},
    "small": {**_FACE, "font_size": 9, "italic": True, "align": "left", "text_wrap": True},
    "title": {**_FACE, **_MIDDLE, "font_size": 13, "bold": True},
    "period": {**_FACE, **_MIDDLE},
    "right": {**_FACE, "align": "left", "text_wrap": True},
    "unit": {**_FACE, "italic": True, "align": "right"},
    "notice": {**_BOXED, **_MIDDLE, "bold": True},
    "signer": {**_FACE, **_MIDDLE, "bold": True},
    "hand": {**_FACE, "italic": True, "align": "center"},
    "calm": {"font_color": _CALM},
}
_HEADS: Looks = {
    "head": {**_BOXED, **_MIDDLE, "bold": True},
    "number": {**_BOXED, **_MIDDLE, "font_size": 8, "italic": True},
}
_LINES: Looks = {
    "stt": {**_BOXED, "align": "center"},
    "name": {**_BOXED, "align": "left", "text_wrap": True},
    "int": {**_BOXED, "align": "right", "num_format": "#,##0"},
    "percent": {**_BOXED, "align": "right", "num_format": "0.00%"},
}
_STT, _NAME, _NARROWEST, _WIDEST = 5, 22, 7.5, 46
_APART = 7  # figures from which on the head has its parts side by side
_SIDE = 4  # columns below what stands on the right
LINE = 15.0  # points of a line
_HEAD_LINES = 3  # what a heading may well take


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A page being written, with the looks its cells may have."""

    page: Any
    sheet: Sheet
    formats: Mapping[str, Any]

    @property
    def last(self) -> int:
        """The last column."""
        return BEFORE + len(self.sheet.columns) - 1

    def box(self, first: tuple[int, int], last: tuple[int, int], text: str, shape: str) -> None:
        """A text in one cell, or in several joined."""
        if first == last:
            self.page.write_string(*first, text, self.formats[shape])
        else:
            # Important: not the text at once, which would be taken for a formula or a number.
            self.page.merge_range(*first, *last, "", self.formats[shape])
            self.page.write_string(*first, text, self.formats[shape])

    def width(self, first: int, last: int) -> float:
        """Letters that columns hold together."""
        return sum(self.widths()[first : last + 1])

    def widths(self) -> list[float]:
        """Each column's width in letters."""
        names = max(len(line.name) for line in self.sheet.lines)
        figures = [self._figures(at) for at in range(len(self.sheet.columns))]
        return [_STT, min(max(_NAME, names * 0.95), _WIDEST), *figures]

    def _figures(self, at: int) -> float:
        column = self.sheet.columns[at]
        values = (line.values[at] or 0 for line in self.sheet.lines)
        words = max(*map(len, column.head.split()), len(column.head) / _HEAD_LINES)
        number = max(map(len, number_lines(column.number))) * 0.8
        return max(_NARROWEST, len(str(max(values, default=0))) * 1.35 + 1.5, words + 1, number)


def formats(book: Any) -> dict[str, Any]:
    """The looks by name; those of the lines also bold."""
    looks = {**_AROUND, **_HEADS, **_LINES}
    looks |= {f"{name}-bold": {**look, "bold": True} for name, look in _LINES.items()}
    return {name: book.add_format(look) for name, look in looks.items()}


def head(frame: Frame) -> tuple[int, int]:
    """The official head; the row of what comes again on every page, and that of the headings."""
    wide = len(frame.sheet.columns) >= _APART
    again = (_abreast if wide else _below)(frame, 0)
    # Not in the header of the page, which would say them a second time, and cut what is long.
    said = [*((notice, "notice") for notice in frame.sheet.notices), (frame.sheet.unit, "unit")]
    for at, (text, shape) in enumerate(said, start=again):
        _across(frame, at, text, shape)
    return again, again + len(said)


def _abreast(frame: Frame, top: int) -> int:
    """Number on the left, title in the middle, offices on the right."""
    sheet = frame.sheet
    side = frame.last - _SIDE + 1
    right = [text for pair in sheet.right for text in pair]
    middle = [*sheet.title, *sheet.period]
    rows = max(len(sheet.left), len(middle), len(right))
    for at in range(rows):
        row = top + at
        parts = (
            (0, 1, sheet.left, "left" if at == 0 else "small"),
            (2, side - 1, middle, "title" if at < len(sheet.title) else "period"),
            (side, frame.last, right, "right"),
        )
        for first, last, texts, shape in parts:
            if at < len(texts):
                frame.box((row, first), (row, last), texts[at], shape)
        _height(frame, row, [(texts[at : at + 1], first, last) for first, last, texts, _ in parts])
    return top + rows


def _below(frame: Frame, top: int) -> int:
    """The same one below the other, where the table is too narrow."""
    sheet = frame.sheet
    texts = [(text, "left" if at == 0 else "small") for at, text in enumerate(sheet.left)]
    texts += [(" ".join(pair), "right") for pair in sheet.right]
    texts += [(text, "title") for text in sheet.title]
    texts += [(text, "period") for text in sheet.period]
    for at, (text, shape) in enumerate(texts, start=top):
        _across(frame, at, text, shape)
    return top + len(texts)


def _across(frame: Frame, row: int, text: str, shape: str) -> None:
    frame.box((row, 0), (row, frame.last), text, shape)
    _height(frame, row, [([text], 0, frame.last)])


def _height(frame: Frame, row: int, parts: Sequence[tuple[Sequence[str], int, int]]) -> None:
    """Joined cells do not grow by themselves: as many lines as the longest text takes."""
    lines = 1
    for texts, first, last in parts:
        room = frame.width(first, last) * 0.85
        lines = max([lines, *(lines_in(text, room) for text in texts)])
    frame.page.set_row(row, LINE * lines + 2)


def foot(frame: Frame, row: int) -> None:
    """Who signs, then how and from what the table was counted."""
    sheet, middle = frame.sheet, 1 + len(frame.sheet.columns) // 2
    for at, (left, right) in enumerate(_signing(sheet), start=row):
        if left:
            frame.box((at, 0), (at, max(1, middle - 1)), left, _hand(sheet, left))
        if right:
            frame.box((at, max(2, middle)), (at, frame.last), right, _hand(sheet, right))
    below = row + len(_signing(sheet)) + 4
    texts = [f"Ghi chú: {text}" for text in sheet.notes]
    texts += ["Cách đếm: " + " ".join(sheet.rules)] if sheet.rules else []
    texts += sheet.origin
    for at, text in enumerate(texts, start=below):
        _across(frame, at, text, "small")


def _hand(sheet: Sheet, text: str) -> str:
    return "hand" if text in (sheet.signed, BY_HAND, STAMPED) else "signer"


def _signing(sheet: Sheet) -> list[tuple[str, str]]:
    """Lines of the left and of the right, one below the other."""
    right = [sheet.signed, *sheet.signer, STAMPED]
    return list(zip_longest(["", COMPILER, BY_HAND], right, fillvalue=""))


def paper(frame: Frame, again: int, first: int) -> None:
    """A4 lying down, as wide as the paper; what must be seen and the heads on every page."""
    page, sheet = frame.page, frame.sheet
    for at, width in enumerate(frame.widths()):
        page.set_column(at, at, width)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(again, first - 1)
    page.freeze_panes(first, BEFORE)
    page.hide_gridlines(2)
    # Important: the blank keeps a name that begins with a digit out of the size of the type.
    page.set_footer(f"&L&8 {sheet.name} · {sheet.sum[:16]}&R&8Trang &P/&N")


def lines_in(text: str, room: float) -> int:
    """How many lines a text takes where so many letters have room beside each other."""
    return max(1, len(wrap(text, max(1, int(room)))))
