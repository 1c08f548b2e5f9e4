"""From what a letter says to its bytes, and from its bytes into the folder of files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path

from app.letters.docx import docx_of
from app.letters.pdf import pdf_of
from app.letters.sheet import Sheet
from app.store import files
from app.store.files import Kept
from workflows.officer import Officer

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: "pdf", DOCX: "docx"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A letter as a file: its bytes, what they are, and a name for it without accents."""

    content: bytes
    media: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Somebody who wants to see a letter: who, when, and as what (`PDF` or `DOCX`)."""

    officer: Officer
    now: datetime
    media: str = PDF


def drawn(sheet: Sheet, media: str, *, at: datetime) -> bytes:
    """A sheet as PDF or DOCX.

    Raises:
        NotDrawn: when the template is at fault.
    """
    return docx_of(sheet) if media == DOCX else pdf_of(sheet, at=at)


def drawing(folder: Path, sheet: Sheet, *, at: datetime) -> Callable[[], Kept]:
    """What draws a sheet as PDF and keeps it; any thread may call it."""
    return partial(_drawn_and_kept, folder, sheet, at)


def _drawn_and_kept(folder: Path, sheet: Sheet, at: datetime) -> Kept:
    return kept_bytes(folder, pdf_of(sheet, at=at), PDF)


def kept_bytes(folder: Path, content: bytes, media: str) -> Kept:
    """Keep a file that this program has made.

    Raises:
        DatabaseNotReady: when the folder cannot be written.
    """
    return files.keep(folder, BytesIO(content), limit=len(content), judge=lambda _: media)
