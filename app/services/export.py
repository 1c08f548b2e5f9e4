"""The log back out: journal lines that make the same log elsewhere."""

from collections.abc import Callable, Iterator

from app.services.xes import Sink, XesWriter
from app.store.engine import Database
from app.store.event_log import CaseLog, stream
from app.store.scope import Scope
from app.store.setup import read_setup
from workflows.codec import NAME_OF_TYPE, canonical, instant_text, to_data
from workflows.log import Recorded

Progress = Callable[[int], None]


def export_jsonl(
    database: Database, out: Sink, scope: Scope, progress: Progress = lambda cases: None
) -> int:
    """Write the scope's log as a journal (contract 3), case by case; returns the cases."""
    cases = 0
    for cases, log in enumerate(_logs(database, scope), start=1):
        out.write("".join(journal_lines(log)).encode())
        progress(cases)
    return cases


def export_xes(
    database: Database, out: Sink, scope: Scope, progress: Progress = lambda cases: None
) -> int:
    """Write the scope's log as XES (IEEE 1849); returns the cases."""
    cases = 0
    with XesWriter(out) as writer:
        for cases, log in enumerate(_logs(database, scope), start=1):
            writer.case(log)
            progress(cases)
    return cases


def journal_lines(log: CaseLog) -> Iterator[str]:
    """A case's events as journal lines, each with its newline."""
    for line in log.lines:
        yield canonical(_plain(log.code, line)) + "\n"


def _plain(code: str, line: Recorded) -> dict[str, object]:
    plain: dict[str, object] = {
        "case": code,
        "type": NAME_OF_TYPE[type(line.event)],
        "at": instant_text(line.event.at),
        "data": to_data(line.event),
    }
    if line.recorded_at != line.event.at:
        plain["recorded_at"] = instant_text(line.recorded_at)
    if line.by is not None:
        plain["by"] = line.by
    return plain


def _logs(database: Database, scope: Scope) -> Iterator[CaseLog]:
    with database.reading() as connection:
        if scope.agency is not None:
            read_setup(connection).agency(scope.agency)
        yield from stream(connection, scope.codes(connection))
