"""How long the writers take over a large table."""

from time import process_time

import pytest

from app.reports.out import WRITERS
from tests.reports.out import specimens


@pytest.mark.slow
@pytest.mark.parametrize("shape", WRITERS)
def test_forty_communes_with_all_their_fields_are_written_in_seconds(shape):
    # 2 400 lines, where a province has 14 400: a way of writing that is not straight shows here.
    asked = (*specimens.roll_up(40, 60), specimens.OFFICE)

    begun = process_time()
    WRITERS[shape](*asked)

    assert process_time() - begun < 8
