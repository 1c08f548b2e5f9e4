"""However often one ticks, the log comes out the same but for the time of recording."""

from datetime import datetime

from app.deadlines.tick import tick
from app.services.record import open_case
from app.store.engine import Database
from app.store.event_log import stream
from tests.store import desk
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows.commands import (
    CompleteStep,
    PauseCase,
    ReceiveSupplement,
    RequestSupplement,
    ResolveCase,
    ResumeCase,
    StartStep,
)

END = MONDAY + 30 * DAY


def histories(opened: Database) -> None:
    """Cases of every kind, all that people do with them recorded beforehand."""
    with_steps = [
        StartStep(at=MONDAY + HOUR, step="appraise", assignee="minh"),
        CompleteStep(at=MONDAY + 3 * DAY, step="appraise"),
        StartStep(at=MONDAY + 3 * DAY + HOUR, step="sign"),
        ResolveCase(at=MONDAY + 9 * DAY, outcome="granted", result_no="1/KQ"),
    ]
    paused = [
        PauseCase(at=MONDAY + 2 * DAY, reason="consultation"),
        ResumeCase(at=MONDAY + 25 * DAY),
    ]
    asked = [
        RequestSupplement(at=MONDAY + HOUR, items=("đơn",), reason="thiếu chữ ký"),
        ReceiveSupplement(at=MONDAY + 2 * DAY),
    ]
    quick = [ResolveCase(at=MONDAY + HOUR, outcome="granted", result_no="2/KQ")]
    for opening in (desk.acceptance(MONDAY), desk.acceptance(procedure="1.000656")):
        for following in (with_steps, paused, asked, quick, []):
            open_case(opened, opening, by="Lan", now=END, following=following)
    for following in (asked, []):
        open_case(opened, desk.submission(MONDAY), by=None, now=END, following=following)


def log(opened: Database) -> list[tuple[str, int, object]]:
    with opened.reading() as connection:
        return [(one.code, line.version, line.event) for one in stream(connection)
                for line in one.lines]  # fmt: skip


def ticked(url: str, minutes: int) -> list[tuple[str, int, object]]:
    opened = desk.loaded(url)
    histories(opened)
    until: datetime = MONDAY
    while until < END:
        until = min(until + minutes * MINUTE, END)
        assert tick(opened, until=until, now=END).failures == {}
    return log(opened)


def test_hour_by_hour_day_by_day_and_once_give_the_same_log(tmp_path, sqlite_template):
    hourly, daily, once = (
        ticked(_copy(sqlite_template, tmp_path / f"{minutes}.db"), minutes)
        for minutes in (60, 24 * 60, 60 * 24 * 60)
    )
    assert hourly == daily == once
    rungs = {getattr(event, "rung", None) for _, _, event in once}
    assert {"near", "head", "day_1", "after_1", "no_movement", "paused_long"} <= rungs


def _copy(template, place):
    place.write_bytes(template.read_bytes())
    return f"sqlite:///{place}"
