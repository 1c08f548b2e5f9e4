"""Cases of the sample ward as their citizens see them: looked up, late, and apologised for."""

import re
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.sample import MORNING
from app.services.record import record_all
from app.store.engine import Database
from app.store.lookup_codes import lookup_code
from sla.zone import VIETNAM
from tests.web.cases import TU
from tests.web.client import token_of
from workflows.commands import IssueApology, IssueLetter, PublishLetter

REASON = "Bước thụ lý kéo dài do thiếu nhân sự."
PRIVATE = "bà Tư chưa nộp sổ hộ khẩu của ông Năm"
AGAIN = datetime(2024, 2, 20, 16, 30, tzinfo=VIETNAM)
# What no public page may show.
SECRETS = tuple(
    one for one in (TU.name, TU.id_no, TU.phone, "hue.tp", "lan.mc", "Ông Bình", PRIVATE) if one
)


def receipt(opened: Database, case: str) -> str:
    """The code on the receipt of a case."""
    with opened.writing() as connection:
        return lookup_code(connection, case, now=MORNING)


def looked(client: FlaskClient, code: str, lookup: str, **more: Any) -> TestResponse:
    """What the form answers; `more` goes to the test client, as the address of the caller."""
    typed = {"code": code, "lookup": lookup, "csrf_token": token_of(client, "/track")}
    return client.post("/track", data=typed, **more)


def words_of(answer: TestResponse) -> str:
    """What a reader reads."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
    return re.sub(r" ([,.])", r"\1", text)


def apologised(
    opened: Database, case: str, *, at: datetime, again: datetime, reason: str | None = REASON,
    number: str = "1/PXL",
) -> None:  # fmt: skip
    """Say sorry for a case and put it before everybody, as a journal would."""
    serial = int(number.partition("/")[0])
    commands = [
        IssueApology(
            at=at, reason=PRIVATE, new_due_at=again, signed_by="Ông Bình", public_reason=reason
        ),
        IssueLetter(
            at=at, kind="apology", form="tt01_2018/04", number=number, serial=serial, year=at.year,
            file="0" * 64, media="application/pdf", size=1, template="tt01_2018/04@0",
        ),
        PublishLetter(at=at, kind="apology", number=number),
    ]  # fmt: skip
    record_all(opened, case, commands, by="lan.mc", now=at)
