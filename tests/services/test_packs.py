"""Loading setup packs: every problem with its place, all or nothing, and idempotent."""

import json
from pathlib import Path

import pytest

from app.errors import BadInput
from app.services.packs import load_packs, read_all
from app.store.engine import database
from app.store.packs import Counts
from app.store.setup import Setup, read_setup
from sla.limits import TimeLimit
from tests.services.journals import PACK, ROOT, WORLD

OFFICE = "agencies:\n  - {{code: {code}, name: X, level: commune, calendar: {calendar}{more}}}\n"
CALENDAR = "calendars:\n  - code: default\n    week: {{mon: [{hours}]}}\n    covers: [2023, 2026]\n"
MORNING, DAY = CALENDAR.format(hours="07:30-11:30"), CALENDAR.format(hours="07:30-17:00")


def office(code: str, calendar: str = "default", **more: str) -> str:
    keys = "".join(f", {key}: {value}" for key, value in more.items())
    return OFFICE.format(code=code, calendar=calendar, more=keys)


@pytest.fixture
def opened(database_url):
    return database(database_url)


@pytest.fixture
def write(tmp_path):
    """Write a pack into the folder of the test, its lines counted from 1."""

    def written(name: str, text: str) -> Path:
        path: Path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def setup_of(opened) -> Setup:
    with opened.reading() as connection:
        return read_setup(connection)


def refused(opened, *paths: Path) -> list[str]:
    """The problems of a load that must change nothing, without the folder of the test."""
    before = setup_of(opened)
    with pytest.raises(BadInput) as error:
        load_packs(opened, paths)
    assert setup_of(opened) == before
    return [problem.replace(f"{paths[0].parent}/", "") for problem in error.value.problems]


def test_a_pack_goes_in_and_again_changes_nothing(opened, write):
    path = write("goi.yaml", PACK)

    assert load_packs(opened, [path]).counts == Counts(new=4)
    first = setup_of(opened)
    assert load_packs(opened, [path]).counts == Counts(same=4)
    assert setup_of(opened) == first


def test_a_changed_pack_makes_new_versions_of_what_changed(opened, write):
    path = write("goi.yaml", PACK)
    load_packs(opened, [path])
    write("goi.yaml", PACK.replace("3 working_days", "2 working_days"))

    assert load_packs(opened, [path]).counts == Counts(changed=1, same=3)
    first, second = setup_of(opened).procedures["1.001193"]
    assert (first.limit, second.limit) == tuple(
        TimeLimit.parse(f"{days} working_days") for days in (3, 2)
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (office("A", calendar="khac"), "goi.yaml:2: agencies[1].calendar: không có “khac”"),
        (MORNING + office("A", parent="B"), "goi.yaml:6: agencies[1].parent: không có “B”"),
        (MORNING + office("A", successor="B"), "goi.yaml:6: agencies[1].successor: không có “B”"),
        (
            PACK.replace("field: HT", "field: HX"),
            "goi.yaml:13: procedures[1].field: không có “HX”",
        ),
        (
            PACK.replace("role: leader}", "role: leader, refer_to: so_khac}"),
            "goi.yaml:19: procedures[1].steps[2].refer_to: không có cấp hay cơ quan “so_khac”",
        ),
        (MORNING + office("A", parent="A"), "goi.yaml:6: agencies[1].parent: cơ quan cấp trên"),
        (office("A", colour="red"), "goi.yaml:2: agencies[1].colour: "),
        ("agencies: 5\n", "goi.yaml:1: agencies: "),
        ("{", "goi.yaml:"),
        ("", "goi.yaml:1: tệp: tệp trống"),
    ],
)
def test_a_problem_names_file_line_and_field(opened, write, text, told):
    (problem,) = refused(opened, write("goi.yaml", text))

    assert problem.startswith(told)


def test_a_step_may_refer_to_a_level_or_to_an_office(opened, write):
    for code in ("district", "H32.PL"):
        text = PACK.replace("role: leader}", f"role: leader, refer_to: {code}}}")

        assert load_packs(opened, [write("goi.yaml", text)]).warnings == ()


def test_a_circle_of_offices_is_told_for_each_of_them(opened, write):
    one = write("1.yaml", MORNING + office("A", parent="B"))
    two = write("2.yaml", office("B", parent="C"))
    three = write("3.yaml", office("C", parent="A") + "  # vòng\n")

    problems = refused(opened, one, two, three)

    assert [problem.split(": ")[0] for problem in problems] == ["1.yaml:6", "2.yaml:2", "3.yaml:2"]


