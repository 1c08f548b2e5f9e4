"""Deliverers as processes of their own: the scheduler's jobs for two channels, over and over.

`python -m tests.notices.killed_deliverers URL MAIL_PORT GATEWAY_PORT INSTANT` delivers by the clock
standing still at an instant, until it is killed; it says a line when it is at work.
"""

import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.deadlines.jobs import Workplace, jobs
from app.notices.channel import Channel
from app.store.engine import database
from tests.notices.gateways import HttpGateway
from tests.notices.mail_servers import Post


def main(url: str, mail: str, gateway: str, instant: str) -> None:
    now = datetime.fromisoformat(instant)
    place = Workplace(database=database(url), files=Path(), now=now, wall=now, ending=lambda: False)
    channels: dict[str, Channel] = {
        "mail": Post(port=int(mail)).channel(),
        "sms": HttpGateway(port=int(gateway)).channel(),
    }
    sys.stdout.write("at work\n")
    sys.stdout.flush()
    delivering = [job for job in jobs(channels) if job.name.startswith("deliver-")]
    while True:
        for job in delivering:
            job.run(place)
        time.sleep(0.02)


def program(url: str, mail: int, gateway: int, now: datetime) -> Sequence[str]:
    """What Python is to run."""
    words = (url, str(mail), str(gateway), now.isoformat())
    return ("-m", "tests.notices.killed_deliverers", *words)


if __name__ == "__main__":
    main(*sys.argv[1:])
