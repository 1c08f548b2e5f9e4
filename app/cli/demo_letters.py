"""The letters of the demonstration: issued for real, so that they can be opened and printed."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from app.cli.meter import Meter
from app.sample import AGENCY, MORNING, accounts
from app.sample.apologies import (
    APOLOGIES,
    NUMBERS,
    PUBLISHER,
    RECEIPTS,
    SIGNER,
    TITLE,
    Apology,
)
from app.services import apology
from app.services.act import Press
from app.services.letters import receipt_of
from app.store.engine import Database
from workflows.officer import Officer


def letters(database: Database, folder: Path) -> None:
    """Take late cases through their apologies and print this morning's receipts.

    Keys are made of what is done, so that a demonstration that broke off goes on.

    Raises:
        MotcuaError: as the desk's own services; the sample is at fault then.
    """
    people = {officer.login: officer for officer in accounts()}
    with Meter("Đang phát hành giấy tờ mẫu") as meter:
        for done, one in enumerate(APOLOGIES, start=1):
            _apologise(database, folder, people, one)
            meter(done, len(APOLOGIES) + len(RECEIPTS))
        for done, code in enumerate(RECEIPTS, start=1 + len(APOLOGIES)):
            press = _press(people, PUBLISHER, f"receipt {code}", MORNING)
            receipt_of(database, folder, press, code)
            meter(done, len(APOLOGIES) + len(RECEIPTS))


def _apologise(
    database: Database, folder: Path, people: Mapping[str, Officer], one: Apology
) -> None:
    """As far as it has come by this morning."""

    def press(login: str, act: str, at: datetime) -> Press:
        return _press(people, login, f"{act} {one.code}", at)

    drafted = apology.draft(database, press(one.by, "draft", one.drafted), one.code, _words(one))
    if one.signed is not None:
        signing = apology.Signing(draft=drafted.version, title=TITLE)
        apology.sign(database, folder, press(SIGNER, "sign", one.signed), one.code, signing)
    if one.issued is not None:
        letter = apology.issue(database, folder, press(NUMBERS, "issue", one.issued), one.code)
        if one.published is not None:
            shown = press(PUBLISHER, "publish", one.published)
            apology.publish(database, shown, one.code, letter.number)


def _words(one: Apology) -> apology.Words:
    return apology.Words(
        reason=one.reason,
        public_reason=one.public_reason,
        new_due_at=one.new_due_at,
        step=one.step,
        run=1 if one.step else None,
        unit=AGENCY,
        officer=one.officer,
    )


def _press(people: Mapping[str, Officer], login: str, what: str, at: datetime) -> Press:
    key = hashlib.sha256(what.encode()).hexdigest()
    return Press(officer=people[login], key=key, now=at)
