"""The log: what goes in comes out, one case at a time or all of them without filling memory."""

import tracemalloc
from itertools import islice

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from app.errors import CaseChangedMeanwhile
from app.services.record import record
from app.store.engine import Database
from app.store.event_log import (
    EVENTS,
    CaseLog,
    append,
    extended,
    insert_rows,
    load,
    load_many,
    rows_of,
    stream,
)
from tests.store import desk, workers
from tests.store.desk import HOUR, MONDAY
from workflows.events import Submitted
from workflows.log import FIRST_LINK, Recorded, chain


def submitted(agency: str = "H32.PL", version: int = 1) -> Recorded:
    event = Submitted(
        at=MONDAY, agency=agency, procedure="1.000894", channel="post", applicant=desk.TU
    )
    return Recorded(version=version, event=event, recorded_at=MONDAY, by="Lan", agency=agency)


def fill(opened: Database, codes: list[str], agency: str = "H32.PL") -> None:
    with opened.writing() as connection:
        rows = [rows_of(CaseLog(code=code), [submitted(agency)]) for code in codes]
        insert_rows(connection, [row for each in rows for row in each])


def test_a_log_comes_out_as_it_went_in(database_url):
    opened = desk.loaded(database_url)
    with opened.writing() as connection:
        first = append(connection, CaseLog(code="A"), [submitted()])
        grown = append(connection, first, [submitted(version=2), submitted(version=3)])

    with opened.reading() as connection:
        assert load(connection, "A") == grown
    assert grown.version == 3
    assert grown.head == chain("A", grown.lines)[-1]


def test_a_case_nobody_used_has_an_empty_log(database_url):
    with desk.loaded(database_url).reading() as connection:
        assert load(connection, "A") == CaseLog(code="A")
        assert load_many(connection, ["A"]) == {}
    assert extended(CaseLog(code="A"), []).head == FIRST_LINK


def test_each_row_hangs_on_the_one_before(database_url):
    opened = desk.loaded(database_url)
    code = desk.accepted(opened).code
    record(opened, code, workers.FEE, by="Lan", now=MONDAY + HOUR)

    with opened.reading() as connection:
        query = select(EVENTS.c.prev_hash, EVENTS.c.hash).order_by(EVENTS.c.version)
        first, second = connection.execute(query)

    assert (first.prev_hash, second.prev_hash) == (FIRST_LINK, first.hash)


def test_many_logs_are_loaded_at_once_and_only_those_asked_for(database_url):
    opened = desk.loaded(database_url)
    fill(opened, ["A", "B", "C"])

    with opened.reading() as connection:
        found = load_many(connection, ["C", "A", "Z"])
        assert found == {code: load(connection, code) for code in ("A", "C")}


def test_all_logs_come_in_the_order_of_their_codes_on_both_databases(database_url):
    opened = desk.loaded(database_url)
    codes = ["b", "A", "Đ", "a-10", "a-9", "B", "_", "Ă"]
    fill(opened, codes)

    with opened.reading() as connection:
        assert [log.code for log in stream(connection)] == sorted(codes)


def test_only_the_cases_of_some_agencies_are_streamed_where_asked(database_url):
    opened = desk.loaded(database_url)
    fill(opened, ["A", "C"])
    fill(opened, ["B"], "H32.BD")

    with opened.reading() as connection:
        assert [log.code for log in stream(connection, ["H32.BD", "H32"])] == ["B"]
        assert list(stream(connection, [])) == []


def test_a_stream_lets_the_same_connection_write_and_read_in_between(database_url):
    opened = desk.loaded(database_url)
    fill(opened, [f"{n:05d}" for n in range(4_500)])

    with opened.writing() as connection:
        seen = 0
        for log in stream(connection):
            if seen % 1_000 == 0:
                fresh = CaseLog(code=f"x{log.code}")
                append(connection, fresh, [submitted()])
                assert load(connection, fresh.code).version == 1
            seen += not log.code.startswith("x")
    assert seen == 4_500


def test_the_stream_leaves_no_option_on_the_connection(database_url):
    opened = desk.loaded(database_url)
    with opened.reading() as connection:
        list(stream(connection))

        assert "yield_per" not in connection.get_execution_options()


@pytest.mark.slow
def test_a_stream_holds_a_few_cases_at_a_time(database_url):
    opened = desk.loaded(database_url)
    for start in range(0, 20_000, 5_000):
        fill(opened, [f"{n:05d}" for n in range(start, start + 5_000)])

    with opened.reading() as connection:
        tracemalloc.start()
        assert sum(log.version for log in stream(connection)) == 20_000
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(list(islice(stream(connection), 3))) == 3

    # The whole log takes some 40 MB here, a batch of rows about 4 MB.
    assert peak < 10_000_000


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_loser_of_a_race_among_many_cases_is_named(postgres_url, place):
    opened = desk.loaded(postgres_url)
    codes = ["A", "B", "C"]
    fill(opened, codes[place : place + 1])

    with pytest.raises(CaseChangedMeanwhile) as caught:
        fill(opened, codes)

    assert caught.value.case == codes[place]
    with opened.reading() as connection:
        assert [log.code for log in stream(connection)] == [codes[place]]


def test_another_broken_key_is_not_taken_for_a_race(database_url):
    opened = desk.loaded(database_url)

    with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        fill(opened, ["A"], agency="version")


def test_no_rows_are_no_statement(database_url):
    with desk.loaded(database_url).reading() as connection:
        insert_rows(connection, [])


def test_a_version_cannot_be_taken_twice_even_without_us(database_url):
    opened = desk.loaded(database_url)
    fill(opened, ["A"])

    with opened.reading() as connection:
        row = dict(connection.execute(select(EVENTS)).mappings().one())
    del row["position"]
    with (
        pytest.raises(DBAPIError, match=r"case_events\.case_code, case_events\.version|uq_case_"),
        opened.writing() as connection,
    ):
        connection.execute(insert(EVENTS), row)
    with opened.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM case_events")) == 1
