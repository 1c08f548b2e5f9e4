"""Writing setup packs: offices and fields in place, calendars and procedures as new versions."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Table, func, insert, select, update

from app.store.engine import Connection
from app.store.setup import AGENCIES, CALENDARS, FIELDS, PROCEDURES, REVISION
from workflows.agency import Agency
from workflows.codec import canonical
from workflows.pack import Located, Pack, digest

Row = dict[str, Any]


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
    """Write the packs' records; a second time changes nothing."""
    # Important: taking the revision row first lets two loads at once run one after the other.
    connection.execute(update(REVISION).values(revision=REVISION.c.revision))
    counts = Counts()
    for pack in packs:
        counts += _versions(connection, CALENDARS, [(c, {}) for c in pack.calendars])
        counts += _in_place(connection, FIELDS, [_field_row(f) for f in pack.fields])
    agencies = [a.record for pack in packs for a in pack.agencies]
    counts += _in_place(connection, AGENCIES, [_agency_row(a) for a in _parents_first(agencies)])
    for pack in packs:
        located = [(p, {"field": p.record.field}) for p in pack.procedures]
        counts += _versions(connection, PROCEDURES, located)
    if counts.new or counts.changed:
        connection.execute(update(REVISION).values(revision=REVISION.c.revision + 1))
    return counts


def _field_row(located: Located[Any]) -> Row:
    field = located.record
    return {"code": field.code, "name": field.name, "sort_order": field.order}


def _agency_row(agency: Agency) -> Row:
    return {**asdict(agency), "level": agency.level.value}


def _parents_first(agencies: Iterable[Agency]) -> list[Agency]:
    """Each office after the one above it, as the foreign key wants; the last of a code wins."""
    waiting = {agency.code: agency for agency in agencies}
    placed: list[Agency] = []
    while waiting:
        for code in [c for c, agency in waiting.items() if agency.parent not in waiting]:
            placed.append(waiting.pop(code))
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
