"""Whole packs: what they say, where, what is kept of them, and that keeping loses nothing."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.limits import TimeLimit
from sla.spec import Window
from workflows.agency import Agency, Field, Level
from workflows.calendars import calendar_plain
from workflows.codec import canonical
from workflows.pack import (
    Pack,
    calendar_from_plain,
    digest,
    procedure_from_plain,
    read_pack,
)
from workflows.problems import BadPack
from workflows.procedure import procedure_plain

WORLDS = Path(__file__).parent.parent / "conformance"
EVERYTHING = """\
calendars:
  - code: h32
    week:
      mon: ["07:30-11:30", "13:30-17:30"]
      sat: ["07:30-11:30"]
      sun:
    covers: [2023, 2025]
    days:
      - {date: 2024-05-04, kind: work, as: mon, name: "làm bù", source: "TB 1/2024"}
      - {date: 2023-09-01, kind: off, status: provisional}
      - {date: 2023-12-31, kind: work, windows: ["08:00-10:00"]}
    seasons:
      - {from: 2023-05-01, to: 2023-08-31, week: {mon: ["07:00-11:00"]}}
agencies:
  - code: H32.PL
    name: UBND phường Phước Long
    level: commune
    parent: H32.NT
    calendar: h32
    valid_from: 2010-01-01
    valid_to: 2025-06-30
    successor: H32.PL2
fields:
  - {code: HT, name: Hộ tịch, order: 8}
procedures:
  - code: 1.001000
    name: Thủ tục mẫu
    field: HT
    levels: [commune, district]
    online: partial
    time_limit: 3 working_days
    committed_limit: 2.0 working_days
    resume: restart
    valid_from: 2024-01-01
    source: QĐ 1/2024
    confidence: medium
    note: ghi chú
    statutory_note: luật ghi 3 ngày
    steps:
      - {code: intake, name: Tiếp nhận, role: one_stop, quota: 1 working_days}
      - {code: tax, name: Thuế, role: specialist, quota: 8 working_hours, after: [intake],
         branch: đất, refer_to: vertical, note: liên thông}
      - {code: hand, name: Trả, role: one_stop}
