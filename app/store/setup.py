"""The setup as a transaction sees it: offices, fields, procedures and calendars by version."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Table, select

from app.errors import Unknown
from app.store.engine import Connection
from app.store.tables import (
    AgencyRow,
    CalendarRow,
    FieldRow,
    ProcedureRow,
    RevisionRow,
    table_of,
)
from sla.calendar import WorkingCalendar
from sla.clock import Formerly
from sla.zone import local_date
from workflows.agency import Agency, Field, Level
from workflows.case import Case
from workflows.pack import calendar_from_plain, procedure_from_plain
from workflows.procedure import Procedure
from workflows.setting import Setting, bound_before

CALENDARS = table_of(CalendarRow)
AGENCIES = table_of(AgencyRow)
FIELDS = table_of(FieldRow)
PROCEDURES = table_of(ProcedureRow)
REVISION = table_of(RevisionRow)
CHANGED = "motcua_setup_changed"  # an option of a connection that itself has changed the setup

# An option of a reading connection: what it has seen, since its one moment shows nothing newer.
SEEN = "motcua_setup_seen"

# An option of a writing connection: the revision that was read together with something else.
REVISION_SEEN = "motcua_setup_revision"

_CACHE: "WeakKeyDictionary[Engine, Setup]" = WeakKeyDictionary()


@dataclass(frozen=True, kw_only=True, slots=True, weakref_slot=True)
class Setup:
    """All setup data of one revision.

    Attributes:
        procedures: their versions by code, oldest first; version n stands at n - 1.
        calendars: their versions by code as kept JSON text, likewise.
    """

    revision: int
    agencies: Mapping[str, Agency]
    fields: Mapping[str, Field]
    procedures: Mapping[str, Sequence[Procedure]]
    calendars: Mapping[str, Sequence[str]]
    # What cases are bound to by version stays the same as long as the revision does.
    _bound: dict[tuple[str, str, int, str], Setting] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def agency(self, code: str) -> Agency:
        """An office.

        Raises:
            Unknown: when nobody loaded it.
        """
        if code not in self.agencies:
            raise Unknown("data.agency", f"không có cơ quan {code}; hãy nạp bằng motcua load")
        return self.agencies[code]

    def procedure(
        self, code: str, *, on: date, version: int | None = None
    ) -> tuple[int, Procedure]:
        """A procedure with its version number: the named one, or the newest in force on a day.

        Raises:
            Unknown: when there is none.
        """
        versions = self.procedures.get(code, ())
        if version is not None:
            if not 1 <= version <= len(versions):
                raise Unknown(
                    "data.procedure_version", f"thủ tục {code} chưa có phiên bản {version}"
                )
            return version, versions[version - 1]
        for number in range(len(versions), 0, -1):
            since = versions[number - 1].valid_from
            if since is None or since <= on:
                return number, versions[number - 1]
        when = f" có hiệu lực ngày {on:%d/%m/%Y}" if versions else ""
        raise Unknown("data.procedure", f"không có thủ tục {code}{when}; hãy nạp bằng motcua load")

    def calendar(self, reference: str) -> WorkingCalendar:
        """The calendar version an event names, `code@version`.

        Raises:
            Unknown: when there is none.
        """
        code, _, number = reference.rpartition("@")
        versions = self.calendars.get(code, ())
        if not number.isdecimal() or not 1 <= int(number) <= len(versions):
            raise Unknown("data.calendar", f"không có lịch làm việc {reference}")
        return _calendar(versions[int(number) - 1])

    def calendar_of(self, agency: Agency) -> str:
        """The reference of the newest version of an office's calendar.

        Raises:
            Unknown: when it was never loaded.
        """
        versions = self.calendars.get(agency.calendar, ())
        if not versions:
            raise Unknown("data.agency", f"chưa nạp lịch {agency.calendar} của {agency.code}")
        return f"{agency.calendar}@{len(versions)}"

    def setting(
        self,
        agency: str,
        procedure: str,
        *,
        on: date,
        version: int | None = None,
        calendar: str | None = None,
    ) -> Setting:
        """What the rules need around a case; unnamed versions are the newest in force on `on`.

        Raises:
            Unknown: naming the field of the journal that holds the unknown code.
        """
        office = self.agency(agency)
        number, rules = self.procedure(procedure, on=on, version=version)
        reference = calendar or self.calendar_of(office)
        return Setting(
            agency=office,
            procedure=rules,
            procedure_version=number,
            calendar=self.calendar(reference),
            calendar_ref=reference,
        )

    def setting_of(self, case: Case) -> Setting:
        """The setting a case is bound to, with the calendars it was bound to before."""
        setting = self._binding(case)
        formerly = tuple(
            Formerly(until, self.calendar(reference)) for until, reference in bound_before(case)
        )
        return replace(setting, formerly=formerly) if formerly else setting

    def _binding(self, case: Case) -> Setting:
        version, calendar = case.procedure_version, case.calendar
        key = (case.agency, case.procedure, version or 0, calendar or "")
        found = self._bound.get(key)
        if found is not None:
            return found
        on = local_date(case.log[0].at)
        made = self.setting(case.agency, case.procedure, on=on, version=version, calendar=calendar)
        if version is not None and calendar is not None:
            self._bound[key] = made
        return made


@lru_cache(maxsize=256)
def _calendar(content: str) -> WorkingCalendar:
    return WorkingCalendar(calendar_from_plain(json.loads(content)))


def read_setup(connection: Connection) -> Setup:
    """The setup as this transaction sees it; read again only after somebody changed it."""
    options = connection.get_execution_options()
    if options.get(CHANGED):
        # Important: what may still be rolled back must not be kept for others.
        return _read(connection, _revision(connection))
    if (seen := options.get(SEEN)) is not None:
        return cast("Setup", seen)
    found = _newest(connection, options.get(REVISION_SEEN))
    if options.get("motcua_writes") is False:
        connection.execution_options(**{SEEN: found})
    return found


def _newest(connection: Connection, seen: int | None) -> Setup:
    cached = _CACHE.get(connection.engine)
    if cached is not None and cached.revision == seen:
        return cached
    while cached is None or cached.revision != _revision(connection):
        # A load may commit between two of these statements; then they are asked again.
        cached = _read(connection, _revision(connection))
        _CACHE[connection.engine] = cached
    return cached


def _revision(connection: Connection) -> int:
    revision: int = connection.execute(select(REVISION.c.revision)).scalar_one()
    return revision


def _read(connection: Connection, revision: int) -> Setup:
    agencies = connection.execute(select(AGENCIES)).mappings()
    fields = connection.execute(select(FIELDS).order_by(FIELDS.c.sort_order, FIELDS.c.code))
    return Setup(
        revision=revision,
        agencies={row["code"]: Agency(**{**row, "level": Level(row["level"])}) for row in agencies},
        fields={
            row.code: Field(code=row.code, name=row.name, order=row.sort_order) for row in fields
        },
        procedures={
            code: [procedure_from_plain(json.loads(text)) for text in texts]
            for code, texts in _versions(connection, PROCEDURES).items()
        },
        calendars=_versions(connection, CALENDARS),
    )


def _versions(connection: Connection, table: Table) -> dict[str, list[str]]:
    columns = table.c
    rows = connection.execute(
        select(columns.code, columns.content).order_by(columns.code, columns.version)
    )
    found: dict[str, list[str]] = {}
    for code, content in rows:
        found.setdefault(code, []).append(content)
    return found
