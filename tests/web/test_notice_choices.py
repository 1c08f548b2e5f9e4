"""What an officer wants to be told, by which way: the own page and nobody else's."""

from html import unescape

import pytest

from app.sample import MORNING
from app.services.notice_choices import notice_settings
from app.store.channels import announce
from tests.web.cases import BOTH, text_of
from tests.web.forms import forms_of

PAGE = "/notices/choices"


@pytest.fixture
def served(opened):
    """Mail and SMS are sent by here, Zalo is not."""
    with opened.writing() as connection:
        announce(connection, ["mail", "sms"], now=MORNING)


def saved(client, **typed):
    form = next(given for given in forms_of(client.get(PAGE).text).values() if "email" in given)
    named = {name.replace("__", "."): value for name, value in typed.items()}
    return client.post(PAGE, data={**form, **named})


@BOTH
def test_what_is_chosen_is_kept(opened, served, sign_in):
    client = sign_in("lan.mc")

    answer = saved(
        client,
        email=" Lan@PhuocLong.gov.vn ",
        phone="0912 345 678",
        case__mail="each",
        step__sms="urgent",
    )

    assert (answer.status_code, answer.location) == (303, PAGE)
    kept = notice_settings(opened, "lan.mc")
    assert (kept.email or "").lower() == "lan@phuoclong.gov.vn"
    assert kept.phone == "0912345678"
    assert kept.modes["case", "mail"] == "each"
    assert kept.modes["step", "sms"] == "urgent"
    assert kept.modes["intake", "mail"] == "urgent"
    page = client.get(PAGE).text
    assert "Đã lưu cách nhận thông báo." in page
    form = next(given for given in forms_of(page).values() if "email" in given)
    assert (form["phone"], form["case.mail"]) == ("0912345678", "each")
    assert notice_settings(opened, "minh.mc").email is None


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"email": "lan@"}, "f-email"),
        ({"email": "a@b.vn\nBcc: x@y.vn"}, "f-email"),
        ({"phone": "0251 382 2222"}, "f-phone"),
        ({"phone": "<script>"}, "f-phone"),
        ({"case__mail": "always"}, "f-case.mail"),
        ({"digest__mail": "urgent"}, "f-digest.mail"),
        ({"step__sms": ""}, "f-step.sms"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_kept(
    opened, served, sign_in, typed, place
):
    before = notice_settings(opened, "lan.mc")

    answer = saved(sign_in("lan.mc"), **{"phone": "0912345678", **typed})

    assert answer.status_code == 422
    assert f'href="#{place}"' in answer.text
    assert f'id="{place}-error"' in answer.text
    assert "<script>" not in answer.text.replace("<script src", "")
    assert notice_settings(opened, "lan.mc") == before


def test_what_was_typed_stays_beside_the_error(served, sign_in):
    answer = saved(sign_in("lan.mc"), email="lan@", phone="0912 345 678", case__sms="each")

    form = next(given for given in forms_of(answer.text).values() if "email" in given)
    assert (form["email"], form["phone"]) == ("lan@", "0912 345 678")
    assert form["case.sms"] == "each"


def test_a_channel_that_is_not_served_is_shown_and_not_offered(opened, served, sign_in):
    client = sign_in("lan.mc")
    page = client.get(PAGE).text
    assert 'name="case.mail"' in page
    assert 'name="case.zalo"' not in page
    assert "cơ quan chưa mở kênh này" in page

    assert saved(client, case__zalo="each").status_code == 303
    assert notice_settings(opened, "lan.mc").modes["case", "zalo"] == "off"


def test_before_any_scheduler_only_addresses_can_be_given(opened, sign_in):
    client = sign_in("lan.mc")
    assert "<select" not in client.get(PAGE).text

    assert saved(client, email="lan@phuoclong.gov.vn").status_code == 303
    assert notice_settings(opened, "lan.mc").email == "lan@phuoclong.gov.vn"


def test_what_is_lacking_stands_at_the_channel(served, sign_in):
    client = sign_in("lan.mc")
    assert "chưa có địa chỉ thư" in client.get(PAGE).text

    saved(client, email="lan@phuoclong.gov.vn")
    page = client.get(PAGE).text

    assert "chưa có địa chỉ thư" not in page
    assert "chưa có số di động" in page


def test_every_way_shows_an_example(sign_in):
    text = unescape(text_of(sign_in("lan.mc").get(PAGE).text))

    assert text.count("Còn 1 ngày làm việc đến hạn trả: hồ sơ") >= 4
    assert "{" not in text[text.index("Ví dụ một thông báo") :].partition("Phím tắt")[0]


def test_without_the_secret_of_the_form_nothing_is_kept(opened, sign_in):
    answer = sign_in("lan.mc").post(PAGE, data={"email": "ke.la@evil.example"})

    assert answer.status_code == 400
    assert notice_settings(opened, "lan.mc").email is None


def test_the_admin_has_the_page_too(served, sign_in):
    assert sign_in("quantri.pl").get(PAGE).status_code == 200
