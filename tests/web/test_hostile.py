"""Markup, formulas, marks that turn the writing round and endless texts stay text everywhere."""

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.forms import act_url, filled, forms_of, pressed
from tests.web.hostile import NASTY, looked_at
from tests.web.test_files import PDF
from tests.web.test_proposals import decided, sent

INTAKE = "/intake/1.004873"
LONG = "Đ" * 10_000


def intake(client: FlaskClient, **typed: str) -> TestResponse:
    """Take a case in at the counter."""
    form = forms_of(client.get(INTAKE).text)[INTAKE]
    given = {"name": "Bà Tư", "missing": "later", **typed}
    return client.post(INTAKE, data={**form, **given}, follow_redirects=True)


def handed(client: FlaskClient, code: str) -> None:
    """Finish the step of the desk and hand the case to Huệ."""
    answer = pressed(client, code, "complete_step", next="appraise|hue.tp")
    assert answer.status_code == 303


def code_in(answer: TestResponse) -> str:
    code: str = answer.request.args["code"]
    return code


def is_text(answer: TestResponse, text: str, status: int = 200) -> None:
    """Fail unless a page shows a text as it is, and nothing of it as markup."""
    assert answer.status_code == status, answer.request.path
    found = looked_at(answer.text)
    assert found.alarms == [], answer.request.path
    assert found.loose == [], answer.request.path
    assert text in found.text, answer.request.path


def upload(client: FlaskClient, code: str, name: str) -> TestResponse:
    path = f"/cases/{code}/files"
    form = forms_of(client.get(path).text)[path]
    given = {**form, "file": (io.BytesIO(PDF), name.replace('"', "%22")), "part": name}
    kind = "multipart/form-data"
    return client.post(path, data=given, content_type=kind, follow_redirects=True)


def seen_name(name: str) -> str:
    """What is left of a file's name: no folders, nothing invisible; no browser sends a quote."""
    plain = name.translate(dict.fromkeys((0x202E, 0x2066, 0x200D)))
    return plain.rpartition('"')[2].rpartition("/")[2]


def cells(content: bytes) -> Iterator[Any]:
    for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows():
        yield from row


@pytest.fixture(params=NASTY)
def nasty(request: pytest.FixtureRequest) -> str:
    return NASTY[request.param]


def test_whoever_comes_with_it_as_a_name(nasty, sign_in):
    desk = sign_in("lan.mc")
    done = intake(
        desk,
        name=nasty,
        address=nasty,
        note=nasty,
        agent_name=nasty,
        name_o0=nasty,
        kind_o0="copy",
        count_o0="1",
    )
    is_text(done, nasty)
    code = code_in(done)
    for path in (
        f"/cases/{code}",
        f"/cases/{code}/acts/complete_step",
        f"/cases/{code}/files",
        "/lists/mine",
        f"/intake/2.000815?like={code}",
    ):
        is_text(desk.get(path), nasty)
    found = desk.get(f"/search?q={quote(nasty)}", follow_redirects=True)
    is_text(found, nasty)
    assert upload(desk, code, f"{nasty}.pdf").status_code == 200
    is_text(desk.get(f"/cases/{code}"), seen_name(nasty))


def test_a_sheet_of_such_names_has_no_formula(sign_in):
    desk = sign_in("lan.mc")
    for text in NASTY.values():
        code = code_in(intake(desk, name=text))
        handed(desk, code)
    sheet = list(cells(sign_in("hue.tp").get("/lists/mine.xlsx").data))

    assert set(NASTY.values()) <= {cell.value for cell in sheet}
    assert {cell.data_type for cell in sheet} <= {"s", "d", "n"}  # no "f"
    assert not [cell for cell in sheet if cell.data_type == "n" and isinstance(cell.value, str)]


def test_as_a_reason_a_note_and_a_number_of_a_paper(nasty, sign_in):
    desk, worker, leader = sign_in("lan.mc"), sign_in("hue.tp"), sign_in("binh.ld")
    code = code_in(intake(desk))
    handed(desk, code)
    pressed(worker, code, "pause", reason="other", document=nasty, note=nasty)
    is_text(worker.get("/lists/paused"), code)
    is_text(leader.get(f"/cases/{code}"), nasty)
    pressed(worker, code, "resume")
    assigned = pressed(leader, code, "assign_step", next="appraise|dung.tp", reason=nasty)
    assert assigned.status_code == 303
    is_text(leader.get(f"/cases/{code}/handover"), code)
    taken = pressed(desk, code, "pay_fee", amount="1000", method="cash", receipt_no=nasty[:64])
    assert taken.status_code == 303
    pressed(sign_in("dung.tp"), code, "resolve", outcome="rejected", result_no=nasty)
    pressed(desk, code, "deliver", channel="direct", collected_by=nasty, proof_no=nasty)
    pressed(desk, code, "rate", score="1", comment=nasty)
    page = desk.get(f"/cases/{code}")
    is_text(page, nasty)
    # Pause (document and note), assignment, receipt twice, result, who came and with what, mark.
    assert looked_at(page.text).text.count(nasty) >= 8


