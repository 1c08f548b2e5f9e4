"""Which channels there are: those a configuration names; and folders in their place."""

import stat

import pytest

from app.notices.channels import channels_of
from app.notices.folder import FolderChannel
from app.store.channels import announce, in_use, pages_at
from config import Config, Gateway, MailServer
from tests.notices.posting import BODY, NOW, SUBJECT, delivered, message, post, row


@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_a_folder_keeps_each_message_once_for_its_owner_alone(sqlite_url, tmp_path, channel):
    folder = tmp_path / "ra" / channel
    told = message(channel=channel, subject=SUBJECT, body=BODY)
    opened = post(sqlite_url, told)

    assert delivered(opened, FolderChannel(channel, folder)).sent == 1
    FolderChannel(channel, folder).send(told)

    (file,) = folder.iterdir()
    assert file.name == row(opened).receipt
    assert file.name.startswith("20240304-0900-")
    assert file.suffix == (".eml" if channel == "mail" else ".txt")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    if channel == "sms":
        assert file.read_text(encoding="utf-8") == (
            f"Gửi đến: ba.tu@example.com\nNgười gửi: UBND phường Phước Long\n\n{BODY}\n"
        )


def test_a_folder_that_cannot_be_written_to_is_a_channel_that_is_away(sqlite_url, tmp_path):
    (tmp_path / "ra").write_text("", encoding="ascii")
    opened = post(sqlite_url, message())

    assert delivered(opened, FolderChannel("mail", tmp_path / "ra")).paused
    assert row(opened).error == "không ghi được vào thư mục của kênh (đã có tệp cùng tên)"


def test_the_configuration_says_which_channels_there_are(tmp_path):
    config = Config(
        mail=MailServer(host="thu.example.vn", port=25, sender="a@example.vn"),
        sms=Gateway(url="https://tin.example.vn/gui"),
        zalo=tmp_path,
    )

    found = channels_of(config)

    assert {code: channel.name for code, channel in found.items()} == {
        "mail": "mail",
        "sms": "sms",
        "zalo": "zalo",
    }
    assert channels_of(Config()) == {}


def test_the_scheduler_that_started_last_says_what_is_served(database_url):
    opened = post(database_url)

    for names in (["mail"], ["mail", "sms"], ["sms"], []):
        with opened.writing() as connection:
            announce(connection, names, now=NOW)
        with opened.reading() as connection:
            assert in_use(connection) == frozenset(names)


def test_a_single_run_adds_channels_and_takes_none_away(database_url):
    opened, site = post(database_url, message()), "https://motcua.example.vn"
    with opened.writing() as connection:
        assert announce(connection, ["mail"], now=NOW, site=site) == ("sms", "zalo")
        assert announce(connection, [], now=NOW, withdraw=False) == ()
        assert announce(connection, ["mail", "sms"], now=NOW, withdraw=False) == ()
    with opened.reading() as connection:
        assert in_use(connection) == {"mail", "sms"}
        assert pages_at(connection) == site


def test_a_start_says_what_it_withdraws(database_url):
    opened = post(database_url, message())
    with opened.writing() as connection:
        announce(connection, ["mail", "sms"], now=NOW, site="https://motcua.example.vn")
        assert announce(connection, ["sms"], now=NOW) == ("mail",)
        assert announce(connection, ["sms"], now=NOW) == ()
        assert pages_at(connection) is None
