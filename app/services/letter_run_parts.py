"""A few letters of a run in one transaction: numbered in a row, drawn meanwhile, then recorded.

While one letter is drawn the next is numbered, so a number is on paper before it is known whether
the letter before it can be recorded. Where one cannot, nothing of the part may stand: it is done
again one by one, each letter in a savepoint of its own. Numbers are written, and letters recorded,
in a few statements for all of the part.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from app.errors import BadInput, CaseChangedMeanwhile, Refused, Unknown
from app.press.press import NotDrawn
from app.services.act import Press, checked
from app.services.deciding import Check
from app.services.letter_making import Begun, Desk, Wish, begun, case_of
from app.services.letter_rules import must_be_possible
from app.services.record import Wanted, known_log, record_many_in
from app.store import files
from app.store.event_log import CaseLog
from app.store.files import Kept
from app.store.letter_numbers import HeldNumbers
from app.store.letter_runs import Outcome, Run
from app.store.retry import tried
from sla.spec import SlaError
from workflows.commands import IssueLetter

TRIES = 4
_SAID = (Refused, Unknown, BadInput, SlaError)
# A case that cannot be read, or a form that cannot be drawn, must not hold up the others.
_UNSAID = (ValueError, LookupError, NotDrawn)


class NotAllAtOnce(Exception):
    """A letter could not be drawn or recorded after the next one had its number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What the letters of a part have in common.

    Attributes:
        logs: of those of the cases that the officer may see.
        press: that began the run, in the name of who carries it on.
    """

    run: Run
    desk: Desk
    logs: Mapping[str, CaseLog]
    press: Press


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """A letter that has its number; `drawn` waits for its bytes."""

    log: CaseLog
    begun: Begun
    drawn: Callable[[], Kept]


def all_at_once(part: Part, codes: Sequence[str], drawers: Executor) -> list[Outcome]:
    """Number the letters, have them drawn meanwhile, and record them together.

    Raises:
        NotAllAtOnce: when one fails on the way; nothing of the transaction may stand then.
    """
    part.desk.expect([code for code in codes if code in part.logs])
    numbers = part.desk.numbers = HeldNumbers(part.desk.connection)
    try:
        found = [_coming(part, code, drawers, numbers) for code in codes]
        numbers.write()
        issued = _recorded(part, [one for one in found if isinstance(one, Coming)])
    except (*_SAID, *_UNSAID, CaseChangedMeanwhile) as error:
        raise NotAllAtOnce from error
    refused = [one for one in found if isinstance(one, Outcome)]
    return [*issued, *refused]


def one_by_one(part: Part, codes: Sequence[str]) -> list[Outcome]:
    """The same with each letter by itself, so that what fails is named and holds up no other."""
    # As all at once: codes of the look-up before numbers, or two would wait for each other.
    part.desk.expect([code for code in codes if code in part.logs])
    return [_alone(part, code) for code in codes]


def _coming(part: Part, code: str, drawers: Executor, numbers: HeldNumbers) -> Coming | Outcome:
    try:
        # A letter that cannot be filled in gives its number back.
        with numbers.or_back():
            log, started = _begun(part, part.logs.get(code), code)
    except (*_SAID, *_UNSAID) as error:
        return _not_issued(code, error)
    return Coming(log=log, begun=started, drawn=drawers.submit(started.draw).result)


def _alone(part: Part, code: str) -> Outcome:
    def attempt() -> Outcome:
        with part.desk.connection.begin_nested():
            log, started = _begun(part, _anew(part, code), code)
            (done,) = _recorded(part, [Coming(log=log, begun=started, drawn=started.draw)])
            return done

    try:
        return tried(attempt, times=TRIES, on=(CaseChangedMeanwhile,))
    except CaseChangedMeanwhile as error:
        return Outcome(code=code, result="changed", why=str(error))
    except (*_SAID, *_UNSAID) as error:
        return _not_issued(code, error)


def _anew(part: Part, code: str) -> CaseLog | None:
    """The log as it stands now, which on PostgreSQL may be longer than a moment ago."""
    return known_log(part.desk.connection, code) if code in part.logs else None


def _begun(part: Part, log: CaseLog | None, code: str) -> tuple[CaseLog, Begun]:
    if log is None:
        raise Unknown("case", f"không có hồ sơ {code}")
    wish, case = Wish(kind=part.run.kind), case_of(log)
    must_be_possible(part.desk.seat(case), case, wish.kind)
    return log, begun(part.desk, case, wish, log.lines)


def _recorded(part: Part, letters: Sequence[Coming]) -> list[Outcome]:
    desk = part.desk
    drawn = [(one, one.drawn()) for one in letters]
    files.note_all(desk.connection, [kept for _, kept in drawn], at=desk.now)
    # Nearly all are of one instant; the rules of the desk are read once for each.
    check_at = cache(lambda now: checked(desk.connection, replace(part.press, now=now)))
    wanted = [_wanted(one.log, one.begun.kept_as(kept), check_at) for one, kept in drawn]
    record_many_in(desk.connection, wanted, by=desk.officer.login)
    return [_issued(one, kept) for one, kept in drawn]


def _wanted(log: CaseLog, command: IssueLetter, check_at: Callable[[datetime], Check]) -> Wanted:
    return Wanted(log=log, commands=[command], now=command.at, check=check_at(command.at))


def _issued(coming: Coming, kept: Kept) -> Outcome:
    return Outcome(
        code=coming.log.code,
        result="issued",
        number=coming.begun.command.number,
        file=kept.sha256,
        media=kept.media,
    )


def _not_issued(code: str, error: Exception) -> Outcome:
    told = isinstance(error, _SAID)
    why = str(error) if told else f"không lập được ({type(error).__name__})"
    return Outcome(code=code, result="refused", why=why)
