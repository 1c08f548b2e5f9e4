"""How the installation does: its scheduler, channels, messages and incidents, for its keepers.

An admin sees what belongs to the offices they keep, and of a case no more than its number. The
scheduler serves every office at once, so all admins see the same of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from app.errors import Unknown
from app.services import outbox
from app.services.outbox import ChannelLine, veiled
from app.services.pulse import (
    CRON,
    DELIVER,
    PATIENCE,
    SECONDS,
    State,
    age,
    believed,
    state_of,
    telling,
)
from app.store import operations as store
from app.store.channels import ChannelState
from app.store.engine import Connection, Database
from app.store.heartbeats import Beat, beats
from app.store.incidents import Incident, try_now
from app.store.outbox_lists import Posted, posted
from app.store.watching import oldest_timer
from workflows.agency import Role
from workflows.officer import Officer

MOST = 100  # incidents on the page; when there are more, it is one fault and not a hundred
_NUMBERS = 2**63  # no table holds this number

Pulse = Literal["beating", "cron", "silent", "over"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """The latest run of a job by one worker, and whether it still runs.

    Attributes:
        pulse: `beating`; `cron` for one that runs once and goes; `silent` where no worker does the
            job any more; `over` where another does, or nobody has to.
    """

    beat: Beat
    pulse: Pulse


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """What keeps deadlines from being told.

    Attributes:
        state: of the scheduler, as `app.services.pulse.telling` judges it.
        silent_since: when it told deadlines last, by the wall's clock; None while it runs.
        untold_since: when the oldest timer was due that waits too long; None without one.
        incidents: cases of one's own offices whose deadlines an error keeps back.
    """

    state: State
    silent_since: datetime | None
    untold_since: datetime | None
    incidents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """Everything on the page.

    Attributes:
        timer: when the first timer fires that was not told yet; None without any.
        alarm: None when all is well.
        channels: every channel there is.
        incidents: the latest of them; `alarm` has their number.
        dead: the latest messages that were given up; `more` when there are others.
    """

    runs: tuple[Run, ...]
    timer: datetime | None
    alarm: Alarm | None
    channels: tuple[ChannelLine, ...]
    incidents: tuple[Incident, ...]
    dead: tuple[Posted, ...]
    more: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    """What the database says of the deadlines' telling."""

    beaten: Sequence[Beat]
    timer: datetime | None
    incidents: int


def overview(
    database: Database,
    viewer: Officer,
    *,
    seconds: Mapping[str, int],
    now: datetime,
    wall: datetime,
) -> Overview:
    """How the installation does at an instant; nine queries.

    Args:
        database: where.
        viewer: an admin.
        seconds: between two turns, by the name of the job.
        now: the clock the deadlines are told by.
        wall: the same instant by the wall's clock, by which schedulers beat.
    """
    channels = outbox.overview(database, viewer=viewer, now=now)
    dead = outbox.messages(database, viewer=viewer, state="dead")
    with database.reading() as connection:
        tops = _offices(viewer, Role.ADMIN)
        seen = _seen(connection, tops, wall)
        incidents = store.incidents_of(connection, tops, limit=MOST)
    states = [line.state for line in channels if line.state is not None]
    return Overview(
        runs=_runs(seen.beaten, states, seconds, wall),
        timer=seen.timer,
        alarm=_alarm(seen, now=now, wall=wall),
        channels=tuple(channels),
        incidents=tuple(incidents),
        dead=dead.messages,
        more=dead.next is not None,
    )


def alarm(database: Database, viewer: Officer, *, now: datetime, wall: datetime) -> Alarm | None:
    """What an admin or a leader has to be told at once; None when deadlines are told in time.

    Args:
        database: where.
        viewer: who keeps or leads offices; the incidents of these count.
        now: the clock the deadlines are told by.
        wall: the same instant by the wall's clock, by which schedulers beat.
    """
    with database.reading() as connection:
        seen = _seen(connection, _offices(viewer, Role.ADMIN, Role.LEADER), wall)
    return _alarm(seen, now=now, wall=wall)


def message(database: Database, number: int, *, viewer: Officer) -> Posted:
    """One message as it stands in the lists.

    Raises:
        Unknown: when there is no such message at the offices of `viewer`.
    """
    with database.reading() as connection:
        found = _one(connection, number, viewer)
    if not found or found[0].id != number:
        raise Unknown("message", "không có tin này")
    return replace(found[0], address=veiled(found[0].address))


def try_incident(database: Database, code: str, *, job: str, by: Officer, now: datetime) -> None:
    """Let a job try a case at its next turn, as after a mended setup.

    Raises:
        Unknown: when no incident stands with such a case at the offices of `by`.
    """
    with database.writing() as connection:
        ours = store.stands(connection, _offices(by, Role.ADMIN), code=code, job=job)
        if not ours or not try_now(connection, code, job=job, now=now):
            raise Unknown("incident", f"hồ sơ {code} không còn sự cố nào")


def _one(connection: Connection, number: int, viewer: Officer) -> list[Posted]:
    if not 0 < number < _NUMBERS - 1:
        return []
    return posted(connection, _offices(viewer, Role.ADMIN), before=number + 1, limit=1)


def _offices(officer: Officer, *roles: Role) -> Sequence[str]:
    return officer.alone.agencies(*roles)


def _seen(connection: Connection, tops: Sequence[str], wall: datetime) -> _Seen:
    return _Seen(
        beaten=believed(beats(connection), wall),
        timer=oldest_timer(connection),
        incidents=store.how_many_of(connection, tops),
    )


def _alarm(seen: _Seen, *, now: datetime, wall: datetime) -> Alarm | None:
    latest = telling(seen.beaten, wall)
    state = state_of(latest, wall)
    silent = latest.at if latest and state == "silent" else None
    waits = seen.timer is not None and (now - seen.timer).total_seconds() > PATIENCE
    if silent is None and not waits and not seen.incidents:
        return None
    return Alarm(
        state=state,
        silent_since=silent,
        untold_since=seen.timer if waits else None,
        incidents=seen.incidents,
    )


def _runs(
    beaten: Sequence[Beat],
    channels: Sequence[ChannelState],
    seconds: Mapping[str, int],
    wall: datetime,
) -> tuple[Run, ...]:
    idle = {DELIVER + one.name for one in channels if not one.in_use}
    served = (beat for beat in beaten if not beat.worker.endswith(CRON))
    fresh = {beat.job for beat in served if _is_fresh(beat, seconds, wall)}
    runs = (
        Run(
            beat=beat,
            pulse=_pulse(beat, fresh=_is_fresh(beat, seconds, wall), done=beat.job in fresh | idle),
        )
        for beat in beaten
    )
    return tuple(sorted(runs, key=lambda run: _place(run.beat, list(seconds), wall)))


def _place(beat: Beat, jobs: Sequence[str], wall: datetime) -> tuple[float, str, float]:
    """Jobs in the order given, those of channels after the first; the latest run of each on top."""
    place = jobs.index(beat.job) if beat.job in jobs else 0.5
    return place, beat.job, age(beat, wall)


def _pulse(beat: Beat, *, fresh: bool, done: bool) -> Pulse:
    if beat.worker.endswith(CRON):
        return "cron"
    if fresh:
        return "beating"
    return "over" if done else "silent"


def _is_fresh(beat: Beat, seconds: Mapping[str, int], wall: datetime) -> bool:
    return age(beat, wall) <= PATIENCE + seconds.get(beat.job, SECONDS)
