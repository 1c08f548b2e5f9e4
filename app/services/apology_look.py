"""The letter of an apology before it is issued, as pictures beside the form and as a PDF to read.

What somebody has typed and not yet kept can be looked at as well. Nothing is written.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.errors import Refused
from app.letters.facts import Issue, sheet_of
from app.letters.legible import legible_sheet
from app.letters.pdf import pdf_of, pictures_of
from app.letters.sheet import Sheet
from app.services.act import must_see
from app.services.apology_draft import Words
from app.services.apology_sign import NUMBER_TO_COME
from app.services.letter_drawing import ENDINGS, PDF, Paper
from app.services.letter_making import Desk, case_of, filled, form_of
from app.services.letter_papers import kept_content
from app.services.record import known_log
from app.store import letters as store
from app.store.engine import Connection, Database
from sla.spec import SlaError
from workflows.apology import proposed
from workflows.case import Case
from workflows.events import ApologyDrafted
from workflows.evolve import evolve
from workflows.officer import Officer
from workflows.words import LETTERS

_PREVIEW = "BẢN XEM TRƯỚC – CHƯA CẤP SỐ, KHÔNG CÓ GIÁ TRỊ."
_OVER = "hồ sơ không còn thư xin lỗi nào để xem trước"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pictures:
    """The pages of the letter.

    Attributes:
        pages: as PNG.
        own: whether the office prints this letter by a template of its own, and not so.
    """

    pages: list[bytes]
    own: bool


def letter_pictures(
    database: Database, officer: Officer, code: str, words: Words | None = None, *, now: datetime
) -> Pictures:
    """The letter in pictures: as typed, else as drafted, else as proposed.

    Args:
        database: where.
        officer: who looks; whoever sees the case may.
        code: the case.
        words: what somebody has typed and not kept.
        now: the instant of asking.

    Raises:
        MissingField: when the form asks for what nobody has filled in.
        NotPrintable: when it says something that the program's type has no shape for.
        Unknown: when there is no such case, or the officer may not see it.
        Refused: when the apology is issued, or none can be made.
    """
    sheet, own = _sheet(database, officer, code, words, now)
    return Pictures(pages=pictures_of(sheet, at=now), own=own)


def letter_paper(
    database: Database, folder: Path, officer: Officer, code: str, *, now: datetime
) -> Paper:
    """The letter that holds, as it was issued; before that as drafted, else as proposed.

    What is not issued says that it is no letter yet.

    Args:
        database: where.
        folder: the folder of files.
        officer: who looks; whoever sees the case may.
        code: the case.
        now: the instant of asking.

    Raises:
        As `letter_pictures`; Unknown also when the folder has lost or changed the letter.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        rows = [one for one in store.of_case(connection, code) if one.kind == "apology"]
    row = next((one for one in reversed(rows) if one.replaced_by is None), None)
    if row is None:
        content = pdf_of(_sheet(database, officer, code, None, now)[0], at=now)
        return Paper(content=content, media=PDF, name=f"{code}-apology-preview.pdf")
    content = kept_content(folder, row.file, f"{LETTERS['apology']} số {row.number}")
    name = f"{code}-apology-{row.year}-{row.serial}.{ENDINGS[row.media]}"
    return Paper(content=content, media=row.media, name=name)


def _sheet(
    database: Database, officer: Officer, code: str, words: Words | None, now: datetime
) -> tuple[Sheet, bool]:
    with database.reading() as connection:
        must_see(connection, officer, code)
        desk = Desk(connection, Path(), officer, now=now)
        case = _with_words(connection, desk, code, words)
        issue = Issue(number=NUMBER_TO_COME, at=now, by_name=officer.name)
        facts = filled(desk, case, issue)
        own = desk.own(case.agency, "apology") is not None
    noted = replace(facts, notice=" ".join(filter(None, (_PREVIEW, facts.notice))))
    # By its own template the office prints what our type lacks; the page says that this is not it.
    make = sheet_of if own else legible_sheet
    return make(form_of(case, "apology"), noted), own


def _with_words(connection: Connection, desk: Desk, code: str, words: Words | None) -> Case:
    """The case as if what is to be shown were drafted."""
    case = case_of(known_log(connection, code))
    if not case.is_open or case.accepted_at is None or case.apology is not None:
        raise Refused(_OVER)
    if words is None and case.draft is not None:
        return case
    return evolve(case, _drafted(words or _proposal(case, desk), desk.now))


def _drafted(words: Words, now: datetime) -> ApologyDrafted:
    return ApologyDrafted(
        at=now,
        reason=" ".join(words.reason.split()),
        new_due_at=words.new_due_at,
        public_reason=words.public_reason,
        step=words.step,
        run=words.run,
        unit=words.unit,
        officer=words.officer,
    )


def _proposal(case: Case, desk: Desk) -> Words:
    try:
        found = proposed(case, desk.setup.setting_of(case), desk.setup.agencies, now=desk.now)
    except SlaError as error:
        raise Refused(str(error).rstrip(".")) from None
    return Words(
        reason=found.reason,
        public_reason=found.public_reason,
        new_due_at=found.new_due_at,
        step=found.step,
        run=found.run,
        unit=found.unit,
        officer=found.officer,
    )
