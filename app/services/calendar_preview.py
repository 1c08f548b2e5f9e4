"""What moving open cases to their newest calendars would do, before anybody decides it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.errors import Unknown
from app.services.calendar_targets import Group, Target, asked_about, groups_of
from app.store import calendar_change as store
from app.store.account_scope import offices_below
from app.store.engine import Connection, Database
from app.store.event_log import CaseLog, load_many
from app.store.setup import Setup, read_setup
from sla.spec import SlaError
from sla.zone import local
from workflows.case import Case
from workflows.evolve import fold
from workflows.pack import Pack
from workflows.replanning import Replanned, replanned

BATCH = 200
EVERYTHING = 10**9


@dataclass(frozen=True, kw_only=True, slots=True)
class Moving:
    """One open case under the version it is bound to and the one it would be bound to."""

    case: Case
    procedure: str
    bound: str
    target: str
    plan: Replanned

    def as_json(self) -> dict[str, Any]:
        """For the terminal."""
        plan = self.plan
        return {
            "case": self.case.code,
            "agency": self.case.agency,
            "procedure": self.case.procedure,
            "move": plan.move,
            "bound": self.bound,
            "target": self.target,
            "old_due_at": _text(plan.old_due),
            "new_due_at": _text(plan.new_due),
            "late_before": plan.late_before,
            "late_after": plan.late_after,
            "reason": plan.reason(),
        }


@dataclass(kw_only=True, slots=True)
class Preview:
    """What would happen to the open cases of some offices.

    Attributes:
        groups: the changes of calendars.
        moves: cases whose own deadline, or a running step's, would be another one.
        gaps: cases the new version cannot count.
        same: how many would only be bound to it; of those looked at.
        standing: those among them that stand still: they are bound by every decision.
        submitted: how many were submitted before and keep the calendar of that day.
        unseen: how many may move as well, but were too many to be looked at.
    """

    groups: list[Group] = field(default_factory=list)
    moves: list[Moving] = field(default_factory=list)
    gaps: list[Moving] = field(default_factory=list)
    standing: list[Moving] = field(default_factory=list)
    same: int = 0
    submitted: int = 0
    unseen: int = 0

    @property
    def turning(self) -> int:
        """How many of the cases would be overdue, or in time, where they were not."""
        return sum(moving.plan.turns for moving in self.moves)

    def as_json(self) -> dict[str, Any]:
        """For the terminal."""
        return {
            "calendars": [
                {
                    "bound": group.bound,
                    "target": group.target.reference,
                    "loaded": group.target.loaded,
                    "agencies": list(group.agencies),
                    "open": group.accepted,
                    "days": [day.in_words() for day in group.days],
                }
                for group in self.groups
            ],
            "moves": [moving.as_json() for moving in self.moves],
            "gaps": [moving.as_json() for moving in self.gaps],
            "same": self.same,
            "standing": [moving.case.code for moving in self.standing],
            "submitted": self.submitted,
            "unseen": self.unseen,
        }


def preview(
    database: Database,
    tops: Sequence[str] | None,
    *,
    now: datetime,
    packs: Sequence[Pack] = (),
    most: int = EVERYTHING,
) -> Preview:
    """Compare every open case of some offices and all below them (None: of all).

    Args:
        database: where.
        tops: the offices.
        now: the instant by which "overdue" is judged.
        packs: setup packs whose calendars are asked about as if they were loaded.
        most: how many cases are looked at.

    Raises:
        Unknown: for an office nobody loaded.
    """
    with database.reading() as connection:
        setup = read_setup(connection)
        for code in tops or ():
            setup.agency(code)
        groups = groups_of(connection, setup, tops, asked_about(setup, packs))
        return seen_in(connection, setup, groups, now=now, most=most)


def seen_in(
    connection: Connection,
    setup: Setup,
    groups: Iterable[Group],
    *,
    now: datetime,
    most: int = EVERYTHING,
) -> Preview:
    """The same inside a transaction, for changes of calendars found before."""
    found = Preview(groups=[*groups])
    for group in found.groups:
        found.submitted += group.submitted
        found.same += group.accepted
        among = group.moving()
        if among is not None:
            seen = 0
            for moving in _looked(connection, setup, group, now, most):
                seen += 1
                _sort(found, moving)
            most -= seen
            rest = store.count(connection, among) - seen
            found.unseen, found.same = found.unseen + rest, found.same - rest
    return found


def tops_of(connection: Connection, offices: Sequence[str], agency: str | None) -> tuple[str, ...]:
    """The offices somebody asks about: one of theirs or below them, or all of them.

    Raises:
        Unknown: for an office that is none of theirs.
    """
    if agency is None:
        return tuple(offices)
    if agency not in offices_below(connection, offices):
        raise Unknown("data.agency", f"bạn không phụ trách cơ quan {agency}")
    return (agency,)


def planned(case: Case, setup: Setup, target: Target, now: datetime) -> Moving:
    """One open case under another version.

    Raises:
        Unknown: when the setup lacks what it is bound to.
        SlaError: when no rule is known for one of its days.
    """
    setting = setup.setting_of(case)
    return Moving(
        case=case,
        procedure=setting.procedure.name,
        bound=setting.calendar_ref,
        target=target.reference,
        plan=replanned(case, setting, target.calendar, now=now),
    )


def _looked(
    connection: Connection, setup: Setup, group: Group, now: datetime, most: int
) -> Iterator[Moving]:
    among, after = group.moving(), ""
    while among is not None and most > 0:
        batch = min(BATCH, most)
        codes = store.candidates(connection, among, after=after, most=batch)
        logs = load_many(connection, codes)
        for code in codes:
            moving = _planned(logs[code], setup, group.target, now)
            if moving is not None:
                yield moving
        if len(codes) < batch:
            return
        most, after = most - len(codes), codes[-1]


def _planned(log: CaseLog, setup: Setup, target: Target, now: datetime) -> Moving | None:
    """The same of a log; None for a case that is not open any more, or cannot be reckoned."""
    try:
        case = fold(log.code, (line.event for line in log.lines))
        return planned(case, setup, target, now) if case is not None and case.is_open else None
    except (SlaError, Unknown):
        return None


def _sort(found: Preview, moving: Moving) -> None:
    if moving.plan.move == "binding":
        if moving.case.standing_since is not None:
            found.standing.append(moving)
        return
    found.same -= 1
    (found.gaps if moving.plan.move == "gap" else found.moves).append(moving)


def _text(instant: datetime | None) -> str | None:
    return local(instant).isoformat() if instant else None
