"""Cases of ours that go through their six steps, and the same rows written by bare statements."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unittest.mock import patch

import psycopg
from sqlalchemy import Table, select

from app.projections import write
from app.projections.rows import TABLES
from app.services.record import open_case, record
from app.store.at_once import Change, Verb, write_at_once
from app.store.engine import Connection, Database
from app.store.event_log import EVENTS
from bench.peers.stepping import STEPS, connected
from bench.timer_cases import MINUTE, PROCEDURE, START
from bench.timer_people import ward
from workflows import commands as do
from workflows.commands import Command
from workflows.events import Applicant

Row = dict[str, Any]
# One statement with the values it is sent with, once for each row.
Sent = tuple[str, list[tuple[Any, ...]]]
WHO = "an"
# What follows from the code of a case, or from which line of the log an event is.
_OF_THE_CODE = ("position", "code_key", "prev_hash", "hash", "head_hash")


def steps() -> tuple[Command, ...]:
    """What is recorded on an accepted case, one transaction each."""
    at = [START + number * MINUTE for number in range(1, STEPS + 1)]
    return (
        do.StartStep(at=at[0], step="appraise", assignee=WHO),
        do.CompleteStep(at=at[1], step="appraise"),
        do.StartStep(at=at[2], step="sign", assignee="binh"),
        do.CompleteStep(at=at[3], step="sign"),
        do.ResolveCase(at=at[4], outcome="granted", result_no="1/KQ"),
        do.DeliverResult(at=at[5], channel="direct"),
    )


def accepted(database: Database, cases: int, office: int = 0) -> list[str]:
    """New cases of one office, accepted at the desk."""
    return [_accepted(database, ward(office)) for _ in range(cases)]


def walked(database: Database, codes: Sequence[str]) -> int:
    """Take cases through their steps, each recorded by itself; returns how many."""
    for code in codes:
        for command in steps():
            record(database, code, command, by=WHO, now=command.at)
    return len(codes) * STEPS


@dataclass
class OurCases:
    """The product, as a stepper beside its peers."""

    database: Database
    codes: list[str] = field(default_factory=list)

    def open(self, cases: int) -> None:
        """Accept new cases."""
        self.codes = accepted(self.database, cases)

    def go(self) -> int:
        """Take each through its steps."""
        return walked(self.database, self.codes)

    def finished(self) -> int:
        """How many are delivered, with an event for each step."""
        return sum(
            row["state"] == "delivered" and row["version"] == STEPS + 1
            for code in self.codes
            for row in held(self.database, code)["cases"]
        )


@dataclass
class BareRows:
    """The rows that `OurCases` writes, sent by psycopg with values that were made beforehand."""

    database: Database
    connection: psycopg.Connection
    pattern: "Sequence[Sequence[Sent]]"
    model: str
    codes: list[str] = field(default_factory=list)
    _ready: "list[list[list[Sent]]]" = field(default_factory=list)

    def open(self, cases: int) -> None:
        """Accept new cases, and make the values of their steps."""
        self.codes = accepted(self.database, cases)
        self._ready = [
            [[_renamed(sent, self.model, code) for sent in step] for step in self.pattern]
            for code in self.codes
        ]

    def go(self) -> int:
        """Write the rows of each step in a transaction."""
        for case in self._ready:
            for step in case:
                with self.connection.transaction(), self.connection.cursor() as cursor:
                    for statement, rows in step:
                        _send(cursor, statement, rows)
        return len(self._ready) * STEPS

    def finished(self) -> int:
        """How many cases hold just what the model does."""
        wanted = held(self.database, self.model)
        return sum(held(self.database, code, self.model) == wanted for code in self.codes)


def bare(database: Database, rest: ExitStack) -> BareRows:
    """Learn from one case of ours which rows its steps write."""
    (model,) = accepted(database, 1)
    pattern = _learnt(database, model)
    connection = rest.enter_context(connected(database.url))
    return BareRows(database=database, connection=connection, pattern=pattern, model=model)


def held(database: Database, code: str, model: str | None = None) -> dict[str, list[Row]]:
    """The rows of a case, but for the numbers of its lines; its code is that of the model then."""
    found: dict[str, list[Row]] = {}
    with database.reading() as connection:
        for table in (EVENTS, *TABLES):
            column = table.c.code if "code" in table.c else table.c.case_code
            query = select(table).where(column == code).order_by(*table.primary_key)
            rows = [dict(row) for row in connection.execute(query).mappings()]
            found[table.name] = [_bare_row(row, code, model or code) for row in rows]
    return found


def _bare_row(row: Row, code: str, model: str) -> Row:
    renamed = {name: model if value == code else value for name, value in row.items()}
    return {name: value for name, value in renamed.items() if name not in _OF_THE_CODE}


def _accepted(database: Database, office: str) -> str:
    command = do.AcceptCase(
        at=START,
        agency=office,
        procedure=PROCEDURE,
        channel="direct",
        applicant=Applicant(name="Nguyễn Văn Đo", phone="0900000000"),
    )
    return open_case(database, command, by=WHO, now=START).code


def _learnt(database: Database, model: str) -> list[list[Sent]]:
    """Record the steps of a case, and keep what each of them wrote."""
    pattern: list[list[Sent]] = []

    def seen(
        connection: Connection,
        code: str,
        changes: Sequence[Change],
        *,
        gate: Table,
        earliest: datetime | None = None,
    ) -> None:
        pattern.append([_statement(change) for change in changes])
        write_at_once(connection, code, changes, gate=gate, earliest=earliest)

    with patch.object(write, "write_at_once", seen):
        walked(database, [model])
    return pattern


# The names in these are those of our own tables and columns.
_VERBS: dict[Verb, str] = {
    "fresh": "INSERT INTO {table} ({names}) VALUES ({places})",
    "gone": "DELETE FROM {table} WHERE {same}",
    "changed": "UPDATE {table} SET {values} WHERE {same}",
}


def _statement(change: Change) -> Sent:
    names, keys = list(change.rows[0]), [key.name for key in change.table.primary_key]
    others = [name for name in names if name not in keys]
    statement = _VERBS[change.verb].format(
        table=change.table.name,
        names=", ".join(names),
        places=", ".join(["%s"] * len(names)),
        values=", ".join(f"{name} = %s" for name in others),
        same=" AND ".join(f"{key} = %s" for key in keys),
    )
    sent = {"fresh": names, "gone": keys, "changed": [*others, *keys]}
    return statement, _values(change, sent[change.verb])


def _values(change: Change, names: Sequence[str]) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in change.rows]


def _renamed(sent: Sent, model: str, code: str) -> Sent:
    statement, rows = sent
    return statement, [tuple(code if one == model else one for one in row) for row in rows]


def _send(cursor: "psycopg.Cursor", statement: str, rows: list[tuple[Any, ...]]) -> None:
    if len(rows) == 1:
        cursor.execute(statement, rows[0])
    else:
        cursor.executemany(statement, rows)
