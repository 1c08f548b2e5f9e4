"""The page of a case in words and shapes: head, clocks as bars, the timeline by days, the acts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from app.services.case_page import CasePage
from app.services.case_view import TimelineEntry
from app.web.act_words import ACTS
from sla.words import day_in_words
from sla.zone import local, local_date
from workflows.case import State
from workflows.clocks import RunningClock, clocks
from workflows.desk import Act
from workflows.events import DeadlineMissed, DeadlineWarned, Event
from workflows.nearness import Left, near_from
from workflows.procedure import Procedure
from workflows.readings import Reading
from workflows.sentences import sentence
from workflows.words import CLOCKS, step_name

_PEOPLE = ("assignee", "approved_by", "signed_by")
_WHOLE = 1000  # the width of a bar in its own units


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A clock as a picture and in words; `used` of `whole` units are filled."""

    name: str
    title: str
    mood: str
    used: int
    spent: str
    rest: str
    due_at: datetime
    started_at: datetime
    stopped: bool
    whole: int = _WHOLE


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One line of the timeline.

    Attributes:
        number: of the event in the case, from 1.
        said_at: what was recorded before a correction.
        written_at: when it was recorded, where that is another minute.
        ghost: it stands where it was said to be, and truly happened at `at`.
        quiet: the clock work recorded it, nobody at a desk.
    """

    number: int
    at: datetime
    text: str
    who: str
    said_at: datetime | None = None
    written_at: datetime | None = None
    ghost: bool = False
    quiet: bool = False

    @property
    def stands_at(self) -> datetime:
        """Where the line stands."""
        return self.said_at if self.ghost and self.said_at else self.at


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """The lines of one local day."""

    day: date
    words: str
    lines: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """An act as a button, or why it is none."""

    name: str
    label: str
    why: str | None
    primary: bool
    proposal: bool


def bars(page: CasePage) -> tuple[Bar, ...]:
    """The clocks that tell something now: the case, the steps that run, an intake still awaited.

    What is over stands in the table of steps and the timeline; a late intake is told for ever.
    """
    found = [_bar(page, one, running) for one, running in _clocks(page)]
    return tuple(sorted(found, key=lambda bar: _ORDER[bar.name]))


def headline(page: CasePage) -> Bar | None:
    """The clock that matters most: the case's own, before acceptance the intake's."""
    return next(iter(bars(page)), None)


_ORDER = {"case": 0, "intake": 1, "step": 2}


def _clocks(page: CasePage) -> Iterator[tuple[Reading, RunningClock]]:
    """Each clock worth showing as read and as it is."""
    view = page.view
    accepted = view.case.accepted_at is not None
    latest = view.case.intakes[-1].start if view.case.intakes else None
    for one, running in zip(view.clocks, clocks(view.case, view.setting), strict=True):
        intake = one.name == "intake" and (one.late or (not accepted and one.started_at == latest))
        if one.name == "case" or intake or (one.name == "step" and one.stopped_at is None):
            yield one, running


def _bar(page: CasePage, one: Reading, running: RunningClock) -> Bar:
    whole = one.used_minutes + max(one.left_minutes, 0)
    share = 1.0 if one.late or not whole else one.used_minutes / whole
    return Bar(
        name=one.name,
        title=_title(one, page.view.setting.procedure),
        mood=_mood(page, one, running),
        used=max(round(share * _WHOLE), 4),
        spent=_span(page, one, one.used),
        rest=_rest(page, one),
        due_at=one.due_at,
        started_at=one.started_at,
        stopped=one.stopped_at is not None,
    )


def _span(page: CasePage, one: Reading, duration: Any) -> str:
    """Working time in days and hours, as the lists say it."""
    day = page.view.setting.calendar.spec.standard_day()
    told = Left(clock=one.name, due_at=one.due_at, left=duration, day=day, late=False)
    return told.in_words().removeprefix("còn ")


def _title(one: Reading, procedure: Procedure) -> str:
    if one.step:
        again = f" (lần {one.run})" if one.run and one.run > 1 else ""
        return f"Bước {step_name(procedure, one.step)}{again}"
    return {"case": "Cả hồ sơ", "intake": "Tiếp nhận trong 8 giờ làm việc"}.get(
        one.name, CLOCKS[one.name]
    )


def _mood(page: CasePage, one: Reading, running: RunningClock) -> str:
    if one.late:
        return "late"
    if one.stopped_at is not None or _stands(page, one):
        return "stopped"
    return "near" if near_from(running.clock, one.name) <= page.view.at else "good"


def _stands(page: CasePage, one: Reading) -> bool:
    return one.name != "intake" and page.view.case.state is State.PAUSED


def _rest(page: CasePage, one: Reading) -> str:
    left = f"{_span(page, one, one.left)} làm việc"
    if one.stopped_at is not None:
        return f"xong, quá hạn {left}" if one.late else f"xong, trước hạn {left}"
    if one.late:
        return f"quá hạn {left}"
    return f"tạm dừng khi còn {left}" if _stands(page, one) else f"còn {left}"


def days(page: CasePage, *, newest_first: bool) -> tuple[Day, ...]:
    """The timeline by local days; what was corrected stands at both times."""
    told = sorted(_told(page), key=lambda one: (one.stands_at, one.number))
    if newest_first:
        told.reverse()
    groups = groupby(told, key=lambda one: local_date(one.stands_at))
    return tuple(Day(day=day, words=day_in_words(day), lines=tuple(lines)) for day, lines in groups)


def _told(page: CasePage) -> Iterator[Told]:
    for entry in page.view.timeline:
        line = _line(page, entry)
        yield line
        if line.said_at is not None:
            yield replace(line, ghost=True)


def _line(page: CasePage, entry: TimelineEntry) -> Told:
    event, recorded = entry.line.event, entry.line.recorded_at
    quiet = isinstance(event, DeadlineMissed | DeadlineWarned)
    return Told(
        number=entry.line.version,
        at=entry.at,
        text=_sentence(page, event),
        who=page.who(entry.line.by),
        said_at=entry.first_said,
        written_at=recorded if _minute(recorded) != _minute(event.at) else None,
        quiet=quiet,
    )


def _minute(instant: datetime) -> datetime:
    return local(instant).replace(second=0, microsecond=0)


def _sentence(page: CasePage, event: Event) -> str:
    """What happened, with names of people in place of their logins."""
    named: dict[str, Any] = {
        name: page.who(login)
        for name in _PEOPLE
        if (login := getattr(event, name, None)) is not None
    }
    late = event.late and replace(event.late, approved_by=page.who(event.late.approved_by))
    return sentence(replace(event, late=late, **named), page.view.setting.procedure)


def choices(page: CasePage) -> tuple[Choice, ...]:
    """The acts the officer may do now, the obvious one first."""
    allowed = [_choice(page, act) for act in page.acts if act.allowed]
    return tuple(sorted(allowed, key=lambda one: not one.primary))


def refusals(page: CasePage) -> tuple[Choice, ...]:
    """The acts the officer may not do now, each with its reason; first those of this state."""
    refused = [act for act in page.acts if not act.allowed]
    return tuple(_choice(page, act) for act in sorted(refused, key=lambda act: act.moment != "now"))


def _choice(page: CasePage, act: Act) -> Choice:
    label = ACTS[act.name]
    running = [run for run in page.view.case.steps if run.end is None]
    if act.name == "complete_step" and act.allowed and len(running) == 1:
        label = f"{label} {step_name(page.view.setting.procedure, running[0].step)}"
    return Choice(
        name=act.name, label=label, why=act.why, primary=act.primary, proposal=act.proposal
    )
