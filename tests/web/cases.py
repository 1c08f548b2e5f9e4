"""Cases on the sample ward for the tests of the case page and its acts."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.sample import MORNING
from app.services.case_view import CaseView, case_view
from app.services.record import open_case, record
from app.store.engine import Database
from app.store.event_log import load
from app.web.installed import NAME
from workflows import commands as cmd
from workflows.events import Applicant, Paper

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LATER = MORNING + 8 * HOUR
TU = Applicant(name="Bà Tư", id_no="000123456789", phone="0900000777")
BOTH = pytest.mark.parametrize("ward_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def opened(app: Flask) -> Database:
    database: Database = app.extensions[NAME].database
    return database


def accepted(opened: Database, at: datetime = MORNING - HOUR, **more: Any) -> str:
    given = {
        "agency": "H32.PL",
        "procedure": "1.004873",
        "channel": "direct",
        "applicant": TU,
        "papers": (Paper(name="Tờ khai", kind="original", count=1),),
        "fee": 15_000,
    }
    command = cmd.AcceptCase(at=at, **{**given, **more})
    return open_case(opened, command, by="lan.mc", now=at).code


def did(opened: Database, code: str, command: cmd.Command, by: str | None = "lan.mc") -> None:
    record(opened, code, command, by=by, now=MORNING)


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def seen(opened: Database, code: str) -> CaseView:
    return case_view(opened, code, now=LATER)


def last(opened: Database, code: str) -> Any:
    with opened.reading() as connection:
        return load(connection, code).lines[-1].event


def online(opened: Database, at: datetime = MORNING - HOUR) -> str:

    given = cmd.SubmitCase(
        at=at,
        agency="H32.PL",
        procedure="1.004873",
        channel="online",
        applicant=Applicant(name="Bà Tư", phone="0900000777"),
    )
    return open_case(opened, given, by=None, now=at).code


def appraised(opened: Database, assignee: str = "hue.tp") -> str:
    code = accepted(opened)
    did(opened, code, cmd.StartStep(at=MORNING - 30 * MINUTE, step="appraise", assignee=assignee))
    return code


def signed(opened: Database) -> str:
    """A case the leader has signed and the specialist has to finish."""
    code = appraised(opened)
    did(opened, code, cmd.CompleteStep(at=MORNING - 20 * MINUTE, step="sign"), by="binh.ld")
    return code


def resolved(opened: Database) -> str:
    code = appraised(opened)
    did(opened, code, cmd.ResolveCase(at=MORNING - MINUTE, outcome="granted"), by="hue.tp")
    return code
