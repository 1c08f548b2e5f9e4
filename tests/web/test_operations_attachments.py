"""What goes with a message, on the page of operations: its name, which is nobody's."""

import pytest

from app.store.engine import database
from app.store.outbox import Attachment
from tests.web.operating import letter, posted, shown

FILE = Attachment(sha256="a" * 64, name="Thư xin lỗi số 3/PXL <b>.pdf", media="application/pdf")


@pytest.fixture
def admin(sign_in):
    return sign_in("quantri.pl")


def test_the_name_of_a_letter_stands_with_its_message(config, admin):
    ward = database(config.database_url)
    posted(ward, [letter(1, shown(ward), attachments=(FILE,))])

    page = admin.get("/operations/messages").text

    assert "kèm: Thư xin lỗi số 3/PXL &lt;b&gt;.pdf" in page
    assert FILE.sha256 not in page


def test_a_message_without_letters_says_nothing_of_any(config, admin):
    ward = database(config.database_url)
    posted(ward, [letter(1, shown(ward))])

    assert "kèm:" not in admin.get("/operations/messages").text
