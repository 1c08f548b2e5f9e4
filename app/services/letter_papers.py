"""Letters to look at: before they are issued, again as they were issued, and as a copy to edit."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import Refused, Unknown
from app.letters.facts import Facts
from app.letters.form import Form
from app.letters.forms import form_named
from app.letters.legible import legible_sheet
from app.letters.own import own_docx
from app.lists.handovers import sees_all
from app.services.act import must_see
from app.services.letter_drawing import DOCX, ENDINGS, Look, Paper, drawn
from app.services.letter_making import Desk, Wish, case_of, filled, form_of
from app.services.letter_rules import must_be_told, not_open_to
from app.services.office_templates import content_of
from app.services.record import known_log
from app.store import letters as store
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog
from app.store.files import place_of
from app.store.letters import IssuedRow
from app.store.office_templates import OfficeTemplate
from workflows.events import LetterKind
from workflows.officer import Officer
from workflows.words import LETTERS

NOT_ISSUED = "BẢN XEM TRƯỚC"
NO_CODE = "--------"  # as long as a code of the look-up, and nobody's
_PREVIEW = "BẢN XEM TRƯỚC – CHƯA CẤP SỐ, KHÔNG CÓ GIÁ TRỊ."
_COPY = "BẢN ĐỂ CHỈNH SỬA, DỰNG LẠI TỪ NHẬT KÝ – KHÔNG PHẢI BẢN ĐÃ CẤP."
SEVERAL = ("handover", "register")
_RESTORE = "hãy báo người quản trị phục hồi kho tệp"


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """Which letter: whose number, of which kind and year, which place in their row."""

    agency: str
    kind: LetterKind
    year: int
    serial: int

    @property
    def key(self) -> tuple[str, str, int, int]:
        """For comparing."""
        return (self.agency, self.kind, self.year, self.serial)


def preview(database: Database, folder: Path, look: Look, code: str, wish: Wish) -> Paper:
    """A letter as it would be issued now, with words in the place of its number; nothing is kept.

    Args:
        database: where.
        folder: the folder of files, where an office's own template lies.
        look: who looks, when, as what; they must be able to issue it, but it may have been issued
            before. An office with a template of its own gets a DOCX whatever was asked for.
        code: the case.
        wish: the letter.

    Raises:
        MissingField: when the form asks for what nobody has filled in.
        NotPrintable: when it says something that the program's type has no shape for.
        Unknown: when there is no such case, or the officer may not see it.
        Refused: when the letter is not theirs to issue, or not in this state.
    """
    with database.reading() as connection:
        must_see(connection, look.officer, code)
        log = known_log(connection, code)
        case, desk = case_of(log), Desk(connection, folder, look.officer, now=look.now)
        if why := not_open_to(desk.seat(case), case, wish.kind):
            raise Refused(why, "kind")
        must_be_told(wish.kind, wish.extra)
        issue = desk.issue(wish, number=NOT_ISSUED, lookup=NO_CODE)
        facts = filled(desk, case, issue, log.lines)
        own = desk.own(case.agency, wish.kind)
    name = f"{code}-{wish.kind}-preview"
    return looked_at(folder, look, own or form_of(case, wish.kind), facts, name)


def looked_at(
    folder: Path, look: Look, form: Form | OfficeTemplate, facts: Facts, name: str
) -> Paper:
    """A letter that says it is none yet."""
    if isinstance(form, OfficeTemplate):
        content = own_docx(content_of(folder, form), _noted(facts, _PREVIEW))
        return _paper(content, DOCX, name)
    sheet = legible_sheet(form, _noted(facts, _PREVIEW))
    return _paper(drawn(sheet, look.media, at=look.now), look.media, name)


def reprint(database: Database, folder: Path, officer: Officer, code: str, number: Number) -> Paper:
    """An issued letter again: the bytes that were kept, after a look at whether they still are.

    Raises:
        Unknown: when the officer may not see the case, or every case on a list of files; it has no
            such letter, or the folder has lost or changed it.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        row = _numbered(connection, code, number)
        _must_see_all(connection, officer, row)
    content = kept_content(folder, row.file, f"{LETTERS[row.kind]} số {row.number}")
    return _paper(content, row.media, _name(row))


def working_copy(database: Database, officer: Officer, code: str, number: Number) -> Paper:
    """An issued letter as DOCX for editing, made anew from what the log said when it was issued.

    It is marked as a copy; names of offices and people are those of today.

    Raises:
        Unknown: when the officer may not see the case, or it has no such letter.
        Refused: for a letter that is about several cases.
        MissingField: where the letter said what was typed for it alone and stands in no log.
        NotPrintable: where it was printed by a template of its own, with what our type lacks.
    """
    # A letter that came in with a log may be the first here to need the code of the look-up.
    with database.writing() as connection:
        must_see(connection, officer, code)
        row = _numbered(connection, code, number)
        if row.kind in SEVERAL:
            raise Refused("giấy tờ này lập cho nhiều hồ sơ; hãy lập danh sách mới", "kind")
        facts = _as_of(connection, row)
    sheet = legible_sheet(form_named(row.form), _noted(facts, _COPY))
    return _paper(drawn(sheet, DOCX, at=row.issued_at), DOCX, f"{_name(row)}-copy")


def _as_of(connection: Connection, row: IssuedRow) -> Facts:
    """What a letter said when it was issued."""
    log = known_log(connection, row.case_code)
    before = log.lines[: row.version - 1]
    who = row.by or ""
    desk = Desk(connection, Path(), Officer(login=who, name=who), now=row.issued_at)
    desk.officer = replace(desk.officer, name=desk.people([who]).get(who, who))
    wish = Wish(kind=row.kind, replaces=row.replaces)
    issue = desk.issue(wish, number=row.number, lookup=desk.lookup(row.case_code))
    return filled(desk, case_of(CaseLog(code=log.code, lines=before)), issue, before)


def _numbered(connection: Connection, code: str, number: Number) -> IssuedRow:
    for row in store.of_case(connection, code):
        if (row.agency, row.kind, row.year, row.serial) == number.key:
            return row
    raise Unknown("number", f"hồ sơ {code} không có giấy tờ này")


def _must_see_all(connection: Connection, officer: Officer, row: IssuedRow) -> None:
    """A list of files names every applicant on it."""
    if row.kind != "handover":
        return
    where = (row.agency, row.kind, row.year, row.serial)
    rows = store.find_all(connection, *where, training=row.training)
    if not sees_all(connection, officer, [one.case_code for one in rows]):
        raise Unknown("number", "không có danh sách bàn giao này")


def kept_content(folder: Path, sha256: str, called: str) -> bytes:
    """The bytes of a letter that was issued, as they were.

    Raises:
        Unknown: in one sentence, when the folder has lost or changed them.
    """
    try:
        content = place_of(folder, sha256).read_bytes()
    except (OSError, ValueError):
        raise Unknown("file", f"{called} không còn trong kho tệp; {_RESTORE}") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Unknown("file", f"tệp của {called} trong kho tệp đã bị thay đổi; {_RESTORE}")
    return content


def _noted(facts: Facts, words: str) -> Facts:
    return replace(facts, notice=" ".join(filter(None, (words, facts.notice))))


def _name(row: IssuedRow) -> str:
    return f"{row.case_code}-{row.kind}-{row.year}-{row.serial}"


def _paper(content: bytes, media: str, name: str) -> Paper:
    return Paper(content=content, media=media, name=f"{name}.{ENDINGS[media]}")
