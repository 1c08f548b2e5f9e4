"""A file of a form that is shown again: what its word names, or a sentence that it is gone."""

import hashlib
import io

import pytest

from app.store.files import place_of
from tests.services import papers
from tests.web.forms import forms_of

PAGE = "/intake/1.004873"
PDF = papers.pdf("tờ khai")
LOST = "không còn dùng được; hãy chọn lại tệp"


def sent(client, **more):
    form = forms_of(client.get(PAGE).text)[PAGE]
    form.pop("files", None)
    return client.post(PAGE, data={**form, **more}, content_type="multipart/form-data")


def word_of(client):
    shown = sent(client, name="", files=(io.BytesIO(PDF), "tờ khai.pdf"))
    assert shown.status_code == 422
    return forms_of(shown.text)[PAGE]["files_held"]


def test_the_word_stands_for_the_file(sign_in):
    client = sign_in("lan.mc")
    assert LOST not in sent(client, name="", files_held=word_of(client)).text


@pytest.mark.parametrize("why", ["another word", "another's", "gone"])
def test_a_file_that_cannot_be_taken_is_complained_of(sign_in, config, why):
    client = sign_in("lan.mc")
    word = word_of(client)
    if why == "another word":
        word += "x"
    if why == "another's":
        client = sign_in("minh.mc")
    if why == "gone":
        place_of(config.files_dir, hashlib.sha256(PDF).hexdigest()).unlink()

    assert LOST in sent(client, name="", files_held=word).text
