"""A real letter of apology on its way: by every channel on its own, the mail with the letter."""

from app.notices.delivery import deliver
from app.store.files import place_of
from tests.notices.gateways import open_gateway
from tests.notices.mail_servers import open_post
from tests.notices.posting import states
from tests.services.apologising import LAST_DAY, issued, late_case, march, ward

NAME = "Thư xin lỗi và hẹn lại ngày trả kết quả số {}.pdf"


def test_the_citizen_gets_the_very_letter_that_was_kept(database_url, tmp_path):
    opened = ward(database_url)
    letter = issued(opened, tmp_path, late_case(opened))

    with open_post() as server, open_gateway() as gateway:
        for channel in (server.channel(files=tmp_path), gateway.channel(), gateway.channel("zalo")):
            # One message of a case to an address at a time: first of the acceptance, then this.
            for _ in range(2):
                deliver(opened, channel, now=LAST_DAY, limit=20)

        first, second = server.mails
    assert set(states(opened)) == {"sent"}
    assert list(first.iter_attachments()) == []
    (part,) = second.iter_attachments()
    assert part.get_content() == place_of(tmp_path, letter.file).read_bytes()
    assert part.get_filename() == NAME.format(letter.number.replace("/", "-"))
    assert len([text for text in gateway.texts if "hẹn lại thứ Ba 12/03/2024 17:30" in text]) == 2


def test_a_letter_that_nobody_finds_holds_up_no_short_message(database_url, tmp_path):
    opened = ward(database_url)
    letter = issued(opened, tmp_path, late_case(opened))
    place_of(tmp_path, letter.file).unlink()

    with open_post() as server, open_gateway() as gateway:
        for channel in (server.channel(files=tmp_path), gateway.channel(), gateway.channel("zalo")):
            for _ in range(2):
                deliver(opened, channel, now=march(7, "08:00"), limit=20)

    assert sorted(states(opened)) == ["dead", *["sent"] * 5]
    assert len(gateway.texts) == 4
