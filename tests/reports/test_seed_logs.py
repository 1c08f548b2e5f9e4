"""The tables of the seeds, number for number, from a generated log of every case they count.

Domain 6.1 and 6.2: V1, V3 with T2, and V4 to V8; the quarter V2 with T1 is the sample's own
(`tests.sample.test_published_table`), and T3 counts procedures (`tests.reports.test_catalogue`).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.ii06a_raw import RawTally, raw_table
from app.reports.period import Period
from app.reports.table import Cells, added
from app.services.journal import import_journal
from app.services.packs import load_packs
from app.store.engine import Database, database
from app.store.event_log import stream
from app.store.scope import Scope
from app.store.setup import Setup, read_setup
from tests.conformance.moment import NOW
from tests.reports.desk import ROOT
from tests.reports.logged import Written, journal
from tests.reports.plenty import Told
from tests.reports.test_rollups import (
    NHU_THANH,
    PROCEDURES,
    Q2,
    asked,
    figures,
    province,
    section,
    table,
)

H1 = Period(first=date(2020, 12, 15), last=date(2021, 6, 30))
MONTHS = Period(first=date(2023, 12, 15), last=date(2024, 5, 19))

# V4 and V6 to V8, the province of seed 004, and V5, its vertical offices: the communes' solved in
# time are 230607, not the printed 230615, which makes every printed sum right (domain 6.1).
OFFICES = {
    "T.S": Told(
        agency="T.S", field="HT", received=(17886, 64637, 6016),
        ended=(50000, 35672, 691, 2000, 176),
    ),
    "T.H": Told(
        agency="T.H", field="HT", received=(3284, 25000, 1073),
        ended=(15986, 12130, 668, 500, 73),
    ),
    "T.H.X": Told(
        agency="T.H.X", field="CT", received=(5000, 224532, 2316),
        ended=(130000, 100607, 743, 400, 98),
    ),
}  # fmt: skip
VERTICAL = Told(
    agency="T.D", field="HT", received=(28085, 64375, 11273), ended=(32695, 70814, 0, 224, 0)
)


@pytest.fixture
def db(sqlite_url: str, tmp_path: Path) -> Database:
    return province(sqlite_url, tmp_path)


@pytest.fixture
def setup(db: Database) -> Setup:
    with db.reading() as connection:
        return read_setup(connection)


def counted(setup: Setup, cases: Iterable[Written]) -> Cells:
    """The half-year's table of them all, by the raw fold of each case."""
    tally = RawTally(setup, Asked(scope=Scope(agency="T", subtree=True), period=H1, now=NOW))
    for case in cases:
        tally.add(case.log(NOW))
    made = tally.table()
    assert made.broken() == ()
    assert made.not_adding_up(made.total) == ()
    return made.total


@pytest.mark.slow  # 349 744 cases
def test_the_province_of_seed_004(setup):
    found = {
        code: counted(setup, journal([told], H1, PROCEDURES)) for code, told in OFFICES.items()
    }

    whole = added(iter(found.values()), tuple(found["T.S"]))
    assert figures(whole)[:4] == (349744, 26170, 314169, 9405)
    assert whole["solved.total"] == 346497
    assert whole["solved.early"] == 195986
    assert whole["solved.on_time"] + whole["solved.late"] == 150511
    assert whole["open.total"] == 3247
    offices, district, commune = found.values()
    assert figures(offices)[:4] == (88539, 17886, 64637, 6016)
    assert (offices["solved.total"], offices["open.total"]) == (86363, 2176)
    assert (district["received.total"], district["solved.total"]) == (29357, 28784)
    assert district["solved.early"] + district["solved.on_time"] == 28116
    assert (district["solved.late"], district["open.total"]) == (668, 573)
    assert (commune["received.total"], commune["solved.total"]) == (231848, 231350)
    assert commune["solved.early"] + commune["solved.on_time"] == 230607
    assert (commune["solved.late"], commune["open.total"]) == (743, 498)


@pytest.mark.slow  # 103 733 cases
def test_the_vertical_offices_of_seed_004(setup):
    total = counted(setup, journal([VERTICAL], H1, PROCEDURES))

    assert figures(total)[:4] == (103733, 28085, 64375, 11273)
    assert (total["solved.total"], total["solved.early"]) == (103509, 32695)
    assert total["open.total"] == 224


