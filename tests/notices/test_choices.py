"""What officers choose: the defaults, what may be chosen, and addresses that can be reached."""

import pytest

from app.errors import BadInput, Unknown
from app.notices.choices import ALERTS, KINDS, Choices, choices_of, modes_of
from app.notices.people import CHANNELS, people
from app.services.accounts import disable_account
from app.services.notice_choices import (
    email_of,
    keep_notice_settings,
    notice_settings,
    phone_of,
)
from app.store.channels import announce
from app.store.contacts import CHOICES
from tests.notices.ringing import staffed
from tests.services.who import NOW


@pytest.fixture
def opened(database_url):
    return staffed(database_url)


def kept(opened, email="", phone="", **modes):
    chosen = {(kind, "mail"): mode for kind, mode in modes.items()}
    keep_notice_settings(opened, "lan.mc", email=email, phone=phone, modes=chosen)
    return notice_settings(opened, "lan.mc")


def test_whoever_chose_nothing_gets_mail_of_what_is_urgent_and_the_letters(opened):
    modes = notice_settings(opened, "lan.mc").modes

    assert {key[1] for key, mode in modes.items() if mode != "off"} == {"mail"}
    assert {modes[kind, "mail"] for kind in ALERTS} == {"urgent"}
    assert {modes[kind, "mail"] for kind in ("digest", "weekly", "forecast")} == {"each"}
    assert modes.keys() == {(kind, channel) for kind in KINDS for channel in CHANNELS}


def test_what_is_chosen_holds_and_the_rest_stays(opened):
    kept(opened, step="each")
    found = kept(opened, "lan@phuoclong.gov.vn", "0912 345 678", case="off", digest="off")

    assert (found.email, found.phone) == ("lan@phuoclong.gov.vn", "0912345678")
    assert [found.modes[kind, "mail"] for kind in KINDS] == [
        "urgent",
        "each",
        "off",
        "off",
        "each",
        "each",
    ]


def test_clearing_an_address_forgets_it(opened):
    kept(opened, "lan@phuoclong.gov.vn", "0912345678")

    found = kept(opened)

    assert (found.email, found.phone) == (None, None)


def test_the_page_knows_which_channels_are_served(opened):
    with opened.writing() as connection:
        announce(connection, ["zalo"], now=NOW)

    assert notice_settings(opened, "lan.mc").served == {"zalo"}


@pytest.mark.parametrize(
    ("modes", "field"),
    [
        ({("step", "mail"): "now"}, "step.mail"),
        ({("digest", "mail"): "urgent"}, "digest.mail"),
        ({("step", "fax"): "each"}, "step.fax"),
        ({("gossip", "mail"): "each"}, "gossip.mail"),
    ],
)
def test_what_cannot_be_chosen_names_its_field_and_changes_nothing(opened, modes, field):
    with pytest.raises(BadInput) as caught:
        keep_notice_settings(opened, "lan.mc", email="a@b.vn", phone="", modes=modes)

    assert caught.value.field == field
    assert notice_settings(opened, "lan.mc").email is None


def test_a_closed_account_has_no_settings(opened):
    disable_account(opened, "lan.mc", by=None, now=NOW)

    for login in ("lan.mc", "ai.do"):
        with pytest.raises(Unknown):
            notice_settings(opened, login)
        with pytest.raises(Unknown):
            keep_notice_settings(opened, login, email="", phone="", modes={})


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("", None),
        ("  lan@phuoclong.gov.vn ", "lan@phuoclong.gov.vn"),
        ("tran.thi-lan+mc@ubnd.khanhhoa.gov.vn", "tran.thi-lan+mc@ubnd.khanhhoa.gov.vn"),
        ("ｌａｎ@ｇｏｖ.vn", "lan@gov.vn"),
    ],
)
def test_an_address_is_kept_as_mail_goes_there(typed, address):
    assert email_of(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "lan",
        "lan@",
        "lan@gov",
        "@gov.vn",
        "lan@@gov.vn",
        "lan..mc@gov.vn",
        "lan@gov.vn\nBcc: x@y.vn",
        "Lan <lan@gov.vn>",
        "lan@gov.vn, minh@gov.vn",
        "lần@gov.vn",
        f"{'a' * 65}@gov.vn",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(BadInput) as caught:
        email_of(typed)
    assert caught.value.field == "email"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None),
        ("0912345678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84.912.345.678", "0912345678"),
        ("(091) 234-5678", "0912345678"),
    ],
)
def test_a_number_is_kept_as_0_and_nine_digits(typed, number):
    assert phone_of(typed) == number


@pytest.mark.parametrize(
    "typed", ["091234567", "09123456789", "0258 3881 234", "không có", "0912345678 (Lan)", "113"]
)
def test_what_takes_no_short_message_is_refused(typed):
    with pytest.raises(BadInput) as caught:
        phone_of(typed)
    assert caught.value.field == "phone"


def test_people_are_read_with_their_addresses_and_the_closed_ones_left_out(opened):
    kept(opened, "lan@phuoclong.gov.vn", "0912345678")
    disable_account(opened, "minh.tp", by=None, now=NOW)

    with opened.reading() as connection:
        found = people(connection, ["lan.mc", "hue.tp", "minh.tp", "ai.do"])

    assert found.keys() == {"lan.mc", "hue.tp"}
    assert found["lan.mc"].address("mail") == "lan@phuoclong.gov.vn"
    assert found["lan.mc"].address("zalo") == found["lan.mc"].address("sms") == "0912345678"
    assert found["hue.tp"].address("mail") is None
    assert "0912345678" not in repr(found["lan.mc"])


def test_a_mode_of_a_later_program_means_the_default(opened):
    with opened.writing() as connection:
        row = {"login": "lan.mc", "kind": "step", "channel": "mail", "mode": "yearly"}
        connection.execute(CHOICES.insert(), row)

    with opened.reading() as connection:
        choices = choices_of(connection, ["lan.mc", "hue.tp"])

    assert choices["lan.mc"].mode("step", "mail") == "urgent"
    assert choices["hue.tp"] == Choices()


@pytest.mark.parametrize(
    ("digest", "step", "kinds"),
    [
        ("each", "urgent", ("intake", "step", "case")),
        ("each", "off", ("intake", "case")),
        ("off", "digest", ()),
    ],
)
def test_the_digest_holds_what_was_not_switched_off(digest, step, kinds):
    chosen = {("digest", "mail"): digest, ("step", "mail"): step}

    assert Choices(chosen=chosen).in_digest("mail") == kinds


def test_every_kind_has_its_default_among_its_modes():
    assert all(
        Choices().mode(kind, channel) in modes_of(kind) for kind in KINDS for channel in CHANNELS
    )
