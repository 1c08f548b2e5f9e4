"""`motcua demo`: the sample ward's quarter, from nothing to the published table."""

from datetime import date, datetime

import click

from app.cli.grid import drawn
from app.cli.meter import Meter
from app.cli.opening import opened, the_time, unusable
from app.cli.out import say
from app.reports.period import Period
from app.sample import AGENCY, PACKS, QUARTER, SYNTHETIC, journal
from app.services.journal import Imported, import_journal
from app.services.packs import load_packs
from app.services.reports import statutory
from app.store.engine import Database
from app.store.scope import Scope
from app.store.setup import read_setup

NEXT = """Xem tiếp (mọi lệnh đều có --help):
  .venv/bin/motcua case {case}
  .venv/bin/motcua due --procedure 1.001193 --agency H32.PL --at 2023-06-15T09:10
  .venv/bin/motcua report II.06a --agency H32.PL --from 2023-09-15 --to 2023-12-14
  .venv/bin/motcua verify"""
CASE = "H32.PL-230615-0001"


@click.command("demo", help="Nạp phường mẫu, phát lại một năm hồ sơ mô phỏng, in biểu II.06a.")
def command() -> int:
    """Load, replay and print; a second time finds everything there and only prints."""
    database, now = opened(), the_time()
    _only_the_sample(database)
    result = _replayed(database, now)
    for problem in result.problems:
        click.echo(problem, err=True)
    period = Period(first=date.fromisoformat(QUARTER[0]), last=date.fromisoformat(QUARTER[1]))
    table, layout, office = statutory(
        database, "II.06a", Scope(agency=AGENCY), period, as_known_at=None, now=now
    )
    say(SYNTHETIC)
    say("")
    say(drawn(table, layout, office))
    say(NEXT.format(case=CASE))
    return 1 if result.problems else 0


def _only_the_sample(database: Database) -> None:
    """Refuse a database that holds an office of somebody's own: its log would keep the sample."""
    with database.reading() as connection:
        agencies = read_setup(connection).agencies.values()
    real = [agency.code for agency in agencies if agency.notice is None]
    if real:
        words = f"đã có cơ quan {real[0]}; hãy chạy demo với một cơ sở dữ liệu khác"
        raise unusable("MOTCUA_DATABASE_URL", "demo", words)


def _replayed(database: Database, now: datetime) -> Imported:
    load_packs(database, PACKS)
    click.echo("Đang phát lại một năm hồ sơ mô phỏng (khoảng mười giây)…", err=True)
    lines = (line.encode() for line in journal())
    with Meter("Đang phát lại") as meter:
        return import_journal(database, lines, "phường mẫu", now=now, progress=meter)
