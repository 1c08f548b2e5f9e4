"""`motcua demo`: the sample ward's quarter, from nothing to the published table."""

from datetime import date

import click

from app.cli.grid import drawn
from app.cli.meter import Meter
from app.cli.opening import opened, the_time
from app.cli.out import say
from app.reports.period import Period
from app.sample import AGENCY, PACKS, QUARTER, SYNTHETIC, journal
from app.services.journal import import_journal
from app.services.packs import load_packs
from app.services.reports import statutory
from app.store.scope import Scope


@click.command("demo", help="Nạp phường mẫu, phát lại một năm hồ sơ mô phỏng và in biểu II.06a.")
def command() -> int:
    """Load, replay and print; a second time only prints."""
    database = opened()
    load_packs(database, PACKS)
    lines = (line.encode() for line in journal())
    with Meter("Đang phát lại một năm hồ sơ") as meter:
        result = import_journal(database, lines, "phường mẫu", now=the_time(), progress=meter)
    for problem in result.problems:
        click.echo(problem, err=True)
    period = Period(first=date.fromisoformat(QUARTER[0]), last=date.fromisoformat(QUARTER[1]))
    table, layout, office = statutory(
        database, "II.06a", Scope(agency=AGENCY), period, as_known_at=None, now=the_time()
    )
    say(SYNTHETIC)
    say("")
    say(drawn(table, layout, office))
    return 1 if result.problems else 0
