"""`motcua tick`: every rung that a clock has reached becomes an event; once a day, tidying up."""

from dataclasses import asdict
from datetime import datetime

import click

from app.cli.opening import INSTANT, opened, the_time, wall_time
from app.cli.out import say, say_json
from app.deadlines.tick import tick
from app.services.attachments import forgotten
from config import Config
from sla.zone import later


@click.command("tick", help="Ghi các mốc quá hạn, mốc cảnh báo tính đến một thời điểm.")
@click.option("--until", type=INSTANT, help="Đến lúc này (mặc định: bây giờ).")
@click.option("--json", "as_json", is_flag=True, help="Kết quả là một văn bản JSON.")
def command(until: datetime | None, *, as_json: bool) -> int:
    """Fire every due timer once; exit 1 while any case cannot be told, tried this time or not.

    Once a day kept files that nobody named are removed as well.
    """
    database = opened()
    now = the_time(database)
    result = tick(database, until=until or now, now=now)
    # Files are as old as the wall's clock says, in a demonstration too.
    day_ago = later(wall_time(), minutes=-24 * 60)
    forgotten(database, Config.from_environment().files_dir, before=day_ago)
    for code, words in result.failures.items():
        click.echo(f"{code}: {words}", err=True)
    if (others := result.incidents - len(result.failures)) > 0:
        click.echo(f"… và {others} hồ sơ khác đang gặp sự cố, chờ lần thử sau.", err=True)
    if as_json:
        say_json(asdict(result))
    else:
        say(f"Đã ghi {result.missed} mốc quá hạn và {result.warned} mốc cảnh báo.")
    return 1 if result.failures else 0
