"""Files of a case: what comes in is what it says, what goes out is never a page."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.sample import MORNING
from app.services.case_view import case_view
from app.store.engine import Database
from tests.web.cases import BOTH, HOUR, accepted, signed, text_of
from tests.web.forms import act_url, filled, forms_of

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SHA = hashlib.sha256(PDF).hexdigest()


def upload(client: FlaskClient, code: str, content: bytes, name: str, **typed: Any) -> TestResponse:
    form = forms_of(client.get(f"/cases/{code}/files").text)[f"/cases/{code}/files"]
    given = {**form, **typed, "file": (BytesIO(content), name)}
    return client.post(f"/cases/{code}/files", data=given, content_type="multipart/form-data")


def version(opened: Database, code: str) -> int:
    return case_view(opened, code, now=MORNING + HOUR).case.version


@BOTH
def test_a_scan_is_kept_shown_and_handed_out(opened, sign_in):
    code, desk = accepted(opened), sign_in("lan.mc")
    assert upload(desk, code, PDF, "Tờ khai.pdf", part="Tờ khai", signed="1").status_code == 303
    page = desk.get(f"/cases/{code}").text
    assert f"/cases/{code}/files/{SHA}" in page
    assert "đã ký số" in text_of(page)
    answer = desk.get(f"/cases/{code}/files/{SHA}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("inline")
    answer.close()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "x.html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg"),
        (b"<html>%PDF-1.4", "x.pdf"),
        (PDF, "x.png"),
        (b"", "x.pdf"),
    ],
)
def test_what_is_not_what_it_says_is_refused_in_a_sentence(opened, sign_in, content, name):
    code, desk = accepted(opened), sign_in("lan.mc")
    answer = upload(desk, code, content, name, part="Tờ khai")
    assert answer.status_code == 422
    assert 'href="#f-file"' in answer.text
    assert 'value="Tờ khai"' in answer.text
    assert version(opened, code) == 1


def test_no_file_at_all_is_told(opened, sign_in):
    code, desk = accepted(opened), sign_in("lan.mc")
    form = forms_of(desk.get(f"/cases/{code}/files").text)[f"/cases/{code}/files"]
    answer = desk.post(f"/cases/{code}/files", data=form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Hãy chọn một tệp" in answer.text


@BOTH
def test_a_file_sent_twice_is_recorded_once(opened, sign_in):
    code, desk = accepted(opened), sign_in("lan.mc")
    for _ in range(2):
        assert upload(desk, code, PDF, "a.pdf", key="b" * 32).status_code == 303
    assert version(opened, code) == 2


def test_only_who_sees_the_case_gets_its_files(opened, sign_in, client):
    code, other = accepted(opened), accepted(opened)
    upload(sign_in("lan.mc"), code, PDF, "a.pdf").close()
    address = f"/cases/{code}/files/{SHA}"
    for login, status in (("thanh.tra", 200), ("son.tm", 404), ("quantri.pl", 403)):
        answer = sign_in(login).get(address)
        assert answer.status_code == status, login
        answer.close()
    assert client.get(address).status_code == 302
    assert sign_in("lan.mc").get(f"/cases/{other}/files/{SHA}").status_code == 404


@pytest.mark.parametrize("sha256", ["..", "%2e%2e%2fetc", "0" * 64, "x" * 300])
def test_addresses_that_name_no_file_of_the_case_find_nothing(opened, sign_in, sha256):
    code = accepted(opened)
    assert sign_in("lan.mc").get(f"/cases/{code}/files/{sha256}").status_code == 404


def test_who_may_not_bring_files_sees_no_form(opened, sign_in):
    code = accepted(opened)
    assert sign_in("yen.kt").get(f"/cases/{code}/files").status_code == 422
    assert sign_in("thanh.tra").get(f"/cases/{code}/files").status_code == 403


def test_a_result_brings_its_file_and_keeps_it_while_the_form_is_mended(opened, sign_in):
    code, worker = signed(opened), sign_in("hue.tp")
    form = filled(worker, code, "resolve") | {"file": (BytesIO(PDF), "Giấy xác nhận.pdf")}
    del form["outcome"]
    address, kind = act_url(code, "resolve"), "multipart/form-data"
    answer = worker.post(address, data=form, content_type=kind)
    assert answer.status_code == 422
    assert "Đã nhận tệp" in answer.text
    mended = {**forms_of(answer.text)[address], "outcome": "granted"}
    assert worker.post(address, data=mended, content_type=kind).status_code == 303
    page = text_of(worker.get(f"/cases/{code}").text)
    assert "Giấy xác nhận.pdf" in page
    assert "đã có kết quả" in page.lower()


def test_a_word_for_a_kept_file_cannot_be_made_up(opened, sign_in):
    code, worker = signed(opened), sign_in("hue.tp")
    form = filled(worker, code, "resolve") | {"file_held": '{"sha256":"' + SHA + '"}'}
    answer = worker.post(act_url(code, "resolve"), data=form)

    assert answer.status_code == 422
    assert "hãy chọn lại tệp" in answer.text
    assert worker.get(f"/cases/{code}/files/{SHA}").status_code == 404
