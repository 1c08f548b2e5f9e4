"""Offices' own templates: tried on made-up facts, kept by version, previewed, switched off.

Who may: the admins of the office or of one above it, and the leaders of the office itself.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from app.errors import BadInput, Refused, Unknown
from app.letters.docx import MEDIA
from app.letters.facts import Facts, made, sample_facts
from app.letters.own import Limits, own_docx
from app.letters.own_parts import MAX_FILE
from app.services.act import Press, must_have_key
from app.services.case_people import names
from app.services.media import cleaned
from app.services.transacting import in_one
from app.store import files
from app.store import office_templates as store
from app.store.account_scope import offices_below
from app.store.engine import Connection, Database
from app.store.files import Kept
from app.store.office_templates import NewTemplate, OfficeTemplate, current
from app.store.setup import read_setup
from workflows.agency import Role
from workflows.events import LetterKind
from workflows.officer import Officer
from workflows.words import LETTERS

__all__ = [
    "OfficeTemplate",
    "Place",
    "Upload",
    "content_of",
    "current",
    "drawing",
    "original",
    "preview",
    "switch_off",
    "templates_of",
    "upload",
]
# Rows of each list on trial, and the seconds of computing they may take.
_MANY, _TRIAL = 30, Limits(seconds=1)
# While a letter is numbered, on SQLite nobody else writes.
_AT_THE_DESK = Limits(seconds=1, wall=3)
SAMPLE = "BẢN XEM THỬ – DỮ LIỆU MẪU, KHÔNG CÓ GIÁ TRỊ"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """An office and a kind of letter."""

    agency: str
    kind: LetterKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A file as it comes in; `name` is what the sender calls it."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Templates:
    """What an officer may manage.

    Attributes:
        offices: names by code, of those the officer may choose.
        agency: the chosen one.
        versions: of it, newest first, by kind; kinds that never had one are not in it.
        people: the names of who uploaded them, by login.
    """

    offices: Mapping[str, str]
    agency: str
    versions: Mapping[LetterKind, tuple[OfficeTemplate, ...]]
    people: Mapping[str, str]


def templates_of(database: Database, officer: Officer, agency: str | None = None) -> Templates:
    """The templates of an office; without one, of the first the officer may manage.

    Raises:
        Unknown: for an office that is not the officer's to manage.
    """
    with database.reading() as connection:
        mine = _ruled(connection, officer)
        agencies = read_setup(connection).agencies
        offices = {code: agencies[code].name for code in sorted(mine) if code in agencies}
        chosen = agency or _first(officer, offices)
        _must_rule(chosen, offices)
        found = store.of_office(connection, chosen)
        people = names(connection, {one.uploaded_by for one in found})
    versions = {kind: tuple(one for one in found if one.kind == kind) for kind in LETTERS}
    return Templates(
        offices=offices,
        agency=chosen,
        versions={kind: some for kind, some in versions.items() if some},
        people=people,
    )


def upload(
    database: Database, folder: Path, press: Press, place: Place, given: Upload
) -> OfficeTemplate:
    """Take a template in use: the office's next letters of the kind are made from it.

    It is filled with made-up facts first, and with empty ones: whatever would fail with a citizen
    before the desk, or take too long, fails here.

    Raises:
        BadInput: when it cannot be used, in one sentence; its `field` is "file".
        Unknown: for an office that is not the officer's to manage.
        Refused: for a form that was sent for another template before.
        DatabaseNotReady: when database or folder is out of reach.
    """
    must_have_key(press)
    with database.reading() as connection:
        _must_rule(place.agency, _ruled(connection, press.officer))
        if known := store.keyed(connection, press.key):
            return _same(known, place)
        before = current(connection, place.agency, place.kind)
    content = _received(given)
    if before and before.sha256 == hashlib.sha256(content).hexdigest():
        raise BadInput("tệp này giống hệt mẫu đang dùng", field="file")
    _try(content)
    kept = _kept(folder, content, MEDIA)
    return in_one(database, partial(_put, press=press, place=place, kept=kept, name=given.name))


def switch_off(database: Database, press: Press, place: Place) -> bool:
    """Go back to the built-in form; whether there was a template in use.

    Raises:
        Unknown: for an office that is not the officer's to manage.
        DatabaseNotReady: when the database is out of reach.
    """

    def work(connection: Connection) -> bool:
        _must_rule(place.agency, _ruled(connection, press.officer))
        by, now = press.officer.login, press.now
        return store.retire(connection, place.agency, place.kind, by=by, now=now)

    return in_one(database, work)


def preview(database: Database, folder: Path, officer: Officer, place: Place, number: int) -> bytes:
    """A version filled with made-up facts.

    Raises:
        Unknown: for what there is not, or is not the officer's to manage.
        Refused: when its file is lost.
        BadInput: when it can no longer be filled in.
    """
    content = original(database, folder, officer, place, number)
    return own_docx(content, replace(sample_facts(), notice=SAMPLE))


def original(
    database: Database, folder: Path, officer: Officer, place: Place, number: int
) -> bytes:
    """A version as it was uploaded.

    Raises:
        Unknown: for what there is not, or is not the officer's to manage.
        Refused: when its file is lost.
    """
    with database.reading() as connection:
        _must_rule(place.agency, _ruled(connection, officer))
        found = store.version(connection, place.agency, place.kind, number)
    if found is None:
        raise Unknown("version", "không có phiên bản mẫu này")
    return content_of(folder, found)


def content_of(folder: Path, template: OfficeTemplate) -> bytes:
    """The bytes of a template, proved to be those that were uploaded.

    Raises:
        Refused: when the folder lost them or somebody changed them.
    """
    try:
        content = files.place_of(folder, template.sha256).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != template.sha256:
        raise Refused(
            f"tệp mẫu riêng “{template.name}” ({template.ref}) không còn nguyên trong kho tệp; "
            "hãy tải lại mẫu, hoặc tắt mẫu riêng ở trang Mẫu giấy tờ"
        )
    return content


def drawing(folder: Path, template: OfficeTemplate, facts: Facts) -> Callable[[], Kept]:
    """What fills a template and keeps the letter; it may be sent to another process.

    Calling it raises Refused and BadInput as `content_of` and `own_docx`.
    """
    return partial(_drawn_and_kept, folder, template, facts)


def _drawn_and_kept(folder: Path, template: OfficeTemplate, facts: Facts) -> Kept:
    return _kept(folder, own_docx(content_of(folder, template), facts, limits=_AT_THE_DESK), MEDIA)


def _kept(folder: Path, content: bytes, media: str) -> Kept:
    return files.keep(folder, BytesIO(content), limit=len(content), judge=lambda _: media)


def _received(given: Upload) -> bytes:
    content = given.stream.read(MAX_FILE + 1)
    if not given.name.lower().endswith(".docx"):
        raise BadInput("mẫu phải là tệp Word có đuôi .docx", field="file")
    return content


def _try(content: bytes) -> None:
    """Fill a template with long lists and with nothing: both must soon come to a letter."""
    for facts in (sample_facts(rows=_MANY), made({}, {})):
        own_docx(content, facts, limits=_TRIAL)


def _put(
    connection: Connection, *, press: Press, place: Place, kept: Kept, name: str
) -> OfficeTemplate:
    # Asked again: between the trial and now somebody may have lost the role, or sent the form.
    _must_rule(place.agency, _ruled(connection, press.officer))
    if known := store.keyed(connection, press.key):
        return _same(known, place)
    files.note(connection, kept, at=press.now)
    new = NewTemplate(
        agency=place.agency,
        kind=place.kind,
        key=press.key,
        sha256=kept.sha256,
        name=cleaned(name),
        size=kept.size,
    )
    return store.put(connection, new, by=press.officer.login, now=press.now)


def _same(known: OfficeTemplate, place: Place) -> OfficeTemplate:
    if (known.agency, known.kind) != (place.agency, place.kind):
        raise Refused("biểu mẫu này đã được gửi cho một mẫu khác; hãy mở lại trang")
    return known


def _ruled(connection: Connection, officer: Officer) -> frozenset[str]:
    alone = officer.alone
    below = offices_below(connection, alone.agencies(Role.ADMIN))
    return below | frozenset(alone.agencies(Role.LEADER))


def _must_rule(agency: str, offices: Mapping[str, str] | frozenset[str]) -> None:
    if agency not in offices:
        raise Unknown("agency", "không có cơ quan này trong phạm vi bạn quản lý mẫu")


def _first(officer: Officer, offices: Mapping[str, str]) -> str:
    own = (*officer.alone.agencies(Role.ADMIN), *officer.alone.agencies(Role.LEADER))
    return next((code for code in own if code in offices), "")
