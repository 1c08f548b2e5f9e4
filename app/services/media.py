"""What an uploaded file is, by its content: a few kinds of paper, and nothing a browser could run.

Two opinions must agree: puremagic's table of beginnings, and a look of our own into the structure.
Whatever begins with anything else is refused, so a picture cannot be a page at the same time.
"""

import unicodedata
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import Struct, unpack
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

import puremagic

from app.errors import BadInput
from app.services.media_types import types_in

MAX_NAME = 120  # characters of a file's name that are kept
MAX_PARTS = 10_000  # files inside a document
MAX_LIST = 2 * 1024 * 1024  # bytes of the list of these files
MAX_TYPES = 1024 * 1024  # bytes of a document's own list of types
_RECORD = Struct("<4s6xHI4xH")  # the end of an archive: number and length of the list, comment
_LONGER = Struct("<4sIQI")  # what stands before it in an archive of the longer form
_PROGRAMS = ("macroenabled", "vbaproject", "activex")
_TAIL = 2048  # bytes within which the end of a PDF must stand
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ACCEPTED = "chỉ nhận tệp PDF, JPEG, PNG, TIFF, DOCX, XLSX, ODT"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of file: its media type, the endings of its names, and a look into its structure."""

    media: str
    endings: tuple[str, ...]
    holds: Callable[[BinaryIO], bool]


def judged(path: Path, name: str) -> str:
    """The media type of a received file that was called `name`.

    Raises:
        BadInput: when it is none of the kinds we take, or its name says it is another one.
    """
    kind = _kind(path)
    if kind is None:
        raise BadInput(f"nội dung tệp “{name}” không dùng được; {_ACCEPTED}")
    if Path(name).suffix.lower() not in kind.endings:
        right = kind.endings[0]
        raise BadInput(f"tên tệp “{name}” không đúng với nội dung; nội dung là tệp {right}")
    return kind.media


def cleaned(name: str) -> str:
    """The name of a file as text to show: no folders, no invisible signs, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = (" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", last))
    shown = "".join(sign for sign in seen if unicodedata.category(sign) not in _INVISIBLE)
    stem, dot, ending = " ".join(shown.split()).rpartition(".")
    stem, ending = (stem, ending) if dot else (ending, "")
    stem = stem.strip(". ")[: MAX_NAME - len(ending) - 1] or "tep"
    return f"{stem}.{ending}"[:MAX_NAME] if ending else stem


def _kind(path: Path) -> Kind | None:
    if not path.stat().st_size:
        return None  # puremagic takes an empty file for a fault of the caller.
    supposed = {match.mime_type for match in puremagic.magic_file(path)}
    with path.open("rb") as file:
        for kind in KINDS:
            file.seek(0)
            if kind.media in supposed and kind.holds(file):
                return kind
    return None


def _pdf(file: BinaryIO) -> bool:
    if not file.read(8).startswith((b"%PDF-1.", b"%PDF-2.")):
        return False
    end = file.seek(0, 2)
    file.seek(max(0, end - _TAIL))
    return b"%%EOF" in file.read()


def _jpeg(file: BinaryIO) -> bool:
    if file.read(2) != b"\xff\xd8":
        return False
    while len(head := file.read(4)) == 4 and head[0] == 0xFF:
        if head[1] in _FRAMES:
            return True
        length = int.from_bytes(head[2:])
        if head[1] == 0xDA or length < 2:
            return False
        file.seek(length - 2, 1)
    return False


def _png(file: BinaryIO) -> bool:
    if file.read(16) != b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR":
        return False
    head, checksum = file.read(13), file.read(4)
    whole = zlib.crc32(b"IHDR" + head).to_bytes(4) == checksum
    return whole and any(head[:4]) and any(head[4:8])


def _tiff(file: BinaryIO) -> bool:
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(file.read(4))
    start = file.read(4)
    if order is None or len(start) < 4:
        return False
    offset = int(unpack(f"{order}I", start)[0])
    size = file.seek(0, 2)
    if not 8 <= offset <= size - 2:
        return False
    file.seek(offset)
    entries = int(unpack(f"{order}H", file.read(2))[0])
    return entries > 0 and offset + 2 + 12 * entries <= size


def _docx(file: BinaryIO) -> bool:
    return _holds(file, "[Content_Types].xml", "word/document.xml")


def _xlsx(file: BinaryIO) -> bool:
    return _holds(file, "[Content_Types].xml", "xl/workbook.xml")


def _odt(file: BinaryIO) -> bool:
    return _holds(file, "mimetype", "content.xml")


def _holds(file: BinaryIO, first: str, second: str) -> bool:
    """Whether a document has these parts, is what its own list says, and carries no program."""
    if file.read(4) != b"PK\x03\x04" or not _short(file):
        return False
    try:
        with ZipFile(file) as inner:
            parts = {part.filename: part for part in inner.infolist()}
            return (
                {first, second} <= set(parts)
                and all(_harmless(part) for part in parts.values())
                and _distinct(inner.namelist())
                and min(part.header_offset for part in parts.values()) == 0
                and _says(inner, parts[first])
            )
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zlib.error):
        return False


def _short(file: BinaryIO) -> bool:
    """Whether the list of parts, by the record that ends the file, may be read at all.

    No program writes a document with a comment behind this record, or so large that the record
    needs the longer form before it; both are refused.
    """
    end = file.seek(0, 2)
    file.seek(max(0, end - _RECORD.size - _LONGER.size))
    tail = file.read()
    if len(tail) < _RECORD.size + _LONGER.size or tail.startswith(b"PK\x06\x07"):
        return False
    begins, number, length, comment = _RECORD.unpack(tail[_LONGER.size :])
    whole = begins == b"PK\x05\x06" and comment == 0
    return bool(whole and number <= MAX_PARTS and length <= MAX_LIST)


def _distinct(names: Sequence[str]) -> bool:
    # Two programs may read different ones of two parts with one name; Office reads "A" as "a".
    return len({name.lower() for name in names}) == len(names) <= MAX_PARTS


def _harmless(part: ZipInfo) -> bool:
    name = part.filename.lower()
    outside = name.startswith("/") or "\\" in name or ".." in name.split("/")
    program = name.endswith((".bas", "vbaproject.bin")) or name.startswith(("basic/", "scripts/"))
    return not outside and not program


def _says(inner: ZipFile, part: ZipInfo) -> bool:
    if part.file_size > MAX_TYPES:
        return False
    with inner.open(part) as opened:
        text = opened.read(MAX_TYPES)
    if part.filename == "mimetype":
        return text == b"application/vnd.oasis.opendocument.text"
    kinds = types_in(text)
    return kinds is not None and not any(word in kind for kind in kinds for word in _PROGRAMS)


KINDS = (
    Kind(media="application/pdf", endings=(".pdf",), holds=_pdf),
    Kind(media="image/jpeg", endings=(".jpg", ".jpeg", ".jfif", ".jpe"), holds=_jpeg),
    Kind(media="image/png", endings=(".png",), holds=_png),
    Kind(media="image/tiff", endings=(".tif", ".tiff"), holds=_tiff),
    Kind(media=f"{_OFFICE}.wordprocessingml.document", endings=(".docx",), holds=_docx),
    Kind(media=f"{_OFFICE}.spreadsheetml.sheet", endings=(".xlsx",), holds=_xlsx),
    Kind(media="application/vnd.oasis.opendocument.text", endings=(".odt",), holds=_odt),
)
KIND_OF_MEDIA: Mapping[str, Kind] = {kind.media: kind for kind in KINDS}
