"""A run pressed on a page: each part is dated when it begins; what asks is issued one by one."""

from itertools import count

import pytest

from app.errors import BadInput
from app.services import letter_runs as runs
from app.services.letter_run_going import CHUNK
from tests.services import lettering
from tests.services.hands import LAN, press
from tests.store.desk import HOUR, MINUTE, MONDAY

LATER = MONDAY + HOUR


def test_each_part_of_a_run_is_dated_by_the_clock_at_its_beginning(sqlite_url, tmp_path):
    opened = lettering.ward(sqlite_url)
    codes = [lettering.accepted(opened) for _ in range(CHUNK + 1)]
    number = runs.begin(opened, press(LAN, LATER), "receipt", codes)
    minutes = count()

    done = runs.carry_on(opened, tmp_path, number, clock=lambda: LATER + next(minutes) * MINUTE)

    assert done.results == {"issued": CHUNK + 1}
    issued = [row.issued_at for code in codes for row in lettering.letters(opened, code)]
    assert sorted(issued) == [LATER] * CHUNK + [LATER + MINUTE]
    lettering.must_verify(opened)


def test_a_letter_that_asks_who_signs_is_not_issued_for_many(sqlite_url):
    opened = lettering.ward(sqlite_url)

    with pytest.raises(BadInput, match="phải ghi người ký cho từng hồ sơ") as caught:
        runs.begin(opened, press(LAN, LATER), "stop", [lettering.accepted(opened)])

    assert caught.value.field == "kind"
