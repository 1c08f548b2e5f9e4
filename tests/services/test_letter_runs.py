"""Letters for many cases: part by part, each once, one failing case named, printed together."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from app.errors import BadInput, Refused, Unknown
from app.services import letter_runs as runs
from app.services.accounts import disable_account
from app.services.letter_prints import printed, prints
from app.services.letter_run_going import CHUNK
from app.services.letter_run_page import left_out, runs_of, runs_to_carry_on, without_receipt
from app.services.letters import DOCX, issue
from app.store.files import place_of
from tests.services import lettering
from tests.services.hands import HUNG, LAN, press
from tests.store.desk import MINUTE, MONDAY, opened_case, submission
from workflows.agency import Role
from workflows.officer import Grant

LATER = MONDAY + MINUTE


@pytest.fixture
def opened(database_url):
    return lettering.ward(database_url)


def ended(opened, folder, number):
    return runs.to_the_end(opened, folder, number, clock=lambda: LATER)


def numbers(opened, codes):
    return [row.serial for code in codes for row in lettering.letters(opened, code)]


def test_every_case_of_a_run_gets_its_receipt_in_order(opened, tmp_path):
    codes = [lettering.accepted(opened) for _ in range(30)]
    number = runs.begin(opened, press(LAN), "receipt", codes)
    seen = []

    done = runs.to_the_end(
        opened, tmp_path, number, clock=lambda: LATER, progress=lambda one: seen.append(one.done)
    )

    assert (done.results, done.waiting, seen[-1]) == ({"issued": 30}, 0, 30)
    assert numbers(opened, codes) == list(range(1, 31))
    assert all(lettering.is_kept(tmp_path, lettering.letters(opened, code)[0]) for code in codes)
    assert runs.unfinished(opened) == []
    lettering.must_verify(opened)


def test_a_case_that_cannot_have_its_letter_is_named_and_holds_up_no_other(opened, tmp_path):
    codes = [lettering.accepted(opened) for _ in range(6)]
    sent = opened_case(opened, submission()).code
    issue(opened, tmp_path, press(LAN), codes[2], "receipt")
    number = runs.begin(opened, press(LAN), "receipt", [*codes, sent])

    done = ended(opened, tmp_path, number)

    assert done.results == {"issued": 5, "refused": 2}
    why = {one.code: one.why or "" for one in left_out(opened, LAN, number)}
    assert set(why) == {codes[2], sent}
    assert "đã cấp" in why[codes[2]]
    assert "chưa được tiếp nhận" in why[sent]
    # The receipt issued before has number 1; nothing that failed has left a gap.
    assert sorted(numbers(opened, codes)) == [1, 2, 3, 4, 5, 6]


def test_a_run_that_was_left_goes_on_where_it_was(opened, tmp_path):
    codes = [lettering.accepted(opened) for _ in range(30)]
    form = press(LAN)
    number = runs.begin(opened, form, "receipt", codes)
    assert runs.begin(opened, form, "receipt", codes) == number

    half = runs.carry_on(opened, tmp_path, number, clock=lambda: LATER, most=CHUNK)
    assert (half.done, half.waiting) == (CHUNK, 30 - CHUNK)
    assert runs.unfinished(opened, "lan") == [number]

    assert ended(opened, tmp_path, number).results == {"issued": 30}
    assert numbers(opened, codes) == list(range(1, 31))


def test_whose_rights_end_issues_nothing_more_and_may_be_tried_again(opened, tmp_path):
    code = lettering.accepted(opened)
    number = runs.begin(opened, press(LAN), "receipt", [code])
    disable_account(opened, "lan", by=None, now=MONDAY)

    assert ended(opened, tmp_path, number).results == {"refused": 1}
    assert "không còn quyền" in (left_out(opened, LAN, number)[0].why or "")
    assert runs.again(opened, LAN, number) == 1
    assert runs.progress_of(opened, number).waiting == 1


def test_only_who_works_on_every_case_of_a_run_sees_it(opened, tmp_path):
    number = runs.begin(opened, press(LAN), "receipt", [lettering.accepted(opened)])

    assert [run.id for run in runs_of(opened, LAN)] == [number]
    # A colleague at the ward carries it on; whoever only looks on, or sits elsewhere, does not.
    assert runs_of(opened, HUNG) == []
    assert [run.id for run in runs_to_carry_on(opened, HUNG)] == [number]
    assert runs.again(opened, HUNG, number) == 0
    for grants in (
        (Grant(agency="H32.PL", role=Role.AUDITOR),),
        (Grant(agency="H32.BD", role=Role.LEADER),),
    ):
        stranger = replace(HUNG, login="la", grants=grants)
        assert runs_to_carry_on(opened, stranger) == []
        for asked in (runs.again, left_out, prints):
            with pytest.raises(Unknown, match="không có lượt"):
                asked(opened, stranger, number)


def test_what_is_no_run_is_refused(opened):
    code = lettering.accepted(opened)

    for codes in ([], [f"{n}" for n in range(runs.LARGEST + 1)]):
        with pytest.raises(BadInput, match="hãy chọn"):
            runs.begin(opened, press(LAN), "receipt", codes)
    with pytest.raises(BadInput, match="hàng loạt"):
        runs.begin(opened, press(LAN), "apology", [code])
    with pytest.raises(Unknown, match=r"H32\.BD-1"):
        runs.begin(opened, press(LAN), "receipt", [code, "H32.BD-1"])
    form = press(LAN)
    runs.begin(opened, form, "receipt", [code])
    with pytest.raises(Refused, match="đã được ghi rồi"):
        runs.begin(opened, form, "control", [code])


def test_cases_accepted_today_without_a_receipt_are_found(opened, tmp_path):
    codes = [lettering.accepted(opened) for _ in range(3)]
    opened_case(opened, submission())
    issue(opened, tmp_path, press(LAN), codes[1], "receipt")

    day = MONDAY.date()
    assert without_receipt(opened, LAN, day) == (codes[0], codes[2])
    assert without_receipt(opened, HUNG, day) == ()
    assert without_receipt(opened, LAN, day.replace(day=5)) == ()


def test_the_letters_of_a_run_are_printed_together(opened, tmp_path):
    codes = [lettering.accepted(opened, f"Bà {n}") for n in range(4)]
    number = runs.begin(opened, press(LAN), "receipt", codes)
    ended(opened, tmp_path, number)

    (one,) = prints(opened, LAN, number)
    content = b"".join(printed(opened, tmp_path, LAN, number, one.part))

    assert (one.first, one.last) == (1, 4)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert len(pages) == 4
    assert all(code in page for code, page in zip(codes, pages, strict=True))
    with pytest.raises(Unknown, match="không có tệp in thứ 2"):
        printed(opened, tmp_path, LAN, number, 2)


def test_a_letter_lost_from_the_folder_is_named_before_anything_is_sent(opened, tmp_path):
    code = lettering.accepted(opened)
    number = runs.begin(opened, press(LAN), "receipt", [code])
    ended(opened, tmp_path, number)
    place_of(tmp_path, lettering.letters(opened, code)[0].file).unlink()

    with pytest.raises(Unknown, match="số 01/TNHS không còn trong kho tệp"):
        printed(opened, tmp_path, LAN, number, 1)


def test_letters_by_an_own_template_are_issued_but_not_joined(opened, tmp_path):
    codes = [lettering.accepted(opened) for _ in range(2)]
    lettering.own_template(opened, tmp_path, "Số {{ number }}")
    number = runs.begin(opened, press(LAN), "receipt", codes)

    assert ended(opened, tmp_path, number).results == {"issued": 2}
    assert [lettering.letters(opened, code)[0].media for code in codes] == [DOCX, DOCX]
    assert prints(opened, LAN, number) == ()