def test_as_what_a_second_person_is_asked_for(nasty, sign_in):
    worker, leader = sign_in("hue.tp"), sign_in("binh.ld")
    sent(worker, late_reason=nasty, late_evidence=nasty)
    for client in (worker, leader):
        is_text(client.get("/proposals"), nasty)
        is_text(client.get("/proposals/1"), nasty)
    decided(leader, "refuse", note=nasty)
    is_text(worker.get("/proposals/1"), nasty)
    assert looked_at(worker.get("/proposals/1").text).text.count(nasty) >= 3


def test_as_something_looked_for_that_is_not_there(nasty, sign_in):
    desk = sign_in("lan.mc")
    is_text(desk.get(f"/search?q={quote(nasty)}"), nasty)
    for path in ("cases/{}", "lists/{}", "intake/{}", "cases/{}/handover", "cases/{}/acts/accept"):
        answer = desk.get(f"/{path.format(quote(nasty, safe=''))}")
        assert answer.status_code in {303, 404}, path
        assert looked_at(answer.text).alarms == looked_at(answer.text).loose == []


def test_as_what_an_admin_types(nasty, sign_in):
    admin = sign_in("quantri.pl")
    for path in ("/accounts?q={}", "/accounts/sign-ins?login={}"):
        is_text(admin.get(path.format(quote(nasty))), nasty)
    form = forms_of(admin.get("/accounts/hue.tp").text)["/accounts/hue.tp/grants"]
    answer = admin.post("/accounts/hue.tp/grants", data={**form, "name": nasty})
    assert answer.status_code in {303, 422}
    page = answer if answer.status_code == 422 else admin.get("/accounts/hue.tp")
    is_text(page, nasty, page.status_code)


@pytest.mark.parametrize("field", ["name", "address", "note", "agent_name", "name_o0", "id_no"])
def test_ten_thousand_letters_are_refused_and_kept_in_the_form(sign_in, field):
    answer = intake(sign_in("lan.mc"), kind_o0="copy", count_o0="1", **{field: LONG})

    is_text(answer, LONG, 422)
    assert "nhiều nhất" in answer.text


@pytest.mark.parametrize(
    ("act", "field"),
    [("pause", "note"), ("pause", "document"), ("return_step", "reason"), ("resolve", "result_no")],
)
def test_ten_thousand_letters_about_a_case_are_refused_and_kept(sign_in, act, field):
    desk, worker = sign_in("lan.mc"), sign_in("hue.tp")
    code = code_in(intake(desk))
    handed(desk, code)
    form = filled(worker, code, act, **{"reason": "other", field: LONG})

    answer = worker.post(act_url(code, act), data=form)

    is_text(answer, LONG, 422)
    assert "dài 10000 ký tự" in answer.text
    assert "đang xử lý" in worker.get(f"/cases/{code}").text.lower()


def test_the_longest_reason_that_is_taken_is_shown_whole(sign_in):
    desk, worker, most = sign_in("lan.mc"), sign_in("hue.tp"), "Đ" * 2000
    code = code_in(intake(desk))
    handed(desk, code)

    assert pressed(worker, code, "pause", reason="other", note=most).status_code == 303
    is_text(worker.get(f"/cases/{code}"), most)


@pytest.mark.parametrize("sign", ["\x01", "\x07", "\x1b", "\x7f"])
def test_a_control_character_is_refused_in_a_sentence(sign_in, sign):
    desk, worker = sign_in("lan.mc"), sign_in("hue.tp")
    told = f"có ký tự điều khiển U+{ord(sign):04X}"
    answer = intake(desk, name=f"Trần{sign}Tư")
    assert (answer.status_code, told in answer.text) == (422, True)
    code = code_in(intake(desk))
    handed(desk, code)
    answer = pressed(worker, code, "pause", reason="other", note=f"a{sign}b")
    assert (answer.status_code, told in answer.text) == (422, True)
    assert desk.get(f"/search?q=a{quote(sign)}b").status_code == 200
    assert desk.get(f"/cases/{quote(sign)}").status_code == 404


def test_a_nul_that_no_keyboard_types_is_refused_at_the_door(sign_in):
    answer = intake(sign_in("lan.mc"), name="Trần\x00Tư")

    assert answer.status_code in {400, 422}
    assert "Traceback" not in answer.text
    assert "TrầnTư" not in sign_in("lan.mc").get("/lists/mine").text.replace("\x00", "")