"""


@pytest.fixture(scope="module")
def everything() -> Pack:
    return read_pack(EVERYTHING.encode(), "mau.yaml")


def world(number: int) -> Pack:
    path = WORLDS / f"world-{number}" / "pack.yaml"
    return read_pack(path.read_bytes(), path.name)


def test_an_agency_and_a_field_are_read_in_full(everything):
    assert everything.agencies[0].record == Agency(
        code="H32.PL",
        name="UBND phường Phước Long",
        level=Level.COMMUNE,
        parent="H32.NT",
        calendar="h32",
        valid_from=date(2010, 1, 1),
        valid_to=date(2025, 6, 30),
        successor="H32.PL2",
    )
    assert everything.fields[0].record == Field(code="HT", name="Hộ tịch", order=8)


def test_a_calendar_is_read_in_full_with_its_days_in_order(everything):
    spec = everything.calendars[0].record
    assert spec.week[0] == (Window.parse("07:30-11:30"), Window.parse("13:30-17:30"))
    assert [len(windows) for windows in spec.week] == [2, 0, 0, 0, 0, 1, 0]
    assert [rule.date.isoformat() for rule in spec.days] == [
        "2023-09-01",
        "2023-12-31",
        "2024-05-04",
    ]
    assert (spec.days[0].status, spec.days[2].like, spec.days[2].source) == (
        "provisional",
        0,
        "TB 1/2024",
    )
    assert spec.week_on(date(2023, 8, 31))[0] == (Window.parse("07:00-11:00"),)


def test_a_procedure_is_read_in_full(everything):
    procedure = everything.procedures[0].record
    assert (procedure.code, procedure.resume, procedure.online) == (
        "1.001000",
        "restart",
        "partial",
    )
    assert procedure.limit == TimeLimit.parse("2 working_days")
    tax = procedure.steps[1]
    assert (tax.after, tax.branch, tax.refer_to, tax.note) == (
        ("intake",),
        "đất",
        "vertical",
        "liên thông",
    )


def test_every_record_says_where_it_stood(everything):
    located = everything.procedures[0]
    assert (located.source, located.line) == ("mau.yaml", 26)
    problem = located.problem("field", "không có lĩnh vực này")
    assert str(problem) == "mau.yaml:28: procedures[1].field: không có lĩnh vực này"


def test_content_keeps_texts_and_leaves_defaults_out(everything):
    assert everything.procedures[0].content["committed_limit"] == "2 working_days"
    assert everything.fields[0].content == {"code": "HT", "name": "Hộ tịch", "order": "8"}
    assert world(1).procedures[0].content == {
        "code": "9.000000",
        "field": "F1",
        "levels": ["commune", "district", "province"],
        "name": "Thủ tục 0",
        "online": "full",
        "steps": [
            {"code": "a", "name": "A", "quota": "1 working_hours", "role": "one_stop"},
            {"code": "b", "name": "B", "quota": "1 working_hours", "role": "specialist"},
        ],
        "time_limit": "same_day",
    }


def test_content_through_json_gives_the_same_calendar_and_procedure(everything):
    for located in everything.calendars:
        kept = json.loads(canonical(located.content))
        assert calendar_from_plain(kept) == located.record
        assert calendar_plain(located.record) == located.content
    for one in everything.procedures:
        kept = json.loads(canonical(one.content))
        assert procedure_from_plain(kept) == one.record
        assert procedure_plain(one.record) == one.content


def test_the_content_of_a_pack_is_a_pack(everything):
    names = ("calendars", "agencies", "fields", "procedures")
    plain = {name: [one.content for one in getattr(everything, name)] for name in names}
    assert read_pack(json.dumps(plain), "again.json") == everything


def test_kept_content_that_is_spoilt_is_named_by_what_it_is():
    with pytest.raises(BadPack, match="nội dung đã lưu:0: week: thiếu mục bắt buộc"):
        calendar_from_plain({"code": "x", "covers": ["2023", "2024"]})


def test_a_digest_does_not_change_with_the_order_of_keys(everything):
    content = everything.procedures[0].content
    assert digest(dict(reversed(content.items()))) == digest(content)
    assert digest(content) == digest(json.loads(json.dumps(content)))


def test_a_digest_does_not_change_with_the_manner_of_writing(everything):
    other = EVERYTHING.replace("2.0 working_days", '"2 working_days"').replace("resume", "resume ")
    content = read_pack(other, "other.yaml").procedures[0].content
    assert digest(content) == digest(everything.procedures[0].content)


def test_a_digest_changes_with_the_content(everything):
    other = read_pack(EVERYTHING.replace("Tiếp nhận", "Nhận"), "mau.yaml")
    assert digest(other.procedures[0].content) != digest(everything.procedures[0].content)


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("calendars", "{code: h32, week: {mon: [07:30-11:30]}, covers: [2023, 2024]}"),
        ("agencies", "{code: h32, name: x, level: commune, calendar: h32}"),
        ("fields", "{code: h32, name: x, order: 1}"),
        ("procedures", "{code: h32, name: x, field: HT, levels: [commune], online: info}"),
    ],
)
def test_one_code_twice_is_refused_with_both_lines(kind, record):
    with pytest.raises(BadPack) as caught:
        read_pack(f"{kind}:\n  - {record}\n  - {record}\n", "a.yaml")
    assert str(caught.value) == (
        f"a.yaml:3: {kind}[2].code: mã “h32” đã có ở dòng 2; hãy bỏ một trong hai"
    )


def test_an_error_of_the_checks_keeps_the_pack_out():
    with pytest.raises(BadPack) as caught:
        read_pack(EVERYTHING.replace("role: specialist", "role: boss"), "mau.yaml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.field) == (41, "procedures[1].steps[2].role")


def test_a_warning_of_the_checks_comes_with_the_pack():
    pack = read_pack(EVERYTHING.replace("1 working_days", "2 working_days"), "mau.yaml")
    (warning,) = pack.warnings
    assert (warning.line, warning.field) == (39, "procedures[1].steps")
    assert len(pack.procedures) == 1


@pytest.mark.parametrize("number", [1, 2])
def test_the_conformance_worlds_are_read_in_full(number):
    pack = world(number)
    assert [one.record.code for one in pack.calendars] == ["std", "short"]
    assert [len(one.record.days) for one in pack.calendars] == [24, 24]
    assert [one.record.standard_day().total_seconds() / 3600 for one in pack.calendars] == [8, 7.5]
    assert [one.record.order for one in pack.fields] == [1, 2, 3, 4]
    assert [str(one.record.limit) for one in pack.procedures] == [
        "same_day",
        "8 working_hours",
        "3 working_days",
        "1.5 working_days",
        "0.5 working_days",
        "5 working_days",
        "15 working_days",
        "10 calendar_days",
        "2 working_hours",
        "22 working_days",
    ]


def test_the_conformance_worlds_differ_in_the_hours_of_one_commune():
    first, second = ({a.record.code: a.record for a in world(n).agencies} for n in (1, 2))
    changed = [code for code in first if first[code] != second[code]]
    assert [(first[code].calendar, second[code].calendar) for code in changed] == [("short", "std")]


def test_world_1_knows_its_make_up_day_and_its_tree():
    pack = world(1)
    (work,) = [rule for rule in pack.calendars[0].record.days if rule.kind == "work"]
    assert (work.date, work.like) == (date(2024, 5, 4), 4)
    assert [(a.record.code, a.record.parent) for a in pack.agencies][:3] == [
        ("T", None),
        ("T.H0", "T"),
        ("T.H0.X0", "T.H0"),
    ]


@given(st.text() | st.binary() | st.text("calendrsgifopu:- []{}\n"))
def test_any_text_is_a_pack_or_a_bad_one(raw):
    try:
        found = read_pack(raw, "a.yaml")
    except BadPack as bad:
        assert_complaints(bad)
    else:
        assert isinstance(found, Pack)


def assert_complaints(bad: BadPack) -> None:
    assert bad.problems
    assert all(problem.message and problem.source == "a.yaml" for problem in bad.problems)


KEYS = st.sampled_from(sorted(set(re.findall(r"(\w+):", EVERYTHING))))
VALUES = st.sampled_from(sorted(set(re.findall(r": ([^\s\[{},]+)", EVERYTHING))))
PACKS = st.recursive(
    st.none() | VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=30,
)


@given(PACKS)
def test_anything_written_with_the_right_words_is_a_pack_or_a_bad_one(data):
    try:
        read_pack(json.dumps(data), "a.yaml")
    except BadPack as bad:
        assert_complaints(bad)
