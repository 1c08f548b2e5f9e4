"""The bell and the runs: what one job does to the others, to the log, and to the end."""

import json
import logging
import time
from threading import Event

import pytest

from app import clock
from app.cli.serving_logs import Lines
from app.deadlines import tick as ticking
from app.deadlines.jobs import Job, Workplace, jobs
from app.deadlines.runs import Runs, worker_here
from app.deadlines.scheduling import Scheduling
from app.deadlines.tick import tick
from app.errors import DatabaseNotReady
from app.notices.folder import FolderChannel
from app.services.verify import verify
from app.store.engine import database
from app.store.heartbeats import beats
from sla.zone import later
from tests.cli.served import within
from tests.conformance.moment import NOW

WORKER = worker_here()


@pytest.fixture
def runs(database_url, tmp_path):
    """Runs on an empty database; what is raised on the way there is told by `runs.place`."""

    def place():
        wall = clock.now()
        return Workplace(
            database=database(database_url),
            files=tmp_path,
            now=wall,
            wall=wall,
            ending=lambda: False,
        )

    return Runs(place, clock.now, WORKER)


@pytest.fixture
def log(capsys):
    """What the program would write, line by line."""
    handler, logger = Lines(), logging.getLogger("motcua.scheduler")
    logger.addHandler(handler)
    logger.setLevel("INFO")
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logger.removeHandler(handler)
    logger.setLevel("NOTSET")


class Ringing:
    """A job that counts its turns."""

    times = 0

    def __call__(self, _place: Workplace) -> str:
        self.times += 1
        return ""


def job(run, name="tick", seconds=3_600):
    return Job(name=name, seconds=seconds, run=run)


def noted(url):
    with database(url).reading() as connection:
        return {(beat.job, beat.worker): (beat.result, beat.runs) for beat in beats(connection)}


def fails(_place):
    raise KeyError("Nguyễn Thị Bưởi")


def test_a_run_is_noted_with_what_it_did(runs, database_url, log):
    assert runs.run(job(lambda place: "3 mốc quá hạn"))
    assert runs.run(job(lambda place: ""))

    assert noted(database_url) == {("tick", WORKER): ("", 2)}
    (line,) = log()
    assert (line["event"], line["job"], line["did"]) == ("job", "tick", "3 mốc quá hạn")


def test_a_job_that_raises_is_told_without_its_message(runs, database_url, log):
    assert not runs.run(job(fails))

    (line,) = log()
    assert (line["event"], line["job"], line["kind"]) == ("fault", "tick", "KeyError")
    assert line["trace"][-1].endswith(" fails")
    assert "Nguyễn" not in json.dumps(line, ensure_ascii=False)
    assert noted(database_url)["tick", WORKER] == ("lỗi KeyError", 1)
    assert runs.run(job(lambda place: "lại chạy"))
    assert noted(database_url)["tick", WORKER] == ("lại chạy", 2)


def test_a_database_that_stays_away_is_told_once(database_url, log):
    def place():
        raise DatabaseNotReady("máy chủ không nhận kết nối")

    away = Runs(place, clock.now, WORKER)

    assert [away.run(job(fails)) for _ in range(3)] == [False] * 3

    (line,) = log()
    assert (line["event"], line["reason"]) == ("waits", "máy chủ không nhận kết nối")


def test_a_job_that_hangs_holds_up_no_other(runs, database_url):
    let_go, rung = Event(), Ringing()
    hanging = job(lambda place: str(let_go.wait(30)), name="deliver-sms", seconds=1)
    scheduling = Scheduling([hanging, job(rung, seconds=1)], runs.run)
    scheduling.start(clock.now())

    assert within(20, lambda: rung.times >= 2)
    assert not scheduling.stop(patience=0.2)
    let_go.set()
    assert within(20, lambda: ("deliver-sms", WORKER) in noted(database_url))


def test_the_end_waits_for_what_was_begun(runs):
    begun, done = Event(), []

    def long(_place):
        begun.set()
        time.sleep(0.5)
        done.append(1)
        return ""

    scheduling = Scheduling([job(long)], runs.run)
    scheduling.start(clock.now())
    assert begun.wait(20)

    assert scheduling.stop(patience=20)
    assert done == [1]


def test_a_clock_that_was_set_back_makes_nobody_wait(runs):
    rung = Ringing()
    scheduling = Scheduling([job(rung, seconds=5)], runs.run)
    # As after a turn at which the machine's clock was two hours fast.
    scheduling.start(later(clock.now(), minutes=120))
    time.sleep(0.3)
    assert rung.times == 0

    scheduling.put_right(clock.now())

    assert within(20, lambda: rung.times == 1)
    assert scheduling.stop(patience=20)


def test_a_long_catch_up_ends_with_the_batch_under_way(world_url, monkeypatch):
    monkeypatch.setattr(ticking, "SIZES", (50, 1))
    opened = database(world_url)

    batches = [tick(opened, until=NOW, now=NOW, ending=lambda: True) for _ in range(2)]

    assert all(batch.missed > 0 for batch in batches)
    assert verify(opened, now=NOW).fault is None


def test_each_channel_has_a_job_of_its_own(tmp_path):
    served = {name: FolderChannel(name, tmp_path) for name in ("zalo", "mail")}

    alone = [one.name for one in jobs({})]
    assert alone == [
        "tick",
        "morning",
        "weekly",
        "calendar",
        "reports",
        "months",
        "cut-offs",
        "tidy",
    ]
    names = [one.name for one in jobs(served)]
    assert names == ["tick", "deliver-mail", "deliver-zalo", *alone[1:]]
