"""How the file went from hand to hand: each passing with giver, taker, instant and result.

A passing is judged by the visit to a step that it ends: early, on time or late by the step's quota;
its note names that step before the one that begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from app.letters.facts_office import elsewhere
from app.letters.facts_source import Source
from app.letters.facts_words import NOTHING, capital, instant_official
from sla.clock import Verdict
from workflows import events as ev
from workflows.case import StepRun
from workflows.clocks import case_clock, step_clock
from workflows.desk_rights import ROLES
from workflows.procedure import Step
from workflows.words import CHANNELS, VERDICTS, step_name

Row = dict[str, str]
_WORST = (Verdict.EARLY, Verdict.ON_TIME, Verdict.LATE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """Who gives or takes: an office, a person or both; a person without an office is a citizen.

    Attributes:
        role: the desk or the duty of the person in the office; the same person stays the same.
    """

    office: str | None
    person: str
    role: str | None = field(default=None, compare=False)

    @property
    def unit(self) -> str:
        """The office with desk or duty; of a citizen the name."""
        if self.office is None:
            return self.person
        return f"{self.office} ({self.role})" if self.role else self.office

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.office, self.person)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Passing:
    """The file went from one to another; `verdict` is None where no quota ended with it."""

    at: datetime
    giver: Party
    taker: Party
    verdict: Verdict | None
    note: str


def hand_over_rows(source: Source) -> tuple[Row, ...]:
    """The lines of the control sheet."""
    return tuple(_row(number, one) for number, one in enumerate(passings(source), start=1))


def partners(source: Source) -> str:
    """The other offices that work on steps the case went through, each once; or that none does."""
    named = (_elsewhere(source, run.step) for run in source.case.steps)
    return "; ".join(dict.fromkeys(filter(None, named))) or "không có"


def passings(source: Source) -> Iterator[Passing]:
    """Each passing of the file, oldest first."""
    return _Walk(source).passings()


def _row(number: int, one: Passing) -> Row:
    return {
        "no": str(number),
        "giver": str(one.giver),
        "taker": str(one.taker),
        "giver_unit": one.giver.unit,
        "taker_unit": one.taker.unit,
        "giver_name": one.giver.person or str(one.giver),
        "taker_name": one.taker.person or str(one.taker),
        "at": instant_official(one.at),
        "result": capital(VERDICTS[one.verdict]) if one.verdict else NOTHING,
        "note": one.note,
    }


def _elsewhere(source: Source, step: str) -> str | None:
    known = source.setting.procedure.step(step)
    return elsewhere(known, source.office, source.setup.agencies)


class _Walk:
    """One walk along the log by true times: who holds the file, which visits were judged already.

    Attributes:
        _holder: who gives the file next.
        _done: whether they have done their part; else they are at work, and a step that begins
            beside theirs was given out by whoever gave them theirs.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._holder: Party | None = None
        self._before: Party | None = None
        self._done = True
        self._sent_back = False
        self._at_work: dict[str, Party] = {}
        self._judged: set[tuple[str, int]] = set()

    def passings(self) -> Iterator[Passing]:
        source = self._source
        told = zip(source.case.log, source.recorded_by(), strict=True)
        for event, by in sorted(told, key=lambda one: one[0].at):
            if isinstance(event, ev.StepCompleted | ev.StepReturned):
                self._finish(event, by)
            elif (found := self._passing(event, by)) is not None:
                yield found

    def _passing(self, event: ev.Event, by: str | None) -> Passing | None:
        taker, note = self._taken(event, by)
        if taker is None:
            return None
        giver, ended = self._gives(event, by) or self._giver(event, by), self._ended(event)
        verdict = self._verdict(event, ended)
        self._take(event, giver, taker)
        if giver == taker and verdict is None and not isinstance(event, ev.Reopened):
            return None
        note = self._judged_as(verdict, note) if isinstance(event, ev.Delivered) else note
        note = self._after(ended) + note
        return Passing(at=event.at, giver=giver, taker=taker, verdict=verdict, note=note)

    def _judged_as(self, verdict: Verdict | None, note: str) -> str:
        """The end of a case is judged by its own deadline, at the instant of its result."""
        return f"{note}; có kết quả {VERDICTS[verdict]}" if verdict else note

    def _after(self, ended: list[StepRun]) -> str:
        """Which steps the file comes from; the verdict is about them."""
        procedure = self._source.setting.procedure
        names = ", ".join(dict.fromkeys(step_name(procedure, run.step) for run in ended))
        if not names:
            return ""
        return f"{names} trả lại → " if self._sent_back else f"Xong {names} → "

    def _take(self, event: ev.Event, giver: Party, taker: Party) -> None:
        self._before, self._holder = giver, None if isinstance(event, _OUT) else taker
        self._done = not isinstance(event, ev.StepStarted | ev.StepAssigned)
        if isinstance(event, ev.StepStarted | ev.StepAssigned):
            self._at_work[event.step] = taker

    def _gives(self, event: ev.Event, by: str | None) -> Party | None:
        """Who had it; None where nobody did."""
        if isinstance(event, ev.Delivered) and by and not self._holds(by):
            return self._desk(by)
        if isinstance(event, ev.StepAssigned):
            return self._at_work.get(event.step, self._holder)
        beside = isinstance(event, ev.StepStarted) and not self._done and self._busy(event)
        return self._before if beside else self._holder

    def _holds(self, by: str) -> bool:
        return self._holder is not None and self._holder.person.startswith(self._source.name(by))

    def _busy(self, event: ev.StepStarted) -> bool:
        """Whether a step goes on while another one begins."""
        others = (run for run in self._source.case.steps if run.step != event.step)
        return any(
            run.start <= event.at and (run.end is None or run.end > event.at) for run in others
        )

    def _finish(self, event: ev.StepCompleted | ev.StepReturned, by: str | None) -> None:
        """Whoever has done a step gives it on: its own officer, or who stood in for them."""
        ended = [run for run in self._source.case.steps if run.end == event.at]
        run = next((one for one in ended if one.step == event.step), ended[0] if ended else None)
        self._done, self._sent_back = True, isinstance(event, ev.StepReturned)
        if run is None:
            return
        self._holder = self._at_work.get(run.step, self._holder)
        if by is not None:
            self._holder = self._at_step(run.step, self._doer(run, by))

    def _doer(self, run: StepRun, by: str) -> str:
        name = self._source.name(by)
        if run.assignee is None or run.assignee == by:
            return name
        return f"{name} (thay {self._source.name(run.assignee)})"

    def _taken(self, event: ev.Event, by: str | None) -> tuple[Party | None, str]:
        """Who takes the file at an event, and what for; None where it stays."""
        if isinstance(event, ev.Accepted):
            return self._desk(by), "Tiếp nhận hồ sơ"
        if isinstance(event, ev.StepStarted | ev.StepAssigned):
            return self._at_step(event.step, self._source.name(event.assignee)), self._task(event)
        if isinstance(event, ev.Reopened):
            return self._desk(by), f"Mở lại hồ sơ: {event.reason}"
        return self._finished(event, by)

    def _finished(self, event: ev.Event, by: str | None) -> tuple[Party | None, str]:
        """The same for what ends the work."""
        if isinstance(event, ev.Resolved):
            number = f" số {event.result_no}" if event.result_no else ""
            return self._desk(self._receives(event, by)), f"Có kết quả{number}"
        if isinstance(event, ev.Delivered):
            return self._citizen(event.collected_by), f"Trả kết quả {CHANNELS[event.channel]}"
        if isinstance(event, ev.Returned):
            return self._citizen(None), f"Trả lại hồ sơ: {event.reason}"
        if isinstance(event, ev.Withdrawn):
            return self._citizen(None), f"Rút hồ sơ: {event.reason}"
        return None, ""

    def _giver(self, event: ev.Event, by: str | None) -> Party:
        """Who had it before anybody held it."""
        if isinstance(event, ev.Accepted | ev.Reopened):
            return self._citizen(None)
        return self._desk(by)

    def _receives(self, event: ev.Resolved, by: str | None) -> str | None:
        """Who took the result in: who recorded it, or who handed it out where its maker did."""
        if by and not self._holds(by):
            return by
        source = self._source
        told = zip(source.case.log, source.recorded_by(), strict=True)
        given = (who for one, who in told if isinstance(one, ev.Delivered) and one.at >= event.at)
        return next(given, None)

    def _desk(self, by: str | None) -> Party:
        source = self._source
        return Party(office=source.office.name, person=source.name(by) or _DESK, role=_DESK)

    def _citizen(self, name: str | None) -> Party:
        case = self._source.case
        who = case.agent or case.applicant
        return Party(office=None, person=name or (who.name if who else "người nộp hồ sơ"))

    def _at_step(self, step: str, person: str) -> Party:
        source = self._source
        office = _elsewhere(source, step) or source.office.name
        role = _role(source.setting.procedure.step(step))
        return Party(office=office, person=person or role, role=role)

    def _task(self, event: ev.StepStarted | ev.StepAssigned) -> str:
        name = step_name(self._source.setting.procedure, event.step)
        if isinstance(event, ev.StepAssigned):
            return f"{name}: giao lại" + (f" vì {event.reason}" if event.reason else "")
        back = self._begun(event)
        return f"{name}: làm lại vì {back.sent_back}" if back and back.sent_back else name

    def _begun(self, event: ev.StepStarted) -> StepRun | None:
        runs = (run for run in self._source.case.steps if run.step == event.step)
        return next((run for run in runs if run.start == event.at), None)

    def _ended(self, event: ev.Event) -> list[StepRun]:
        """The visits that end with this passing; the end of the case itself is another matter."""
        ended = [run for run in self._source.case.steps if self._ends(run, event.at)]
        if isinstance(event, _OUT):
            return []
        self._judged |= {(run.step, run.run) for run in ended}
        return [] if isinstance(event, ev.Reopened) else ended

    def _verdict(self, event: ev.Event, ended: list[StepRun]) -> Verdict | None:
        """Of what ended with this passing: visits to steps, or the case itself."""
        case, setting = self._source.case, self._source.setting
        if isinstance(event, _OUT):
            ends = [span.end for span in case.spans if span.end and span.end <= event.at]
            return case_clock(case, setting).verdict(ends[-1]) if ends else None
        clocks = ((step_clock(run, case, setting), run.end) for run in ended)
        found = [clock.verdict(end) for clock, end in clocks if clock is not None and end]
        return max(found, key=_WORST.index, default=None)

    def _ends(self, run: StepRun, at: datetime) -> bool:
        known = (run.step, run.run) in self._judged
        return not known and run.end is not None and run.end <= at


_DESK = "bộ phận một cửa"
_OUT = (ev.Delivered, ev.Returned, ev.Withdrawn)


def _role(step: Step | None) -> str:
    return ROLES.get(step.role, step.role) if step else ""
