"""Letters for the tests of their numbers: issued in one transaction, now and then given up."""

import hashlib
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from app.errors import Refused
from app.services.record import known_log, record_in
from app.store.engine import Connection, Database, database
from app.store.letter_numbers import next_letter_number
from app.store.read_tables import CaseRow
from app.store.tables import table_of
from tests.store.desk import MINUTE, MONDAY
from tests.store.workers import PATIENCE
from workflows import commands as do
from workflows.letter_events import LetterKind

CASES = table_of(CaseRow)
AT = MONDAY + MINUTE


def letter(serial: int, kind: LetterKind = "receipt", at: datetime = AT, **more: Any) -> Any:
    """A letter with a number; its bytes are nobody's."""
    name = f"{kind} {serial} {sorted(more.items())}".encode()
    given: dict[str, Any] = {
        "kind": kind,
        "form": "tt01_2018/01",
        "number": f"{serial}/TNHS",
        "serial": serial,
        "year": 2024,
        "file": hashlib.sha256(name).hexdigest(),
        "media": "application/pdf",
        "size": 20_000,
        "template": "tt01_2018/01@0123456789ab",
    }
    return do.IssueLetter(at=at, **{**given, **more})


def issued_in(connection: Connection, code: str, kind: LetterKind = "receipt") -> int:
    """Number a letter of a case of H32.PL and record it; the number."""
    serial = next_letter_number(connection, "H32.PL", kind, 2024)
    mine = letter(serial, kind, file=hashlib.sha256(code.encode()).hexdigest())
    record_in(connection, known_log(connection, code), [mine], by="lan", now=AT)
    return serial


def issued(opened: Database, code: str, kind: LetterKind = "receipt") -> int:
    with opened.writing() as connection:
        return issued_in(connection, code, kind)


def issue_many(url: str, codes: list[str], every: int) -> int:
    """A letter for each case, and one in `every` is given up after it had its number."""
    opened, given_up = database(url), 0
    for place, code in enumerate(codes):
        if place % every == 0:
            try:
                with opened.writing() as connection:
                    issued_in(connection, code)
                    raise Refused("máy in hết mực")
            except Refused:
                given_up += 1
        issued(opened, code)
    return given_up


def issue_and_hang(url: str, codes: list[str], sign: str) -> None:
    """A letter for each case but the last, which stops inside its transaction to be killed."""
    opened = database(url)
    for code in codes[:-1]:
        issued(opened, code)
    with opened.writing() as connection:
        issued_in(connection, codes[-1])
        Path(sign).touch()
        time.sleep(PATIENCE)
