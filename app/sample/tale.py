"""One case of this morning's desk, told backwards in working hours from the first instant."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Literal, Self

from app.sample import officers
from app.sample.arrivals import Entry
from app.sample.dice import Dice
from app.sample.office import HOUR
from app.sample.ward import AGENCY, Ward
from sla.zone import parse_instant
from workflows import events as ev
from workflows.commands import Command
from workflows.events import Applicant, Channel, Event, Late, Paper, PauseReason

# A Wednesday two weeks after the last event of the year's journal; the desk opened an hour ago.
MORNING = parse_instant("2024-01-24T08:30")
DESK, LEADER = "lan.mc", "binh.ld"
Before = float | str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What somebody asks for, with all that an intake form holds."""

    procedure: str
    channel: Channel
    applicant: Applicant
    agency: str = AGENCY
    result_channel: Channel | None = None
    agent: Applicant | None = None
    papers: tuple[Paper, ...] = ()
    training: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Plea:
    """Something an officer wants recorded, for which a second person has not been found yet."""

    kind: Literal["late", "correction", "voiding"]
    by: str
    command: Command
    reason: str
    evidence: str


class Tale:
    """Tells one case; every method takes how many working hours ago (or an instant) it was.

    Each returns the tale itself, so that a scene reads as one sentence.
    """

    def __init__(self, ward: Ward, wish: Wish, dice: Dice) -> None:
        self.ward, self.wish, self.dice = ward, wish, dice
        self.told: list[Entry] = []
        self.plea: Plea | None = None
        self._hands: dict[str, str] = {}
        self._morning = ward.office.past(MORNING)

    def wishing(self, result: Channel) -> Self:
        """How the citizen wants the result."""
        self.wish = replace(self.wish, result_channel=result)
        return self

    def through(self, agent: Applicant) -> Self:
        """Who came in the applicant's place."""
        self.wish = replace(self.wish, agent=agent)
        return self

    def in_training(self) -> Self:
        """Only for practice."""
        self.wish = replace(self.wish, training=True)
        return self

    def at(self, before: Before) -> datetime:
        """An instant: so many working hours before the morning, or as it is written."""
        if isinstance(before, str):
            return parse_instant(before)
        return self.ward.office.at(self._morning - round(before * HOUR))

    def add(self, event: Event, by: str | None) -> Self:
        """One more event, recorded when it happened."""
        self.told.append(Entry(event=event, by=by, recorded_at=event.at))
        return self

    def submitted(self, before: Before) -> Self:
        """It came in by screen or by post."""
        wish = self.wish
        event = ev.Submitted(
            at=self.at(before),
            agency=wish.agency,
            procedure=wish.procedure,
            channel=wish.channel,
            applicant=wish.applicant,
            training=wish.training,
            result_channel=wish.result_channel,
            agent=wish.agent,
            papers=wish.papers,
        )
        return self.add(event, None if wish.channel == "online" else DESK)

    def accepted(self, before: Before, *, fee: int | None = None, by: str = DESK) -> Self:
        """The desk took it in; without a submission it is the first that is known of it."""
        wish, at = self.wish, self.at(before)
        if self.told:
            return self.add(ev.Accepted(at=at, fee=fee), by)
        event = ev.Accepted(
            at=at,
            agency=wish.agency,
            procedure=wish.procedure,
            channel=wish.channel,
            applicant=wish.applicant,
            training=wish.training,
            result_channel=wish.result_channel,
            agent=wish.agent,
            papers=wish.papers,
            fee=fee,
        )
        return self.add(event, by)

    def asked(
        self, before: Before, item: str, reason: str, *, until: str | None, by: str = DESK
    ) -> Self:
        """The citizen has to bring something."""
        event = ev.SupplementRequested(
            at=self.at(before),
            items=(item,),
            reason=reason,
            until=parse_instant(until) if until else None,
        )
        return self.add(event, by)

    def brought(self, before: Before) -> Self:
        """The citizen brought it."""
        online = self.wish.channel == "online"
        return self.add(ev.Supplemented(at=self.at(before)), None if online else DESK)

    def begun(self, step: str, before: Before, by: str | None = "", *, on: str = DESK) -> Self:
        """A step runs since then: with its usual officer, with `by`, or (None) with nobody."""
        assignee = self._usual(step) if by == "" else by
        self._hands[step] = assignee or on
        event = ev.StepStarted(at=self.at(before), step=step, assignee=assignee)
        return self.add(event, assignee or on)

    def done(self, step: str, before: Before, by: str = "") -> Self:
        """The step that runs was finished, by whoever had it."""
        return self.add(ev.StepCompleted(at=self.at(before), step=step), by or self._hands[step])

    def worked(self, *steps: str, since: float, until: float) -> Self:
        """Steps one after the other, each of the same length, by their usual officers."""
        each = (since - until) / len(steps)
        marks = [since - each * number for number in range(len(steps) + 1)]
        for step, (first, last) in zip(steps, pairwise(marks), strict=True):
            self.begun(step, first).done(step, last)
        return self

    def sent_back(self, step: str, before: Before, reason: str, *, by: str) -> Self:
        """Sent back to an earlier step."""
        return self.add(ev.StepReturned(at=self.at(before), step=step, reason=reason), by)

    def paused(self, before: Before, reason: PauseReason, document: str, note: str) -> Self:
        """The clock was stopped on a ground, with a paper, and a leader allowed it."""
        event = ev.Paused(
            at=self.at(before),
            reason=reason,
            document=document,
            note=note,
            approved_by=LEADER,
        )
        return self.add(event, LEADER)

    def resumed(self, before: Before) -> Self:
        """The clock runs again."""
        return self.add(ev.Resumed(at=self.at(before)), LEADER)

    def scanned(self, before: Before, parts: int) -> Self:
        """The desk scanned and signed the papers."""
        return self.add(ev.Digitised(at=self.at(before), parts=parts, signed=parts), DESK)

    def paid(self, before: Before, amount: int, method: Literal["online", "cash"]) -> Self:
        """Money came in."""
        receipt = f"MP{self.dice.below(10**7):07d}"
        event = ev.FeePaid(at=self.at(before), amount=amount, method=method, receipt_no=receipt)
        return self.add(event, None if method == "online" else "yen.kt")

    def resolved(self, before: Before, outcome: Literal["granted", "rejected"] = "granted") -> Self:
        """The result is at the desk."""
        field = self.ward.procedures[self.wish.procedure].field
        number = f"{1 + self.dice.below(9_999)}/{field}-MP" if outcome == "granted" else None
        event = ev.Resolved(at=self.at(before), outcome=outcome, result_no=number)
        return self.add(event, self._last_officer())

    def delivered(self, before: Before, *, collected_by: str | None, proof: str) -> Self:
        """The citizen has it, the way it was wished for."""
        wish = self.wish
        event = ev.Delivered(
            at=self.at(before),
            channel=wish.result_channel or wish.channel,
            collected_by=collected_by,
            proof=proof,
        )
        return self.add(event, DESK)

    def pleading(self, plea: Plea) -> Self:
        """Something that waits for a second person this morning."""
        self.plea = plea
        return self

    def ticked_late(self, recorded: Before, *, reason: str, evidence: str, by: str) -> Self:
        """The event told last was entered only then, and a second person approved."""
        entry = self.told[-1]
        late = Late(reason=reason, evidence=evidence, approved_by=by)
        event = replace(entry.event, late=late)
        self.told[-1] = replace(entry, event=event, recorded_at=self.at(recorded))
        return self

    def _usual(self, code: str) -> str:
        procedure = self.ward.procedures[self.wish.procedure]
        step = procedure.step(code)
        if step is None:
            raise ValueError(f"{procedure.code} has no step {code}")
        return officers.worker(self.dice, procedure, step)

    def _last_officer(self) -> str:
        return next((entry.by for entry in reversed(self.told) if entry.by is not None), DESK)
