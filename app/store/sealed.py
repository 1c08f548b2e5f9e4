"""Sealed reports: written once and read for ever, and the cut of the log each of them stands on.

The figures are those of one moment of the database: `position` is that of the last event in the log
at this moment, and `root` one hash over the newest link of the chain of every case that lay at the
offices of the report. Whoever has the root can tell whether a log is the one that was reported on.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, text, true
from sqlalchemy.exc import DBAPIError

from app.errors import DatabaseNotReady
from app.store.engine import Connection, dialect_of
from app.store.event_log import BATCH, EVENTS
from app.store.files import Kept
from app.store.sealed_tables import SealedReportRow
from app.store.tables import table_of
from app.store.watching import last_position
from workflows.codec import canonical, instant_text

SEALED = table_of(SealedReportRow)
REPLACING = SEALED.alias("replacing")
_LONG = ("figures", "cases")
_SHORT = tuple(column for column in SEALED.c if column.name not in _LONG)
_BUSY = "đang có việc ghi dài vào nhật ký, ví dụ nhập dữ liệu; hãy ký lại sau ít phút"
_LOCK_WAIT = "2s"  # every desk waits behind us meanwhile


@dataclass(frozen=True, kw_only=True, slots=True)
class Whose:
    """Which table: what all its editions share."""

    form: str
    variant: str
    agency: str
    subtree: bool
    first: date
    last: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealed:
    """One edition of a signed table, without its figures and cases.

    Attributes:
        replaces: the number of the edition it takes the place of; None for the first.
        replaced_by: the edition that took its place, and None while it stands.
        reason: why it took the place of another.
        counted_at: the `now` it was counted by.
        position: of the last event in the log then.
        root: SHA-256 over the newest links of its cases' chains.
        files: what is kept of each format.
        signed_by: a login; `signer_name` and `signer_title` are as signed.
        digest: SHA-256 over all of it.
    """

    id: int
    key: str
    whose: Whose
    edition: int
    replaces: int | None
    replaced_by: int | None
    reason: str | None
    as_known_at: datetime | None
    counted_at: datetime
    position: int
    root: str
    switches: Mapping[str, str]
    files: Mapping[str, Kept]
    signed_by: str
    signer_name: str
    signer_title: str
    signed_at: datetime
    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """An edition with what it said: `figures` as `app.reports.kept` has it, and its offices."""

    sealed: Sealed
    figures: Mapping[str, Any]
    cases: Mapping[str, Any]


def insert(connection: Connection, row: Mapping[str, Any]) -> int | None:
    """Keep an edition, `row` by column without its digest; None where somebody else was first.

    On PostgreSQL whoever comes second waits for the end of the first one's transaction.
    """
    values = {**row, "digest": digest_of(row)}
    new = dialect_of(connection).insert(SEALED).values(values)
    number: int | None = connection.scalar(new.on_conflict_do_nothing().returning(SEALED.c.id))
    return number


def digest_of(row: Mapping[str, Any]) -> str:
    """SHA-256 over an edition as it is stored, but for its number and the digest itself."""
    said = {
        name: _plain(row[name])
        for name in (column.name for column in SEALED.c)
        if name not in ("id", "digest")
    }
    for name in _LONG:
        said[name] = hashlib.sha256(row[name].encode()).hexdigest()
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def numbered(connection: Connection, number: int) -> Sealed | None:
    """An edition by its number."""
    return _first(connection, SEALED.c.id == number)


def keyed(connection: Connection, key: str) -> Sealed | None:
    """The edition that a form sealed."""
    return _first(connection, SEALED.c.key == key)


def editions(connection: Connection, whose: Whose) -> tuple[Sealed, ...]:
    """Every edition of a table, newest first."""
    query = _query(_of(whose)).order_by(SEALED.c.edition.desc())
    return tuple(_sealed(row) for row in connection.execute(query))


def latest(connection: Connection, whose: Whose) -> Sealed | None:
    """The edition of a table that stands."""
    return next(iter(editions(connection, whose)), None)


def other_prints(connection: Connection, whose: Whose) -> tuple[Sealed, ...]:
    """The editions that stand of the same table in other variants, newest first."""
    names = ("form", "agency", "subtree", "first", "last")
    same = [SEALED.c[name] == getattr(whose, name) for name in names]
    query = _query(*same, SEALED.c.variant != whose.variant, REPLACING.c.id.is_(None))
    return tuple(_sealed(row) for row in connection.execute(query.order_by(SEALED.c.id.desc())))


def before(connection: Connection, whose: Whose, eve: date) -> Sealed | None:
    """The edition that stands of the period that ended on a day, by preference of the same print.

    An office may have had none below it then, or may have none any more: of a table of the office
    alone and one with those below it, the same kind counts where there is one, and else the other.
    """
    same = [SEALED.c[name] == getattr(whose, name) for name in ("form", "agency")]
    query = _query(*same, SEALED.c.last == eve).order_by(SEALED.c.id.desc())
    found = [_sealed(row) for row in connection.execute(query)]
    return max(found, key=lambda one: _nearness(one.whose, whose), default=None)


def has_subtree(connection: Connection, whose: Whose) -> bool:
    """Whether the same table was signed as that of an office with those below it."""
    return bool(editions(connection, replace(whose, subtree=True)))


def of_offices(
    connection: Connection, agencies: Sequence[str] | None = None, *, most: int = 200
) -> tuple[Sealed, ...]:
    """The editions of some offices (None: of all), newest first."""
    which = true() if agencies is None else SEALED.c.agency.in_(agencies)
    query = _query(which).order_by(SEALED.c.id.desc()).limit(most)
    return tuple(_sealed(row) for row in connection.execute(query))


def whole(connection: Connection, number: int) -> Whole | None:
    """An edition with its figures and cases."""
    sealed = numbered(connection, number)
    if sealed is None:
        return None
    query = select(SEALED.c.figures, SEALED.c.cases).where(SEALED.c.id == number)
    figures, cases = connection.execute(query).one()
    return Whole(sealed=sealed, figures=json.loads(figures), cases=json.loads(cases))


def rows(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """Every row as it is stored, oldest first, one at a time."""
    for number in connection.scalars(select(SEALED.c.id).order_by(SEALED.c.id)).all():
        query = select(SEALED).where(SEALED.c.id == number)
        yield dict(connection.execute(query).mappings().one())


def cut(connection: Connection) -> int:
    """The position of the last event this reading transaction sees, without one missing before it.

    Important: it has to be the first that the transaction asks for. On PostgreSQL an event gets its
    position before its transaction commits, so the log may have holes that are filled later on; the
    lock, given back at once, waits until nobody is writing, and the view of the transaction is
    taken under it.

    Raises:
        DatabaseNotReady: when somebody writes for too long.
    """
    if connection.dialect.name != "postgresql":
        return last_position(connection)
    nested = connection.begin_nested()
    try:
        connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_WAIT}'"))
        connection.execute(text("LOCK TABLE case_events IN SHARE MODE"))
        return last_position(connection)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == "55P03":
            raise DatabaseNotReady(_BUSY) from None
        raise
    finally:
        nested.rollback()


def root(connection: Connection, agencies: Sequence[str], position: int) -> str:
    """SHA-256 over `case:version:hash` of the newest event of each case, a line each, by code."""
    within = and_(EVENTS.c.agency.in_(agencies), EVENTS.c.position <= position)
    newest = (
        select(EVENTS.c.case_code, func.max(EVENTS.c.version).label("version"))
        .where(within)
        .group_by(EVENTS.c.case_code)
        .subquery()
    )
    same = and_(EVENTS.c.case_code == newest.c.case_code, EVENTS.c.version == newest.c.version)
    query = select(EVENTS.c.case_code, EVENTS.c.version, EVENTS.c.hash).join(newest, same)
    query = query.order_by(EVENTS.c.case_code)
    with connection.execute(query, execution_options={"yield_per": BATCH}) as found:
        return root_of((code, version, link) for code, version, link in found)


def root_of(heads: Iterable[tuple[str, int, str]]) -> str:
    """The root of some cases: code, number of the newest event and its hash, by code."""
    total = hashlib.sha256()
    for code, version, link in heads:
        total.update(f"{code}:{version}:{link}\n".encode())
    return total.hexdigest()


def files_as_json(files: Mapping[str, Kept]) -> dict[str, dict[str, Any]]:
    """What is kept of each format, as JSON values."""
    return {
        name: {"sha256": one.sha256, "media": one.media, "size": one.size}
        for name, one in files.items()
    }


def files_from_json(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Kept]:
    """What `files_as_json` made."""
    return {name: Kept(**one) for name, one in kept.items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant_text(value)
    return value.isoformat() if isinstance(value, date) else value


def _nearness(one: Whose, other: Whose) -> tuple[bool, bool]:
    return one.subtree == other.subtree, one.variant == other.variant


def _of(whose: Whose) -> ColumnElement[bool]:
    names = ("form", "variant", "agency", "subtree", "first", "last")
    return and_(*(SEALED.c[name] == getattr(whose, name) for name in names))


def _query(*conditions: ColumnElement[bool]) -> Select[Any]:
    after = SEALED.outerjoin(REPLACING, REPLACING.c.replaces == SEALED.c.id)
    columns = (*_SHORT, REPLACING.c.edition.label("replaced_by"))
    return select(*columns).select_from(after).where(*conditions)


def _first(connection: Connection, which: ColumnElement[bool]) -> Sealed | None:
    row = connection.execute(_query(which)).first()
    return None if row is None else _sealed(row)


def _sealed(row: Row[Any]) -> Sealed:
    told = row._asdict()
    names = ("form", "variant", "agency", "subtree", "first", "last")
    whose = Whose(**{name: told.pop(name) for name in names})
    files = files_from_json(json.loads(told.pop("files")))
    switches = json.loads(told.pop("switches"))
    return Sealed(whose=whose, files=files, switches=switches, **told)
