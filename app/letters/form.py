"""What a form is: the frame of a letter with places for what the log says."""

from dataclasses import dataclass

from app.letters.sheet import Align, Style
from workflows.events import LetterKind
from workflows.filling import Template


@dataclass(frozen=True, kw_only=True, slots=True)
class FormHead:
    """Which parts of the head a form has; the office's name always stands there."""

    superior: bool = True
    desk: bool = False
    number: bool = True
    place_date: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class FormLine:
    """Labels with their values; a pair whose value comes out empty is left out."""

    parts: tuple[tuple[str, Template], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FormText:
    """A paragraph; left out when it comes out empty."""

    text: Template
    style: Style = "plain"


@dataclass(frozen=True, kw_only=True, slots=True)
class FormItems:
    """A numbered list: each row of a list of facts through one text.

    Attributes:
        empty: what stands there when the list has no rows; without it that is a missing field.
    """

    rows: str
    each: Template
    empty: Template | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FormColumn:
    """A column: its title, and the text of its cells."""

    title: str
    cell: Template
    width: float = 1.0
    align: Align = "left"
    group: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FormTable:
    """A table of a list of facts; `empty` as in `FormItems`."""

    rows: str
    columns: tuple[FormColumn, ...]
    numbered: bool = False
    empty: Template | None = None


FormBlock = FormLine | FormText | FormItems | FormTable


@dataclass(frozen=True, kw_only=True, slots=True)
class FormSignature:
    """Who signs at the foot; empty parts are left out, and all of it without a title."""

    title: Template
    note: Template | None = None
    name: Template | None = None
    mark: Template | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FormMarks:
    """What machines read on the paper."""

    barcode: Template | None = None
    qr: Template | None = None
    hint: Template | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One form of one legal version.

    Attributes:
        name: folder and number, as "tt01_2018/01".
        ref: the name with the beginning of the SHA-256 of the file, as "tt01_2018/01@0123456789ab".
        label: as printed top right; None for what no law prescribes.
        sign: what follows the number, as "TNHS".
        source: where the layout was taken from.
        unverified: what of it could not be checked, printed small; None where all was.
    """

    name: str
    ref: str
    kind: LetterKind
    label: str | None
    title: Template
    subtitle: Template
    sign: str
    source: str
    unverified: str | None
    landscape: bool
    head: FormHead
    blocks: tuple[FormBlock, ...]
    signatures: tuple[FormSignature, ...] = ()
    recipients: tuple[Template, ...] = ()
    marks: FormMarks = FormMarks()

    def number(self, serial: int) -> str:
        """A number as printed: "05/PXL"; numbers below ten have a zero before them."""
        return f"{serial:02d}/{self.sign}"

    @property
    def called(self) -> str:
        """What a message calls it."""
        return self.label or self.title.text
