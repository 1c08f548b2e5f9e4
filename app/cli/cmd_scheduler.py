"""`motcua scheduler`: the process that lets time do its work, beside the pages and not in them."""

import logging
import os
import signal
import sys
from collections.abc import Collection, Sequence
from queue import Empty, SimpleQueue
from types import FrameType

import click

from app.cli import serving_logs
from app.cli.opening import opened, the_time, wall_time
from app.cli.out import say
from app.deadlines.jobs import Job, Workplace, jobs
from app.deadlines.runs import Runs, worker_here
from app.deadlines.scheduling import Scheduling
from app.errors import DatabaseNotReady
from app.notices.channels import channels_of
from app.store.channels import announce
from app.store.engine import database
from config import Config

HELP = "Bộ hẹn giờ: ghi các mốc hạn, gửi tin nhắn, dọn dẹp; chạy đến khi bảo dừng."
MORE = (
    "Chạy cạnh “motcua serve”, trên một hay nhiều máy: mỗi mốc hạn vẫn chỉ được ghi một lần, mỗi "
    "tin chỉ được gửi một lần. Không chạy thường trực được thì gọi “motcua scheduler --once” từ "
    "cron, vài phút một lần."
)
CRON = "cron"
ALIKE = "Mọi bộ hẹn giờ phải có cùng cấu hình kênh."
LOG = logging.getLogger("motcua.scheduler")
_HANDLED = (signal.SIGINT, signal.SIGTERM)
PATIENCE = 18.0  # seconds for what is under way when it has to stop; systemd waits for longer
_AGAIN = 5.0  # seconds until a database that is not there is looked for again
_LOOK = 30.0  # seconds between two looks at whether the clock was set back


class Ending:
    """Whether the program was told to end, by Ctrl-C or by the system."""

    def __init__(self) -> None:
        self._told: SimpleQueue[int] = SimpleQueue()
        self._now = False

    def __bool__(self) -> bool:
        return self._now

    def listen(self) -> None:
        """Take the signals; a second one of a kind ends the program at once."""
        for number in _HANDLED:
            signal.signal(number, self._hear)

    def within(self, seconds: float) -> bool:
        """Wait so long at most; whether it was told to end."""
        try:
            # Of what can wake a waiting thread only this queue may be used in a signal's handler.
            self._told.get(timeout=0 if self._now else seconds)
        except Empty:
            return self._now
        return True

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        self._now = True
        self._told.put(number)


@click.command("scheduler", help=HELP, epilog=MORE)
@click.option("--once", is_flag=True, help="Làm mỗi việc một lần rồi kết thúc (dùng với cron).")
def command(*, once: bool) -> int:
    """Run the jobs until told to stop; with `--once` each once, exit 1 when one of them failed."""
    config, ending = Config.from_environment(), Ending()
    serving_logs.take_over(config.log_level)
    ending.listen()
    # An address that is no address does not mend itself; a database that is away comes back.
    database(config.database_url)
    channels = channels_of(config)
    todo = jobs(channels)
    if once:
        _begin(config, channels, withdraw=False)
        return _one_by_one(todo, _runs(config, ending, CRON), ending)
    if _begun(config, channels, ending):
        _until_told(todo, _runs(config, ending), ending)
    say("Đã dừng.")
    return 0


def _begin(config: Config, channels: Collection[str], *, withdraw: bool = True) -> None:
    """Bring the schema up, and say which channels there are from now on."""
    found = opened()
    with found.writing() as connection:
        gone = announce(
            connection, channels, now=the_time(found), site=config.site, withdraw=withdraw
        )
    if gone:
        names = ", ".join(f"MOTCUA_{name.upper()}" for name in gone)
        say(f"Từ nay không dùng kênh không được đặt ở đây: {names}. {ALIKE}")


def _begun(config: Config, channels: Collection[str], ending: Ending) -> bool:
    """Begin, waiting for the database if need be; False when told to end meanwhile."""
    last = ""
    while not ending:
        try:
            _begin(config, channels)
        except DatabaseNotReady as error:
            if (reason := str(error)) != last:
                LOG.warning("waits", extra={"told": {"event": "waits", "reason": reason}})
            last = reason
            ending.within(_AGAIN)
        else:
            return True
    return False


def _runs(config: Config, ending: Ending, mark: str | None = None) -> Runs:
    def place() -> Workplace:
        # Opened for each run: a database that was put back from a copy is brought up again.
        found = opened()
        return Workplace(
            database=found,
            files=config.files_dir,
            now=the_time(found),
            wall=wall_time(),
            ending=lambda: bool(ending),
        )

    return Runs(place, wall_time, worker_here(mark))


def _one_by_one(todo: Sequence[Job], runs: Runs, ending: Ending) -> int:
    done = [runs.run(job) for job in todo if not ending]
    return 0 if all(done) else 1


def _until_told(todo: Sequence[Job], runs: Runs, ending: Ending) -> None:
    scheduling = Scheduling(todo, runs.run)
    scheduling.start(wall_time())
    say("Bộ hẹn giờ đang chạy — dừng bằng Ctrl-C.")
    while not ending.within(_LOOK):
        scheduling.put_right(wall_time())
    if not scheduling.stop(patience=PATIENCE):
        LOG.warning("left", extra={"told": {"event": "left"}})
        # Important: Python itself would wait for the threads without end. The transaction that is
        # cut off here was never committed, and the next start begins it again.
        sys.stdout.flush()
        os._exit(0)
