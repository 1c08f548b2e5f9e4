"""A file that an unsent message still needs is not tidied away, though nothing else names it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app import clock
from app.store.files import Kept, note, place_of
from app.store.files_forgotten import forget
from app.store.outbox import OUTBOX
from tests.notices.enclosing import attachment, kept
from tests.notices.posting import NOW, message, post


@pytest.mark.parametrize(
    ("state", "stays"), [("waiting", True), ("dead", True), ("sent", False), ("dropped", False)]
)
def test_a_file_stays_as_long_as_a_message_may_need_it(database_url, tmp_path, state, stays):
    digest, other = kept(tmp_path), kept(tmp_path, b"of nobody")
    opened = post(database_url, message(attachments=(attachment(digest),)), message(2))
    with opened.writing() as connection:
        # A database that knows no file at all is asked for none.
        note(connection, Kept(sha256="0" * 64, media="application/pdf", size=1), at=NOW)
        connection.execute(update(OUTBOX).values(state=state))

    forget(opened, tmp_path, before=clock.now() + timedelta(minutes=1))

    assert place_of(tmp_path, digest).exists() is stays
    assert not place_of(tmp_path, other).exists()
