"""An intake of long ago, a submission of long ago, and scans that say what they are."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.projections.rows import CASES
from app.sample import MORNING
from app.store.engine import Database, database
from tests.services import papers
from tests.web.client import token_of
from tests.web.intaking import FORM, MARRIAGE, code_in, log_of, typed
from workflows import events as ev

YESTERDAY = MORNING - timedelta(days=1)
LATE = {"when": "then", "at": f"{YESTERDAY:%Y-%m-%dT%H:%M}"}
WHY = {"late_reason": "Mất mạng cả buổi", "late_evidence": "Biên nhận giấy số 12"}


@pytest.fixture
def lan(sign_in) -> FlaskClient:
    browser: FlaskClient = sign_in("lan.mc")
    return browser


@pytest.fixture
def ward(ward_url: str) -> Database:
    return database(ward_url)


def cases(opened: Database) -> int:
    with opened.reading() as connection:
        return len(connection.execute(CASES.select()).all())


def test_an_intake_of_yesterday_asks_for_reason_and_proof_on_the_same_form(lan, ward):
    before = cases(ward)
    answer = lan.post(FORM, data=typed(lan, **LATE, note="Chờ máy phát", late_evidence="Sổ tr. 3"))

    assert answer.status_code == 422
    assert 'id="f-late_reason-error"' in answer.text
    assert 'id="f-late_evidence-error"' not in answer.text
    assert "Chờ máy phát" in answer.text
    assert 'value="Sổ tr. 3"' in answer.text
    assert re.search("hạn tính từ lúc đó, hẹn trả <strong>17:30 hôm qua", answer.text)
    assert "Gửi lãnh đạo duyệt" in answer.text
    assert "chọn Bây giờ" not in answer.text
    assert cases(ward) == before


def test_explained_it_waits_for_a_leader_and_is_then_recorded_as_it_was(lan, ward, sign_in):
    before, form = cases(ward), typed(lan, **LATE, **WHY)
    answer, again = lan.post(FORM, data=form), lan.post(FORM, data=form)

    assert (answer.status_code, again.location) == (303, answer.location)
    told = lan.get(answer.location).text
    assert "Chưa có gì được ghi" in told
    assert "Mất mạng cả buổi" in told
    assert cases(ward) == before

    leader = sign_in("binh.ld")
    page = leader.get(answer.location).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    word = {**hidden, "csrf_token": token_of(leader, answer.location), "note": ""}
    assert leader.post(f"{answer.location}/approve", data=word).status_code == 303
    found = re.search(r"/cases/(H32\.PL-[0-9-]+)", leader.get(answer.location).text)
    assert found
    accepted, begun = log_of(ward, found[1])
    assert (accepted.at, begun.at) == (YESTERDAY, YESTERDAY)
    assert accepted.late.reason == WHY["late_reason"]
    assert accepted.late.approved_by == "binh.ld"


def test_another_intake_with_the_same_form_is_not_taken_for_the_first(lan):
    form = typed(lan, **LATE, **WHY)
    assert lan.post(FORM, data=form).status_code == 303

    answer = lan.post(FORM, data={**form, "name": "Người khác"})

    assert answer.status_code == 422
    assert "đã được ghi rồi" in answer.text


def test_a_time_that_needs_nobody_is_recorded_at_once(lan, ward):
    accepted, _ = log_of(ward, code_in(lan.post(FORM, data=typed(lan, **WHY))))

    assert accepted.late is None


def test_the_next_procedure_follows_a_proposal_too(lan):
    form = typed(lan, **LATE, **WHY, then=[MARRIAGE], files=[(io.BytesIO(papers.pdf()), "a.pdf")])
    answer = lan.post(FORM, data=form)

    assert answer.status_code == 303
    assert f"/intake/{MARRIAGE}" in answer.location
    assert "Tệp quét chưa được đính kèm" in lan.get(answer.location).text


def test_a_submission_whose_8_hours_are_over_is_asked_about_once(lan, ward):
    before = cases(ward)
    form = typed(lan, channel="online", submitted_at="2019-03-01T08:00", note=None)
    answer = lan.post(FORM, data=form)

    assert answer.status_code == 422
    assert "hạn 8 giờ tiếp nhận đã hết" in answer.text
    assert 'value="2019-03-01T08:00"' in answer.text
    assert cases(ward) == before
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', answer.text)
    assert seen
    other = {**form, "seen": seen[1], "submitted_at": "2019-03-04T08:00"}
    assert lan.post(FORM, data=other).status_code == 422
    (submitted,) = log_of(ward, code_in(lan.post(FORM, data={**form, "seen": seen[1]})))
    assert submitted.at.year == 2019


def test_scans_say_which_paper_they_are_and_whether_they_are_signed(lan, ward):
    files: dict[str, Any] = {
        "files": [(io.BytesIO(papers.pdf()), "don.pdf")],
        "files_paper": "1",
        "files_signed": "1",
        "files1": [
            (io.BytesIO(papers.pdf("hai")), "khac.pdf"),
            (io.BytesIO(papers.pdf()), "x.pdf"),
        ],
        "files1_paper": "no such line",
    }
    events = log_of(ward, code_in(lan.post(FORM, data=typed(lan, **files))))

    first, second = (one for one in events if isinstance(one, ev.Digitised))
    paper = events[0].papers[1].name
    assert (first.name, first.parts, first.signed) == ("don.pdf", (paper,), (paper,))
    assert (second.name, second.parts, second.signed) == ("khac.pdf", 1, 0)


def test_what_was_said_of_scans_stays_with_a_form_shown_again(lan):
    files: dict[str, Any] = {
        "files2": [(io.BytesIO(papers.pdf()), "don.pdf")],
        "files2_paper": "o1",
        "files2_signed": "1",
    }
    answer = lan.post(FORM, data=typed(lan, name="", **files))

    assert answer.status_code == 422
    assert 'name="files2_held"' in answer.text
    assert re.search(r'<option value="o1" selected>Giấy tờ khác, dòng 2<', answer.text)
    assert re.search(r'name="files2_signed" value="1" checked', answer.text)
