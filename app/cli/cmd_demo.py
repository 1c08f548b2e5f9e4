"""`motcua demo`: the sample ward's quarter from nothing to the published table, and its desks."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

import click

from app.cli.demo_letters import letters
from app.cli.grid import drawn
from app.cli.meter import Meter
from app.cli.opening import opened, unusable, wall_time
from app.cli.out import say
from app.cli.welcome import welcome
from app.deadlines.tick import tick
from app.notices.channels import channels_of
from app.reports.asked import Asked
from app.reports.period import Period
from app.sample import (
    AGENCY,
    MORNING,
    ONE_FOR_ALL,
    PACKS,
    QUARTER,
    SYNTHETIC,
    accounts,
    desk_journal,
    journal,
    pleas,
)
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.services.act import Press
from app.services.demo_clock import demo_now, start
from app.services.journal import import_journal
from app.services.notice_choices import keep_notice_settings
from app.services.packs import load_packs
from app.services.proposals import Draft, propose
from app.services.reports import statutory
from app.store.accounts import accounts_by_login
from app.store.channels import announce
from app.store.engine import Database
from app.store.scope import Scope
from app.store.setup import read_setup
from config import Config


@click.command("demo", help="Nạp phường mẫu, phát lại một năm hồ sơ, in biểu II.06a, mở các bàn.")
def command() -> int:
    """Load, replay, open the desks and print; a second time only prints."""
    database, now = opened(), wall_time()
    _only_the_sample(database)
    problems = _staged(database, now)
    for problem in problems:
        click.echo(problem, err=True)
    say(SYNTHETIC)
    say("")
    say(_published(database, now))
    say(welcome())
    return 1 if problems else 0


def _only_the_sample(database: Database) -> None:
    """Refuse a database that holds an office of somebody's own: its log would keep the sample."""
    with database.reading() as connection:
        agencies = read_setup(connection).agencies.values()
    real = [agency.code for agency in agencies if agency.notice is None]
    if real:
        words = f"đã có cơ quan {real[0]}; hãy chạy demo với một cơ sở dữ liệu khác"
        raise unusable("MOTCUA_DATABASE_URL", "demo", words)


def _staged(database: Database, now: datetime) -> list[str]:
    """Bring everything in that is not there yet; the problems of the journals.

    The clock is started last, so whoever finds it running finds all the rest in its place.
    """
    if demo_now(database, now) is not None:
        return []
    load_packs(database, PACKS)
    click.echo("Đang phát lại một năm hồ sơ mô phỏng (khoảng mười giây)…", err=True)
    problems = _replayed(database, journal(), "phường mẫu", now)
    problems += _replayed(database, desk_journal(), "bàn làm việc mẫu", now)
    if not problems:
        _peopled(database)
        _asked(database)
        config = Config.from_environment()
        _reachable(database, config)
        letters(database, config.files_dir)
        # As the scheduler would have: what was missed till this morning stands in the log.
        tick(database, until=MORNING, now=MORNING)
        start(database, MORNING, wall=now)
    return problems


def _peopled(database: Database) -> None:
    """Make the accounts that are not there; in the demonstration nobody has joined since."""
    with database.reading() as connection:
        known = accounts_by_login(connection, [officer.login for officer in accounts()])
    for officer in accounts():
        if officer.login not in known:
            new = NewAccount(
                login=officer.login,
                name=officer.name,
                grants=officer.grants,
                password=ONE_FOR_ALL,
            )
            create_account(database, new, by=None, now=MORNING)
            # Nobody reads there: `make demo` lets letters fall into a folder.
            address = f"{officer.login}@motcua.example"
            keep_notice_settings(database, officer.login, email=address, phone="", modes={})


def _reachable(database: Database, config: Config) -> None:
    """Say now which channels there will be: a letter's copy goes out as the letter is issued."""
    with database.writing() as connection:
        announce(connection, channels_of(config), now=MORNING, site=config.site)


def _asked(database: Database) -> None:
    """Put before a second person what waits for one; a key of its own keeps each single."""
    people = {officer.login: officer for officer in accounts()}
    for code, version, plea in pleas():
        key = hashlib.sha256(f"{plea.kind} {code}".encode()).hexdigest()
        draft = Draft(
            kind=plea.kind,
            commands=(plea.command,),
            reason=plea.reason,
            evidence=plea.evidence,
        )
        press = Press(officer=people[plea.by], key=key, now=MORNING)
        propose(database, press, code, draft, expected_version=version)


def _replayed(database: Database, lines: Iterable[str], source: str, now: datetime) -> list[str]:
    encoded = (line.encode() for line in lines)
    with Meter("Đang phát lại") as meter:
        return import_journal(database, encoded, source, now=now, progress=meter).problems


def _published(database: Database, now: datetime) -> str:
    period = Period(first=date.fromisoformat(QUARTER[0]), last=date.fromisoformat(QUARTER[1]))
    asked = Asked(scope=Scope(agency=AGENCY), period=period, now=now)
    report = statutory(database, "II.06a", asked)
    return drawn(report.table, report.layout, report.office.name)
