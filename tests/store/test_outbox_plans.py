"""The way PostgreSQL goes to the messages it is asked for, whatever it knows of the table."""

import pytest
from sqlalchemy import event, text

from app.store.outbox import is_due, lease
from app.store.outbox_lists import loads
from tests.notices.posting import DAY, MINUTE, NOW
from tests.store import desk

# Two messages to each address of a case, as a citizen's confirmation and result are.
FILL = """
INSERT INTO outbox (key, channel, address, agency, case_code, kind, subject, body, at, not_before,
                    state, attempts, next_try_at, lease_no, sent_at)
SELECT :state || n, 'sms', '09' || (10000000 + n / 2), 'H32.PL', :state || (n / 2), 'citizen', '',
       '', :at, :at, :state, 0, :at, 0,
       CASE :state WHEN 'sent' THEN :at - n * INTERVAL '5 minutes' END
FROM generate_series(1, :count) n
"""


def fill(connection, state, count):
    at = NOW - 10 * MINUTE
    connection.execute(text(FILL), {"state": state, "count": count, "at": at})


def filled(url, figures):
    """Much that was sent, and some thousand that wait, which PostgreSQL has not heard of yet."""
    opened = desk.loaded(url)
    with opened.writing() as connection:
        connection.execute(text("ALTER TABLE outbox SET (autovacuum_enabled = false)"))
        fill(connection, "sent", 20_000)
        if figures == "stale":
            connection.execute(text("ANALYZE outbox"))
        fill(connection, "waiting", 3_000)
        if figures == "fresh":
            connection.execute(text("ANALYZE outbox"))
    return opened


def plans(connection, act):
    """What something answers, and the plans by which it looks for that."""
    found = []

    def explain(_, cursor, statement, parameters, *__):
        if not statement.startswith("UPDATE"):
            cursor.execute(f"EXPLAIN {statement}", parameters)
            found.append("\n".join(line for (line,) in cursor.fetchall()))

    event.listen(connection, "before_cursor_execute", explain)
    answer = act(connection)
    event.remove(connection, "before_cursor_execute", explain)
    return answer, found


def due(connection):
    return [1] if is_due(connection, "sms", now=NOW) else []


def taken(connection):
    return lease(connection, "sms", now=NOW, until=NOW + 10 * MINUTE, limit=20)


@pytest.mark.parametrize("figures", ["never", "stale", "fresh"])
def test_a_backlog_is_not_walked_again_for_each_message(postgres_url, figures):
    opened = filled(postgres_url, figures)

    for act, count in ((due, 1), (taken, 20)):
        with opened.writing() as connection:
            answer, [plan] = plans(connection, act)

        assert len(answer) == count
        assert "ix_outbox_turns" in plan, plan
        assert plan.count("ix_outbox_waiting") == 1, plan
        assert "Seq Scan" not in plan, plan


@pytest.mark.parametrize("figures", ["stale", "fresh"])
def test_what_was_sent_long_ago_is_not_read_to_count_the_rest(postgres_url, figures):
    def counts(connection):
        found = loads(connection, ["H32.PL"], sent_since=NOW - DAY)
        return {load.state: load.count for load in found}

    with filled(postgres_url, figures).writing() as connection:
        answer, found = plans(connection, counts)

    assert answer == {"sent": 286, "waiting": 3_000}
    assert len(found) == 2
    assert all("Seq Scan on outbox" not in plan for plan in found), found