def test_the_lines_are_what_recording_makes_of_them(db):
    """Of each kind the first, the last and one in the middle; so the whole journal is a log."""
    every = [*OFFICES.values(), VERTICAL]
    cases = list(journal(every, H1, PROCEDURES, numbers=lambda n: {0, n // 2, n - 1}))
    taken(db, cases)

    with db.reading() as connection:
        kept = {log.code: log.lines for log in stream(connection)}

    assert len(cases) > 3 * 15
    assert kept == {case.code: case.log(NOW).lines for case in cases}


def taken(db: Database, cases: Iterable[Written]) -> None:
    """Import the cases; every line must be taken."""
    lines = (line for case in cases for line in case.lines)
    assert import_journal(db, lines, "seed", now=NOW).problems == []


@pytest.mark.slow  # 5 770 cases go in through the front door
def test_the_district_of_seed_000(db):
    taken(db, journal(NHU_THANH, Q2, PROCEDURES))

    made = table(db, "II.06b", asked(agency="T.H"))

    assert figures(made.total) == (5770, 4953, 718, 99, 5625, 4970, 640, 15, 145, 120, 25)
    assert section(made, "district")["received.online"] == 384
    assert section(made, "commune")["received.online"] == 4569
    assert by_hand(db, asked(agency="T.H")) == made.total
    assert [(row.kind, row.field) for row in made.rows] == [
        ("section", "A. Cấp huyện"), ("row", "Chứng thực"), ("row", "Hộ tịch"),
        ("subtotal", "Cộng phần A"),
        ("section", "B. Cấp xã"), ("row", "Chứng thực"), ("row", "Hộ tịch"),
        ("subtotal", "Cộng phần B"),
    ]  # fmt: skip


def by_hand(db: Database, wanted: Asked) -> Mapping[str, int]:
    """The totals by the raw fold of the log that the database keeps."""
    with db.reading() as connection:
        scope = Scope(agency=wanted.scope.agency, subtree=True)
        logs = stream(connection, scope.codes(connection))
        return raw_table(logs, read_setup(connection), wanted).total


@pytest.mark.slow  # 1 652 cases go in through the front door
def test_the_town_of_seed_003_in_the_circulars_own_columns(sqlite_url, tmp_path):
    """T2 with the twenty online cases that two of its rows lack (domain 6.2), and so V3."""
    rows = {
        "Chứng thực": ((675, 0, 0), (674, 1)), "Hộ tịch": ((941, 8, 0), (940, 9)),
        "TĐ-KT": ((4, 0, 0), (4, 0)), "BTXH": ((14, 0, 0), (14, 0)), "NCC": ((6, 1, 0), (7, 0)),
        "Đất đai": ((0, 2, 0), (2, 0)), "Tiếp dân và xử lý đơn thư": ((0, 1, 0), (1, 0)),
    }  # fmt: skip
    codes = {name: f"F{number}" for number, name in enumerate(rows)}
    db = town(sqlite_url, tmp_path, codes)
    told = [
        Told(agency="X", field=codes[name], received=came, ended=(*went, 0, 0, 0))
        for name, (came, went) in rows.items()
    ]
    taken(db, journal(told, MONTHS, {code: f"P-{code}" for code in codes.values()}))

    made = table(db, "II.06a", asked(MONTHS, agency="X", variant="chuan"))

    columns = [column.cell for column in form_of("II.06a").layout("chuan").columns]
    assert [row.field for row in made.rows] == list(rows)
    assert [made.total[cell] for cell in columns] == [1652, 1640, 12, 0, 1652, 1642, 10, *[0] * 4]
    for row in made.rows:
        came, went = rows[row.field]
        whole = [sum(came), *came, sum(went), *went, 0, 0, 0, 0]
        assert [row.cells[cell] for cell in columns] == whole


def town(url: str, tmp_path: Path, codes: Mapping[str, str]) -> Database:
    pack = tmp_path / "town.yaml"
    pack.write_text(
        "agencies: [{code: X, name: Thị trấn, level: commune, calendar: default}]\nfields:\n"
        + "".join(f"- {{code: {c}, name: '{n}', order: {c[1:]}}}\n" for n, c in codes.items())
        + "procedures:\n"
        + "".join(
            f"- {{code: P-{c}, name: '{n}', field: {c}, levels: [commune], online: full,\n"
            "   time_limit: 3 working_days}\n"
            for n, c in codes.items()
        ),
        encoding="utf-8",
    )
    opened = database(url)
    load_packs(opened, [ROOT / "sla/data/vietnam.yaml", pack])
    return opened
