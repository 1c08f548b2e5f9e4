"""What happens to one case between its turning points: steps, papers, money, pauses, an apology."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from app.sample import officers, words
from app.sample.arrivals import Entry, Request, arrival, supplement
from app.sample.courses import Course
from app.sample.dice import Dice
from app.sample.endings import Ending, drawn_fate
from app.sample.office import HOUR, Office
from app.sample.plan import Profile
from workflows import events as ev
from workflows.events import Event
from workflows.procedure import Step

STEP_RETURNED = 0.02
APOLOGY = 0.8
REUSED = 0.15
CASH = 0.12


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A run of a step; `back_to` when it ends by sending the case back."""

    step: Step
    by: str
    back_to: str | None = None


class Story:
    """Tells one case."""

    def __init__(
        self, office: Office, profile: Profile, course: Course, request: Request, dice: Dice
    ) -> None:
        self.office, self.profile, self.course = office, profile, course
        self.request, self.dice = request, dice
        self.quick = bool(profile.steps)
        self.fate = drawn_fate(course, office, dice, quick=self.quick)
        self.visits = self._visits()

    def tell(self) -> list[Entry]:
        """Every event in its order, with who recorded it."""
        told = arrival(self.request, self.course.accepted, self.office, self.dice)
        told += [*self._papers(), *self._halt(), *self._work(), *self._apology()]
        ending = self._ending()
        told += ending.closing() if ending else ()
        told.sort(key=lambda entry: entry.event.at)
        return [*told, *ending.after(told)] if ending else told

    def _visits(self) -> list[Visit]:
        wanted = self.profile.steps
        steps = [s for s in self.course.procedure.steps if not wanted or s.code in wanted]
        if self.fate in ("withdrawn", "returned", "hanging"):
            steps = steps[:2]
        visits = [Visit(step=step, by=self._worker(step)) for step in steps]
        if len(steps) > 2 and self.dice.chance(STEP_RETURNED):
            one, two = visits[1], visits[2]
            visits[2:2] = [Visit(step=two.step, by=two.by, back_to=one.step.code), one]
        return visits

    def _worker(self, step: Step) -> str:
        return officers.worker(self.dice, self.course.procedure, step)

    def _papers(self) -> Iterator[Entry]:
        desk, accepted = officers.desk(self.dice), self.course.accepted
        if not self.quick:
            at = self._at(accepted + self.dice.span(60, 400))
            yield Entry(event=self._scanned(at), by=desk)
        amount = words.price(self.course.procedure.code, self.dice)
        if amount is not None:
            at = self._at(accepted + self.dice.span(30, 300))
            yield Entry(event=self._paid(at, amount), by=desk)

    def _scanned(self, at: datetime) -> Event:
        parts, reused = self.dice.span(1, 4), self.dice.chance(REUSED)
        return ev.Digitised(at=at, parts=parts, signed=parts, reused=reused)

    def _paid(self, at: datetime, amount: int) -> Event:
        cash = self.request.channel != "online" and self.dice.chance(CASH)
        return ev.FeePaid(
            at=at,
            amount=amount,
            method="cash" if cash else "online",
            receipt_no=f"MP{self.dice.below(10**7):07d}",
        )

    def _halt(self) -> Iterator[Entry]:
        halt = self.course.halt
        if halt is None:
            return
        first, last, by = self._at(halt.start), self._at(halt.end), self.visits[-1].by
        if halt.reason is None:
            yield Entry(event=supplement(first, self.dice), by=by)
            yield Entry(event=ev.Supplemented(at=last), by=officers.desk(self.dice))
        else:
            yield Entry(event=ev.Paused(at=first, reason=halt.reason), by=by)
            yield Entry(event=ev.Resumed(at=last), by=by)

    def _work(self) -> Iterator[Entry]:
        marks = [0.0, *accumulate(self._share(visit) for visit in self.visits)]
        run = self._run()
        for visit, before, after in zip(self.visits, marks, marks[1:], strict=False):
            # A file lies a while before the next one takes it up, except at the very beginning.
            rest = self.dice.share(0.0, 0.2) * (after - before) if before else 0.0
            first, last = (int(run * mark / marks[-1]) for mark in (before + rest, after))
            code, by = visit.step.code, visit.by
            started = ev.StepStarted(at=self._worked(first), step=code, assignee=by)
            yield Entry(event=started, by=by)
            yield Entry(event=self._left_step(visit, self._worked(last)), by=by)

    def _left_step(self, visit: Visit, at: datetime) -> Event:
        if visit.back_to is None:
            return ev.StepCompleted(at=at, step=visit.step.code)
        return ev.StepReturned(at=at, step=visit.back_to, reason=self.dice.pick(words.SENT_BACK))

    def _share(self, visit: Visit) -> float:
        quota = visit.step.quota
        return float(quota.amount if quota else 1) * self.dice.share(0.6, 1.4)

    def _run(self) -> int:
        """The seconds worked on the case in all, pauses taken out."""
        halt = self.course.halt
        return self._done() - self.course.accepted - (halt.end - halt.start if halt else 0)

    def _worked(self, run: int) -> datetime:
        halt, second = self.course.halt, self.course.accepted + run
        if halt and second >= halt.start:
            second += halt.end - halt.start
        return self._at(second)

    def _done(self) -> int:
        accepted, closed = self.course.accepted, self.course.closed
        if closed is None:
            return accepted + (self.course.due - accepted) // 2
        return accepted + (closed - accepted) * 3 // 5 if self.fate == "reopened" else closed

    def _apology(self) -> Iterator[Entry]:
        course, dice = self.course, self.dice
        late = course.closed is None or course.closed > course.due
        if not late or not dice.chance(APOLOGY):
            return
        leader = officers.leader(dice)
        apology = ev.ApologyIssued(
            at=self._at(max(course.accepted + 60, course.due - dice.span(HOUR, 4 * HOUR))),
            reason=dice.pick(words.LATE),
            new_due_at=self._at(course.due + dice.span(8 * HOUR, 24 * HOUR)),
            signed_by=leader,
        )
        yield Entry(event=apology, by=leader)

    def _ending(self) -> Ending | None:
        if self.course.closed is None:
            return None
        return Ending(
            office=self.office,
            course=self.course,
            fate=self.fate,
            by=self.visits[-1].by,
            done=self._done(),
            closed=self.course.closed,
            quick=self.quick,
            dice=self.dice,
        )

    def _at(self, second: int) -> datetime:
        return self.office.at(second)
