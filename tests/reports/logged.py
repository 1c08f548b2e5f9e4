"""The whole log of a printed table: a journal of every case it counts, and its counting.

Each case has its own code, its own days and hours within the period and as few events as the rules
need. The lines say all that recording binds to an event, as an export does, so that they are the
log itself: `tests.reports.test_seed_logs` imports some of each kind and compares.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.reports.period import Period
from app.services.journal_lines import read_line
from app.store.event_log import CaseLog
from tests.reports.plenty import Key, Told, shared_out
from workflows.log import Recorded

WAIT = 10  # days from the acceptance to what was promised, where the case is not carried in
LAG = 3  # days between the promise and an answer that is early or late
SPREAD = 20  # days before the period or after it, over which the rest is spread

Numbers = Callable[[int], Iterable[int]]

_ENDING = {"early": -LAG, "on_time": 0, "late": LAG}  # days from the promise to the answer
_OPENING = (
    '"agency":"%s","applicant":{"name":"Người dân %d"},"calendar":"default@1",'
    '"channel":"%s","procedure":"%s"'
)
_PROMISE = '"due_at":"%sT16:00:00+07:00","procedure_version":1'
_LINE = '{"case":"%s","type":"%s","at":"%sT%s+07:00","data":{%s}}\n'


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A case of the journal: its code, where it lies, and its lines."""

    code: str
    agency: str
    lines: tuple[bytes, ...]

    def log(self, now: datetime) -> CaseLog:
        """What the program's own reader makes of the lines."""
        read = (read_line(number, raw, now) for number, raw in enumerate(self.lines, start=1))
        recorded = (
            Recorded(
                version=line.number,
                event=line.event,
                recorded_at=line.recorded_at,
                by=line.by,
                agency=self.agency,
            )
            for line in read
        )
        return CaseLog(code=self.code, lines=tuple(recorded))


def journal(
    told: Iterable[Told],
    period: Period,
    procedures: Mapping[str, str],
    *,
    numbers: Numbers = range,
) -> Iterator[Written]:
    """Every case that the rows count, one after the other.

    Args:
        told: what shall be counted.
        period: in which the cases are received and solved.
        procedures: one of each field, by its code; their limits are in days.
        numbers: which of so many cases of a kind; all of them, if not said otherwise.
    """
    for row in told:
        for key, count in shared_out(row):
            yield from _alike(key, numbers(count), period, procedures[row.field])


def _alike(key: Key, numbers: Iterable[int], period: Period, procedure: str) -> Iterator[Written]:
    agency, _, received, ended = key
    kind, days = "-".join(key), _days(period)
    dates = {number: _day(period, number) for number in range(-SPREAD, days + SPREAD)}
    for number in numbers:
        accepted, due = _places(received, ended, number, days)
        code, clock = f"{kind}-{number}", f"{number % 60:02}:{number // 60 % 60:02}"
        told = _OPENING % (
            agency,
            number,
            "online" if received == "online" else "direct",
            procedure,
        )
        promise = _PROMISE % dates[due]
        when = dates[accepted], f"09:{clock}"
        lines = _received(code, when, told, promise, online=received == "online")
        if ended in _ENDING:
            day = dates[due + _ENDING[ended]]
            answer = f'"outcome":"granted","result_no":"{number}"'
            lines.append(_LINE % (code, "resolved", day, f"15:{clock}", answer))
        yield Written(code=code, agency=agency, lines=tuple(line.encode() for line in lines))


def _received(
    code: str, when: tuple[str, str], told: str, promise: str, *, online: bool
) -> list[str]:
    if not online:
        return [_LINE % (code, "accepted", *when, f"{promise},{told}")]
    day, hour = when
    filed = _LINE % (code, "submitted", day, f"08{hour[2:]}", told)
    return [filed, _LINE % (code, "accepted", *when, f'{promise},"calendar":"default@1"')]


def _places(received: str, ended: str, number: int, days: int) -> tuple[int, int]:
    """The days, counted from the first of the period, of a case's acceptance and its promise."""
    if ended == "in_time":
        accepted, due = number % days, days + number % SPREAD
    else:
        due = WAIT + number % (days - WAIT - LAG)
        accepted = due - WAIT
    return (-1 - number % SPREAD if received == "carried" else accepted), due


def _days(period: Period) -> int:
    return (period.last - period.first).days + 1


def _day(period: Period, number: int) -> str:
    return (period.first + timedelta(days=number)).isoformat()
