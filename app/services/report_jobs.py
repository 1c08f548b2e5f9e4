"""Large tables, asked for on a page and made while their reader does something else.

    ask(database, press, form, asked) -> the number to come back with
    carry_on(database, folder, now=…) makes the oldest one; the scheduler and the page call it
    asked_for(database, officer) -> what one has asked for, newest first
    progress_of(database, officer, number) -> how far it has come
    result(database, folder, officer, number, format) -> the bytes

A row is leased by whoever makes it. A crash lets the lease run out, and the next one begins again:
nothing is written before the end but how far it has come. The files of a made table lie in the
folder without being named for good, so that they are swept a day later, and nobody has to tidy.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.errors import DatabaseNotReady, MotcuaError, Refused, Unknown
from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.kept import as_kept, from_kept
from app.reports.out import MEDIA, WRITERS
from app.reports.out.office import Office
from app.reports.period import Period
from app.reports.switches import parsed
from app.services.act import Press, must_have_key
from app.services.letter_drawing import kept_bytes
from app.services.letter_papers import kept_content
from app.services.report_gate import must_be_of_one
from app.services.reports import Report, statutory
from app.services.sealing_rights import must_see, sees
from app.store import report_jobs as store
from app.store.engine import Connection, Database
from app.store.files import Kept, place_of
from app.store.report_jobs import ReportJob
from app.store.scope import Scope
from sla.zone import later, parse_instant
from workflows.codec import canonical, instant_text
from workflows.officer import Officer

TRIES = 3  # leases of a table, after which whatever stops it is held to be its own fault
LEASE = 10  # minutes for a table, after which somebody else may begin again
TABLE = "table"  # the table itself, beside the files of its formats
STEPS = (TABLE, *WRITERS)
MOST = 10  # tables that are listed for one person
_GIVEN_UP = f"đã bắt đầu {TRIES} lần mà lần nào cũng bị ngắt giữa chừng; hãy báo người quản trị"
_FAULT = "lỗi của chương trình; hãy báo người quản trị"


@dataclass(frozen=True, kw_only=True, slots=True)
class JobProgress:
    """How far a table has come.

    Attributes:
        done: steps of `total` that are done.
        finished: whether there is nothing more to wait for.
        error: why it could not be made; None where it could.
        formats: what can be fetched.
    """

    number: int
    form: str
    asked: Asked
    done: int
    total: int
    finished: bool
    error: str | None
    formats: tuple[str, ...]


def ask(database: Database, press: Press, form: str, asked: Asked) -> int:
    """Write down that somebody wants a table, once however often the form is sent; its number.

    Raises:
        BadInput: for a form or variant there is none of, without an office, and for a bad key.
        Refused: for a key that was used by somebody else or for another table.
        Unknown: for an office that is not the officer's.
    """
    must_have_key(press)
    put = form_of(form).asked(asked)
    question = canonical(_as_json(put))
    with database.writing() as connection:
        must_see(connection, press.officer, must_be_of_one(put))
        known = store.keyed(connection, press.key)
        if known is None:
            return store.add(connection, _row(press, form, question))
    if (known.by, known.form) != (press.officer.login, form) or not _same(known.asked, put):
        raise Refused("biểu mẫu này đã được ghi rồi; hãy mở lại trang", "key")
    return known.id


def carry_on(database: Database, folder: Path, *, now: datetime, only: int | None = None) -> int:
    """Make the oldest table nobody is at work on; how many that was (0 or 1).

    With `only` that table or none.

    Raises:
        DatabaseNotReady: when database or folder is busy for too long, or out of reach.
    """
    with database.writing() as connection:
        job = store.lease(connection, now=now, until=later(now, minutes=LEASE), only=only)
    if job is None:
        return 0
    if job.lease_no > TRIES:
        _failed(database, job, _GIVEN_UP, now)
        return 1
    try:
        _make(database, folder, job, now)
    except DatabaseNotReady:
        raise  # The lease runs out, and the next one tries again.
    except MotcuaError as error:
        _failed(database, job, str(error), now)
    except Exception:
        _failed(database, job, _FAULT, now)
        raise
    return 1


def progress_of(database: Database, officer: Officer, number: int) -> JobProgress:
    """How far a table has come.

    Raises:
        Unknown: when there is no such table, it was somebody else who asked, or the office is no
            longer theirs.
    """
    with database.reading() as connection:
        return _progress(_own(connection, officer, number))


def asked_for(database: Database, officer: Officer) -> tuple[JobProgress, ...]:
    """The tables somebody asked for last, newest first."""
    with database.reading() as connection:
        found = store.of_people(connection, officer.logins, most=MOST)
        seen = [job for job in found if sees(connection, officer, job.asked["agency"])]
    return tuple(_progress(job) for job in seen)


def result(database: Database, folder: Path, officer: Officer, number: int, format: str) -> bytes:
    """A made table in one of its formats.

    Raises:
        Unknown: as `progress_of`; while it is not made, and once its files were swept.
    """
    with database.reading() as connection:
        job = _own(connection, officer, number)
    if format not in job.files:
        raise Unknown("number", "biểu này chưa lập xong")
    kept = job.files[format].sha256
    if not place_of(folder, kept).exists():
        raise Unknown("number", "biểu này lập đã hơn một ngày nên tệp đã được dọn; hãy lập lại")
    return kept_content(folder, kept, "biểu đã lập")


def made_table(database: Database, folder: Path, officer: Officer, number: int) -> Report:
    """A made table for the page, without counting it again.

    Raises:
        Unknown: as `result`.
    """
    kept = json.loads(result(database, folder, officer, number, TABLE))
    table = from_kept(kept["table"])
    office = kept["office"]
    return Report(
        table=table,
        layout=form_of(table.form).layout(table.variant, table.switches),
        office=Office(**{**office, "notices": tuple(office["notices"])}),
    )


def _progress(job: ReportJob) -> JobProgress:
    return JobProgress(
        number=job.id,
        form=job.form,
        asked=_asked(job.asked),
        done=job.done,
        total=len(STEPS),
        finished=job.finished_at is not None,
        error=job.error,
        formats=tuple(name for name in WRITERS if name in job.files),
    )


def _make(database: Database, folder: Path, job: ReportJob, now: datetime) -> None:
    report = statutory(database, job.form, replace(_asked(job.asked), now=now))
    kept: dict[str, Kept] = {}
    for done, name in enumerate(STEPS, start=1):
        kept[name] = kept_bytes(folder, _content(report, name), _media(name))
        with database.writing() as connection:
            if not store.step(connection, job, done=done):
                return
    with database.writing() as connection:
        store.finish(connection, job, kept, now=now)


def _content(report: Report, name: str) -> bytes:
    if name != TABLE:
        return WRITERS[name](report.table, report.layout, report.office)
    said = {"table": as_kept(report.table), "office": asdict(report.office)}
    return canonical(said).encode()


def _media(name: str) -> str:
    return MEDIA["json" if name == TABLE else name]


def _failed(database: Database, job: ReportJob, words: str, now: datetime) -> None:
    with database.writing() as connection:
        store.fail(connection, job, words, now=now)


def _same(said: Mapping[str, Any], put: Asked) -> bool:
    """Whether it is the same question, but for the instant it was asked at."""
    return {**said, "now": None} == {**_as_json(put), "now": None}


def _own(connection: Connection, officer: Officer, number: int) -> ReportJob:
    job = store.one(connection, number)
    if job is None or job.by not in officer.logins:
        raise Unknown("number", f"không có biểu đang lập số {number}")
    must_see(connection, officer, job.asked["agency"])
    return job


def _row(press: Press, form: str, question: str) -> dict[str, Any]:
    return {
        "key": press.key,
        "by": press.officer.login,
        "made_at": press.now,
        "form": form,
        "asked": question,
    }


def _as_json(put: Asked) -> dict[str, Any]:
    known = put.as_known_at
    return {
        "agency": put.scope.agency,
        "subtree": put.scope.subtree,
        "first": put.period.first.isoformat(),
        "last": put.period.last.isoformat(),
        "as_known_at": instant_text(known) if known else None,
        "switches": put.switches.as_json(),
        "variant": put.variant,
        "now": instant_text(put.now),
    }


def _asked(said: Mapping[str, Any]) -> Asked:
    first, last = date.fromisoformat(said["first"]), date.fromisoformat(said["last"])
    known = said["as_known_at"]
    return Asked(
        scope=Scope(agency=said["agency"], subtree=said["subtree"]),
        period=Period(first=first, last=last),
        now=parse_instant(said["now"]),
        as_known_at=parse_instant(known) if known else None,
        switches=parsed(said["switches"]),
        variant=said["variant"],
    )
