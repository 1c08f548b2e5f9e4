"""Signing: the very text, by a leader, in the system alone or with a PDF signed outside."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.errors import BadInput, Refused, Unknown
from app.letters.certificates import trusted_roots
from app.services.apology import Signing, apology_page, issue, sign, unsigned_pdf
from app.services.apology_text import canonical_text
from app.services.record import record_all
from app.store.engine import Database
from app.store.files import known, place_of
from app.store.setup import read_setup
from tests.letters.signing import Authority
from tests.letters.signing import signed as signed_outside
from tests.services.apologising import (
    AGAIN,
    LAST_DAY,
    VAN,
    drafted,
    late_case,
    march,
    signed,
    ward,
)  # fmt: skip
from tests.services.hands import BINH, HUNG, LAN, MINH, STRANGE_LEADER, press
from tests.store import desk
from workflows.commands import PauseCase, ResumeCase
from workflows.events import ApologySigned

TITLE = "CHỦ TỊCH"


@pytest.fixture
def opened(database_url: str) -> Database:
    return ward(database_url)


@pytest.fixture(scope="module")
def authority() -> Authority:
    # Its certificates hold in 2023 and 2024.
    return Authority()


def text_of(content: bytes) -> str:
    return " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())


def test_the_draft_to_be_signed_outside_is_the_same_each_time(opened: Database) -> None:
    code = late_case(opened)
    drafted(opened, code)
    offered = unsigned_pdf(opened, HUNG, code, title=TITLE)
    assert offered == unsigned_pdf(opened, HUNG, code, title=TITLE)
    text = text_of(offered)
    assert "số cấp khi phát hành" in text
    assert "Đã ký trên hệ thống" not in text
    assert "17 giờ 30 phút, ngày 12 tháng 3 năm 2024" in text
    assert offered != unsigned_pdf(opened, BINH, code, title=TITLE)
    assert offered != unsigned_pdf(opened, HUNG, code, title="Q. CHỦ TỊCH")
    with pytest.raises(Refused, match="chưa có dự thảo"):
        unsigned_pdf(opened, HUNG, late_case(opened), title=TITLE)


def test_a_file_signed_outside_is_kept_with_whom_it_names(
    opened: Database, tmp_path: Path, authority: Authority
) -> None:
    code = late_case(opened)
    number = drafted(opened, code)
    offered = unsigned_pdf(opened, HUNG, code, title=TITLE)
    content = signed_outside(offered, authority.signer("HUNG"))
    (tmp_path / "roots").mkdir()
    (tmp_path / "roots" / "ca.pem").write_bytes(authority.root())
    signing = Signing(draft=number, title=TITLE, upload=BytesIO(content))
    outcome = sign(
        opened, tmp_path, press(HUNG, LAST_DAY), code, signing,
        roots=trusted_roots(tmp_path / "roots"),
    )  # fmt: skip
    (event,) = outcome.events
    assert isinstance(event, ApologySigned)
    assert event.certificate == "HUNG (UBND xã Phước Long)"
    assert event.file is not None
    assert place_of(tmp_path, event.file).read_bytes() == content
    with opened.reading() as connection:
        assert known(connection, event.file) is not None
    letter = issue(opened, tmp_path, press(VAN, LAST_DAY), code)
    printed = text_of(place_of(tmp_path, letter.file).read_bytes())
    assert "Ký số bởi HUNG (UBND xã Phước Long) lúc 15:00 ngày 06/03/2024" in printed


def test_the_form_sent_again_signs_once(
    opened: Database, tmp_path: Path, authority: Authority
) -> None:
    code = late_case(opened)
    number = drafted(opened, code)
    offered = unsigned_pdf(opened, HUNG, code, title=TITLE)
    content, once = signed_outside(offered, authority.signer("HUNG")), press(HUNG, LAST_DAY)
    first, again = (Signing(draft=number, title=TITLE, upload=BytesIO(content)) for _ in range(2))
    done = sign(opened, tmp_path, once, code, first)
    issue(opened, tmp_path, press(VAN, LAST_DAY), code)
    repeated = sign(opened, tmp_path, once, code, again)
    assert (repeated.version, repeated.repeated) == (done.version, True)


def test_a_file_of_another_draft_is_no_signature_of_this_one(
    opened: Database, tmp_path: Path, authority: Authority
) -> None:
    code = late_case(opened)
    drafted(opened, code)
    old = signed_outside(unsigned_pdf(opened, HUNG, code, title=TITLE), authority.signer("Hung"))
    number = drafted(opened, code, reason="Lý do khác")
    for content in (old, b"", b"hello", unsigned_pdf(opened, HUNG, code, title=TITLE)):
        signing = Signing(draft=number, title=TITLE, upload=BytesIO(content))
        with pytest.raises(BadInput) as told:
            sign(opened, tmp_path, press(HUNG, LAST_DAY), code, signing)
        assert told.value.field == "upload"
    assert apology_page(opened, HUNG, code, now=LAST_DAY).stage == "drafted"
    assert not list(tmp_path.iterdir())


def test_a_signature_names_the_draft_that_was_read(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    old = drafted(opened, code)
    drafted(opened, code, reason="Lý do khác")
    with pytest.raises(Refused, match="dự thảo đã đổi"):
        signed(opened, tmp_path, code, old)


def test_only_a_leader_signs(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    number = drafted(opened, code)
    for who in (LAN, MINH, VAN):
        signing = Signing(draft=number, title=TITLE, upload=BytesIO(b"never looked into"))
        with pytest.raises(Refused, match="việc này của lãnh đạo"):
            sign(opened, tmp_path, press(who, LAST_DAY), code, signing)


def test_a_leader_of_elsewhere_does_not_see_it(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    number = drafted(opened, code)
    with pytest.raises(Unknown, match="không có hồ sơ"):
        sign(
            opened, tmp_path, press(STRANGE_LEADER, LAST_DAY), code,
            Signing(draft=number, title=TITLE),
        )  # fmt: skip


def test_a_title_can_be_printed(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    number = drafted(opened, code)
    for title in ("", "  ", "x" * 101, "CHỦ\x00TỊCH"):
        with pytest.raises(BadInput, match="chức danh"):
            sign(opened, tmp_path, press(HUNG, LAST_DAY), code, Signing(draft=number, title=title))


def test_what_is_issued_is_what_was_signed(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    number = drafted(opened, code)
    signed(opened, tmp_path, code, number)
    # A pause moves the deadline that the letter names.
    pause = PauseCase(at=march(6, "15:30"), reason="verification", note="chờ")
    resume = ResumeCase(at=march(6, "16:30"))
    record_all(opened, code, [pause, resume], by="minh", now=resume.at)
    page = apology_page(opened, VAN, code, now=march(6, "16:40"))
    assert (page.stage, page.as_signed) == ("signed", False)
    with pytest.raises(Refused, match="nội dung thư đã khác lúc ký"):
        issue(opened, tmp_path, press(VAN, march(6, "16:40")), code)
    assert apology_page(opened, VAN, code, now=march(6, "16:40")).letters == ()


def test_nothing_unsigned_is_issued(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    for _ in range(2):
        with pytest.raises(Refused, match="chưa được ký"):
            issue(opened, tmp_path, press(VAN, LAST_DAY), code)
        drafted(opened, code)


def test_the_signed_text_holds_all_that_the_office_can_be_held_to(opened: Database) -> None:
    code = late_case(opened)
    drafted(opened, code)
    case = apology_page(opened, HUNG, code, now=LAST_DAY).case
    with opened.reading() as connection:
        text = canonical_text(case, read_setup(connection), name="Hung", template="x@y")
    assert text.startswith('{"accepted_at":"2024-03-04T09:00:00+07:00","agent":null,"applicant":')
    for told in (
        code, AGAIN.isoformat(), "2024-03-07T09:00:00+07:00", "UBND phường Phước Long",
        "Nguyễn Thị Tư", "Đăng ký kết hôn", "Bước thụ lý kéo dài", '"name":"Hung"',
        '"place":"Phước Long"',
        '"template":"x@y"', '"superior":"', '"desk":"',
    ):  # fmt: skip
        assert told in text
    assert desk.MONDAY < LAST_DAY
