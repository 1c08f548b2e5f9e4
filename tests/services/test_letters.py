"""Letters of a case: issued once under the next number, kept, printed again, corrected."""

import secrets

import pytest

from app.errors import BadInput, Refused, Unknown
from app.services import letters
from app.services.act import act
from app.services.letters import Wish
from app.store.files import place_of
from tests.services import lettering
from tests.services.hands import LAN, MINH, SON, YEN, press
from tests.services.lettering import text_of
from tests.store import desk
from tests.store.desk import HOUR, MINUTE, MONDAY
from workflows.commands import RecordFee

RECEIPT = Wish(kind="receipt")
FEE = RecordFee(at=MONDAY, amount=8_000, method="cash")


@pytest.fixture
def opened(database_url):
    return lettering.ward(database_url)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


def test_a_receipt_gets_the_next_number_and_its_bytes_are_kept(opened, folder):
    rows = [
        letters.issue(opened, folder, press(LAN), lettering.accepted(opened), "receipt")
        for _ in range(3)
    ]

    assert [row.number for row in rows] == ["01/TNHS", "02/TNHS", "03/TNHS"]
    assert all(lettering.is_kept(folder, row) for row in rows)
    (event,) = lettering.case(opened, rows[0].case_code).letters
    assert (event.file, event.media, event.size) == (rows[0].file, rows[0].media, rows[0].size)
    lettering.must_verify(opened)


def test_the_letter_says_what_the_log_says(opened, folder):
    code = lettering.accepted(opened, "Nguyễn Thị Bưởi")

    row = letters.issue(opened, folder, press(LAN), code, "receipt")

    text = text_of(place_of(folder, row.file).read_bytes())
    for said in (code, "01/TNHS", "Nguyễn Thị Bưởi", "Tờ khai đăng ký kết hôn", "Lan"):
        assert said in text


def test_the_same_press_gives_the_same_letter(opened, folder):
    code = lettering.accepted(opened)
    form = press(LAN)
    first = letters.issue(opened, folder, form, code, "receipt")

    later = press(LAN, MONDAY + MINUTE, form.key)
    assert letters.issue(opened, folder, later, code, "receipt") == first
    assert lettering.letters(opened, code) == (first,)

    with pytest.raises(Refused, match="đã được ghi rồi"):
        letters.issue(opened, folder, form, code, "control")


def test_a_second_receipt_is_refused_and_leaves_no_gap(opened, folder):
    code, other = lettering.accepted(opened), lettering.accepted(opened)
    letters.issue(opened, folder, press(LAN), code, "receipt")

    with pytest.raises(Refused, match=r"đã cấp .* số 01/TNHS; hãy in lại") as caught:
        letters.issue(opened, folder, press(LAN), code, "receipt")

    assert caught.value.field == "kind"
    row = letters.issue(opened, folder, press(LAN), other, "receipt")
    assert row.number == "02/TNHS"


def test_what_cannot_be_filled_in_is_said_and_leaves_no_gap(database_url, folder):
    opened = desk.loaded(database_url)
    code = lettering.accepted(opened)

    with pytest.raises(BadInput, match="địa danh"):
        letters.issue(opened, folder, press(LAN), code, "receipt")

    assert lettering.letters(opened, code) == ()
    desk.load(opened, lettering.OFFICES)
    row = letters.issue(opened, folder, press(LAN), code, "receipt")
    assert row.number == "01/TNHS"


def test_only_who_may_issues_a_letter(opened, folder):
    code = lettering.accepted(opened)

    with pytest.raises(Refused, match="công chức một cửa"):
        letters.issue(opened, folder, press(MINH), code, "receipt")
    with pytest.raises(Unknown):
        letters.issue(opened, folder, press(SON), code, "receipt")
    with pytest.raises(Refused, match="không bị từ chối"):
        letters.issue(opened, folder, press(LAN), code, "refusal")
    assert lettering.letters(opened, code) == ()


@pytest.mark.parametrize("kind", ["apology", "handover", "register"])
def test_what_comes_about_another_way_is_not_issued_here(opened, folder, kind):
    with pytest.raises(Refused, match="hãy mở trang"):
        letters.issue(opened, folder, press(LAN), lettering.accepted(opened), kind)


