"""Lists of files handed over: one letter, one number, in the log of every case or of none."""

import pytest

from app.errors import BadInput, Refused, Unknown
from app.services.letter_handover import Handing, issue_handover, preview_handover
from app.services.letters import Look, reprint, working_copy
from tests.services import lettering
from tests.services.hands import LAN, SON, press
from tests.services.lettering import number_of, text_of
from tests.store.desk import MINUTE, MONDAY, opened_case, submission

TO = "Công chức Tư pháp – Hộ tịch"


@pytest.fixture
def opened(database_url):
    return lettering.ward(database_url)


def test_one_list_stands_in_every_case(opened, tmp_path):
    codes = tuple(lettering.accepted(opened) for _ in range(3))
    form = press(LAN)
    handing = Handing(codes=codes[::-1], taker=TO, taker_name="Minh")

    rows = issue_handover(opened, tmp_path, form, handing)

    assert [row.case_code for row in rows] == list(codes)
    assert {(row.number, row.file, row.agency) for row in rows} == {
        (rows[0].number, rows[0].file, "H32.PL")
    }
    assert [len(lettering.letters(opened, code)) for code in codes] == [1, 1, 1]
    text = text_of(reprint(opened, tmp_path, LAN, codes[1], number_of(rows[1])).content)
    # Long words are broken in narrow columns.
    said = "".join(text.split())
    assert all("".join(one.split()) in said for one in (*codes, TO, "Minh", "01/BGHS"))
    later = press(LAN, MONDAY + MINUTE, form.key)
    assert issue_handover(opened, tmp_path, later, handing) == rows
    with pytest.raises(Refused, match="nhiều hồ sơ"):
        working_copy(opened, LAN, codes[0], number_of(rows[0]))
    lettering.must_verify(opened)


def test_one_case_that_cannot_go_keeps_all_of_them(opened, tmp_path):
    good = lettering.accepted(opened)
    sent = opened_case(opened, submission()).code

    with pytest.raises(Refused, match="chưa được tiếp nhận"):
        issue_handover(opened, tmp_path, press(LAN), Handing(codes=(good, sent), taker=TO))
    with pytest.raises(Unknown):
        issue_handover(opened, tmp_path, press(SON), Handing(codes=(good,), taker=TO))

    assert lettering.letters(opened, good) == ()
    (row,) = issue_handover(opened, tmp_path, press(LAN), Handing(codes=(good,), taker=TO))
    assert row.serial == 1


def test_practice_is_handed_over_by_a_list_of_its_own(opened, tmp_path):
    codes = (lettering.accepted(opened), lettering.accepted(opened, training=True))

    with pytest.raises(Refused, match="tập huấn"):
        issue_handover(opened, tmp_path, press(LAN), Handing(codes=codes, taker=TO))


@pytest.mark.parametrize(
    ("codes", "taker"),
    [((), TO), (("H32.PL-240304-0001",), " "), (tuple(map(str, range(201))), TO)],
)
def test_a_list_needs_cases_and_a_taker(opened, tmp_path, codes, taker):
    with pytest.raises(BadInput, match="hãy"):
        issue_handover(opened, tmp_path, press(LAN), Handing(codes=codes, taker=taker))


def test_a_preview_of_a_list_has_no_number(opened, tmp_path):
    code = lettering.accepted(opened)

    paper = preview_handover(
        opened, tmp_path, Look(officer=LAN, now=MONDAY), Handing(codes=(code,), taker=TO)
    )

    assert "BẢN XEM TRƯỚC" in text_of(paper.content)
    assert lettering.letters(opened, code) == ()
