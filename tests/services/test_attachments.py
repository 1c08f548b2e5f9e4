"""Files of a case: taken from those who may, named by the log, opened by those who see the case."""

import hashlib
import io
import secrets
import signal
from pathlib import Path
from typing import Any

import pytest

from app.errors import BadInput, Refused, Unknown
from app.services import attachments
from app.services.act import Press, act
from app.services.attachments import Attachment, Upload, attach, opened
from app.services.record import known_log
from app.store import files
from app.store.engine import Database, database
from app.store.files import MEGABYTE
from tests.services import papers, pressing
from tests.services.hands import AUDITOR, HUNG, LAN, MINH, SON, YEN, press
from tests.store import desk, workers
from tests.store.desk import MINUTE, MONDAY
from workflows import commands as do
from workflows.case import Case
from workflows.evolve import fold

PDF = papers.pdf("giấy chứng sinh")
HASH = hashlib.sha256(PDF).hexdigest()


def upload(content: bytes = PDF, name: str = "giấy chứng sinh.pdf", **more: Any) -> Upload:
    return Upload(stream=io.BytesIO(content), name=name, **more)


def case_of(base: Database, code: str) -> Case:
    with base.reading() as connection:
        case = fold(code, (line.event for line in known_log(connection, code).lines))
    assert case is not None
    return case


