"""What an act is asked again about, or refused, and the sentences around its form."""

from tests.web.cases import accepted, appraised, last, seen, text_of
from tests.web.forms import act_url, filled, pressed
from workflows import events as ev


def test_more_money_than_owed_is_taken_only_by_a_second_press(opened, sign_in):
    code, cashier = accepted(opened), sign_in("yen.kt")
    form = filled(cashier, code, "pay_fee", amount="150000")

    doubted = cashier.post(act_url(code, "pay_fee"), data=form)
    assert (doubted.status_code, type(last(opened, code))) == (422, ev.Accepted)
    assert "Còn phải thu 15.000 đ" in doubted.text
    assert "đánh dấu ô này" in doubted.text
    again = cashier.post(act_url(code, "pay_fee"), data={**form, "more": "1"})
    assert (again.status_code, last(opened, code).amount) == (303, 150_000)


def test_without_a_known_fee_no_sum_is_doubted(opened, sign_in):
    code = accepted(opened, fee=None)
    assert pressed(sign_in("yen.kt"), code, "pay_fee", amount="8000").status_code == 303


def test_an_act_gone_meanwhile_says_why_above_what_was_typed(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    form = filled(worker, code, "pause", reason="payment", note="chờ thuế")
    assert pressed(sign_in("binh.ld"), code, "return_case", reason="trùng").status_code == 303

    answer = worker.post(act_url(code, "pause"), data=form)

    assert answer.status_code == 409
    assert "Lúc này không còn làm được việc này. Không thể ghi “tạm dừng”" in text_of(answer.text)
    assert "chờ thuế" in answer.text


def test_one_of_several_leaders_is_enough_and_said_so(opened, sign_in):
    page = text_of(sign_in("hue.tp").get(act_url(appraised(opened), "pause")).text)
    assert "phải có người thứ hai duyệt (một trong các lãnh đạo: " in page


def test_a_result_unsigned_is_not_proposed_and_says_which_step_lacks(opened, sign_in):
    code, worker = appraised(opened), sign_in("hue.tp")
    form = filled(worker, code, "resolve")
    assert "outcome" not in form

    answer = worker.post(act_url(code, "resolve"), data={**form, "outcome": "granted"})

    assert answer.status_code == 422
    assert "bước “Ký duyệt” của lãnh đạo chưa xong" in answer.text
    assert seen(opened, code).case.is_open


def test_how_often_is_told_from_the_rules_of_the_day(opened, sign_in):
    asked = sign_in("hue.tp").get(act_url(appraised(opened), "request_supplement"))
    assert "chỉ được yêu cầu công dân bổ sung một lần" in asked.text