def test_a_correction_has_a_number_of_its_own_and_names_the_old_one(opened, folder):
    code = lettering.accepted(opened)
    old = letters.issue(opened, folder, press(LAN), code, "receipt")

    wish = Wish(kind="receipt", replaces=old.number)
    new = letters.correct(opened, folder, press(LAN, MONDAY + HOUR), code, wish)

    assert (new.number, new.replaces) == ("02/TNHS", "01/TNHS")
    assert [row.replaced_by for row in lettering.letters(opened, code)] == ["02/TNHS", None]
    assert "01/TNHS" in text_of(place_of(folder, new.file).read_bytes())
    with pytest.raises(Refused, match="đã được thay bằng bản số 02/TNHS"):
        letters.correct(opened, folder, press(LAN), code, wish)
    with pytest.raises(Refused, match=r"không có .* số 09/TNHS"):
        letters.correct(opened, folder, press(LAN), code, Wish(kind="receipt", replaces="09/TNHS"))
    lettering.must_verify(opened)


def test_each_payment_has_a_receipt_of_its_own(opened, folder):
    code = lettering.accepted(opened)
    act(opened, press(YEN), code, [FEE])
    first = letters.issue(opened, folder, press(YEN), code, "fee")
    with pytest.raises(Refused, match="đã cấp"):
        letters.issue(opened, folder, press(YEN), code, "fee")

    act(
        opened,
        press(YEN, MONDAY + MINUTE),
        code,
        [RecordFee(at=MONDAY + MINUTE, amount=5_000, method="cash")],
    )
    second = letters.issue(opened, folder, press(YEN, MONDAY + HOUR), code, "fee")

    assert [first.serial, second.serial] == [1, 2]
    with pytest.raises(Refused, match="nói về việc trước đó"):
        letters.correct(opened, folder, press(YEN), code, Wish(kind="fee", replaces=first.number))


def test_a_control_sheet_is_made_again_when_something_has_happened(opened, folder):
    code = lettering.accepted(opened)
    letters.issue(opened, folder, press(LAN), code, "control")
    with pytest.raises(Refused, match="đã cấp"):
        letters.issue(opened, folder, press(LAN), code, "control")

    act(opened, press(YEN), code, [FEE])

    assert letters.issue(opened, folder, press(LAN), code, "control").serial == 2


def test_the_receipt_of_an_acceptance_is_one_however_often_it_is_asked_for(opened, folder):
    code = lettering.accepted(opened)
    form = press(LAN, key=secrets.token_hex(16))

    first = letters.receipt_of(opened, folder, form, code)
    assert letters.receipt_of(opened, folder, form, code) == first
    assert letters.receipt_of(opened, folder, press(LAN), code) == first
    assert lettering.letters(opened, code) == (first,)


def test_possible_letters_say_why_not(opened, folder):
    code = lettering.accepted(opened)

    found = {one.kind: one.why for one in letters.possible(opened, LAN, code, now=MONDAY)}

    assert found["receipt"] is None
    assert found["control"] is None
    assert "không bị từ chối" in (found["refusal"] or "")
    assert set(found).isdisjoint({"apology", "handover", "register"})
    letters.issue(opened, folder, press(LAN), code, "receipt")
    again = {one.kind: one.why for one in letters.possible(opened, LAN, code, now=MONDAY)}
    assert "đã cấp" in (again["receipt"] or "")


def test_letters_of_practice_leave_no_gap_in_the_true_ones(opened, folder):
    practice = lettering.accepted(opened, training=True)
    true = lettering.accepted(opened)

    rehearsed = letters.issue(opened, folder, press(LAN), practice, "receipt")
    real = letters.issue(opened, folder, press(LAN), true, "receipt")

    assert (rehearsed.serial, rehearsed.training, real.serial) == (1, True, 1)
    assert "HỒ SƠ TẬP HUẤN" in text_of(place_of(folder, rehearsed.file).read_bytes())
    lettering.must_verify(opened)


def test_hostile_words_come_out_as_text(opened, folder):
    name = '#panic("x") *đậm* $x$ <b> {{ 7*7 }} {case} [x]'
    code = lettering.accepted(opened, name)

    row = letters.issue(opened, folder, press(LAN), code, "receipt")

    text = " ".join(text_of(place_of(folder, row.file).read_bytes()).split())
    assert '#panic("x") *đậm* $x$ <b> {{ 7*7 }} {case} [x]' in text
