"""Pages of reports as the tests read them: the numbers of a table, and how it is signed."""

import re
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock
from app.sample import MORNING, ONE_FOR_ALL
from app.services.account_fields import NewAccount
from app.services.accounts import create_account
from app.services.packs import load_packs
from app.services.record import open_case, record
from app.services.report_page import LARGE
from app.store.engine import Database
from app.store.event_log import load
from app.store.heartbeats import beat
from sla.zone import later, parse_instant
from tests.services.who import QUICK, grant
from tests.web.client import token_of
from workflows import commands as cmd
from workflows.agency import Role
from workflows.events import Applicant, Paper

# Fiscal days in which the ward's cases in flight lie, and some that are over at MORNING.
RUNNING = "agency=H32.PL&first=2023-12-15&last=2024-03-14"
WEEKS = "agency=H32.PL&first=2024-01-01&last=2024-01-21"
TABLE, CASES, SEAL = "/reports/II.06a", "/reports/II.06a/cases", "/reports/II.06a/seal"
NUMBERS = re.compile(r'<a href="([^"]+)" aria-label="([\d.]+): ([^"]+)">')
KEY = "a" * 32
ABOVE = "tinh.gs"  # oversees the province of the ward
LATER = later(MORNING, minutes=60)  # than whatever is signed meanwhile


def numbers(client: FlaskClient, address: str) -> dict[str, tuple[str, int]]:
    """Every number that opens, by heading and line: where it leads, and how many it says."""
    page = client.get(address)
    assert page.status_code == 200, page.text
    return {
        unescape(name): (unescape(href), int(text.replace(".", "")))
        for href, text, name in NUMBERS.findall(page.text)
    }


def signed(client: FlaskClient, asks: str = WEEKS, **typed: Any) -> TestResponse:
    """Press the button under a table."""
    given = {"title": "CHỦ TỊCH", "key": KEY, **typed}
    token = token_of(client, f"{SEAL}?{asks}")
    return client.post(f"{SEAL}?{asks}", data={"csrf_token": token, **given})


def closed_late(opened: Database) -> str:
    """A case of the weeks that was accepted on the 2nd and resolved after its deadline."""
    accepted, resolved = parse_instant("2024-01-02T08:00"), parse_instant("2024-01-19T10:00")
    command = cmd.AcceptCase(
        at=accepted,
        agency="H32.PL",
        procedure="1.004873",
        channel="direct",
        applicant=Applicant(name="Bà Tư", id_no="000123456789", phone="0900000777"),
        papers=(Paper(name="Tờ khai", kind="original", count=1),),
        fee=15_000,
    )
    code = open_case(opened, command, by="lan.mc", now=accepted).code
    record(opened, code, cmd.ResolveCase(at=resolved, outcome="granted"), by="hue.tp", now=resolved)
    return code


def corrected(
    opened: Database,
    code: str,
    *,
    true: str = "2024-01-03T09:00",
    of: int | None = None,
    now: datetime = LATER,
) -> None:
    """What a second person approved: by default, the result was there much earlier."""
    with opened.reading() as connection:
        number = of or len(load(connection, code).lines)
    command = cmd.CorrectEvent(
        at=now,
        of=number,
        true_at=parse_instant(true),
        reason="bấm muộn",
        approved_by="binh.ld",
    )
    record(opened, code, command, by="hue.tp", now=now)


def province(opened: Database, folder: Path) -> None:
    """As many communes below the province as make a table too long to wait for its files."""
    rows = (
        f"  - {{code: H32.X{number}, name: Xã thứ {number}, level: commune, parent: H32,"
        " calendar: default}"
        for number in range(LARGE)
    )
    pack = folder / "communes.yaml"
    pack.write_text("\n".join(["agencies:", *rows]), encoding="utf-8")
    load_packs(opened, [pack])
    create_account(
        opened,
        NewAccount(
            login=ABOVE,
            name="Lê Thị Tỉnh",
            grants=[grant(Role.SUPERVISOR, "H32")],
            password=ONE_FOR_ALL,
        ),
        by=None,
        now=MORNING,
        hasher=QUICK,
    )


def scheduled(opened: Database) -> None:
    """A scheduler that has just made reports."""
    with opened.writing() as connection:
        beat(
            connection,
            job="reports",
            worker="may-chu:1",
            at=clock.now(),
            took=0.1,
            result="",
        )
