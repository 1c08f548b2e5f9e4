"""What happens after a case was closed: it is fetched, rated, opened again, put right."""

from app.sample.dice import Dice
from app.sample.province import phrases
from app.sample.province.course import HOUR, WORKDAY
from app.sample.province.hours import Hours
from app.sample.province.kinds import Kind
from app.sample.province.staff import Staff
from app.sample.province.telling import Telling, text_of

NEVER_FETCHED, SENT_HOME, POSTED = 0.012, 0.55, 0.05
RATED = 0.04
REOPENED = 0.0015
MENDED = 0.003
_UNMENDABLE = "apology_issued"


def afterwards(told: Telling, kind: Kind, staff: Staff, hours: Hours, dice: Dice) -> None:
    """Tell it on, from the last thing that was told."""
    if told.events[-1][1] == "resolved":
        _fetched(told, kind, staff, hours, dice)
        if dice.random() < REOPENED:
            _reopened(told, kind, staff, hours, dice)
        if dice.random() < RATED:
            wall = told.events[-1][0]
            told.add(wall + dice.span(60, 2 * HOUR), "rated", f'{{"score":{_score(dice)}}}')
    if dice.random() < MENDED:
        _mended(told, staff, hours, dice)


def _fetched(told: Telling, kind: Kind, staff: Staff, hours: Hours, dice: Dice) -> None:
    if dice.random() < NEVER_FETCHED:
        return
    most = HOUR // 2 if kind.same_day else 3 * WORKDAY
    # The smallest of three draws: people fetch what they are told is there.
    waits = min(dice.span(60, most), dice.span(60, most), dice.span(60, most))
    by = dice.pick(staff.one_stop)
    _at(told, hours, waits, ("delivered", f'{{"channel":"{_way(told, dice)}"}}', by))


def _way(told: Telling, dice: Dice) -> str:
    """How the result goes out; those who sent their papers in are at home."""
    mark = dice.random()
    if mark < POSTED:
        return "post"
    online = told.events[0][1] == "submitted"
    return "online" if online and mark < SENT_HOME else "direct"


def _reopened(told: Telling, kind: Kind, staff: Staff, hours: Hours, dice: Dice) -> None:
    leader = staff.leader[0]
    why = f'{{"reason":{dice.pick(phrases.REOPENED)},"approved_by":"{leader}"}}'
    _at(told, hours, dice.span(HOUR, 2 * WORKDAY), ("reopened", why, leader))
    number = 1 + dice.below(99_999)
    again = f'{{"outcome":"granted","result_no":"{number}/MP-CL"}}'
    _at(told, hours, dice.span(HOUR, WORKDAY), ("resolved", again, leader))
    _fetched(told, kind, staff, hours, dice)


def _score(dice: Dice) -> int:
    return 5 - int(4 * dice.random() * dice.random())


def _mended(told: Telling, staff: Staff, hours: Hours, dice: Dice) -> None:
    """Some event turns out to have happened earlier than was written."""
    events = told.events
    if len(events) < 2 or any(event[1] == _UNMENDABLE for event in events):
        return
    place = dice.span(1, len(events) - 1)
    before, wall = events[place - 1][0], events[place][0]
    leader = staff.leader[0]
    data = (
        f'{{"of":{place + 1},"at":"{text_of(before + (wall - before) // 2)}",'
        f'"reason":{dice.pick(phrases.MENDED)},"approved_by":"{leader}"}}'
    )
    _at(told, hours, dice.span(HOUR, 2 * WORKDAY), ("corrected", data, dice.pick(staff.clerk)))


def _at(told: Telling, hours: Hours, waits: int, event: tuple[str, str, str]) -> None:
    """An event so many working seconds after the last one."""
    told.add(hours.wall(hours.worked(told.events[-1][0]) + waits), *event)
