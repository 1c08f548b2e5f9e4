"""The public page of apologies: by month, whole, and without anything that tells whose they are."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from app.errors import Refused
from app.services import public_letters as service
from app.services.apology import Correction, Published, correct, publish, publish_many
from app.services.public_letters import public_letters
from app.services.record import record_all
from app.store.engine import Database
from tests.services.apologising import (
    AGAIN,
    DUE,
    LAST_DAY,
    PUBLIC,
    VAN,
    issued,
    late_case,
    march,
    public,
    ward,
)  # fmt: skip
from tests.services.hands import YEN, press
from tests.store import desk
from workflows.commands import IssueApology, IssueLetter, PublishLetter, VoidCase

MARCH = date(2024, 3, 15)


@pytest.fixture
def opened(database_url: str) -> Database:
    return ward(database_url)


def test_a_published_letter_stands_there_with_nothing_personal(
    opened: Database, tmp_path: Path
) -> None:
    code = late_case(opened)
    issued(opened, tmp_path, code)
    assert public_letters(opened, MARCH).letters == ()
    publish(opened, press(VAN, LAST_DAY), code, "01/PXL")
    page = public_letters(opened, MARCH)
    (letter,) = page.letters
    assert asdict(letter) == {
        "number": "01/PXL",
        "day": date(2024, 3, 6),
        "field": "Hộ tịch",
        "procedure": "Đăng ký kết hôn",
        "office": "UBND phường Phước Long",
        "due": DUE.date(),
        "new_due": AGAIN.date(),
        "reason": PUBLIC,
        "days": 5,
        "replaced_by": None,
    }
    assert (page.month, page.total, page.first) == (date(2024, 3, 1), 1, date(2024, 3, 1))
    for secret in ("Tư", code, "minh", "Hung", "xác minh thêm", "000000004"):
        assert secret not in str(page)


def test_each_month_has_its_own(opened: Database, tmp_path: Path) -> None:
    first, second = late_case(opened), late_case(opened)
    public(opened, tmp_path, first)
    letter = issued(opened, tmp_path, second)
    publish(opened, press(VAN, march(31, "23:59")), second, letter.number)
    for month, count in ((2, 0), (3, 2), (4, 0)):
        assert public_letters(opened, date(2024, month, 1)).total == count
    assert public_letters(opened, date(2023, 12, 31)).month == date(2023, 12, 1)
    assert public_letters(opened, date(2024, 2, 1)).first == date(2024, 3, 1)


def test_practice_and_what_was_struck_out_are_not_there(opened: Database, tmp_path: Path) -> None:
    practice, struck = late_case(opened, training=True), late_case(opened)
    public(opened, tmp_path, practice)
    public(opened, tmp_path, struck)
    void = VoidCase(at=LAST_DAY, reason="nhập trùng", approved_by="hung")
    record_all(opened, struck, [void], by="lan", now=LAST_DAY)
    page = public_letters(opened, MARCH)
    assert (page.total, page.letters) == (0, ())


def test_an_apology_of_a_journal_without_a_public_reason_keeps_its_reason_private(
    opened: Database,
) -> None:
    code = late_case(opened)
    commands = [
        IssueApology(at=LAST_DAY, reason="bà Tư ốm", new_due_at=AGAIN, signed_by="Ông A"),
        IssueLetter(
            at=LAST_DAY, kind="apology", form="tt01_2018/04", number="7/PXL", serial=7, year=2024,
            file="0" * 64, media="application/pdf", size=1, template="tt01_2018/04@0",
        ),
        PublishLetter(at=LAST_DAY, kind="apology", number="7/PXL"),
    ]  # fmt: skip
    record_all(opened, code, commands, by="lan", now=LAST_DAY)
    (letter,) = public_letters(opened, MARCH).letters
    assert letter.reason == "Lý do đã nêu trong thư gửi người nộp hồ sơ."


def test_a_correction_names_what_it_takes_the_place_of(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    public(opened, tmp_path, code)
    newer = correct(
        opened, tmp_path, press(VAN, march(7, "08:00")), code,
        Correction(number="01/PXL", reason="sai tên"),
    )  # fmt: skip
    assert (newer.number, newer.replaces) == ("02/PXL", "01/PXL")
    publish(opened, press(VAN, march(7, "08:30")), code, "02/PXL")
    shown = [(one.number, one.replaced_by) for one in public_letters(opened, MARCH).letters]
    assert shown == [("01/PXL", "02/PXL"), ("02/PXL", None)]


def test_many_are_published_with_one_press(opened: Database, tmp_path: Path) -> None:
    codes = [late_case(opened) for _ in range(3)]
    chosen = [
        Published(code=code, number=issued(opened, tmp_path, code).number) for code in codes[:2]
    ]
    chosen.append(Published(code=codes[2], number="9/PXL"))
    once = press(VAN, LAST_DAY)
    lines = publish_many(opened, once, chosen)
    assert [line.result for line in lines] == ["done", "done", "refused"]
    assert "không có" in lines[2].why
    assert publish_many(opened, once, chosen) == lines
    assert public_letters(opened, MARCH).total == 2


def test_only_the_desk_publishes(opened: Database, tmp_path: Path) -> None:
    code = late_case(opened)
    letter = issued(opened, tmp_path, code)
    with pytest.raises(Refused, match="việc này của"):
        publish(opened, press(YEN, LAST_DAY), code, letter.number)


def test_a_long_month_has_pages(
    opened: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST", 2)
    for _ in range(3):
        public(opened, tmp_path, late_case(opened))
    pages = [public_letters(opened, MARCH, page=number) for number in (0, 1, 2, 99)]
    assert [page.page for page in pages] == [1, 1, 2, 2]
    assert [len(page.letters) for page in pages] == [2, 2, 1, 1]
    assert {(page.total, page.pages) for page in pages} == {(3, 2)}
    assert desk.MONDAY < LAST_DAY
