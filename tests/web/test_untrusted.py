"""What no form of ours sends is answered with a page, never with a fault."""

import pytest

from tests.web.cases import accepted
from tests.web.client import token_of
from tests.web.forms import act_url, forms_of

BOTH = pytest.mark.parametrize("ward_url", ["sqlite", "postgresql"], indirect=True)
ASKED = (
    "/search?q=a%00b",
    "/lists/mine?after=%00~x",
    "/lists/mine?%00=x",
    "/intake?q=%00",
    "/intake/1.004873?like=%00",
    "/intake/done?code=a%00",
)


@BOTH
def test_a_sign_no_database_keeps_is_refused_in_any_question(sign_in):
    client = sign_in("lan.mc")

    assert {asked: client.get(asked).status_code for asked in ASKED} == dict.fromkeys(ASKED, 400)
    assert "hãy quay lại và làm lại" in client.get(ASKED[0]).text
    assert client.get("/cases/%00").status_code == 404


@BOTH
@pytest.mark.parametrize("form", [{"login": "\0"}, {"login": "lan.mc", "\0": "x"}])
def test_and_in_any_form(client, form):
    answer = client.post("/sign-in", data={"csrf_token": token_of(client), "password": "x", **form})

    assert answer.status_code == 400


@BOTH
def test_a_number_no_table_holds_is_nobody_s_absence(sign_in):
    client = sign_in("binh.ld")
    token = {"csrf_token": token_of(client, "/password")}

    for number in ("9" * 30, 2**63, 2**63 - 1):
        assert client.post(f"/absences/{number}/cancel", data=token).status_code == 404


@BOTH
@pytest.mark.parametrize("name", ["pay_fee", "files"])
def test_a_form_with_a_key_of_its_own_making_was_never_sent(sign_in, opened, name):
    code = accepted(opened)
    client = sign_in("lan.mc")
    path = f"/cases/{code}/files" if name == "files" else act_url(code, name)
    form = forms_of(client.get(path).text)[path]

    for key in ("x" * 5000, "zz", ""):
        assert client.post(path, data={**form, "key": key}).status_code < 500