def kept(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_and_the_case_says_what_it_is(database_url, tmp_path):
    base = desk.loaded(database_url)
    code = desk.accepted(base).code
    given = upload(part="Giấy chứng sinh", signed=True)

    outcome = attach(base, tmp_path, press(LAN), code, given, limit=MEGABYTE)
    again = upload(papers.JPEG, "ảnh.jpg", reused=True, result=True)
    attach(base, tmp_path, press(MINH, MONDAY + MINUTE), code, again, limit=MEGABYTE)

    assert outcome.version == 2
    scan, result = attachments.of(case_of(base, code))
    assert scan == Attachment(
        number=2,
        at=MONDAY,
        sha256=HASH,
        name="giấy chứng sinh.pdf",
        media="application/pdf",
        parts=("Giấy chứng sinh",),
        signed=True,
        reused=False,
        result=False,
    )
    assert (result.number, result.media, result.parts) == (3, "image/jpeg", ())
    assert (result.reused, result.result, result.signed) == (True, True, False)


def test_scans_without_a_file_are_no_attachments(database_url):
    base = desk.loaded(database_url)
    code = desk.accepted(base).code
    act(base, press(LAN), code, [do.RecordDigitisation(at=MONDAY, parts=3)])

    assert attachments.of(case_of(base, code)) == ()


def test_a_file_is_handed_out_to_whoever_sees_the_case(database_url, tmp_path):
    base = desk.loaded(database_url)
    code = desk.accepted(base).code
    attach(base, tmp_path, press(LAN), code, upload(), limit=MEGABYTE)

    for who in (LAN, YEN, HUNG, AUDITOR):
        found = opened(base, tmp_path, who, code, HASH)
        assert found.path.read_bytes() == PDF
        assert (found.media, found.name) == ("application/pdf", "giấy chứng sinh.pdf")
        assert found.size == len(PDF)


def test_a_file_is_not_handed_out_to_strangers_nor_for_another_case(database_url, tmp_path):
    base = desk.loaded(database_url)
    code, other = desk.accepted(base).code, desk.accepted(base).code
    attach(base, tmp_path, press(LAN), code, upload(), limit=MEGABYTE)

    for who, where, sha256 in [
        (SON, code, HASH),
        (LAN, other, HASH),
        (LAN, code, "0" * 64),
        (LAN, code, "../../../etc/passwd"),
        (LAN, code, HASH.upper()),
        (LAN, code, ""),
    ]:
        with pytest.raises(Unknown):
            opened(base, tmp_path, who, where, sha256)


def test_a_file_that_the_folder_lost_is_missed_in_words(database_url, tmp_path):
    base = desk.loaded(database_url)
    code = desk.accepted(base).code
    attach(base, tmp_path, press(LAN), code, upload(), limit=MEGABYTE)
    files.place_of(tmp_path, HASH).unlink()

    with pytest.raises(Unknown, match=r"giấy chứng sinh\.pdf.* không còn trong kho"):
        opened(base, tmp_path, LAN, code, HASH)


@pytest.mark.parametrize("who", [YEN, HUNG, AUDITOR, SON], ids=lambda who: who.login)
def test_who_may_not_attach_does_not_fill_the_disk(database_url, tmp_path, who):
    base = desk.loaded(database_url)
    code = desk.accepted(base).code
    given = upload()

    with pytest.raises((Refused, Unknown)):
        attach(base, tmp_path, press(who), code, given, limit=MEGABYTE)

    assert given.stream.tell() == 0
    assert kept(tmp_path) == []


def test_a_file_of_no_use_changes_nothing(database_url, tmp_path):
    base = desk.loaded(database_url)
    code = desk.accepted(base).code
    page = upload(b"<!doctype html><script>", "đơn.pdf")

    for given in (page, upload(name="đơn.png"), upload(b""), upload(PDF + b" " * MEGABYTE)):
        with pytest.raises(BadInput):
            attach(base, tmp_path, press(LAN), code, given, limit=MEGABYTE)

    assert kept(tmp_path) == []
    assert case_of(base, code).version == 1


def test_the_form_sent_again_attaches_once(database_url, tmp_path):
    base = desk.loaded(database_url)
    code = desk.accepted(base).code
    form = press(LAN)
    attach(base, tmp_path, form, code, upload(), limit=MEGABYTE)

    again = Press(officer=LAN, key=form.key, now=MONDAY + MINUTE)
    assert attach(base, tmp_path, again, code, upload(), limit=MEGABYTE).repeated
    with pytest.raises(Refused, match="đã được ghi rồi"):
        attach(base, tmp_path, again, code, upload(papers.pdf("khác")), limit=MEGABYTE)
    assert case_of(base, code).version == 2


def attach_and_die(url: str, folder: str, code: str, key: str, sign: str) -> None:
    """Keep the file, and be killed before the event is written."""
    name = "act"
    setattr(attachments, name, lambda *arguments, **more: pressing.stop_here(sign))
    attach(database(url), Path(folder), press(LAN, key=key), code, upload(), limit=MEGABYTE)


@pytest.mark.slow
def test_who_was_killed_between_file_and_event_may_send_it_again(database_url, tmp_path):
    base = desk.loaded(database_url)
    code = desk.accepted(base).code
    folder, key = tmp_path / "kho", secrets.token_hex(16)

    died_of = pressing.killed(
        attach_and_die, database_url, str(folder), code, key, sign=tmp_path / "sign"
    )

    assert died_of == -signal.SIGKILL
    assert kept(folder) == [HASH]
    assert case_of(base, code).version == 1
    with pytest.raises(Unknown):
        opened(base, folder, LAN, code, HASH)
    attach(base, folder, press(LAN, key=key), code, upload(), limit=MEGABYTE)
    assert opened(base, folder, LAN, code, HASH).path.read_bytes() == PDF
    assert kept(folder) == [HASH]


def attach_many(url: str, folder: str, code: str, times: int) -> int:
    for number in range(times):
        given = upload(papers.pdf(str(number)))
        attach(database(url), Path(folder), press(LAN), code, given, limit=MEGABYTE)
    return times


@pytest.mark.slow
def test_two_who_attach_at_once_are_not_in_each_others_way(database_url, tmp_path):
    base = desk.loaded(database_url)
    code = desk.accepted(base).code

    workers.together(attach_many, [(database_url, str(tmp_path), code, 10)] * 2)

    assert len(attachments.of(case_of(base, code))) == 20
    assert len(kept(tmp_path)) == 10
