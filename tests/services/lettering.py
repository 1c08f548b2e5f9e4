"""A ward whose letters can be printed, and what other processes do with its letters in tests."""

import hashlib
import io
from pathlib import Path
from typing import Any

from docx import Document
from pypdf import PdfReader

from app.services import office_templates
from app.services.letter_making import case_of
from app.services.letters import Number
from app.services.verify import verify
from app.store import letters as store
from app.store.engine import Database
from app.store.event_log import load
from app.store.files import place_of
from app.store.letters import IssuedRow
from tests.letters import docxes
from tests.services.hands import HUNG, press
from tests.services.who import made
from tests.store import desk
from tests.store.desk import DAY, MONDAY
from workflows.case import Case
from workflows.events import Applicant, Paper

# What an office has to say of itself before a letter can leave it.
OFFICES = desk.OFFICES.replace(
    "{code: H32.PL, name: Phường Phước Long,",
    "{code: H32.PL, name: UBND phường Phước Long, place: Phước Long, head_title: CHỦ TỊCH,",
)
WARD = desk.CALENDAR + OFFICES + desk.PROCEDURES
PAPERS = (
    Paper(name="Giấy xác nhận tình trạng hôn nhân", kind="original", count=1),
    Paper(name="Tờ khai đăng ký kết hôn", kind="original", count=1),
)


def ward(url: str) -> Database:
    """The province of `desk`, its ward ready to print letters, with an account for Lan."""
    opened = desk.loaded(url, WARD)
    made(opened, "lan")
    return opened


def accepted(opened: Database, name: str = "Nguyễn Thị Bưởi", **more: Any) -> str:
    """A case that Lan has just accepted."""
    who = Applicant(name=name, id_no="056000000001", phone="0912345678")
    command = desk.acceptance(applicant=who, papers=PAPERS, **more)
    return desk.opened_case(opened, command).code


def case(opened: Database, code: str) -> Case:
    with opened.reading() as connection:
        return case_of(load(connection, code))


def letters(opened: Database, code: str) -> tuple[IssuedRow, ...]:
    with opened.reading() as connection:
        return store.of_case(connection, code)


def is_kept(folder: Path, row: IssuedRow) -> bool:
    """Whether the bytes are there, and the same as when they were issued."""
    content = place_of(folder, row.file).read_bytes()
    return (hashlib.sha256(content).hexdigest(), len(content)) == (row.file, row.size)


def must_verify(opened: Database) -> None:
    found = verify(opened, now=MONDAY + 5 * DAY)
    assert found.fault is None, found.fault


def docx_text(content: bytes) -> str:
    """All the words of a DOCX, those of its tables and margins too."""
    document = Document(io.BytesIO(content))
    words = [part.text or "" for part in document.element.iter() if part.tag.endswith("}t")]
    edges = [edge for one in document.sections for edge in (one.header, one.footer)]
    return "\n".join([*words, *(line.text for edge in edges for line in edge.paragraphs)])


def own_template(opened: Database, folder: Path, words: str) -> Path:
    """Let the ward print its receipts by a template of its own; where that lies."""
    content = docxes.template(words)
    given = office_templates.Upload(stream=io.BytesIO(content), name="giấy hẹn.docx")
    place = office_templates.Place(agency="H32.PL", kind="receipt")
    made = office_templates.upload(opened, folder, press(HUNG), place, given)
    return place_of(folder, made.sha256)


def text_of(content: bytes) -> str:
    """The text layer of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def number_of(row: IssuedRow) -> Number:
    return Number(agency=row.agency, kind=row.kind, year=row.year, serial=row.serial)
