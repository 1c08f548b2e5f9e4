"""`motcua tick`: deadlines that were missed or came near become events."""

from dataclasses import asdict
from datetime import datetime

import click

from app.cli.opening import INSTANT, opened, the_time
from app.cli.out import say, say_json
from app.deadlines.tick import tick


@click.command("tick", help="Ghi các mốc quá hạn, sắp đến hạn tính đến một thời điểm.")
@click.option("--until", type=INSTANT, help="Đến lúc này (mặc định: bây giờ).")
@click.option("--json", "as_json", is_flag=True, help="Kết quả là một văn bản JSON.")
def command(until: datetime | None, *, as_json: bool) -> int:
    """Fire every due timer once; exit 1 when a case could not be told."""
    database = opened()
    now = the_time(database)
    result = tick(database, until=until or now, now=now)
    for code, words in result.failures.items():
        click.echo(f"{code}: {words}", err=True)
    if as_json:
        say_json(asdict(result))
    else:
        say(f"Đã ghi {result.missed} mốc quá hạn và {result.warned} mốc sắp đến hạn.")
    return 1 if result.failures else 0
