"""Which calendar version the open cases of an office should be on, and which of them are not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import Unknown
from app.store import calendar_change as store
from app.store.calendar_change import Among, Bound
from app.store.engine import Connection
from app.store.setup import Setup
from sla.calendar import WorkingCalendar
from sla.spec import CalendarSpec
from sla.zone import day_number, day_of, midnight
from workflows.codec import canonical
from workflows.pack import Located, Pack
from workflows.replanning import DayChange, changed_days


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The calendar cases should be on; `loaded` is False for one that is only asked about."""

    reference: str
    calendar: WorkingCalendar
    loaded: bool = True


Targets = Mapping[str, Target]  # by the code of the calendar


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The offices whose open cases are bound to one version and should be on another.

    Attributes:
        bound: the version they are bound to.
        days: those the two versions count otherwise.
        accepted: how many of their cases are open.
        submitted: how many wait for acceptance: those keep the calendar of their submission.
    """

    bound: str
    target: Target
    agencies: tuple[str, ...]
    days: tuple[DayChange, ...]
    reaches: bool
    accepted: int
    submitted: int

    def all(self) -> Among:
        """All their open cases."""
        return Among(agencies=self.agencies, calendar=self.bound)

    def moving(self) -> Among | None:
        """Those whose deadlines may move; None for none."""
        if not self.reaches:
            return self.all()  # The new version covers fewer years: anything may be out of reach.
        if not self.days:
            return None
        return Among(agencies=self.agencies, calendar=self.bound, window=_window(self.days))


def asked_about(setup: Setup, packs: Iterable[Pack]) -> Targets:
    """The calendars of packs as the versions they would become."""
    return {
        located.record.code: _would_be(setup, located)
        for pack in packs
        for located in pack.calendars
    }


def loaded(setup: Setup, references: Iterable[str]) -> Targets:
    """Versions that were chosen before, by the code of their calendar.

    Raises:
        Unknown: for a version nobody loaded.
    """
    return {
        reference.rpartition("@")[0]: Target(
            reference=reference, calendar=setup.calendar(reference)
        )
        for reference in references
    }


def target_of(setup: Setup, agency: str, targets: Targets) -> Target | None:
    """Where an office's cases should be; None when it has no calendar.

    Args:
        setup: as the transaction sees it.
        agency: the office.
        targets: versions that stand in for the newest ones.
    """
    office = setup.agencies.get(agency)
    if office is None or office.calendar is None:
        return None
    if office.calendar in targets:
        return targets[office.calendar]
    try:
        reference = setup.calendar_of(office)
    except Unknown:
        return None
    return Target(reference=reference, calendar=setup.calendar(reference))


def groups_of(
    connection: Connection, setup: Setup, tops: Sequence[str] | None, targets: Targets
) -> list[Group]:
    """The open cases of some offices and all below them (None: of all) that should be elsewhere.

    Raises:
        Unknown: for a case bound to a version nobody loaded.
    """
    found: dict[tuple[str, str], list[Bound]] = {}
    aims: dict[str, Target] = {}
    for one in store.bound(connection, tops):
        target = target_of(setup, one.agency, targets)
        if target is not None and target.reference != one.calendar:
            aims[target.reference] = target
            found.setdefault((one.calendar, target.reference), []).append(one)
    return [_group(setup, bound, aims[aim], ones) for (bound, aim), ones in found.items()]


def _group(setup: Setup, bound: str, target: Target, ones: Sequence[Bound]) -> Group:
    was = setup.calendar(bound)
    return Group(
        bound=bound,
        target=target,
        agencies=tuple(one.agency for one in ones),
        days=changed_days(was, target.calendar),
        reaches=_reaches(was.spec, target.calendar.spec),
        accepted=sum(one.accepted for one in ones),
        submitted=sum(one.submitted for one in ones),
    )


def _reaches(was: CalendarSpec, becomes: CalendarSpec) -> bool:
    return becomes.covers[0] <= was.covers[0] and was.covers[1] <= becomes.covers[1]


def _would_be(setup: Setup, located: Located[CalendarSpec]) -> Target:
    code, versions = located.record.code, setup.calendars.get(located.record.code, ())
    known = bool(versions) and versions[-1] == canonical(located.content)
    number = len(versions) + (not known)
    return Target(
        reference=f"{code}@{number}", calendar=WorkingCalendar(located.record), loaded=known
    )


def _window(days: Sequence[DayChange]) -> tuple[datetime, datetime]:
    return midnight(days[0].day), midnight(day_of(day_number(days[-1].day) + 1))


def targets_in(groups: Iterable[Group]) -> tuple[str, ...]:
    """The versions that groups of cases should be on, each once."""
    return tuple(dict.fromkeys(group.target.reference for group in groups))


def in_words(groups: Iterable[Group]) -> Iterator[str]:
    """Each change of a calendar in a line: from which version to which, and the days."""
    for group in groups:
        told = "; ".join(day.in_words() for day in group.days) or "không ngày nào đổi"
        yield f"{group.bound} → {group.target.reference}: {told}"
