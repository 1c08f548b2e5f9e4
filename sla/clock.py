"""One clock of one case: from its start, pauses and adjustments to deadline, time left and verdict.

Everything follows from the facts given; nothing is stored, and an open pause is an interval without
an end. A case closed while paused keeps that pause open (end None): it was never resumed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from sla.calendar import WorkingCalendar
from sla.law import Law
from sla.limits import TimeLimit, Unit
from sla.pauses import Pause, ended_after, known, united
from sla.spec import NoDeadline
from sla.zone import local, local_date

__all__ = ["Adjustment", "Change", "Clock", "Effect", "Formerly", "Pause", "Verdict"]

_INSTANT = timedelta(microseconds=1)
_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A published decision that sets another deadline from the instant `at` on."""

    at: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class Formerly:
    """A calendar that counted before the instant `until`, when another one took its place."""

    until: datetime
    calendar: WorkingCalendar


class Verdict(StrEnum):
    """How a closed case counts in the tables."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


class Effect(StrEnum):
    """What one fact did to the deadline."""

    CONTINUED = "continued"
    RESTARTED = "restarted"
    AFTER_DUE = "after_due"  # a pause after the deadline, which changes nothing
    ADJUSTED = "adjusted"
    WAITING = "waiting"  # a pause still open: the deadline is the one at its start


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One fact in the order of its effect, and the deadline before and after it."""

    effect: Effect
    cause: Pause | Adjustment
    before: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A running or stopped clock; all instants aware, all answers in Asia/Ho_Chi_Minh.

    `formerly` holds the calendars that counted before `calendar`, oldest first: what moved the
    deadline in their time is counted by them for ever.

    Methods raise CalendarGap when they need a day outside the years of the calendar.

    Raises:
        NoDeadline: without limit and without promise ("cannot be accepted", contract 3).
    """

    calendar: WorkingCalendar
    law: Law
    limit: TimeLimit | None
    start: datetime
    promise: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    formerly: tuple[Formerly, ...] = ()

    def __post_init__(self) -> None:
        if self.limit is None and self.promise is None:
            raise NoDeadline("Hồ sơ không có thời hạn giải quyết và cũng không có ngày hẹn trả.")

    def calendar_at(self, instant: datetime) -> WorkingCalendar:
        """The calendar that counts what takes effect at an instant."""
        earlier = (one.calendar for one in self.formerly if instant < one.until)
        return next(earlier, self.calendar)

    def first_due(self) -> datetime:
        """The deadline at the start: the promise already given, else what the limit makes of it."""
        return self._afresh(self.start) if self.promise is None else local(self.promise)

    def due(self, at: datetime | None = None) -> datetime:
        """The deadline by what happened strictly before `at` (None: by everything known).

        While a pause is open it is still the deadline at the start of that pause.
        """
        changes = self.changes(at)
        return changes[-1].due if changes else self.first_due()

    def changes(self, at: datetime | None = None) -> tuple[Change, ...]:
        """Every fact strictly before `at` in the order of its effect, with what it did.

        A pause takes effect at its end, an adjustment at its instant, an open pause last.
        """
        if not self.pauses and not self.adjustments:
            return ()
        adjusted = [a for a in self.adjustments if at is None or a.at < at]
        # Stops first: sorting is stable, and at the same instant a decision has the last word.
        causes: list[Pause | Adjustment] = [*self.stops(at), *adjusted]
        return tuple(self._told(sorted(causes, key=_effective)))

    def stops(self, at: datetime | None = None) -> tuple[Pause, ...]:
        """The union of the pauses as known strictly before `at`, from the start of the clock on."""
        return tuple(united(known(self.pauses, at), self.start)) if self.pauses else ()

    def paused_since(self, at: datetime) -> datetime | None:
        """The start of the pause open by what happened strictly before `at`, if there is one."""
        last = self.stops(at)[-1:]
        return last[0].start if last and last[0].end is None else None

    def used(self, now: datetime) -> timedelta:
        """Working time run from the start to `now`, outside pauses."""
        return self._run(self.start, now, self.stops())

    def left(self, now: datetime) -> timedelta:
        """Working time left at `now`, negative when overdue; while paused, what was left then."""
        return self.calendar.between(self.paused_since(now) or now, self.due(now))

    def verdict(self, closed: datetime) -> Verdict:
        """How a case closed at that instant counts (contract 3, "Verdicts")."""
        judged, due = self.judged(closed)
        if judged > due:
            return Verdict.LATE
        if self.limit is None or self.limit.judged_by_day:
            early = local_date(judged) < local_date(due)
        else:
            early = judged < due
        return Verdict.EARLY if early else Verdict.ON_TIME

    def judged(self, closed: datetime) -> tuple[datetime, datetime]:
        """The instant at which a case closed then is judged, and the deadline it is judged by.

        What happened at the very instant of closing is known to have happened before it.
        """
        known = closed + _INSTANT
        return self.paused_since(known) or closed, self.due(known)

    def warn_at(self, share: Fraction) -> datetime:
        """The instant at which that share of the working time from start to deadline has run.

        Closed pauses are taken out, an open one not yet; after a restart the share is one of the
        fresh limit.
        """
        return self.share_at(share, self.stops(), begun=self._begun(), due=self.due())

    def left_from(self, rest: timedelta) -> datetime | None:
        """The instant from which so much working time is left to the deadline.

        None where the limit is no longer than that. Pauses count as in `warn_at`.
        """
        begun, due = self._begun(), self.due()
        within = ended_after(begun, self.stops())
        ahead = self._run(begun, due, within) - rest
        return self._after(begun, ahead, within) if ahead > _NOTHING else None

    def _begun(self) -> datetime:
        """The start of the limit that counts."""
        return max([self.start, *self._restarts()])

    def share_at(
        self, share: Fraction, stops: Iterable[Pause], *, begun: datetime, due: datetime
    ) -> datetime:
        """The instant at which a share of the working time from `begun` to `due` has run."""
        within = ended_after(begun, stops)
        whole = self._run(begun, due, within) // _INSTANT
        run = -(-whole * share.numerator // share.denominator)
        return self._after(begun, run * _INSTANT, within)

    def _told(self, causes: Iterable[Pause | Adjustment]) -> Iterator[Change]:
        due = self.first_due()
        for cause in causes:
            change = self._change(cause, due)
            due = change.due
            yield change

    def _change(self, cause: Pause | Adjustment, before: datetime) -> Change:
        effect, due = Effect.ADJUSTED, before
        if isinstance(cause, Adjustment):
            due = local(cause.due)
        elif cause.start > before:
            effect = Effect.AFTER_DUE
        elif cause.end is None:
            effect = Effect.WAITING
        elif cause.restarts:
            effect, due = Effect.RESTARTED, self._afresh(cause.end)
        else:
            effect, due = Effect.CONTINUED, self._moved(before, cause.start, cause.end)
        return Change(effect=effect, cause=cause, before=before, due=due)

    def _afresh(self, at: datetime) -> datetime:
        # A promise without a limit starts afresh with the working time it gave at first.
        calendar = self.calendar_at(at)
        if self.limit is not None:
            return self.limit.due(at, calendar, self.law)
        given = self.calendar_at(self.start).between(self.start, self.first_due())
        return calendar.add(at, max(given, _NOTHING))

    def _moved(self, due: datetime, paused: datetime, resumed: datetime) -> datetime:
        # Contract 3, "Pause": working time left stays left; calendar days move by elapsed time.
        calendar = self.calendar_at(resumed)
        if self.limit is not None and self.limit.unit is Unit.CALENDAR_DAYS:
            return calendar.off_rest_days(due + (resumed - paused))
        return calendar.add(resumed, calendar.between(paused, due))

    def _restarts(self) -> Iterator[datetime]:
        for change in self.changes():
            cause = change.cause
            if change.effect is Effect.RESTARTED and isinstance(cause, Pause) and cause.end:
                yield cause.end

    def _run(self, a: datetime, b: datetime, stops: Iterable[Pause]) -> timedelta:
        run = self.calendar.between(a, b)
        for stop in stops:
            first, last = max(a, stop.start), min(b, stop.end or b)
            if first < last:
                run -= self.calendar.between(first, last)
        return max(run, _NOTHING)

    def _after(self, begun: datetime, run: timedelta, stops: Iterable[Pause]) -> datetime:
        for stop in stops:
            before = self.calendar.between(begun, stop.start)
            if run <= before:
                break
            run -= before
            begun = stop.end or begun
        return self.calendar.add(begun, run)


def _effective(cause: Pause | Adjustment) -> tuple[bool, datetime]:
    # Open pauses come last.
    if isinstance(cause, Adjustment):
        return False, cause.at
    return cause.end is None, cause.end or cause.start
