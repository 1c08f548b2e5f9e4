"""The morning's forecast: which cases will miss their deadline unless a step is done in time.

    forecast(database, officer, *, now, unit=None) -> Forecast            what an officer sees
    forecast_of_unit(connection, agency, setup, *, now) -> Forecast       one office, for its digest

Nothing is folded: what the reckoning needs of a case stands in its read rows, which equal what its
events make. One statement counts, and two read the cases whose deadline comes within the horizon,
nearest first and so many at most.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.deadlines.forecast_rows import Coming, coming, counted
from app.errors import BadInput, Unknown
from app.lists.people import names_of
from app.services.explanations import notices_of
from app.store.engine import Connection, Database
from app.store.setup import Setup, read_setup
from app.store.visible import offices
from sla.spec import SlaError
from sla.zone import local_date
from workflows.forecast import Outlook, awaited, foreseen, horizon
from workflows.officer import Officer
from workflows.procedure import Procedure

LINES = 300  # what is told line by line; of the rest only the number


@dataclass(frozen=True, kw_only=True, slots=True)
class Risk:
    """A case that will miss its deadline unless something is done by `outlook.done_by`.

    Attributes:
        agency: where the case lies.
        unit: the office whose turn it is: of the running step, else where the case lies.
        login: who has the step; None where nobody has.
    """

    code: str
    agency: str
    unit: str
    login: str | None
    procedure: Procedure
    outlook: Outlook


@dataclass(frozen=True, kw_only=True, slots=True)
class Hands:
    """What lies in one officer's hands; `login` and `name` are None for what nobody has."""

    login: str | None
    name: str | None
    risks: tuple[Risk, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """What lies with one office, by officer."""

    code: str
    name: str
    hands: tuple[Hands, ...]

    @property
    def number(self) -> int:
        """How many cases these are."""
        return sum(len(one.risks) for one in self.hands)


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """What is going to be late, the most pressing unit, officer and case first.

    Attributes:
        until: deadlines after it were not looked at.
        offices: those one may ask about, with their names.
        notices: what must stand beside anything shown of the cases of those asked about.
        total: how many cases are at risk, those behind the last line included.
        looked_at: how many cases were reckoned.
        unread: cases within the horizon beyond those.
        unreckoned: cases for which a calendar or a procedure is missing.
        paused: cases whose clock stands; of these nothing is foretold.
        overdue: cases whose deadline has passed already.
    """

    until: datetime
    offices: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    total: int = 0
    looked_at: int = 0
    unread: int = 0
    unreckoned: int = 0
    paused: int = 0
    overdue: int = 0

    @property
    def more(self) -> int:
        """How many cases at risk have no line."""
        return self.total - sum(unit.number for unit in self.units)


def forecast(
    database: Database, officer: Officer, *, now: datetime, unit: str | None = None
) -> Forecast:
    """The forecast for the offices whose cases an officer sees, or for one of them.

    Raises:
        BadInput: for a `unit` that is none of these.
    """
    with database.reading() as connection:
        setup, places = read_setup(connection), offices(connection, officer)
        if unit is not None and unit not in places:
            raise BadInput("unit: không có cơ quan này để lọc; hãy bỏ lọc rồi chọn lại")
        found = _forecast(connection, (unit,) if unit else places, setup, now=now)
    return replace(found, offices=_named(places, setup))


def forecast_of_unit(
    connection: Connection, agency: str, setup: Setup, *, now: datetime
) -> Forecast:
    """The forecast for one office: cases that lie there, and steps of others referred to it."""
    return _forecast(connection, (agency,), setup, now=now)


def _forecast(
    connection: Connection, places: Sequence[str], setup: Setup, *, now: datetime
) -> Forecast:
    until = _until(places, setup, now)
    count = counted(connection, places, now=now, until=until)
    rows = coming(connection, places, now=now, until=until)
    reckoned = [_reckoned(row, setup, now) for row in rows]
    risks = sorted(_at_risk(rows, reckoned, places), key=_pressing)
    return Forecast(
        until=until,
        offices=_named(places, setup),
        notices=notices_of(setup, places),
        units=_units(risks[:LINES], _names(connection, risks[:LINES]), setup),
        total=len(risks),
        looked_at=len(rows),
        unread=max(count.coming - len(rows), 0),
        unreckoned=reckoned.count(None),
        paused=count.paused,
        overdue=count.overdue,
    )


def _named(places: Iterable[str], setup: Setup) -> tuple[tuple[str, str], ...]:
    return tuple((code, setup.agency(code).name) for code in places)


def _until(places: Iterable[str], setup: Setup, now: datetime) -> datetime:
    """The furthest horizon of the calendars of some offices."""
    agencies = {setup.agency(code).calendar: setup.agency(code) for code in places}
    known = (agency for code, agency in agencies.items() if code in setup.calendars)
    ends = (horizon(setup.calendar(setup.calendar_of(agency)), now=now) for agency in known)
    return max(ends, default=now)


_Reckoned = tuple[Procedure, Outlook]


def _reckoned(row: Coming, setup: Setup, now: datetime) -> _Reckoned | None:
    """The outlook of a case; None where its setup or a year of its calendar is missing."""
    try:
        agency = setup.agency(row.agency)
        calendar = setup.calendar(row.calendar or setup.calendar_of(agency))
        day, version = local_date(row.arrived_at), row.procedure_version
        _, procedure = setup.procedure(row.procedure, on=day, version=version)
        if row.progress is None:
            return procedure, awaited(row.due, calendar, now=now)
        return procedure, foreseen(row.progress, procedure, calendar, now=now)
    except (SlaError, Unknown):
        return None


def _at_risk(
    rows: Iterable[Coming], reckoned: Iterable[_Reckoned | None], places: Sequence[str]
) -> Iterator[Risk]:
    """Those at risk that lie with one of the offices, or whose turn it is there."""
    for row, found in zip(rows, reckoned, strict=True):
        if found is None or not found[1].at_risk:
            continue
        procedure, outlook = found
        visit = outlook.visit
        unit = row.worked_at[visit.step] if visit else row.agency
        if not {unit, row.agency}.isdisjoint(places):
            yield Risk(
                code=row.code,
                agency=row.agency,
                unit=unit,
                login=visit.assignee if visit else None,
                procedure=procedure,
                outlook=outlook,
            )


def _pressing(risk: Risk) -> tuple[datetime, str]:
    return risk.outlook.done_by, risk.code


def _names(connection: Connection, risks: Iterable[Risk]) -> dict[str, str]:
    return names_of(connection, {risk.login for risk in risks if risk.login})


def _units(risks: Iterable[Risk], names: Mapping[str, str], setup: Setup) -> tuple[Unit, ...]:
    found: dict[str, dict[str | None, list[Risk]]] = {}
    for risk in risks:
        # In the order of pressing: whoever is met first stands first.
        found.setdefault(risk.unit, {}).setdefault(risk.login, []).append(risk)
    return tuple(
        Unit(code=code, name=setup.agency(code).name, hands=tuple(_hands(held, names)))
        for code, held in found.items()
    )


def _hands(held: Mapping[str | None, list[Risk]], names: Mapping[str, str]) -> Iterator[Hands]:
    for login, risks in held.items():
        name = names.get(login, login) if login else None
        yield Hands(login=login, name=name, risks=tuple(risks))
