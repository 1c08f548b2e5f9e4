"""Signing an apology: a leader confirms the very text, in the system or by a signed PDF as well."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from app.errors import BadInput, Refused
from app.letters.certificates import Certificate
from app.letters.facts import Issue, sheet_of
from app.letters.for_signing import for_signing
from app.letters.pdf import pdf_of
from app.letters.signed_pdf import signed_pdf
from app.services.act import Press, act, must_be_allowed, must_see
from app.services.act_page import was_sent
from app.services.apology_text import drafted, text_hash
from app.services.escalation import second_told
from app.services.letter_drawing import PDF, kept_bytes
from app.services.letter_making import Desk, case_of, filled, form_of
from app.services.record import Outcome, known_log
from app.store import files
from app.store.engine import Connection, Database
from app.store.files import MEGABYTE, Kept
from app.store.setup import read_setup
from workflows.case import Case
from workflows.commands import SignApology
from workflows.officer import Officer

LARGEST = 10 * MEGABYTE  # bytes of a signed file
NUMBER_TO_COME = "số cấp khi phát hành"
_STALE = "dự thảo vừa được soạn lại; hãy đọc bản mới rồi ký"
_LONGEST_TITLE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Signing:
    """What a leader confirms.

    Attributes:
        draft: the number of the draft they read, among the events of the case.
        title: as it is printed over the name, "CHỦ TỊCH" or "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH".
        upload: the offered PDF signed digitally; None where the system's own step is enough.
    """

    draft: int
    title: str
    upload: BinaryIO | None = None


def sign(
    database: Database,
    folder: Path,
    press: Press,
    code: str,
    signing: Signing,
    *,
    roots: Sequence[Certificate] = (),
) -> Outcome:
    """Sign the draft of a case's apology, once however often the form is sent.

    Args:
        database: where.
        folder: the folder of files.
        press: who, with which form, when; the name on the letter is this officer's.
        code: the case.
        signing: what they confirm.
        roots: the authorities whose certificates are trusted; none asks for good signatures only.

    Raises:
        BadInput: for a file that is not the offered one with good signatures.
        Refused: when it is not the officer's to sign, the draft was written anew since, and for a
            second apology, of which leaders and the centre are told.
        As `app.services.act.act`; DatabaseNotReady also when the folder cannot be written.
    """
    title = _title(signing.title)
    with second_told(database, press, code, SignApology):
        command = _command(database, press, code, replace(signing, title=title))
        kept: Kept | None = None
        if signing.upload is not None:
            # Nobody who may not sign has files looked into; a form sent again has been through.
            if not was_sent(database, press.officer, code, press.key):
                must_be_allowed(database, press, code, command)
            offered = unsigned_pdf(database, press.officer, code, title=title)
            command, kept = _with_file(folder, press, command, (signing.upload, offered), roots)
        return act(
            database,
            press,
            code,
            [command],
            inside=lambda connection: _settled(connection, press, code, command, kept),
        )


def unsigned_pdf(database: Database, officer: Officer, code: str, *, title: str) -> bytes:
    """The draft as a PDF to be signed outside: the same bytes for the same draft, name and title.

    Raises:
        Unknown: when there is no such case, or the officer may not see it.
        Refused: when there is no draft.
        MissingField: when the form asks for what nobody has filled in.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        case = case_of(known_log(connection, code))
        at = drafted(case).at
        signer = {"signer": officer.name, "signer_title": _title(title).upper(), "signed_mark": ""}
        issue = Issue(number=NUMBER_TO_COME, at=at, by_name=officer.name, extra=signer)
        facts = filled(Desk(connection, Path(), officer, now=at), case, issue)
    return for_signing(pdf_of(sheet_of(form_of(case, "apology"), facts), at=at))


def _command(database: Database, press: Press, code: str, signing: Signing) -> SignApology:
    with database.reading() as connection:
        must_see(connection, press.officer, code)
        case = case_of(known_log(connection, code))
        return SignApology(
            at=press.now,
            draft=signing.draft,
            name=press.officer.name,
            title=signing.title,
            text_hash=_hash(connection, case, press, signing.title),
        )


def _with_file(
    folder: Path,
    press: Press,
    command: SignApology,
    upload: tuple[BinaryIO, bytes],
    roots: Sequence[Certificate],
) -> tuple[SignApology, Kept]:
    """The command with the signed file, which is kept by its hash."""
    stream, offered = upload
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadInput(f"tệp đã ký lớn hơn {LARGEST // MEGABYTE} MB", field="upload")
    found = signed_pdf(content, offered, now=press.now, roots=roots)
    kept = kept_bytes(folder, content, PDF)
    return replace(command, file=kept.sha256, certificate=found.certificate), kept


def _settled(
    connection: Connection, press: Press, code: str, command: SignApology, kept: Kept | None
) -> None:
    """What belongs to the signature in its transaction: the same text still, and the file."""
    case = case_of(known_log(connection, code))
    if _hash(connection, case, press, command.title) != command.text_hash:
        raise Refused(_STALE)
    if kept is not None:
        files.note(connection, kept, at=press.now)


def _hash(connection: Connection, case: Case, press: Press, title: str) -> str:
    return text_hash(case, read_setup(connection), name=press.officer.name, title=title)


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title or len(title) > _LONGEST_TITLE or not title.isprintable():
        raise BadInput("hãy ghi chức danh người ký, không quá 100 ký tự", field="title")
    return title
