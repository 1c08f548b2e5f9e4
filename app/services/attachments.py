"""Files of a case: kept by content, named by the log, opened only by those who see the case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from app.errors import Unknown
from app.services.act import Press, act, must_be_allowed, must_see
from app.services.media import cleaned, judged
from app.services.record import Outcome, known_log
from app.store import files, files_forgotten, proposals
from app.store.engine import Connection, Database
from app.store.files import Kept
from workflows.case import Case
from workflows.commands import RecordDigitisation
from workflows.events import Count, Digitised
from workflows.evolve import fold
from workflows.officer import Officer


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A file as it comes in.

    Attributes:
        stream: its content, read once.
        name: what the sender calls it.
        part: which paper of the file it is; empty for none in particular.
        signed: whether it bears a digital signature.
        reused: whether it comes from earlier data instead of a new scan.
        result: whether it is the result of the case.
    """

    stream: BinaryIO
    name: str
    part: str = ""
    signed: bool = False
    reused: bool = False
    result: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that the log of a case names; `number` is that of the event, from 1."""

    number: int
    at: datetime
    sha256: str
    name: str
    media: str
    parts: tuple[str, ...]
    signed: bool
    reused: bool
    result: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A file to be handed out: where it lies, as what, under which name, so many bytes."""

    path: Path
    media: str
    name: str
    size: int


def attach(
    database: Database, folder: Path, press: Press, code: str, upload: Upload, *, limit: int
) -> Outcome:
    """Keep a file and record it on a case.

    The file comes first: a crash in between leaves a file that no case names, and the form sent
    again keeps the same content under the same name and records it.

    Args:
        database: where.
        folder: the folder of files.
        press: who, with which form, when.
        code: the case.
        upload: the file.
        limit: the most bytes it may have.

    Raises:
        BadInput: for a file that is empty, too large, of a kind we do not take, or misnamed.
        As `app.services.act.act`; DatabaseNotReady also when the folder cannot be written.
    """
    must_be_allowed(database, press, code, RecordDigitisation(at=press.now))
    kept = kept_file(folder, upload, limit=limit)
    command = _digitisation(upload, kept, press.now)
    return act(database, press, code, [command], inside=noted(kept, press.now))


def kept_file(folder: Path, upload: Upload, *, limit: int) -> Kept:
    """Keep a file that no case names yet; what proves a proposal comes in here.

    Raises:
        BadInput: for a file that is empty, too large, of a kind we do not take, or misnamed.
        DatabaseNotReady: when the folder cannot be written.
    """
    name = cleaned(upload.name)
    return files.keep(
        folder, upload.stream, limit=limit, judge=lambda received: judged(received, name)
    )


def forgotten(database: Database, folder: Path, *, before: datetime) -> int:
    """Remove files nobody named that lie there since before an instant; how many went.

    At most once a day: in between it costs one look at a file. `before` has to lie further back
    than any form lives, which is a day; how no file goes that is just being named stands in
    `app.store.files_forgotten`.

    Raises:
        DatabaseNotReady: when the database, or the folder, is out of reach.
    """
    return files_forgotten.forget(database, folder, before=before)


def noted(kept: Kept, now: datetime) -> Callable[[Connection], None]:
    """What notes a kept file in the transaction that names it."""
    return lambda connection: files.note(connection, kept, at=now)


def of(case: Case) -> tuple[Attachment, ...]:
    """The files of a case, oldest first."""
    return tuple(
        _attachment(number, event)
        for number, event in enumerate(case.log, start=1)
        if isinstance(event, Digitised) and event.file is not None
    )


def opened(database: Database, folder: Path, officer: Officer, code: str, sha256: str) -> Opened:
    """A file of a case, or of a proposal about it, for somebody who sees the case.

    Supervisors and auditors too, and unmasked: what was handed in is what they look into; the
    numbers masked on the page may stand in a scan.

    Raises:
        Unknown: when they do not see it, the case names no such file, or the folder lost it.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        return _handed(connection, folder, sha256, _named(connection, code).get(sha256))


def opened_evidence(database: Database, folder: Path, officer: Officer, number: int) -> Opened:
    """The file that proves a proposal, for somebody who sees the proposal.

    Raises:
        Unknown: when they do not see it, it has no file, or the folder lost it.
    """
    with database.reading() as connection:
        proposal = proposals.one(connection, proposals.numbered(number), proposals.seen_by(officer))
        sha256, name = "", None
        if proposal is not None and proposal.evidence_file is not None:
            sha256, name = proposal.evidence_file, proposal.evidence_name
        return _handed(connection, folder, sha256, name)


def _handed(connection: Connection, folder: Path, sha256: str, name: str | None) -> Opened:
    kept = files.known(connection, sha256) if name is not None else None
    if name is None or kept is None:
        raise Unknown("file", "không có tệp này")
    path = files.place_of(folder, kept.sha256)
    if not path.is_file():
        raise Unknown("file", f"tệp “{name}” không còn trong kho tệp; hãy báo người quản trị")
    return Opened(path=path, media=kept.media, name=name, size=kept.size)


def _named(connection: Connection, code: str) -> dict[str, str]:
    """What each file of a case is called."""
    case = fold(code, (line.event for line in known_log(connection, code).lines))
    about = proposals.many(connection, proposals.of_case(code))
    names = {one.evidence_file: one.evidence_name or "" for one in about if one.evidence_file}
    return names | {one.sha256: one.name for one in of(case)} if case else names


def _digitisation(upload: Upload, kept: Kept, now: datetime) -> RecordDigitisation:
    parts: Count = (upload.part,) if upload.part else 1
    return RecordDigitisation(
        at=now,
        parts=parts,
        signed=parts if upload.signed else 0,
        result=upload.result,
        reused=upload.reused,
        file=kept.sha256,
        name=cleaned(upload.name),
        media=kept.media,
    )


def _attachment(number: int, event: Digitised) -> Attachment:
    return Attachment(
        number=number,
        at=event.at,
        sha256=event.file or "",
        name=event.name or "",
        media=event.media or "",
        parts=event.parts if isinstance(event.parts, tuple) else (),
        signed=bool(event.signed),
        reused=event.reused,
        result=event.result,
    )
