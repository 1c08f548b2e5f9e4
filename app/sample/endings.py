"""How a case of the sample ends, and what follows: handing over, a rating, a time put right."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.sample import officers, words
from app.sample.arrivals import Entry
from app.sample.courses import Course
from app.sample.dice import Dice
from app.sample.office import HOUR, Office
from app.sample.outages import restored
from workflows import events as ev
from workflows.events import Channel

# What is done while somebody waits at the counter is simply done; only a case that began and ended
# in one quarter is opened again, so that no other quarter's figures move.
FATES = {"done": 0.98, "withdrawn": 0.008, "returned": 0.006, "forgotten": 0.006}
FATES_WITHIN = {**FATES, "reopened": 0.006}
FATES_QUICK = {"done": 0.999, "forgotten": 0.001}
CUT_OFF = 0.4
REJECTED = 0.01
RATED = 0.1
SCORES = {5: 0.72, 4: 0.2, 3: 0.06, 2: 0.02}


def drawn_fate(course: Course, office: Office, dice: Dice, *, quick: bool) -> str:
    """How a case ends: one of FATES_WITHIN, or "cut_off" by an outage, or "hanging" for ever."""
    if course.closed is None:
        return "hanging"
    if restored(office.at(course.closed)) is not None and dice.chance(CUT_OFF):
        return "cut_off"
    if quick:
        return dice.weighted(FATES_QUICK)
    return dice.weighted(FATES_WITHIN if course.within and not course.halt else FATES)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """The end of one case.

    Attributes:
        by: who worked on it last.
        done: the working second at which the work was first finished.
        closed: the one at which it was closed for good.
    """

    office: Office
    course: Course
    fate: str
    by: str
    done: int
    closed: int
    quick: bool
    dice: Dice

    def closing(self) -> Iterator[Entry]:
        """The closing events; the last one holds."""
        at, pick = self._at(self.closed), self.dice.pick
        if self.fate == "withdrawn":
            yield Entry(event=ev.Withdrawn(at=at, reason=pick(words.WITHDRAWN)), by=self.by)
        elif self.fate == "returned":
            yield Entry(event=ev.Returned(at=at, reason=pick(words.RETURNED)), by=self.by)
        else:
            if self.fate == "reopened":
                yield from self._reopening()
            yield self._result(self.closed + self._slip())

    def after(self, told: list[Entry]) -> Iterator[Entry]:
        """What follows a result, after all that was told before."""
        last = told[-1].event
        if not isinstance(last, ev.Resolved):
            return
        dice, second = self.dice, self.office.past(last.at)
        desk = officers.desk(dice)
        if self.fate in ("forgotten", "cut_off"):
            second += dice.span(600, 5 * HOUR)
            yield self._correction(second, len(told), desk)
        if not self.quick or dice.chance(0.2):
            second += dice.span(30, 300)
            yield Entry(event=ev.Digitised(at=self._at(second), signed=1, result=True), by=desk)
        channel, second = self._handed(second)
        yield Entry(event=ev.Delivered(at=self._at(second), channel=channel), by=desk)
        if dice.chance(RATED):
            at = self._at(second + dice.span(60, HOUR))
            yield Entry(event=ev.Rated(at=at, score=dice.weighted(SCORES)), by=None)

    def _reopening(self) -> Iterator[Entry]:
        reopened = ev.Reopened(
            at=self._at((self.done + self.closed) // 2),
            reason=self.dice.pick(words.REOPENED),
            approved_by=officers.leader(self.dice),
        )
        yield self._result(self.done)
        yield Entry(event=reopened, by=self.by)

    def _slip(self) -> int:
        """By how much a result was ticked too late, until somebody corrects its time."""
        if self.fate == "forgotten":
            return self.dice.span(HOUR, 12 * HOUR)
        back = restored(self._at(self.closed)) if self.fate == "cut_off" else None
        return self.office.past(back) - self.closed + self.dice.span(0, HOUR) if back else 0

    def _result(self, second: int) -> Entry:
        rejected = not self.quick and self.fate == "done" and self.dice.chance(REJECTED)
        number = f"{1 + self.dice.below(9_999)}/{self.course.procedure.field}-MP"
        resolved = ev.Resolved(
            at=self._at(second),
            outcome="rejected" if rejected else "granted",
            result_no=None if rejected else number,
        )
        return Entry(event=resolved, by=self.by)

    def _correction(self, second: int, of: int, desk: str) -> Entry:
        corrected = ev.Corrected(
            at=self._at(second),
            of=of,
            true_at=self._at(self.closed),
            reason=words.POWER_CUT if self.fate == "cut_off" else words.TICKED_LATE,
            approved_by=officers.leader(self.dice),
        )
        return Entry(event=corrected, by=desk)

    def _handed(self, second: int) -> tuple[Channel, int]:
        dice, came = self.dice, self.course.channel
        if came == "post" or (came == "online" and dice.chance(0.08)):
            return "post", second + dice.span(HOUR, 20 * HOUR)
        if came == "online" and dice.chance(0.65):
            return "online", second + dice.span(10, 120)
        if dice.chance(0.15):
            return "direct", second + dice.span(HOUR, 40 * HOUR)
        return "direct", second + dice.span(60, 1_800)

    def _at(self, second: int) -> datetime:
        return self.office.at(second)
