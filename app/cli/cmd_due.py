"""`motcua due`: a deadline and how it comes about."""

from datetime import datetime

import click

from app.cli.opening import INSTANT, opened, unusable
from app.cli.out import say, say_json
from app.services.deadline import deadline
from sla.zone import parse_instant


@click.command("due", help="Tính ngày hẹn trả và giải thích từng dòng.")
@click.option("--procedure", required=True, metavar="MÃ", help="Mã thủ tục.")
@click.option("--agency", required=True, metavar="MÃ", help="Mã cơ quan.")
@click.option("--at", required=True, type=INSTANT, help="Lúc tiếp nhận.")
@click.option(
    "--pause",
    "pauses",
    multiple=True,
    metavar="TỪ/ĐẾN",
    help="Khoảng tạm dừng, dạng TỪ/ĐẾN, ghi được nhiều lần.",
)
@click.option("--json", "as_json", is_flag=True, help="Kết quả là một văn bản JSON.")
def command(
    procedure: str, agency: str, at: datetime, pauses: tuple[str, ...], *, as_json: bool
) -> None:
    """Compute a deadline and tell every line of it."""
    found = deadline(opened(), procedure, agency, at, [_pause(text) for text in pauses])
    if as_json:
        say_json(found.as_json())
        return
    for _, text in found.lines():
        say(text)


def _pause(text: str) -> tuple[datetime, datetime]:
    start, slash, end = text.partition("/")
    if not slash:
        raise unusable(
            "--pause", text, "phải có dạng TỪ/ĐẾN, ví dụ 2023-06-16T10:00/2023-06-21T14:00"
        )
    try:
        return parse_instant(start), parse_instant(end)
    except ValueError as error:
        raise unusable("--pause", text, str(error)) from None
