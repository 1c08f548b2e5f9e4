"""The page of an office's own templates: seen, uploaded, tried, previewed and switched off."""

import io

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.letters.docx import MEDIA
from app.services.office_templates import SAMPLE
from app.store.office_templates import current
from tests.letters.docxes import said, template
from tests.web.cases import BOTH, text_of
from tests.web.forms import forms_of
from workflows.words import LETTERS

PAGE = "/letters/templates"
FILE = f"{PAGE}/H32.PL/receipt/1/file.docx"
PREVIEW = f"{PAGE}/H32.PL/receipt/1/preview.docx"


def sent(client: FlaskClient, content: bytes, name: str = "mau.docx", **typed: str) -> TestResponse:
    form = forms_of(client.get(PAGE).text)[PAGE]
    given = {**form, "kind": "receipt", **typed, "file": (io.BytesIO(content), name)}
    return client.post(PAGE, data=given, content_type="multipart/form-data")


def in_use(opened):
    with opened.reading() as connection:
        return current(connection, "H32.PL", "receipt")


@BOTH
def test_a_template_is_uploaded_previewed_and_switched_off(opened, sign_in):
    head = sign_in("binh.ld")
    content = template("Kính gửi {{ applicant }}")

    answer = sent(head, content, "Mẫu <i>.docx")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}?agency=H32.PL")
    page = head.get(PAGE).text
    assert "Mẫu riêng, bản 1" in text_of(page)
    assert "Mẫu &lt;i&gt;.docx" in page
    assert head.get(FILE).data == content
    preview = head.get(PREVIEW)
    assert preview.mimetype == MEDIA
    assert preview.headers["Content-Disposition"].startswith("attachment")
    assert SAMPLE in said(preview.data)
    off = forms_of(page)[f"{PAGE}/off"]
    assert head.post(f"{PAGE}/off", data=off).status_code == 303
    assert in_use(opened) is None
    assert "Bản 1, dùng đến" in text_of(head.get(PAGE).text)


def test_every_kind_has_its_form_and_a_file_to_begin_with(sign_in):
    admin = sign_in("quantri.pl")
    page = admin.get(PAGE)

    for kind, label in LETTERS.items():
        assert label[1:] in text_of(page.text)
        assert f"{PAGE}/{kind}/start.docx" in page.text
    start = admin.get(f"{PAGE}/receipt/start.docx")
    assert start.mimetype == MEDIA
    assert "{{ applicant }}" in said(start.data)
    assert sent(admin, start.data).status_code == 303


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (template("{{ nobody }}"), "mau.docx", "giá trị “nobody” không có"),
        (template("{{ ''.__class__ }}"), "mau.docx", "mẫu dùng “__class__”, không được phép"),
        (template("x"), "mau.doc", "đuôi .docx"),
        (b"<html>", "mau.docx", "không phải là tài liệu DOCX"),
        (b"", "", "hãy điền mục này"),
    ],
)
def test_a_refused_file_is_told_beside_the_field_and_the_kind_is_kept(
    opened, sign_in, content, name, told
):
    answer = sent(sign_in("binh.ld"), content, name)

    assert answer.status_code == 422
    assert told.capitalize() in text_of(answer.text) or told in text_of(answer.text)
    assert 'href="#f-file"' in answer.text
    assert '<option value="receipt" selected>' in answer.text
    assert in_use(opened) is None


def test_a_form_sent_twice_is_one_version(opened, sign_in):
    head = sign_in("binh.ld")
    content, key = template("x"), "a" * 32

    assert [sent(head, content, key=key).status_code for _ in range(2)] == [303, 303]
    assert in_use(opened).version == 1


@pytest.mark.parametrize(
    "path",
    [
        f"{PAGE}?agency=H32.TM",
        f"{PAGE}?agency=%3Cb%3E",
        f"{PAGE}/nothing/start.docx",
        FILE.replace("H32.PL", "H32.TM"),
        PREVIEW,
        PREVIEW.replace("/1/", "/99999999999999999999/"),
        PREVIEW.replace("receipt", "x"),
    ],
)
def test_what_is_not_there_or_not_theirs_is_not_found(sign_in, path):
    assert sign_in("binh.ld").get(path).status_code == 404


def test_what_others_manage_is_not_changed(opened, sign_in):
    head = sign_in("binh.ld")
    form = forms_of(head.get(PAGE).text)[PAGE]

    assert sent(head, template("x"), agency="H32.TM").status_code == 404
    assert (
        head.post(f"{PAGE}/off", data={**form, "kind": "receipt", "agency": "H32.TM"}).status_code
        == 404
    )
    assert head.post(f"{PAGE}/off", data={**form, "kind": "x"}).status_code == 404


@pytest.mark.parametrize("login", ["lan.mc", "hue.tp", "tam.vt", "kiem.soat"])
def test_the_desk_does_not_open_it(sign_in, login):
    assert sign_in(login).get(PAGE).status_code == 403


def test_the_page_asks_little_of_the_database(sign_in, count):
    head = sign_in("binh.ld")
    sent(head, template("x"))

    assert len(count(lambda: head.get(PAGE)).statements) <= 12
