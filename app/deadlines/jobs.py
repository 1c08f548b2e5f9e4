"""What the scheduler does again and again; each job is safe beside its like on other machines."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter

from app.deadlines.cut_offs import cut_offs
from app.deadlines.mornings import morning
from app.deadlines.tick import tick
from app.deadlines.tidying import tidy
from app.deadlines.weekly import weekly
from app.notices.channels import Channel
from app.notices.delivery import Delivered, deliver
from app.reports.summaries import keep
from app.services import report_jobs
from app.services.calendar_change import carry_on, unfinished
from app.store.engine import Database

# Messages handed to a channel before it is asked whether the program has to end, and seconds after
# which the next turn goes on: leases are reckoned from the beginning of a run.
AT_ONCE, LONGEST = 20, 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Workplace:
    """What one run of a job works with.

    Attributes:
        database: with today's schema.
        files: the folder of attachments.
        now: the clock deadlines are told by; in a demonstration its own.
        wall: this instant by the wall's clock.
        ending: whether the program was told to end; asked between batches.
    """

    database: Database
    files: Path
    now: datetime
    wall: datetime
    ending: Callable[[], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """Something to be done every so many seconds.

    `run` does all there is to do and says what it did in a few words, empty for nothing; whatever
    it raises is kept apart from the other jobs, and it is run again at its next turn.
    """

    name: str
    seconds: int
    run: Callable[[Workplace], str]


def jobs(channels: Mapping[str, Channel]) -> tuple[Job, ...]:
    """The jobs of a scheduler that serves these channels, the dearest to be late with first."""
    return (
        Job(name="tick", seconds=5, run=_tick),
        *_deliveries(channels),
        Job(name="morning", seconds=60, run=_morning),
        Job(name="weekly", seconds=300, run=_weekly),
        Job(name="calendar", seconds=60, run=_calendar),
        Job(name="reports", seconds=5, run=_reports),
        Job(name="months", seconds=60, run=_months),
        Job(name="cut-offs", seconds=300, run=_cut_offs),
        Job(name="tidy", seconds=3_600, run=_tidy),
    )


def turns() -> dict[str, int]:
    """Seconds between two turns of each job every scheduler has, the dearest first."""
    return {job.name: job.seconds for job in jobs({})}


def _deliveries(channels: Mapping[str, Channel]) -> Iterable[Job]:
    """A job for each channel, so that none has to wait for another that hangs."""
    for name in sorted(channels):
        yield Job(name=f"deliver-{name}", seconds=10, run=partial(_deliver, channels[name]))


def _tick(place: Workplace) -> str:
    # Cases that failed are incidents, which are kept and counted elsewhere.
    done = tick(place.database, until=place.now, now=place.now, ending=place.ending)
    return _said({"mốc quá hạn": done.missed, "mốc cảnh báo": done.warned})


def _deliver(channel: Channel, place: Workplace) -> str:
    began, done = perf_counter(), [_batch(channel, place)]
    while done[-1].more and not place.ending() and perf_counter() - began < LONGEST:
        done.append(_batch(channel, place))
    return _said(
        {
            "tin đã gửi": sum(one.sent for one in done),
            "tin sẽ gửi lại": sum(one.later for one in done),
            "tin không gửi được": sum(one.dead for one in done),
            "tin đã bỏ": sum(one.dropped for one in done),
        }
    )


def _batch(channel: Channel, place: Workplace) -> Delivered:
    return deliver(place.database, channel, now=place.now, limit=AT_ONCE)


def _morning(place: Workplace) -> str:
    return _said({"bản tin đầu ngày": morning(place.database, now=place.now)})


def _weekly(place: Workplace) -> str:
    return _said({"thư giải trình": weekly(place.database, now=place.now)})


def _calendar(place: Workplace) -> str:
    """Go on with decisions that somebody began on a page and that a restart has cut short."""
    begun = unfinished(place.database)
    for number in begun:
        _to_the_end(place, number)
    return _said({"quyết định đổi lịch": len(begun)})


def _to_the_end(place: Workplace, number: int) -> None:
    before: int | None = None
    while not place.ending():
        # Each turn takes a bounded number of cases; where none goes on, others are at work on it.
        left = carry_on(place.database, number, now=place.now).waiting
        if left in (0, before):
            return
        before = left


def _reports(place: Workplace) -> str:
    """Make the tables that somebody asked for on a page and left."""
    began, made = perf_counter(), 0
    while not place.ending() and perf_counter() - began < LONGEST:
        if not report_jobs.carry_on(place.database, place.files, now=place.now):
            break
        made += 1
    return _said({"biểu đã lập": made})


def _months(place: Workplace) -> str:
    """Count the statutory months that are over, and those that the log has gone past."""
    done = keep(place.database, now=place.now, ending=place.ending)
    return _said({"tháng đã cộng sẵn": done})


def _cut_offs(place: Workplace) -> str:
    return _said({"biểu hết kỳ đã gửi": cut_offs(place.database, place.files, now=place.now)})


def _tidy(place: Workplace) -> str:
    taken = tidy(place.database, place.files, now=place.now, wall=place.wall, ending=place.ending)
    return _said({"mục cũ đã dọn": taken})


def _said(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {words}" for words, count in counts.items() if count)
