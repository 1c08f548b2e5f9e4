"""The setup as a transaction sees it: kept in memory, noticed when changed, by version."""

import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from app.errors import Unknown
from app.store.engine import Database
from app.store.setup import Setup, read_setup
from tests.architecture.tree import ROOT
from tests.store import desk
from tests.store.desk import DAY, MONDAY
from workflows.evolve import fold

NEW_LAW = desk.FIELD + "\nprocedures:" + desk.MARRIAGE.replace(
    "3 working_days", "2 working_days\n    valid_from: 2024-07-01"
).replace("16 working_hours", "8 working_hours")  # fmt: skip
DAY_OF = {"before": date(2024, 6, 30), "first": date(2024, 7, 1)}


def setup_of(opened: Database) -> Setup:
    with opened.reading() as connection:
        return read_setup(connection)


def test_the_setup_is_read_once_until_somebody_loads(database_url):
    opened = desk.loaded(database_url)
    first = setup_of(opened)

    assert setup_of(opened) is first
    desk.load(opened, NEW_LAW)
    assert setup_of(opened) is not first
    assert setup_of(opened).revision == first.revision + 1


def test_what_another_process_loads_is_seen(database_url):
    opened = desk.loaded(database_url)
    before = setup_of(opened)

    program = "import sys; from tests.store.workers import load_pack; load_pack(*sys.argv[1:])"
    subprocess.run([sys.executable, "-c", program, database_url, NEW_LAW], cwd=ROOT, check=True)

    assert len(before.procedures["1.000894"]) == 1
    assert len(setup_of(opened).procedures["1.000894"]) == 2


def test_a_long_reading_transaction_keeps_the_setup_it_began_with(database_url):
    opened = desk.loaded(database_url)

    with opened.reading() as connection:
        before = read_setup(connection)
        desk.load(opened, NEW_LAW)
        assert setup_of(opened).revision == before.revision + 1

        assert read_setup(connection).procedures == before.procedures


def test_a_load_between_two_statements_is_not_kept_half(postgres_url):
    opened = desk.loaded(postgres_url)
    packs = [(desk.OFFICES.replace("Thị xã", "Thị xã cũ"), NEW_LAW)]

    def load_meanwhile(*execution: Any) -> None:
        if packs and "FROM agencies" in execution[2]:
            desk.load(opened, *packs.pop())

    event.listen(opened.engine, "after_cursor_execute", load_meanwhile)
    with opened.writing() as connection:
        setup = read_setup(connection)

    assert setup.revision == 2
    assert setup.agencies["H32.NT"].name == "Thị xã cũ"
    assert len(setup.procedures["1.000894"]) == 2


@pytest.mark.parametrize(("day", "version"), [("before", 1), ("first", 2)])
def test_a_procedure_is_the_newest_in_force_that_day(database_url, day, version):
    opened = desk.loaded(database_url)
    desk.load(opened, NEW_LAW)

    number, procedure = setup_of(opened).procedure("1.000894", on=DAY_OF[day])

    assert number == version
    assert str(procedure.time_limit) == f"{4 - version} working_days"
    assert setup_of(opened).procedure("1.000894", on=DAY_OF[day], version=2)[0] == 2


def test_a_procedure_that_is_not_yet_in_force_is_unknown(database_url):
    opened = desk.loaded(database_url, desk.CALENDAR + desk.OFFICES, NEW_LAW)

    with pytest.raises(Unknown, match=r"không có thủ tục 1\.000894 có hiệu lực ngày 30/06/2024"):
        setup_of(opened).procedure("1.000894", on=DAY_OF["before"])


def test_what_nobody_loaded_is_named(database_url):
    setup = setup_of(desk.loaded(database_url))

    for ask, words in [
        (lambda: setup.agency("H99"), "không có cơ quan H99"),
        (lambda: setup.procedure("9.9", on=MONDAY.date()), r"không có thủ tục 9\.9;"),
        (lambda: setup.procedure("1.000894", on=MONDAY.date(), version=2), "chưa có phiên bản 2"),
        (lambda: setup.calendar("default@2"), "không có lịch làm việc default@2"),
        (lambda: setup.calendar("default@0"), "không có lịch làm việc default@0"),
        (lambda: setup.calendar("default"), "không có lịch làm việc default"),
        (lambda: setup.calendar("khác@1"), "không có lịch làm việc khác@1"),
    ]:
        with pytest.raises(Unknown, match=words):
            ask()


def test_an_office_without_its_calendar_is_told(database_url):
    opened = desk.loaded(database_url, desk.OFFICES)
    setup = setup_of(opened)

    with pytest.raises(Unknown, match=r"chưa nạp lịch default của H32\.PL"):
        setup.calendar_of(setup.agency("H32.PL"))


def test_a_case_is_bound_to_the_versions_of_its_acceptance(database_url):
    opened = desk.loaded(database_url)
    outcome = desk.accepted(opened)
    case = fold(outcome.code, outcome.events)
    desk.load(opened, NEW_LAW.replace("2024-07-01", "2024-01-01"), desk.TUESDAY_OFF)

    assert case is not None
    bound = setup_of(opened).setting_of(case)
    today = setup_of(opened).setting("H32.PL", "1.000894", on=MONDAY.date())

    assert (bound.procedure_version, bound.calendar_ref) == (1, "default@1")
    assert (today.procedure_version, today.calendar_ref) == (2, "default@2")
    assert bound.calendar.add(MONDAY, DAY / 3) == MONDAY + DAY
    assert today.calendar.add(MONDAY, DAY / 3) == MONDAY + 2 * DAY
