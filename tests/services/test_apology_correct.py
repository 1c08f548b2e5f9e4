"""Correcting letters, and what a signature is worth after the words have changed."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.errors import BadInput, Refused
from app.services.apology import (
    Correction,
    Signing,
    apology_page,
    correct,
    issue,
    publish,
    sign,
    unsigned_pdf,
)
from app.services.record import record, record_all
from app.store.engine import Database
from app.store.files import place_of
from app.store.letters import IssuedRow
from tests.services.apologising import (
    AGAIN,
    LAST_DAY,
    OFFICES,
    VAN,
    drafted,
    issued,
    late_case,
    march,
    signed,
    ward,
)  # fmt: skip
from tests.services.hands import BINH, HUNG, MINH, press
from tests.store import desk
from workflows.commands import AdjustDeadline, IssueApology, IssueLetter

LATER = march(7, "10:00")
REASON = "hạn trả đã dời"


@pytest.fixture
def opened(database_url: str) -> Database:
    return ward(database_url)


def text_of(folder: Path, row: IssuedRow) -> str:
    pages = PdfReader(BytesIO(place_of(folder, row.file).read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def moved(opened: Database, code: str) -> None:
    at = march(7, "08:00")
    command = AdjustDeadline(at=at, new_due_at=march(11, "09:00"), reason="bão", approved_by="binh")
    record(opened, code, command, by=None, now=at)


def test_a_clerk_replaces_a_letter_that_says_what_was_signed(
    opened: Database, tmp_path: Path
) -> None:
    code = late_case(opened)
    old = issued(opened, tmp_path, code)
    wanted = Correction(number=old.number, reason="in mờ")
    newer = correct(opened, tmp_path, press(VAN, LATER), code, wanted)
    assert newer.replaces == old.number
    assert "Đã ký trên hệ thống lúc 15:00 ngày 06/03/2024" in text_of(tmp_path, newer)
    for reason in ("", " \n", "x" * 301):
        unsaid = Correction(number=newer.number, reason=reason)
        with pytest.raises(BadInput, match="sai sót"):
            correct(opened, tmp_path, press(VAN, LATER), code, unsaid)


def test_only_a_leader_replaces_a_letter_that_reads_otherwise_now_and_signs_it_by_that(
    opened: Database, tmp_path: Path
) -> None:
    code = late_case(opened)
    old = issued(opened, tmp_path, code)
    moved(opened, code)
    wanted = Correction(number=old.number, reason=REASON)
    with pytest.raises(Refused, match="chỉ lãnh đạo"):
        correct(opened, tmp_path, press(VAN, LATER), code, wanted)
    page = apology_page(opened, BINH, code, now=LATER)
    assert (page.as_signed, len(page.letters)) == (False, 1)
    with pytest.raises(BadInput, match="chức danh"):
        correct(opened, tmp_path, press(BINH, LATER), code, wanted)
    titled = replace(wanted, title="KT. CHỦ TỊCH", read=page.text_hash)
    stale = replace(titled, read="f" * 64)
    with pytest.raises(Refused, match="khác lúc bạn đọc"):
        correct(opened, tmp_path, press(BINH, LATER), code, stale)

    newer = correct(opened, tmp_path, press(BINH, LATER), code, titled)

    text = text_of(tmp_path, newer)
    assert "KT. CHỦ TỊCH" in text
    assert "Đã ký trên hệ thống lúc 10:00 ngày 07/03/2024" in text
    assert page.text_hash is not None
    assert page.text_hash[:12] in text
    assert "11 tháng 3 năm 2024" in text
    told = apology_page(opened, BINH, code, now=LATER).case.letters[-1]
    assert told.reason == (
        f"{REASON} (Binh, KT. CHỦ TỊCH, ký lại nội dung mới, mã băm {page.text_hash})"
    )


def test_a_second_leader_does_not_take_the_firsts_place(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    number = drafted(opened, code)
    signed(opened, tmp_path, code, number)
    for who in (BINH, HUNG):
        with pytest.raises(Refused, match="đã được Hung ký lúc 15:00 ngày 06/03/2024"):
            sign(opened, tmp_path, press(who, LAST_DAY), code, Signing(draft=number, title="PCT"))


def test_the_head_of_the_letter_is_signed_too(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    signed(opened, tmp_path, code, drafted(opened, code))
    desk.load(opened, OFFICES.replace("place: Phước Long", "place: Nơi Khác"))
    with pytest.raises(Refused, match="đã khác lúc ký"):
        issue(opened, tmp_path, press(VAN, LAST_DAY), code)


def test_what_was_read_is_what_is_signed(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    number = drafted(opened, code)
    read = apology_page(opened, HUNG, code, now=LAST_DAY).text_hash
    desk.load(opened, OFFICES.replace("UBND phường Phước Long", "UBND phường Mới"))
    for _ in range(2):
        signing = Signing(draft=number, title="CT", read=read)
        with pytest.raises(Refused, match="khác lúc bạn đọc"):
            sign(opened, tmp_path, press(HUNG, LAST_DAY), code, signing)
    assert apology_page(opened, HUNG, code, now=LAST_DAY).stage == "drafted"


def test_the_file_to_sign_is_the_leaders_alone(opened: Database) -> None:
    code = late_case(opened)
    drafted(opened, code)
    for who in (MINH, VAN):
        with pytest.raises(Refused, match="chỉ lãnh đạo"):
            unsigned_pdf(opened, who, code, title="CHỦ TỊCH")


def test_a_letter_numbered_elsewhere_is_published_and_not_replaced_here(
    opened: Database, tmp_path: Path
) -> None:
    code = late_case(opened)
    promise = IssueApology(at=LAST_DAY, reason="r", new_due_at=AGAIN, signed_by="Ông A")
    letter = IssueLetter(
        at=LAST_DAY, kind="apology", form="tt01_2018/04", number="7/PXL", serial=7, year=2024,
        file="0" * 64, media="application/pdf", size=10, template="x@y", agency="H32",
    )  # fmt: skip
    record_all(opened, code, [promise, letter], by=None, now=LAST_DAY)
    wanted = Correction(number="7/PXL", reason="sai")
    with pytest.raises(Refused, match=r"thư số 7/PXL do .* cấp số"):
        correct(opened, tmp_path, press(HUNG, LAST_DAY), code, wanted)
    publish(opened, press(VAN, LAST_DAY), code, "7/PXL")
    page = apology_page(opened, VAN, code, now=LAST_DAY)
    assert (page.stage, page.is_public) == ("published", True)


def test_a_leader_corrects_a_letter_of_a_journal_that_nobody_signed_here(
    opened: Database, tmp_path: Path
) -> None:
    code = late_case(opened)
    promise = IssueApology(at=LAST_DAY, reason="r", new_due_at=AGAIN, signed_by="Ông A")
    letter = IssueLetter(
        at=LAST_DAY, kind="apology", form="tt01_2018/04", number="07/PXL", serial=7, year=2024,
        file="0" * 64, media="application/pdf", size=10, template="x@y",
    )  # fmt: skip
    record_all(opened, code, [promise, letter], by=None, now=LAST_DAY)
    wanted = Correction(number="07/PXL", reason="sai", title="CHỦ TỊCH")
    with pytest.raises(Refused, match="chỉ lãnh đạo"):
        correct(opened, tmp_path, press(VAN, LATER), code, wanted)
    newer = correct(opened, tmp_path, press(HUNG, LATER), code, wanted)
    assert newer.replaces == "07/PXL"
    assert "Hung" in text_of(tmp_path, newer)
