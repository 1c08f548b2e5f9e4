"""The fixed offset against the zone database, and instants as whole microseconds."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sla.zone import (
    NaiveInstant,
    day_number,
    day_of,
    from_local_us,
    local,
    local_date,
    midnight,
    parse_instant,
    to_local_us,
)
from tests.sla.builders import at

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
NAIVE = at("Thu 2023-06-15 09:00").replace(tzinfo=None)


def test_the_fixed_offset_is_the_zone_of_the_database_from_1976_to_2040():
    instant, end = datetime(1976, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
    while instant < end:
        assert local(instant).utcoffset() == instant.astimezone(SAIGON).utcoffset()
        instant += timedelta(hours=13)


def test_microseconds_lead_back_to_the_instant():
    instant = at("Thu 2023-06-15 09:00:00.000001")

    assert from_local_us(to_local_us(instant)) == instant
    assert to_local_us(from_local_us(-1)) == -1


def test_the_local_day_is_the_vietnamese_one():
    instant = datetime(2023, 6, 14, 17, 0, tzinfo=UTC)

    assert local_date(instant) == date(2023, 6, 15)
    assert local_date(instant - timedelta(microseconds=1)) == date(2023, 6, 14)


def test_day_numbers_match_microseconds():
    day = date(2023, 6, 15)

    assert to_local_us(midnight(day)) // 86_400_000_000 == day_number(day)
    assert day_of(day_number(day)) == day


@pytest.mark.parametrize("ask", [to_local_us, local, local_date])
def test_an_instant_without_offset_is_refused(ask):
    with pytest.raises(NaiveInstant):
        ask(NAIVE)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2023-06-15T09:10", "Thu 2023-06-15 09:10"),
        ("2023-06-15", "Thu 2023-06-15 00:00"),
        ("2023-06-15T02:10Z", "Thu 2023-06-15 09:10"),
    ],
)
def test_an_instant_is_read_as_vietnamese_where_it_has_no_offset(text, instant):
    assert parse_instant(text) == at(instant)


@pytest.mark.parametrize(
    ("text", "words"), [("15/06/2023", "ISO 8601"), ("1975-12-31", "1975"), ("3000-01-01", "3000")]
)
def test_a_text_that_is_no_instant_is_refused_in_vietnamese(text, words):
    with pytest.raises(ValueError, match=words):
        parse_instant(text)
