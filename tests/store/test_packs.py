"""Writing setup packs: a second time changes nothing, other content is another version."""

import pytest
from sqlalchemy import select

from app.store.engine import Database
from app.store.packs import Counts, save
from app.store.setup import AGENCIES, CALENDARS, FIELDS, PROCEDURES, REVISION, read_setup
from tests.store import desk, workers
from workflows.pack import read_pack

SETUP = [CALENDARS, AGENCIES, FIELDS, PROCEDURES, REVISION]
LATER = desk.FIELD + "\nprocedures:" + desk.MARRIAGE.replace("3 working_days", "5 working_days")


def kept(opened: Database) -> dict[str, list[dict[str, object]]]:
    with opened.reading() as connection:
        return desk.held(connection, SETUP)


def revision(opened: Database) -> int:
    with opened.reading() as connection:
        return int(connection.execute(select(REVISION.c.revision)).scalar_one())


def test_a_pack_saved_twice_changes_nothing_the_second_time(database_url):
    opened = desk.loaded(database_url)
    before = kept(opened)

    assert desk.load(opened, desk.EVERYTHING) == Counts(same=8)
    assert kept(opened) == before
    assert revision(opened) == 1


def test_other_content_is_a_new_version_and_the_old_one_stays(database_url):
    opened = desk.loaded(database_url)

    assert desk.load(opened, LATER) == Counts(changed=1, same=1)

    versions = [(row["code"], row["version"]) for row in kept(opened)["procedures"]]
    assert versions == [("1.000656", 1), ("1.000894", 1), ("1.000894", 2)]
    assert revision(opened) == 2


def test_content_that_comes_back_is_a_third_version(database_url):
    opened = desk.loaded(database_url)
    desk.load(opened, LATER)

    assert desk.load(opened, desk.EVERYTHING) == Counts(changed=1, same=7)
    assert len(kept(opened)["procedures"]) == 4


def test_a_new_day_off_is_a_new_version_of_the_calendar(database_url):
    opened = desk.loaded(database_url)

    assert desk.load(opened, desk.TUESDAY_OFF) == Counts(changed=1)
    assert [row["version"] for row in kept(opened)["calendars"]] == [1, 2]


def test_offices_and_fields_change_in_place(database_url):
    opened = desk.loaded(database_url)

    counts = desk.load(
        opened,
        desk.OFFICES.replace("Thị xã", "Thị xã cũ"),
        desk.FIELD.replace("Hộ tịch", "Hộ tịch và quốc tịch"),
    )

    assert counts == Counts(changed=2, same=3)
    names = [row["name"] for row in kept(opened)["agencies"] + kept(opened)["fields"]]
    assert "Thị xã cũ" in names
    assert "Hộ tịch và quốc tịch" in names
    assert len(names) == 5


@pytest.mark.parametrize("turned_round", [False, True])
def test_the_office_above_may_stand_below_or_in_a_later_pack(database_url, turned_round):
    lines = desk.OFFICES.strip().splitlines()[1:]
    offices = [f"agencies:\n{line}" for line in "\n".join(lines).replace(",\n", ",").splitlines()]

    opened = desk.loaded(database_url, desk.CALENDAR, *(offices[::-1] if turned_round else offices))

    assert [row["code"] for row in kept(opened)["agencies"]] == [
        "H32", "H32.BD", "H32.NT", "H32.PL",
    ]  # fmt: skip


def test_of_two_packs_with_the_same_code_the_later_one_counts_each_time(database_url):
    opened = desk.loaded(database_url)
    twice = (desk.EVERYTHING, LATER)

    assert desk.load(opened, *twice) == Counts(changed=1, same=7)
    assert desk.load(opened, *twice) == Counts(same=8)


def test_offices_in_a_circle_are_not_saved(database_url):
    opened = desk.loaded(database_url)
    circle = desk.OFFICES.replace("level: province", "level: province, parent: H32.PL")

    with pytest.raises(ValueError, match=r"H32\.PL"):
        desk.load(opened, circle)

    assert revision(opened) == 1


def test_a_load_that_fails_writes_nothing(database_url):
    opened = desk.loaded(database_url)
    before = kept(opened)

    with pytest.raises(ZeroDivisionError):
        _load_and_fail(opened)

    assert kept(opened) == before
    with opened.reading() as connection:
        assert len(read_setup(connection).procedures["1.000894"]) == 1


def _load_and_fail(opened: Database) -> None:
    with opened.writing() as connection:
        save(connection, [read_pack(LATER, "thử.yaml")])
        # Whoever loads sees what it has written, but nobody else ever does.
        assert len(read_setup(connection).procedures["1.000894"]) == 2
        assert 1 / 0


def test_what_a_failed_load_wrote_is_not_taken_for_the_next_ones(database_url):
    opened = desk.loaded(database_url)
    with pytest.raises(ZeroDivisionError):
        _load_and_fail(opened)

    # The same revision number, but other content.
    desk.load(opened, desk.FIELD.replace("Hộ tịch", "Hộ tịch mới"))

    with opened.reading() as connection:
        setup = read_setup(connection)
    assert setup.fields["HT"].name == "Hộ tịch mới"
    assert len(setup.procedures["1.000894"]) == 1


@pytest.mark.slow
def test_two_loads_at_once_run_one_after_the_other(database_url):
    opened = desk.loaded(database_url)

    counts = workers.together(workers.load_pack, [(database_url, LATER)] * 2)

    assert sorted(counts, key=lambda count: count.changed) == [
        Counts(same=2),
        Counts(changed=1, same=1),
    ]
    assert len(kept(opened)["procedures"]) == 3
    assert revision(opened) == 2
