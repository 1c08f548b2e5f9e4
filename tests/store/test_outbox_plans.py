"""The way PostgreSQL goes to the messages whose turn it is, whatever it knows of the table."""

import pytest
from sqlalchemy import event, text

from app.store.engine import database
from app.store.outbox import lease
from tests.notices.posting import MINUTE, NOW

# Two messages to each address of a case, as a citizen's confirmation and result are.
FILL = """
INSERT INTO outbox (key, channel, address, agency, case_code, kind, subject, body, at, not_before,
                    state, attempts, next_try_at, lease_no)
SELECT :state || n, 'sms', '09' || (10000000 + n / 2), 'H32.PL', :state || (n / 2), 'citizen', '',
       '', :at, :at, :state, 0, :at, 0
FROM generate_series(1, :count) n
"""


def fill(connection, state, count):
    at = NOW - 10 * MINUTE
    connection.execute(text(FILL), {"state": state, "count": count, "at": at})


def plan_of_a_lease(connection):
    """The plan of the statement by which a lease looks for its messages."""
    plans = []

    def explain(cursor, statement, parameters):
        if statement.startswith("SELECT outbox.id"):
            cursor.execute(f"EXPLAIN {statement}", parameters)
            plans.append("\n".join(line for (line,) in cursor.fetchall()))

    def before(connection, cursor, statement, parameters, *_):
        explain(cursor, statement, parameters)

    event.listen(connection, "before_cursor_execute", before)
    taken = lease(connection, "sms", now=NOW, until=NOW + 10 * MINUTE, limit=20)
    event.remove(connection, "before_cursor_execute", before)
    [plan] = plans
    return plan, taken


@pytest.mark.parametrize("figures", ["never", "stale", "fresh"])
def test_a_backlog_is_not_walked_again_for_each_message(postgres_url, figures):
    opened = database(postgres_url)
    with opened.writing() as connection:
        connection.execute(text("ALTER TABLE outbox SET (autovacuum_enabled = false)"))
        fill(connection, "sent", 20_000)
        if figures == "stale":
            connection.execute(text("ANALYZE outbox"))
        fill(connection, "waiting", 3_000)
        if figures == "fresh":
            connection.execute(text("ANALYZE outbox"))

    with opened.writing() as connection:
        plan, taken = plan_of_a_lease(connection)

    assert len(taken) == 20
    assert "ix_outbox_turns" in plan, plan
    assert plan.count("ix_outbox_waiting") <= 1, plan
    assert plan.count("Seq Scan") <= 1, plan
