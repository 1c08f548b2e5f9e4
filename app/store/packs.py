"""Writing setup packs: offices and fields in place, calendars and procedures as new versions."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from sqlalchemy import Table, func, insert, select, update

from app.store.engine import Connection
from app.store.report_choices import save_choices
from app.store.reviews import save_reviews
from app.store.setup import AGENCIES, CALENDARS, CHANGED, FIELDS, PROCEDURES, REVISION
from workflows.agency import Agency, Field
from workflows.codec import canonical
from workflows.pack import Coded, Located, Pack, digest

Row = dict[str, Any]
R = TypeVar("R", bound=Coded)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many records were new, changed (a new version, where there are versions) or known."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            same=self.same + other.same,
        )


def save(connection: Connection, packs: Sequence[Pack]) -> Counts:
    """Write the packs' records; a second time changes nothing.

    Where two packs give the same code, the later one is meant.

    Raises:
        ValueError: for offices that stand above each other in a circle.
    """
    # Important: taking the revision row first lets two loads at once run one after the other.
    connection.execute(update(REVISION).values(revision=REVISION.c.revision))
    calendars = _last(located for pack in packs for located in pack.calendars)
    fields = _last(located for pack in packs for located in pack.fields)
    agencies = _last(located for pack in packs for located in pack.agencies)
    procedures = _last(located for pack in packs for located in pack.procedures)
    ordered = _parents_first([located.record for located in agencies])
    counts = _versions(connection, CALENDARS, [(c, {}) for c in calendars])
    counts += _in_place(connection, FIELDS, [_field_row(f.record) for f in fields])
    counts += _in_place(connection, AGENCIES, [_agency_row(a) for a in ordered])
    located = [(p, {"field": p.record.field}) for p in procedures]
    counts += _versions(connection, PROCEDURES, located)
    counts += _of_reports(connection, packs)
    if counts.new or counts.changed:
        connection.execute(update(REVISION).values(revision=REVISION.c.revision + 1))
        connection.execution_options(**{CHANGED: True})
    return counts


def _last(records: Iterable[Located[R]]) -> list[Located[R]]:
    return list({located.record.code: located for located in records}.values())


def _of_reports(connection: Connection, packs: Sequence[Pack]) -> Counts:
    """Reviews of procedures, and how offices count: what reports alone read."""
    reviews = _last(located for pack in packs for located in pack.reviews)
    choices = _last(located for pack in packs for located in pack.reporting)
    counted = (
        save_reviews(connection, [located.record for located in reviews]),
        save_choices(connection, [located.record for located in choices]),
    )
    each = (Counts(new=new, changed=changed, same=same) for new, changed, same in counted)
    return sum(each, Counts())


def _field_row(field: Field) -> Row:
    return {"code": field.code, "name": field.name, "sort_order": field.order}


def _agency_row(agency: Agency) -> Row:
    return {**asdict(agency), "level": agency.level.value}


def _parents_first(agencies: Iterable[Agency]) -> list[Agency]:
    """Each office after the one above it, as the foreign key wants."""
    waiting = {agency.code: agency for agency in agencies}
    placed: list[Agency] = []
    while waiting:
        ready = [code for code, agency in waiting.items() if agency.parent not in waiting]
        if not ready:
            raise ValueError(f"offices above each other in a circle: {', '.join(waiting)}")
        placed += [waiting.pop(code) for code in ready]
    return placed


def _in_place(connection: Connection, table: Table, rows: Sequence[Row]) -> Counts:
    known = {row["code"]: dict(row) for row in connection.execute(select(table)).mappings()}
    counts = Counts()
    for row in rows:
        old = known.get(row["code"])
        if old is None:
            connection.execute(insert(table), row)
        elif old != row:
            connection.execute(update(table).where(table.c.code == row["code"]).values(row))
        known[row["code"]] = row
        counts += Counts(new=old is None, changed=old not in (None, row), same=old == row)
    return counts


def _versions(
    connection: Connection, table: Table, records: Sequence[tuple[Located[Any], Row]]
) -> Counts:
    counts = Counts()
    for located, extra in records:
        code, mark = located.record.code, digest(located.content)
        latest = select(func.max(table.c.version)).where(table.c.code == code).scalar_subquery()
        found = connection.execute(
            select(table.c.version, table.c.digest).where(
                table.c.code == code, table.c.version == latest
            )
        ).first()
        if found is None or found.digest != mark:
            version = 1 + (found.version if found else 0)
            content = canonical(located.content)
            row = {"code": code, "version": version, "digest": mark, "content": content, **extra}
            connection.execute(insert(table), row)
        counts += Counts(
            new=found is None,
            changed=found is not None and found.digest != mark,
            same=found is not None and found.digest == mark,
        )
    return counts
