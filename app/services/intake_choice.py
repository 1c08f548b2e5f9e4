"""What a desk can take in today: its procedures, found by any part of their names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.errors import Unknown
from app.store import accounts
from app.store.engine import Database
from app.store.folding import folded
from app.store.setup import Setup, read_setup
from sla.zone import local_date
from workflows.agency import Agency, Role
from workflows.officer import Officer
from workflows.procedure import Procedure

MOST = 20  # procedures taken in one after the other

FAVOURITES = "Hay dùng"


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """A procedure to choose, with the name of its field."""

    procedure: Procedure
    field: str
    favourite: bool

    @property
    def limit(self) -> str:
        """Its limit in words."""
        limit = self.procedure.limit
        return limit.in_words() if limit else "theo giấy hẹn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Procedures under one heading."""

    name: str
    offered: tuple[Offered, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choosing:
    """The procedures of one desk.

    Attributes:
        office: the desk; None for an officer whose offices have none today.
        offices: all desks of the officer today.
        groups: favourites first, then by field; only what was searched for.
        chosen: those already chosen, whatever is searched for.
    """

    office: Agency | None
    offices: tuple[Agency, ...]
    groups: tuple[Group, ...]
    chosen: tuple[Offered, ...]

    @property
    def found(self) -> tuple[Offered, ...]:
        """Everything that was found, each once."""
        each = (one for group in self.groups for one in group.offered)
        return tuple({one.procedure.code: one for one in each}.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Chooser:
    """Who chooses, when, and what was typed."""

    officer: Officer
    account: int
    now: datetime
    office: str | None = None
    searched: str = ""
    chosen: Sequence[str] = ()


def choosing(database: Database, chooser: Chooser) -> Choosing:
    """The procedures an officer can take in at one of their desks today.

    Raises:
        Unknown: for an office that is no desk of theirs.
    """
    day = local_date(chooser.now)
    with database.reading() as connection:
        setup = read_setup(connection)
        kept = frozenset(accounts.favourites(connection, chooser.account))
    desks = desks_of(setup, chooser.officer, day)
    office = desk_named(desks, chooser.office) if desks else None
    offered = tuple(_offered(setup, office, day, kept)) if office else ()
    return Choosing(
        office=office,
        offices=desks,
        groups=tuple(_groups(setup, _matching(offered, chooser.searched))),
        chosen=_named(offered, chooser.chosen),
    )


def desks_of(setup: Setup, officer: Officer, day: date) -> tuple[Agency, ...]:
    """The offices that exist on a day and where an officer sits at the desk."""
    known = (setup.agencies.get(code) for code in officer.agencies(Role.ONE_STOP))
    return tuple(
        one for one in known if one and (one.valid_from or day) <= day <= (one.valid_to or day)
    )


def desk_named(desks: Sequence[Agency], code: str | None) -> Agency:
    """One of some desks, the first when none is named.

    Raises:
        Unknown: when it is none of them.
    """
    found = next((one for one in desks if code in {None, one.code}), None)
    if found is None:
        raise Unknown("agency", f"bạn không trực một cửa tại cơ quan {code or 'nào'} hôm nay")
    return found


def offered_at(setup: Setup, office: Agency, day: date) -> Iterator[Procedure]:
    """The procedures in force on a day that an office of this level has."""
    for code in setup.procedures:
        try:
            _, procedure = setup.procedure(code, on=day)
        except Unknown:
            continue  # Only versions of later days.
        if office.level.value in procedure.levels:
            yield procedure


def _offered(setup: Setup, office: Agency, day: date, kept: frozenset[str]) -> Iterator[Offered]:
    for procedure in offered_at(setup, office, day):
        field = setup.fields.get(procedure.field)
        yield Offered(
            procedure=procedure,
            field=field.name if field else procedure.field,
            favourite=procedure.code in kept,
        )


def _matching(offered: Iterable[Offered], searched: str) -> Iterator[Offered]:
    words = folded(searched[:200]).split()
    for one in offered:
        text = folded(f"{one.procedure.code} {one.procedure.name} {one.field}")
        if all(word in text for word in words):
            yield one


def _groups(setup: Setup, found: Iterable[Offered]) -> Iterator[Group]:
    each = sorted(found, key=lambda one: folded(one.procedure.name))
    if favourites := tuple(one for one in each if one.favourite):
        yield Group(name=FAVOURITES, offered=favourites)
    for field in setup.fields.values():
        under = tuple(
            one for one in each if one.procedure.field == field.code and not one.favourite
        )
        if under:
            yield Group(name=field.name, offered=under)


def _named(offered: Sequence[Offered], codes: Sequence[str]) -> tuple[Offered, ...]:
    known = {one.procedure.code: one for one in offered}
    wanted = dict.fromkeys(codes[:MOST])
    return tuple(known[code] for code in wanted if code in known)
