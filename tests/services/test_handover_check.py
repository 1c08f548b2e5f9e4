"""Lists of files among colleagues: one list for the same files, read by who sees all of them."""

import threading
from dataclasses import replace

import pytest

from app.errors import Refused, Unknown
from app.services.letter_handover import Handing, issue_handover
from app.services.letters import reprint
from app.store.letters import of_case
from tests.services import lettering
from tests.services.hands import LAN, OTHER_WARD, WARD, press
from tests.services.lettering import number_of, text_of
from tests.store.desk import MINUTE, MONDAY
from workflows.agency import Role
from workflows.officer import Grant

TO = "Công chức Tư pháp – Hộ tịch"


@pytest.fixture
def opened(database_url):
    return lettering.ward(database_url)


def test_of_two_who_hand_the_same_files_over_at_once_one_is_told(opened, tmp_path):
    code = lettering.accepted(opened)
    handing, together, told = Handing(codes=(code,), taker=TO), threading.Barrier(3), []

    def unlisted(connection):
        if of_case(connection, code):
            raise Refused("đã có danh sách")

    def hand_over(second):
        together.wait()
        form = press(LAN, MONDAY + second * MINUTE)
        try:
            issue_handover(opened, tmp_path, form, handing, check=unlisted)
        except Refused as error:
            told.append(str(error))

    both = [threading.Thread(target=hand_over, args=(second,)) for second in range(3)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert told == ["đã có danh sách"] * 2
    assert len(lettering.letters(opened, code)) == 1
    lettering.must_verify(opened)


def test_the_giver_is_part_of_what_a_form_asks_for(opened, tmp_path):
    code, form = lettering.accepted(opened), press(LAN)
    handing = Handing(codes=(code,), taker=TO, giver="Văn thư phường")

    (row,) = issue_handover(opened, tmp_path, form, handing)

    said = text_of(reprint(opened, tmp_path, LAN, code, number_of(row)).content)
    assert "Vănthưphường" in "".join(said.split())
    with pytest.raises(Refused, match="đã được ghi rồi"):
        issue_handover(opened, tmp_path, form, replace(handing, giver="Một cửa"))


def test_a_list_is_dated_after_what_was_recorded_meanwhile(opened, tmp_path):
    code = lettering.accepted(opened)
    handing = Handing(codes=(code,), taker=TO)
    issue_handover(opened, tmp_path, press(LAN, MONDAY + MINUTE), handing)

    (row,) = issue_handover(opened, tmp_path, press(LAN), handing)

    assert (row.serial, row.issued_at) == (2, MONDAY + MINUTE)


def test_who_sees_only_some_of_the_files_does_not_read_the_list(opened, tmp_path):
    grants = tuple(Grant(agency=office, role=Role.ONE_STOP) for office in (WARD, OTHER_WARD))
    both = replace(LAN, grants=grants)
    here, there = lettering.accepted(opened), lettering.accepted(opened, agency=OTHER_WARD)
    handing = Handing(codes=(here, there), taker=TO, agency=WARD)

    rows = issue_handover(opened, tmp_path, press(both), handing)

    mine = next(row for row in rows if row.case_code == here)
    assert reprint(opened, tmp_path, both, here, number_of(mine)).content
    with pytest.raises(Unknown, match="không có danh sách bàn giao này"):
        reprint(opened, tmp_path, LAN, here, number_of(mine))
