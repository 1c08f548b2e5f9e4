"""`motcua rebuild`: the read tables anew from the log."""

import click

from app.cli.meter import Meter
from app.cli.opening import opened, the_time
from app.cli.out import say
from app.services.rebuild import rebuild_all


@click.command("rebuild", help="Bỏ các bảng đọc và dựng lại từ nhật ký.")
def command() -> None:
    """Drop the projections and replay the log."""
    database = opened()
    with Meter("Đang dựng lại") as meter:
        done = rebuild_all(database, meter, now=the_time(database))
    say(
        f"Đã dựng lại bảng đọc của {done.cases} hồ sơ và "
        f"{done.petitions} phản ánh, kiến nghị từ nhật ký."
    )
