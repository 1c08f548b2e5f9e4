"""The form of an intake: what is recorded, and what comes back refused."""

import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.sample import MORNING
from app.store.engine import Database, database
from tests.services import papers
from tests.web.intaking import FORM, code_in, log_of, typed
from workflows import events as ev

_SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')


@pytest.fixture
def lan(sign_in) -> FlaskClient:
    browser: FlaskClient = sign_in("lan.mc")
    return browser


@pytest.fixture
def ward(ward_url: str) -> Database:
    return database(ward_url)


def test_a_case_is_taken_in_with_all_that_was_typed(lan, ward):
    answer = lan.post(FORM, data=typed(lan, note="  Hẹn gọi trước  "))

    accepted, begun = log_of(ward, code_in(answer))
    assert isinstance(accepted, ev.Accepted)
    assert accepted.applicant == ev.Applicant(
        name="Bùi Thị Bưởi", id_no="079188001234", phone="0912 345 678"
    )
    assert [(one.kind, one.count) for one in accepted.papers] == [("original", 1), ("copy", 3)]
    assert (accepted.fee, accepted.note, accepted.training) == (6000, "Hẹn gọi trước", False)
    assert begun == ev.StepStarted(at=accepted.at, step="intake", assignee="lan.mc")
    assert "17:30 hôm nay" in lan.get(answer.location).text


def test_the_form_sent_again_opens_no_second_case(lan, ward):
    form = typed(lan)
    first = lan.post(FORM, data=form)
    again = lan.post(FORM, data=form)

    assert code_in(again) == code_in(first)
    assert "đã mở hồ sơ" in lan.get(again.location).text


def test_the_same_form_changed_and_sent_again_names_the_first_case(lan):
    form = typed(lan)
    code = code_in(lan.post(FORM, data=form))

    answer = lan.post(FORM, data={**form, "name": "Người khác"})

    assert answer.status_code == 422
    assert f'href="/cases/{code}"' in answer.text
    assert 'value="Người khác"' in answer.text


def test_a_missing_name_keeps_everything_else(lan):
    answer = lan.post(FORM, data=typed(lan, name=" ", address="Tổ 3 <b>", count_1="7"))

    assert answer.status_code == 422
    assert 'id="f-name-error"' in answer.text
    assert 'value="Tổ 3 &lt;b&gt;"' in answer.text
    assert 'value="7"' in answer.text


def test_markup_in_a_name_comes_out_as_text(lan):
    answer = lan.post(FORM, data=typed(lan, name="<script>alert(1)</script>"))

    page = lan.get(answer.location).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_numbers_that_look_wrong_are_asked_about_once(lan, ward):
    form = typed(lan, id_no="12345", phone="12", email="a@b")
    answer = lan.post(FORM, data=form)

    assert answer.status_code == 422
    for words in ("5 chữ số", "số điện thoại “12”", "“a@b”"):
        assert words in answer.text.lower()
    seen = _SEEN.search(answer.text)
    assert seen

    other = lan.post(FORM, data={**form, "seen": seen[1], "phone": "13"})
    assert other.status_code == 422
    accepted = log_of(ward, code_in(lan.post(FORM, data={**form, "seen": seen[1]})))[0]
    assert accepted.applicant.id_no == "12345"


def test_a_required_paper_missing_is_never_passed_over(lan):
    answer = lan.post(FORM, data=typed(lan, paper=["1"]))

    assert answer.status_code == 422
    assert "Còn thiếu Bản chính giấy tờ, văn bản" in answer.text


def test_missing_papers_are_asked_for_at_once(lan, ward):
    answer = lan.post(FORM, data=typed(lan, paper=["1"], missing="ask"))

    _, asked = log_of(ward, code_in(answer))
    assert isinstance(asked, ev.SupplementRequested)
    assert asked.items == ("Bản chính giấy tờ, văn bản",)
    assert "Chờ bổ sung" in lan.get(answer.location).text


def test_or_the_case_says_what_it_lacks(lan, ward):
    answer = lan.post(FORM, data=typed(lan, paper=["1"], missing="later", note="Mai mang đến"))

    accepted, begun = log_of(ward, code_in(answer))
    assert accepted.note == "Còn thiếu khi tiếp nhận: Bản chính giấy tờ, văn bản.\nMai mang đến"
    assert isinstance(begun, ev.StepStarted)


