"""What is done on a case between acceptance and closing: steps, pauses, money, letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from app.sample.dice import Dice
from app.sample.province import phrases
from app.sample.province.course import HOUR, WORKDAY, Course, Halt
from app.sample.province.hours import Hours
from app.sample.province.kinds import Kind
from app.sample.province.staff import Staff
from app.sample.province.telling import text_of

BEGUN = 100  # seconds after the acceptance, and all the steps after it
FEE_PAID, BY_CARD = 0.5, 0.6
SCANNED = 0.12
SENT_BACK = 0.03  # where two steps or more are ticked
APOLOGISED, NEW_PROMISE = 0.7, 4 * WORKDAY
# How a case ends, each with those before it; else it is granted.
FORGOTTEN, DOUBLE, RETURNED, WITHDRAWN, REJECTED = 0.001, 0.002, 0.008, 0.014, 0.024

Mark = tuple[int, str, str, str]  # working second, type, data, who


@dataclass(frozen=True, kw_only=True, slots=True)
class Labour:
    """A case that was taken in: by whom, and what is to come."""

    kind: Kind
    staff: Staff
    clerk: str
    course: Course
    hours: Hours
    dice: Dice

    def marks(self) -> list[Mark]:
        """Everything up to the closing, in its order."""
        fate = self.dice.random()
        # Important: a pause comes last among equals, for nothing is done while the clock stands.
        found = [*self._around(), *self._steps(fate), *self._closing(fate), *self._pauses()]
        found.sort(key=itemgetter(0))
        return found

    def _around(self) -> Iterator[Mark]:
        """Money, scans and apologies: what moves nothing."""
        dice, kind, course = self.dice, self.kind, self.course
        if kind.fee and dice.random() < FEE_PAID:
            yield self._fee(dice.random() < BY_CARD)
        if not kind.same_day and dice.random() < SCANNED:
            parts = dice.span(1, 6)
            data = f'{{"parts":{parts},"signed":{parts}}}'
            yield course.worked(dice.span(60, BEGUN)), "digitised", data, self.clerk
        if course.closing > course.room > WORKDAY and dice.random() < APOLOGISED:
            yield self._apology()

    def _fee(self, by_card: bool) -> Mark:
        number = self.dice.below(10**7)
        method = "online" if by_card else "cash"
        data = f'{{"amount":{self.kind.fee},"method":"{method}","receipt_no":"MP{number:07d}"}}'
        who = "" if by_card else self.staff.cashier[0]
        return self.course.worked(self.dice.span(20, 60)), "fee_paid", data, who

    def _apology(self) -> Mark:
        course, dice = self.course, self.dice
        at = course.worked(course.room - dice.span(HOUR, WORKDAY))
        due = text_of(self.hours.wall(course.worked(course.room) + NEW_PROMISE))
        leader = self.staff.leader[0]
        reason = dice.pick(phrases.LATE)
        data = f'{{"reason":{reason},"new_due_at":"{due}","signed_by":"{leader}"}}'
        return at, "apology_issued", data, leader

    def _steps(self, fate: float) -> Iterator[Mark]:
        walk = self.kind.walk(self.dice)
        if not walk:
            return
        closing = self.course.closing
        cuts = sorted(self.dice.span(BEGUN, closing) for _ in walk[1:])
        ends, begun = [*cuts, closing], [BEGUN, *cuts]
        for (step, able), since, until in zip(walk, begun, ends, strict=True):
            who = self.dice.pick(able)
            yield self._begun(step, since, who)
            if until == closing and step != walk[0][0] and self.dice.random() < SENT_BACK:
                yield from self._sent_back((step, walk[0][0]), since, until, who)
            if until != closing or fate >= WITHDRAWN:
                yield self._done(step, until, who)

    def _begun(self, step: str, offset: int, who: str) -> Mark:
        data = f'{{"step":"{step}","assignee":"{who}"}}'
        return self.course.worked(offset), "step_started", data, who

    def _done(self, step: str, offset: int, who: str) -> Mark:
        return self.course.worked(offset), "step_completed", f'{{"step":"{step}"}}', who

    def _sent_back(
        self, steps: tuple[str, str], since: int, until: int, who: str
    ) -> Iterator[Mark]:
        """From the last step to the first, and from there to the last once more."""
        last, first = steps
        back, again = since + (until - since) // 3, since + (until - since) * 2 // 3
        data = f'{{"step":"{first}","reason":{self.dice.pick(phrases.SENT_BACK)}}}'
        yield self.course.worked(back), "step_returned", data, who
        specialist = self.dice.pick(self.staff.specialist)
        yield self._begun(first, back, specialist)
        yield self._done(first, again, specialist)
        yield self._begun(last, again, who)

    def _closing(self, fate: float) -> Iterator[Mark]:
        leader, at = self.staff.leader[0], self.course.worked(self.course.closing)
        if fate < FORGOTTEN:
            return
        if fate < DOUBLE:
            data = f'{{"reason":{phrases.TWICE},"approved_by":"{leader}"}}'
            yield at, "voided", data, self.clerk
        elif fate < RETURNED:
            yield at, "returned", f'{{"reason":{self.dice.pick(phrases.RETURNED)}}}', self.clerk
        elif fate < WITHDRAWN:
            yield at, "withdrawn", f'{{"reason":{self.dice.pick(phrases.WITHDRAWN)}}}', self.clerk
        elif fate < REJECTED:
            yield at, "resolved", '{"outcome":"rejected"}', leader
        else:
            number = 1 + self.dice.below(99_999)
            data = f'{{"outcome":"granted","result_no":"{number}/MP-KQ"}}'
            yield at, "resolved", data, leader

    def _pauses(self) -> Iterator[Mark]:
        for halt in self.course.halts:
            at = self.course.worked(halt.offset)
            yield from self._pause(halt, at, at + halt.length)

    def _pause(self, halt: Halt, at: int, until: int) -> Iterator[Mark]:
        leader = self.staff.leader[0]
        if halt.reason is None:
            yield at, "supplement_requested", supplement(self.dice), self.clerk
            yield until, "supplemented", "{}", self.clerk
            return
        data = f'{{"reason":"{halt.reason}","approved_by":"{leader}"}}'
        yield at, "paused", data, leader
        yield until, "resumed", "{}", leader


def supplement(dice: Dice) -> str:
    """The data of a request for what is missing."""
    items, reason = dice.pick(phrases.PAPERS), dice.pick(phrases.MISSING)
    return f'{{"items":[{items}],"reason":{reason}}}'
