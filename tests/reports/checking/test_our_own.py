"""Our own tables, as our writers print them, pass; and a cell changed afterwards is found."""

import csv
import io
from itertools import product

import pytest

from app.reports.checking import judged
from app.reports.out import WRITERS
from tests.reports.out import specimens
from tests.reports.out.specimens import OFFICE

FORMATS = ("csv", "xlsx", "docx")
TABLES = {
    "seed 002": specimens.seed_002,
    "seed 003": specimens.seed_003,
    "roll-up": specimens.roll_up,
    "catalogue": specimens.catalogue,
    "sixty fields": lambda: specimens.many(60),
}


@pytest.mark.parametrize(("name", "shape"), list(product(TABLES, FORMATS)))
def test_what_we_print_passes(name, shape):
    table, layout = TABLES[name]()

    verdict = judged(WRITERS[shape](table, layout, OFFICE))

    assert [fault.sentence() for fault in verdict.faults] == []
    assert verdict.tables[0].sums > 0
    # The date of the signature is left to the hand, and is no period that was forgotten.
    assert not any("còn để trống" in remark.what for remark in verdict.remarks)


@pytest.mark.parametrize("name", ["seed 002", "seed 003", "sixty fields"])
def test_what_was_changed_in_our_print_is_found(name):
    table, layout = TABLES[name]()
    lines = list(csv.reader(io.StringIO(WRITERS["csv"](table, layout, OFFICE).decode("utf-8-sig"))))
    at = next(n for n, line in enumerate(lines) if line[1] == table.rows[5].field)
    lines[at][2] = str(int(lines[at][2]) + 1)
    out = io.StringIO()
    csv.writer(out).writerows(lines)

    found = judged(out.getvalue().encode()).faults

    assert any(f"({table.rows[5].field})" in fault.place for fault in found)
