"""Signed tables: sealed once by a leader, printed for ever as they were, replaced by new editions.

    gate_of(database, officer, asked, form) -> Gate
    seal(database, folder, press, form, asked, Signature(title=…)) -> Sealed
    sealed_of(database, officer, form, asked) -> its editions, newest first
    printed(database, folder, number, format) -> the bytes of that day

A table, the cases behind it and the place of the log come out of one view of the database. The
files are drawn outside of any transaction and lie in the folder before the edition names them: a
crash leaves at most files nobody names, which are swept. The edition itself is one row that no
UPDATE or DELETE can change.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from app.errors import Unknown
from app.reports.asked import Asked
from app.reports.differences import Differences
from app.reports.forms import form_of
from app.reports.kept import from_kept
from app.reports.out.office import Office
from app.services.act import Press, must_have_key
from app.services.letter_papers import kept_content
from app.services.report_gate import (
    GateClosed,
    Weighed,
    gate_of,
    must_be_of_one,
    put_of,
    weighed,
    whose_of,
)
from app.services.reports import Report
from app.services.sealing_changes import changes_since, must_have_changed, other_print
from app.services.sealing_rights import may_sign, must_lead, must_see
from app.services.sealing_row import (
    Cut,
    Signature,
    drawn,
    must_be_same,
    reason_for,
    row_of,
    titled,
    typed,
    written,
)
from app.services.transacting import in_one
from app.store import sealed as store
from app.store.engine import Connection, Database
from app.store.sealed import Sealed, Whole, Whose
from app.store.setup import read_setup
from workflows.officer import Officer

__all__ = [
    "Differences",
    "GateClosed",
    "Sealed",
    "Signature",
    "differences",
    "edition_of",
    "gate_of",
    "may_seal",
    "printed",
    "seal",
    "sealed_of",
    "sealed_one",
]


def seal(
    database: Database,
    folder: Path,
    press: Press,
    form: str,
    asked: Asked,
    signature: Signature,
) -> Sealed:
    """Sign a table as it stands now, once however often the form is sent.

    Args:
        database: where.
        folder: the folder of files.
        press: which leader, with which form, when.
        form: its official number.
        asked: whose cases, of which days, counted how.
        signature: the title of who signs, and why a new edition is made where one stands.

    Raises:
        GateClosed: when something has to be put right first; it names the cases.
        Refused: for whoever may not sign, when nothing changed since the edition that stands, when
            somebody else was first (it says who and when), and for a key used for something else.
        BadInput: without a title, without a reason where an edition stands, and for a bad key.
        Unknown: for an office that is not the officer's.
        DatabaseNotReady: when database or folder is busy for too long, or out of reach.
    """
    must_have_key(press)
    title = titled(signature.title)
    with database.reading() as connection:
        cut = _cut(connection, press, form, asked, signature)
    if isinstance(cut, Sealed):
        return cut
    reason = reason_for(cut, signature.reason)
    made = drawn(folder, cut, title)
    row = row_of(cut, press, made) | {"reason": reason}
    return in_one(database, lambda connection: written(connection, press, row, made))


def sealed_of(database: Database, officer: Officer, form: str, asked: Asked) -> tuple[Sealed, ...]:
    """Every edition of a table, newest first.

    Raises:
        BadInput: for a form or variant there is none of, and without an office.
        Unknown: for an office that is not the officer's.
    """
    with database.reading() as connection:
        whose = whose_of(form, put_of(connection, form, asked))
        must_see(connection, officer, whose.agency)
        return store.editions(connection, whose)


def edition_of(database: Database, form: str, asked: Asked, edition: int | None = None) -> Sealed:
    """An edition of a table by its number, or the one that stands; for whoever is at the machine.

    Raises:
        BadInput: as `sealed_of`.
        Unknown: where there is none.
    """
    with database.reading() as connection:
        whose = whose_of(form, put_of(connection, form, asked))
        found = store.editions(connection, whose)
    one = next((one for one in found if edition in (None, one.edition)), None)
    if one is None:
        which = "bản đã ký nào" if edition is None else f"bản đã ký số {edition}"
        raise Unknown("edition", f"biểu {form} của {whose.agency} trong kỳ này không có {which}")
    return one


def sealed_one(database: Database, officer: Officer | None, number: int) -> tuple[Sealed, Report]:
    """An edition with its figures as they were; only its head and layout are of today's program.

    Raises:
        Unknown: when there is no such edition, or it is of an office that is not the officer's.
    """
    with database.reading() as connection:
        kept = whole_seen(connection, officer, number)
    table = from_kept(kept.figures["table"])
    layout = form_of(table.form).layout(kept.sealed.whose.variant, table.switches)
    return kept.sealed, Report(table=table, layout=layout, office=office_of(kept))


def may_seal(database: Database, officer: Officer, asked: Asked) -> bool:
    """Whether an officer is one of those who sign for the office of a table."""
    with database.reading() as connection:
        return may_sign(connection, officer, must_be_of_one(asked))


def printed(
    database: Database,
    folder: Path,
    number: int,
    format: str,
    *,
    officer: Officer | None = None,
) -> bytes:
    """The bytes of an edition as they were kept, after a look at whether they still are.

    Args:
        database: where.
        folder: the folder of files.
        number: of the edition.
        format: one of `app.reports.out.WRITERS`.
        officer: who asks; None for whoever works at the machine itself.

    Raises:
        Unknown: when there is no such edition, it is not the officer's to see, or the folder has
            lost or changed the file; nothing takes its place then.
    """
    with database.reading() as connection:
        sealed = _seen(connection, officer, number)
    if format not in sealed.files:
        raise Unknown("format", f"bản đã ký không có dạng {format}; có: {', '.join(sealed.files)}")
    called = f"bản đã ký số {sealed.edition} của biểu {sealed.whose.form} (dạng {format})"
    return kept_content(folder, sealed.files[format].sha256, called)


def differences(database: Database, officer: Officer, number: int, *, now: datetime) -> Differences:
    """What has changed since an edition: the cases that stand elsewhere today, and why.

    Raises:
        Unknown: when there is no such edition, or it is of an office that is not the officer's.
    """
    with database.reading() as connection:
        return changes_since(connection, whole_seen(connection, officer, number), now=now)


def whole_seen(connection: Connection, officer: Officer | None, number: int) -> Whole:
    """An edition with what it said, for whoever may see it.

    Raises:
        Unknown: for everybody else, and where there is none.
    """
    _seen(connection, officer, number)
    kept = store.whole(connection, number)
    if kept is None:
        raise Unknown("number", f"không có bản báo cáo đã ký số {number}")
    return kept


def _seen(connection: Connection, officer: Officer | None, number: int) -> Sealed:
    sealed = store.numbered(connection, number)
    if sealed is None:
        raise Unknown("number", f"không có bản báo cáo đã ký số {number}")
    if officer is not None:
        must_see(connection, officer, sealed.whose.agency)
    return sealed


def _cut(
    connection: Connection, press: Press, form: str, asked: Asked, signature: Signature
) -> Cut | Sealed:
    """What is to be sealed; or what the same form has sealed already."""
    position = store.cut(connection)
    must_lead(connection, press.officer, must_be_of_one(asked))
    put = put_of(connection, form, asked)
    if (done := store.keyed(connection, press.key)) is not None:
        must_be_same(done, _told(press, whose_of(form, put), put, signature))
        return done
    found = weighed(connection, asked, form)
    if not found.gate.open:
        raise GateClosed(found.gate)
    if found.standing is not None:
        must_have_changed(connection, found)
    return _cut_at(connection, found, position)


def _cut_at(connection: Connection, found: Weighed, position: int) -> Cut:
    agencies = read_setup(connection).agencies
    offices = tuple(found.asked.scope.codes(connection) or agencies)
    return Cut(
        weighed=found,
        offices=offices,
        levels={code: agencies[code].level.value for code in offices},
        position=position,
        root=store.root(connection, offices, position),
        beside=other_print(connection, found),
    )


def _told(press: Press, whose: Whose, put: Asked, signature: Signature) -> Mapping[str, Any]:
    """What a press says of the edition it wants, by column."""
    return {
        **asdict(whose),
        "signed_by": press.officer.login,
        "as_known_at": put.as_known_at,
        "reason": typed(signature.reason),
    }


def office_of(kept: Whole) -> Office:
    """The office as it was printed."""
    said = kept.figures["office"]
    return Office(**{**said, "notices": tuple(said["notices"])})
