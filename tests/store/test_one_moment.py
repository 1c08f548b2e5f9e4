"""What is read within one moment is of one transaction, until something is written."""

import pytest
from sqlalchemy import text

from app.errors import Unknown
from app.store.counting import counted, watch
from tests.lists.office import accepted, loaded

COUNT = text("SELECT count(*) FROM cases")


def cases(opened):
    with opened.reading() as connection:
        return connection.scalar(COUNT), connection


@pytest.fixture
def opened(database_url):
    return loaded(database_url)


def test_questions_share_a_transaction_until_the_block_ends(opened):
    with opened.one_moment():
        _, first = cases(opened)
        _, second = cases(opened)
        assert first is second
    assert first.closed
    assert cases(opened)[1] is not first


def test_what_was_written_is_read_by_the_next_question(opened):
    with opened.one_moment():
        before, first = cases(opened)
        accepted(opened)
        after, second = cases(opened)

    assert (before, after) == (0, 1)
    assert first is not second


def test_after_an_error_the_next_question_begins_another_transaction(opened):
    with opened.one_moment():
        _, first = cases(opened)
        with pytest.raises(Unknown), opened.reading():
            raise Unknown("case", "không có")
        assert first.closed
        assert cases(opened)[0] == 0


def test_nothing_is_asked_for_a_moment_without_questions(opened):
    watch(opened)
    with counted() as tally, opened.one_moment():
        pass
    assert tally.statements == []
