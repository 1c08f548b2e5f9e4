"""A letter as it is to look, before it is paper: what the PDF and the DOCX are both drawn from.

Every text here is data: no writer ever reads markup, code or a place for a value in it. All are
single lines without control characters, except `Text.text`, items, cells and titles of columns,
`Signature.title`, `Signature.mark` and `Marks.hint`, which may hold line ends. Anywhere else a
line end becomes a space (`plain.plain`), for it could forge a field on an official paper.
"""

from dataclasses import dataclass
from typing import Literal

from workflows.events import LetterKind

Align = Literal["left", "centre", "right"]
Style = Literal["plain", "italic", "bold", "centre"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The two columns on top (NĐ 30/2020, Phụ lục I; recalled).

    Attributes:
        superior: the office above, where one is named; printed in capitals, as `office` is.
        desk: the desk of the office that deals with the citizen, under its name.
        number: number and sign, as "12/PXL"; None for what has none.
        place_date: "Phước Long, ngày 05 tháng 02 năm 2024"; None where the form has no such line.
    """

    superior: str | None
    office: str
    desk: str | None
    number: str | None
    place_date: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Labels with their values on one line, as "Số điện thoại: … Email: …"."""

    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, kw_only=True, slots=True)
class Items:
    """A numbered list."""

    texts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        width: its share of the page.
        group: a head that it shares with its neighbours of the same group.
    """

    title: str
    width: float = 1.0
    align: Align = "left"
    group: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table whose head is repeated on every page; `numbered` prints (1) (2) … under the head."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    numbered: bool = False


Block = Line | Text | Items | Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Who signs, at the foot.

    Attributes:
        title: in capitals, as "NGƯỜI NỘP HỒ SƠ" or the office of the one who signs.
        note: as "(ký, ghi rõ họ tên)".
        name: printed under the place for the hand; None where the hand writes it too.
        mark: what stands in place of the hand, as "Đã ký lúc 09:10 ngày …".
    """

    title: str
    note: str | None = None
    name: str | None = None
    mark: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """What machines read on the paper.

    Attributes:
        barcode: the case code, as Code 128.
        qr: what the square code says: the address of the public look-up, or the case code.
        hint: the words beside it, as "Tra cứu tại … với mã …".
    """

    barcode: str | None = None
    qr: str | None = None
    hint: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One letter.

    Attributes:
        label: top right, as "Mẫu số 01 – TT 01/2018/TT-VPCP".
        unverified: why the layout may differ from the law's, in words; None where it was checked.
        notice: a sentence that must stand on papers of made-up data.
        code_line: what ties paper and store together, printed small at the foot.
        landscape: whether the page lies on its side.
    """

    kind: LetterKind
    label: str | None
    title: str
    subtitle: str | None = None
    head: Head
    blocks: tuple[Block, ...]
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    marks: Marks = Marks()
    unverified: str | None = None
    notice: str | None = None
    code_line: str | None = None
    landscape: bool = False