def test_a_circle_closed_by_a_later_load_is_seen(opened, write):
    load_packs(opened, [write("1.yaml", MORNING + office("A") + office("B", parent="A")[10:])])

    (problem,) = refused(opened, write("2.yaml", office("A", parent="B")))

    assert problem.startswith("2.yaml:2: agencies[1].parent: ")


def test_one_bad_file_keeps_the_good_ones_out(opened, write):
    good, bad = write("1.yaml", PACK), write("2.yaml", "agencies: 5\n")

    refused(opened, good, bad)

    assert setup_of(opened).agencies == {}


def test_the_problems_of_all_files_are_told_at_once(opened, write, tmp_path):
    write("goi/1.yaml", "agencies: 5\n")
    write("goi/2.yaml", PACK)
    write("goi/3.yaml", "fields: 5\n")

    problems = refused(opened, tmp_path / "goi")

    assert [problem.split(":")[0] for problem in problems] == ["goi/1.yaml", "goi/3.yaml"]


def test_files_may_refer_to_each_other_in_any_order(opened, write, tmp_path):
    write("goi/1-phuong.yaml", office("A", parent="B"))
    write("goi/sub/2-tinh.yml", office("B") + MORNING)

    assert load_packs(opened, [tmp_path / "goi"]).counts == Counts(new=3)
    assert setup_of(opened).agencies["A"].parent == "B"


def test_what_was_loaded_before_may_be_referred_to(opened, write):
    load_packs(opened, [write("1.yaml", MORNING)])

    assert load_packs(opened, [write("2.yaml", office("A"))]).counts == Counts(new=1)


def test_a_folder_is_read_in_order_of_name_and_the_last_one_counts(opened, write, tmp_path):
    write("goi/2.yaml", DAY)
    write("goi/1.yaml", MORNING)

    loaded = load_packs(opened, [tmp_path / "goi"])
    again = load_packs(opened, [tmp_path / "goi"])

    (warning,) = loaded.warnings
    assert str(warning).startswith(f"{tmp_path}/goi/2.yaml:2: calendars[1].code: cảnh báo: ")
    assert f"{tmp_path}/goi/1.yaml:2" in warning.message
    assert (loaded.counts, again.counts) == (Counts(new=1), Counts(same=1))
    assert "17:00" in setup_of(opened).calendars["default"][0]


def test_the_same_record_in_two_files_is_no_reason_to_warn(opened, write):
    loaded = load_packs(opened, [write("1.yaml", MORNING), write("2.yaml", MORNING)])

    assert (loaded.counts, loaded.warnings) == (Counts(new=1), ())


def test_only_yaml_files_of_a_folder_are_packs(tmp_path, write):
    write("goi/1.yaml", PACK)
    write("goi/expected.json", json.dumps([1]))
    write("goi/.an/2.yaml", "{")
    write("goi/.3.yaml", "{")
    (tmp_path / "goi" / "thu-muc.yaml").mkdir()

    assert len(read_all([tmp_path / "goi"])) == 1


def test_a_conformance_world_is_a_folder_to_load(opened):
    assert load_packs(opened, [WORLD]).counts.new > 5


def test_the_shipped_definitions_are_a_folder_to_load(opened):
    folder = ROOT / "workflows" / "definitions"

    first = load_packs(opened, [folder])

    assert first.counts.new > 30
    assert load_packs(opened, [folder]).counts == Counts(same=first.counts.new)


def test_a_file_that_is_not_there_is_told(opened, tmp_path):
    (problem,) = refused(opened, tmp_path / "khong.yaml")

    assert problem.startswith("khong.yaml:0: tệp: không đọc được (")


def test_a_folder_without_packs_is_told(opened, tmp_path):
    (tmp_path / "trong").mkdir()

    assert refused(opened, tmp_path / "trong") == [
        "trong:0: tệp: thư mục không có tệp .yaml hay .yml nào"
    ]


def test_a_huge_file_is_refused_before_it_is_read(opened, tmp_path):
    path = tmp_path / "lon.yaml"
    with path.open("wb") as file:
        file.truncate(4 * 1024**3)

    (problem,) = refused(opened, path)

    assert problem.startswith("lon.yaml:1: tệp: tệp lớn hơn 8 MiB")


def test_bytes_that_are_not_utf_8_are_told_with_their_line(opened, tmp_path):
    path = tmp_path / "goi.yaml"
    path.write_bytes(b"fields:\n  - {code: \xff}\n")

    (problem,) = refused(opened, path)

    assert problem.startswith("goi.yaml:2: tệp: có byte không phải UTF-8")