def test_other_papers_are_kept_and_checked(lan, ward):
    more = {"name_o0": "Đơn xác nhận", "kind_o0": "original", "count_o0": "2"}

    for bad, words in (
        ({"count_o0": "x"}, "số bản phải từ 1"),
        ({"kind_o0": "ảnh"}, "hãy chọn bản chính"),
        ({"name_o0": "Đơn\x07"}, "ký tự điều khiển"),
        ({"name_o0": "đ" * 301}, "nhiều nhất 300 ký tự"),
    ):
        wrong = lan.post(FORM, data=typed(lan, **{**more, **bad}))
        assert wrong.status_code == 422
        assert words in wrong.text

    accepted = log_of(ward, code_in(lan.post(FORM, data=typed(lan, **more))))[0]
    assert accepted.papers[-1] == ev.Paper(name="Đơn xác nhận", kind="original", count=2)


def test_an_online_case_from_the_portal_waits_for_acceptance(lan, ward):
    form = typed(
        lan, channel="online", submitted_at="2024-01-24T07:40", own_account="no", note=None
    )
    answer = lan.post(FORM, data=form)

    (submitted,) = log_of(ward, code_in(answer))
    assert isinstance(submitted, ev.Submitted)
    assert f"{submitted.at:%H:%M}" == "07:40"
    assert submitted.applicant.own_account is False
    assert "Phải trả lời chậm nhất" in lan.get(answer.location).text


def test_an_online_case_needs_its_time(lan):
    answer = lan.post(FORM, data=typed(lan, channel="online"))

    assert answer.status_code == 422
    assert 'id="f-submitted_at-error"' in answer.text


def test_a_training_case_has_a_number_of_its_own(lan):
    answer = lan.post(FORM, data=typed(lan, training="1"))

    assert code_in(answer).startswith("TAP-H32.PL-")
    assert "Tập huấn" in lan.get(answer.location).text


def test_an_authorised_person_is_recorded_and_needs_a_name(lan, ward):
    assert lan.post(FORM, data=typed(lan, agent_phone="0912345678")).status_code == 422

    form = typed(lan, agent_name="Lê Văn Út", agent_id_no="079188001235")
    accepted = log_of(ward, code_in(lan.post(FORM, data=form)))[0]
    assert accepted.agent == ev.Applicant(name="Lê Văn Út", id_no="079188001235")


def test_an_intake_of_a_moment_ago_is_recorded_as_such(lan, ward):
    before = MORNING - timedelta(minutes=10)
    form = typed(lan, when="then", at=f"{before:%Y-%m-%dT%H:%M}")

    assert log_of(ward, code_in(lan.post(FORM, data=form)))[0].at == before


def test_a_form_of_an_older_procedure_is_shown_again(lan):
    answer = lan.post(FORM, data=typed(lan, rules="99"))

    assert answer.status_code == 409
    assert "Thủ tục vừa được cập nhật" in answer.text
    assert 'value="Bùi Thị Bưởi"' in answer.text


def test_a_form_without_a_key_is_not_recorded(lan):
    answer = lan.post(FORM, data=typed(lan, key="x"))

    assert answer.status_code == 422
    assert "mở lại trang" in answer.text


def test_the_preview_follows_channel_and_papers(lan):
    form = typed(lan)
    at_desk = lan.post(f"{FORM}/due", data=form).text
    online = {**form, "channel": "online", "submitted_at": "2024-01-24T08:00"}
    lacking = {**form, "paper": [], "missing": "ask"}

    assert "17:30 hôm nay" in at_desk
    assert "Vì sao ngày này?" in at_desk
    assert "08:00 ngày mai" in lan.post(f"{FORM}/due", data=online).text
    assert "Nếu công dân bổ sung" in lan.post(f"{FORM}/due", data=lacking).text


def file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def test_files_go_on_the_case_and_a_bad_one_does_not_lose_it(lan, ward):
    files = [file(papers.pdf(), "don.pdf"), file(b"MZ\x90", "vi-rut.exe")]
    answer = lan.post(FORM, data=typed(lan, files=files))

    events = log_of(ward, code_in(answer))
    assert [one.name for one in events if isinstance(one, ev.Digitised)] == ["don.pdf"]
    told = lan.get(answer.location).text
    assert "vi-rut.exe" in told
    assert "chưa đính kèm được" in told


def test_files_of_a_form_that_has_to_be_shown_again_stay(lan, ward):
    form = typed(lan)
    answer = lan.post(FORM, data={**form, "name": "", "files": [file(papers.pdf(), "don.pdf")]})
    word = re.search(r'name="files_held" value="([^"]+)"', answer.text)
    assert answer.status_code == 422
    assert word

    again = {**form, "files_held": word[1]}
    first, second = lan.post(FORM, data=again), lan.post(FORM, data=again)

    assert code_in(first) == code_in(second)
    assert sum(isinstance(one, ev.Digitised) for one in log_of(ward, code_in(first))) == 1
