"""`motcua report`: a statutory table."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from app.cli.grid import drawn
from app.cli.opening import DAY, INSTANT, opened, the_time, unusable
from app.cli.out import written
from app.reports.layout import Layout
from app.reports.period import Period
from app.reports.table import Table
from app.reports.writers import as_csv, as_json
from app.services.reports import statutory
from app.store.scope import Scope

FORMATS = ("table", "json", "csv")


@click.command("report", help="Lập biểu báo cáo, ví dụ: motcua report II.06a --agency H32.PL …")
@click.argument("form", metavar="BIỂU")
@click.option("--agency", required=True, metavar="MÃ", help="Cơ quan báo cáo.")
@click.option("--from", "first", required=True, type=DAY, help="Ngày đầu kỳ.")
@click.option("--to", "last", required=True, type=DAY, help="Ngày cuối kỳ.")
@click.option("--subtree", is_flag=True, help="Gồm cả các cơ quan cấp dưới.")
@click.option("--as-known-at", type=INSTANT, help="Theo những gì đã ghi nhận đến lúc này.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="Dạng của biểu.",
)
@click.option("-o", "file", type=click.Path(path_type=Path), metavar="TỆP", help="Tệp ra.")
def command(form: str, agency: str, shape: str, file: Path | None, **asked: Any) -> int:
    """Print a table; exit 1 when one of its identities fails."""
    scope = Scope(agency=agency, subtree=asked["subtree"])
    period = _period(asked["first"], asked["last"])
    database = opened()
    known, now = asked["as_known_at"], the_time(database)
    table, layout, office = statutory(database, form, scope, period, as_known_at=known, now=now)
    with written(file) as out:
        out.write(_shaped(table, layout, office, shape))
    broken = table.broken()
    for identity in broken:
        click.echo(f"{form}: không thỏa {identity.text}; hãy chạy motcua verify", err=True)
    return 1 if broken else 0


def _period(first: date, last: date) -> Period:
    try:
        return Period(first=first, last=last)
    except ValueError as error:
        raise unusable("--to", str(last), str(error)) from None


def _shaped(table: Table, layout: Layout, office: str, shape: str) -> bytes:
    if shape == "json":
        return as_json(table, layout)
    if shape == "csv":
        return as_csv(table, layout)
    on_top = (*table.notices, "") if table.notices else ()
    return "\n".join((*on_top, drawn(table, layout, office))).encode()
