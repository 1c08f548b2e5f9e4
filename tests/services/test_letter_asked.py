"""Whoever issues a notice of stopping says who signs it; who numbered a letter replaces it."""

import pytest

from app.errors import Refused
from app.letters.facts import MissingField
from app.services import letters
from app.services.case_page import case_page
from app.services.letters import Look, Wish
from app.services.record import record_all
from app.store.files import place_of
from tests.services import lettering
from tests.services.hands import LAN, press
from tests.services.lettering import text_of
from tests.services.who import made
from tests.store import desk
from tests.store.desk import HOUR, MONDAY
from workflows.commands import IssueLetter, ReturnCase

LATER = MONDAY + 2 * HOUR
DEPUTY = {"head": "Lê Văn Phó", "head_title": "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"}
ELSEWHERE = "phiếu kiểm soát .* số 7/KSQT do .* cấp số, chỉ cơ quan đó cấp được bản thay"


def stopped(opened) -> str:
    code = lettering.accepted(opened)
    back = ReturnCase(at=MONDAY + HOUR, reason="không đủ điều kiện")
    record_all(opened, code, [back], by="lan", now=back.at)
    return code


@pytest.fixture(params=["with a title of its own", "without"])
def opened(request, database_url):
    pack = lettering.WARD
    if request.param == "without":
        pack = pack.replace(" head_title: CHỦ TỊCH,", "")
    opened = desk.loaded(database_url, pack)
    made(opened, "lan")
    return opened


@pytest.mark.parametrize(
    ("extra", "key"),
    [
        ({}, "head"),
        ({"head": "Lê Văn Phó"}, "head_title"),
        (DEPUTY | {"head_title": " "}, "head_title"),
    ],
)
def test_a_notice_of_stopping_asks_who_signs_and_as_what(opened, tmp_path, extra, key):
    code = stopped(opened)

    with pytest.raises(MissingField, match=f"hãy ghi {key} khi cấp") as issued:
        letters.issue(opened, tmp_path, press(LAN, LATER), code, "stop", extra=extra)
    look = Look(officer=LAN, now=LATER)
    with pytest.raises(MissingField) as seen:
        letters.preview(opened, tmp_path, look, code, Wish(kind="stop", extra=extra))

    assert issued.value.field == key
    assert str(seen.value) == str(issued.value)
    row = letters.issue(opened, tmp_path, press(LAN, LATER), code, "stop", extra=DEPUTY)
    said = text_of(place_of(tmp_path, row.file).read_bytes())
    assert (row.serial, "PHÓ CHỦ TỊCH" in said, "Lê Văn Phó" in said) == (1, True, True)


def test_only_the_office_that_numbered_a_letter_replaces_it(sqlite_url, tmp_path):
    opened = lettering.ward(sqlite_url)
    code = lettering.accepted(opened)
    ours = letters.issue(opened, tmp_path, press(LAN, MONDAY + HOUR), code, "control")
    theirs = IssueLetter(
        at=MONDAY + HOUR, kind="control", form="tt01_2018/05", number="7/KSQT", serial=7,
        year=2024, file="0" * 64, media="application/pdf", size=10, template="x@y", agency="H32",
    )  # fmt: skip
    same = IssueLetter(
        at=MONDAY + HOUR, kind="control", form="tt01_2018/05", number=ours.number, serial=1,
        year=2024, file="1" * 64, media="application/pdf", size=10, template="x@y", agency="H32",
    )  # fmt: skip
    record_all(opened, code, [theirs, same], by=None, now=theirs.at)
    wish = Wish(kind="control", replaces="7/KSQT", reason="sai")

    for agency in (None, "H32"):
        with pytest.raises(Refused, match=ELSEWHERE):
            letters.correct(opened, tmp_path, press(LAN, LATER), code, wish, agency=agency)
    # A number of ours that theirs has as well: only ours is replaced.
    wish = Wish(kind="control", replaces=ours.number, reason="sai")
    with pytest.raises(Refused, match="cấp số, chỉ cơ quan đó"):
        letters.correct(opened, tmp_path, press(LAN, LATER), code, wish, agency="H32")
    page = case_page(opened, LAN, code, now=LATER)
    told = {(row.agency, row.number): page.replacing[row.version] for row in page.letters}
    assert told["H32.PL", ours.number] is None
    assert "chỉ cơ quan đó cấp được bản thay" in (told["H32", ours.number] or "")
    newer = letters.correct(opened, tmp_path, press(LAN, LATER), code, wish, agency="H32.PL")
    assert newer.replaces == ours.number
