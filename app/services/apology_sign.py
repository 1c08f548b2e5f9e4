"""Signing an apology: a leader confirms the very text, in the system or by a signed PDF as well."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from app.errors import BadInput, Refused
from app.letters.certificates import Certificate
from app.letters.facts import Facts, Issue
from app.letters.for_signing import for_signing
from app.letters.legible import legible_sheet, must_be_legible
from app.letters.pdf import pdf_of
from app.letters.signed_apart import signed_pdf_apart
from app.letters.signed_pdf import SignedPdf
from app.services.act import Press, act, must_be_allowed, must_see
from app.services.act_page import was_sent
from app.services.apology_privacy import must_be_public
from app.services.apology_text import drafted, text_hash
from app.services.letter_drawing import PDF, kept_bytes
from app.services.letter_making import Desk, case_of, filled, form_of
from app.services.record import Outcome, known_log
from app.store import files
from app.store.engine import Connection, Database
from app.store.files import MEGABYTE, Kept
from app.store.folding import folded
from app.store.setup import read_setup
from workflows.case import Case
from workflows.commands import SignApology
from workflows.desk_rights import RIGHTS
from workflows.officer import Officer

LARGEST = 10 * MEGABYTE  # bytes of a signed file
NUMBER_TO_COME = "số cấp khi phát hành"
STALE = "nội dung thư đã khác lúc bạn đọc (hạn trả, tên hay địa chỉ vừa đổi); hãy đọc lại rồi ký"
_OWN = "cơ quan in thư này theo mẫu Word riêng nên không ký bằng tệp PDF được; hãy ký trên hệ thống"
_WHOSE = "chứng thư số “{}” không mang tên {}; lãnh đạo phải ký số bằng chứng thư của chính mình"
_NOT_A_LEADER = "chỉ lãnh đạo ký thư xin lỗi của hồ sơ này mới tải được bản để ký số"
_LONGEST_TITLE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Signing:
    """What a leader confirms.

    Attributes:
        draft: the number of the draft they read, among the events of the case.
        read: the hash of the text they were shown; None where no page was read, as in a sample.
        title: as it is printed over the name, "CHỦ TỊCH" or "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH".
        upload: the offered PDF signed digitally; None where the system's own step is enough.
    """

    draft: int
    title: str
    read: str | None = None
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
        BadInput: for a file that is not the offered one with good signatures, one of them under
            the officer's name; NotPrintable for what our type has no shape for.
        Refused: when it is not the officer's to sign, it is signed, it reads otherwise than what
            they read, and for a second apology, of which leaders and the centre are told.
        As `app.services.act.act`; DatabaseNotReady also when the folder cannot be written.
    """
    title = printed_title(signing.title)
    command = _command(database, press, code, replace(signing, title=title))
    kept: Kept | None = None
    if signing.upload is not None:
        # Whether they may sign is asked before a file is read. Of a form sent again it was asked
        # the first time; asked now it would say that the draft is signed, by that very press.
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
        Refused: when there is no draft, it is not the officer's to sign, and where the office
            prints the letter by a template of its own.
        MissingField: when the form asks for what nobody has filled in.
        NotPrintable: when it says something that the program's type has no shape for.
    """
    with database.reading() as connection:
        must_see(connection, officer, code)
        case = case_of(known_log(connection, code))
        at = drafted(case).at
        desk = Desk(connection, Path(), officer, now=at)
        _must_be_a_pdf_to_sign(desk, case)
        facts = _facts(desk, case, printed_title(title))
    return for_signing(pdf_of(legible_sheet(form_of(case, "apology"), facts), at=at))


def _facts(desk: Desk, case: Case, title: str) -> Facts:
    """What the draft says under the name and title of the officer."""
    name = desk.officer.name
    signer = {"signer": name, "signer_title": title.upper(), "signed_mark": ""}
    issue = Issue(number=NUMBER_TO_COME, at=desk.now, by_name=name, extra=signer)
    return filled(desk, case, issue)


def _must_be_a_pdf_to_sign(desk: Desk, case: Case) -> None:
    rights, offices = RIGHTS[SignApology], desk.seat(case).offices(SignApology)
    if not desk.officer.roles_at(*offices) & {*rights}:
        raise Refused(_NOT_A_LEADER)
    if desk.own(case.agency, "apology") is not None:
        raise Refused(_OWN, "upload")


def _command(database: Database, press: Press, code: str, signing: Signing) -> SignApology:
    with database.reading() as connection:
        must_see(connection, press.officer, code)
        case, read = case_of(known_log(connection, code)), signing.read
        return SignApology(
            at=press.now,
            draft=signing.draft,
            name=press.officer.name,
            title=signing.title,
            text_hash=read if read is not None else _hash(connection, case, press),
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
    found = signed_pdf_apart(content, offered, now=press.now, roots=roots)
    _must_name(found, command.name)
    kept = kept_bytes(folder, content, PDF)
    # Whom nobody vouches for is not written down as who signed; the file says what it says.
    certificate = found.certificate if found.trusted else None
    return replace(command, file=kept.sha256, certificate=certificate), kept


def _must_name(found: SignedPdf, name: str) -> None:
    """Of several signatures one has to be the officer's: the others are seals."""
    if folded(name) not in map(folded, found.people):
        raise BadInput(_WHOSE.format(found.certificate, name), field="upload")


def _settled(
    connection: Connection, press: Press, code: str, command: SignApology, kept: Kept | None
) -> None:
    """What belongs to the signature in its transaction: the same text still, and the file."""
    case = case_of(known_log(connection, code))
    if _hash(connection, case, press) != command.text_hash:
        raise Refused(STALE)
    _must_be_printable(Desk(connection, Path(), press.officer, now=command.at), case, command.title)
    must_be_public(case, read_setup(connection), case.draft.public_reason if case.draft else None)
    if kept is not None:
        files.note(connection, kept, at=press.now)


def _must_be_printable(desk: Desk, case: Case, title: str) -> None:
    """What cannot be printed is not signed: the clerk could give it no number."""
    if desk.own(case.agency, "apology") is None:
        must_be_legible(form_of(case, "apology"), _facts(desk, case, title))


def _hash(connection: Connection, case: Case, press: Press) -> str:
    return text_hash(connection, case, read_setup(connection), name=press.officer.name)


def printed_title(text: str) -> str:
    """The title over a name, as one line.

    Raises:
        BadInput: for none, for a long one, and for what cannot be printed.
    """
    title = " ".join(text.split())
    if not title or len(title) > _LONGEST_TITLE or not title.isprintable():
        raise BadInput("hãy ghi chức danh người ký, không quá 100 ký tự", field="title")
    return title
