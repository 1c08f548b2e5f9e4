"""The shape of each event's data, by the contract's table, straight and through marshmallow."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from app.services.schemas import Envelope, event_from, flat, read_envelope, reader_of
from sla.zone import parse_instant
from tests.services.event_table import APPLICANT, LATER, PAPERS, TABLE, TICKED
from workflows.codec import TYPE_OF_NAME, journal_key
from workflows.events import Accepted, Applicant, Corrected, Digitised, Submitted, Withdrawn

AT = parse_instant("2023-06-15T08:00")
NEEDED = [(name, key) for name, (needed, _) in TABLE.items() for key in needed]
SPARE = [(name, key) for name, (_, spare) in TABLE.items() for key in spare]


def complaints(name: str, data: object) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as refused:
        event_from(name, AT, data)
    return flat(refused.value.messages)


def test_the_table_knows_every_type_of_event():
    assert set(TABLE) == set(TYPE_OF_NAME)


@pytest.mark.parametrize("name", TABLE)
def test_an_event_takes_all_that_the_contract_names(name):
    needed, spare = TABLE[name]

    event = event_from(name, AT, {**needed, **spare})

    keys = {journal_key(field) for field in event.__dataclass_fields__}
    assert event.at == AT
    assert set(needed) | set(spare) <= keys
    assert event_from(name, AT, needed) == type(event)(at=AT, **taken(event, needed))


def taken(event: Any, keys: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in event.__dataclass_fields__ if journal_key(name) in keys]
    return {name: getattr(event, name) for name in names if name != "at"}


@pytest.mark.parametrize(("name", "key"), NEEDED)
def test_what_the_contract_asks_for_must_be_there(name, key):
    needed = {**TABLE[name][0]}
    del needed[key]

    assert complaints(name, needed) == [(key, "thiếu mục này; hãy ghi thêm")]


@pytest.mark.parametrize(("name", "key"), NEEDED)
def test_what_the_contract_asks_for_must_not_be_null(name, key):
    assert complaints(name, {**TABLE[name][0], key: None}) == [(key, "không được để trống (null)")]


@pytest.mark.parametrize(("name", "key"), SPARE)
def test_what_is_optional_may_be_null_and_is_then_as_if_left_out(name, key):
    needed = TABLE[name][0]

    assert event_from(name, AT, {**needed, key: None}) == event_from(name, AT, needed)


@pytest.mark.parametrize("name", TABLE)
def test_an_unknown_key_is_refused_by_its_name(name):
    ((field, words),) = complaints(name, {**TABLE[name][0], "extra": 1})

    assert field == "extra"
    assert words.startswith("không có mục này")


@pytest.mark.parametrize("data", [[], "chữ", 5, True, [{}]])
def test_data_must_be_an_object(data):
    assert complaints("resumed", data) == [("", "phải là một đối tượng JSON, trong ngoặc nhọn")]


def test_of_an_applicant_only_the_name_is_needed():
    whole = {**APPLICANT, "id_no": "0", "phone": "1", "email": "a", "address": "b"}
    bare = event_from("submitted", AT, TABLE["submitted"][0])
    full = {**TABLE["submitted"][0], "applicant": {**whole, "own_account": False}}

    assert isinstance(bare, Submitted)
    assert bare.applicant == Applicant(name="Bà Tư")
    assert event_from("submitted", AT, full) == replace(
        bare, applicant=Applicant(**whole, own_account=False)
    )


def test_an_applicant_without_a_name_is_named_with_its_path():
    data = {**TABLE["submitted"][0], "applicant": {"phone": "1", "age": 3}}

    assert [field for field, _ in complaints("submitted", data)] == [
        "applicant.name",
        "applicant.age",
    ]


@pytest.mark.parametrize(
    ("name", "key", "value", "words"),
    [
        ("fee_paid", "amount", 8000.0, "phải là số nguyên"),
        ("fee_paid", "amount", True, "phải là số nguyên"),
        ("fee_paid", "amount", "8000", "phải là số nguyên"),
        ("fee_paid", "amount", -1, "phải từ 0"),
        ("fee_paid", "amount", 10**15 + 1, "phải từ 0"),
        ("fee_paid", "method", "card", "không có giá trị “card”; chỉ dùng: online, cash"),
        ("paused", "reason", ["payment"], "phải là chữ"),
        ("submitted", "agency", " H32", "khoảng trắng"),
        ("submitted", "agency", "H32\nX", "xuống dòng"),
        ("submitted", "agency", "H" * 65, "dài 65 ký tự, nhiều nhất là 64"),
        ("withdrawn", "reason", "", "không được để trống"),
        ("withdrawn", "reason", " \t ", "không được để trống"),
        ("withdrawn", "reason", "x" * 4001, "dài 4001 ký tự"),
        ("withdrawn", "reason", "a\x00b", "ký tự điều khiển U+0000"),
        ("withdrawn", "reason", "a\x1b[31m", "ký tự điều khiển U+001B"),
        ("withdrawn", "reason", "a\udc80", "ký tự điều khiển U+DC80"),
        ("supplement_requested", "items", "đơn", "phải là danh sách"),
        ("digitised", "result", 1, "true hoặc false"),
        ("digitised", "parts", "ba", "phải là số nguyên"),
        ("digitised", "parts", ["x"] * 1001, "có 1001 mục"),
        ("apology_issued", "new_due_at", "mai", "cả ngày và giờ"),
        ("apology_issued", "new_due_at", "2023-06-20", "cả ngày và giờ"),
        ("apology_issued", "new_due_at", "2023-06-20x09:10", "cả ngày và giờ"),
        ("apology_issued", "new_due_at", "2023-13-20T09:10", "không phải là thời điểm"),
        ("apology_issued", "new_due_at", "9999-12-31T23:59", "nằm ngoài khoảng"),
        ("apology_issued", "new_due_at", 20230620, "ISO 8601"),
        ("accepted", "fee", -1, "phải từ 0"),
        ("accepted", "fee", 1.5, "phải là số nguyên"),
        ("accepted", "training", "có", "true hoặc false"),
        ("accepted", "training", 1, "true hoặc false"),
        ("accepted", "result_channel", "fax", "chỉ dùng: online, direct, post"),
        ("accepted", "papers", {}, "phải là danh sách"),
        ("accepted", "papers", "đơn", "phải là danh sách"),
        ("accepted", "papers", PAPERS * 1001, "có 1001 mục"),
        ("accepted", "agent", "Trần Bình", "đối tượng JSON"),
        ("supplement_requested", "until", "2023-06-20", "cả ngày và giờ"),
        ("resumed", "late", "muộn", "đối tượng JSON"),
        ("digitised", "file", "0F" * 32, "64 chữ số"),
        ("digitised", "file", "0f" * 31, "64 chữ số"),
        ("digitised", "file", "0f" * 32 + "\n", "64 chữ số"),
        ("digitised", "file", "../" + "0f" * 32, "64 chữ số"),
        ("digitised", "file", 64, "64 chữ số"),
        ("apology_issued", "new_due_at", "2023-06-20T09:10" * 9, "ISO 8601"),
    ],
)
def test_a_wrong_value_is_told_in_words(name, key, value, words):
    ((field, said),) = complaints(name, {**TABLE[name][0], key: value})

    assert field == key
    assert words in said


def test_each_bad_item_of_a_list_is_named_by_its_place():
    data = {"items": ["đơn", 5, ""], "reason": "thiếu"}

    assert [field for field, _ in complaints("supplement_requested", data)] == [
        "items.1",
        "items.2",
    ]


def test_a_bad_paper_is_named_by_its_place_and_key():
    papers = [
        *PAPERS,
        {"name": "Căn cước", "kind": "bản sao", "count": "1", "page": 2},
        {"kind": "copy", "count": 1},
        "đơn",
    ]

    assert [field for field, _ in complaints("accepted", {"papers": papers})] == [
        "papers.1.kind",
        "papers.1.count",
        "papers.1.page",
        "papers.2.name",
        "papers.3",
    ]


@pytest.mark.parametrize("key", TICKED)
def test_a_late_tick_needs_each_of_its_words(key):
    left_out = {name: said for name, said in TICKED.items() if name != key}

    assert complaints("resumed", {"late": left_out}) == [
        (f"late.{key}", "thiếu mục này; hãy ghi thêm")
    ]
    assert complaints("resumed", {"late": {**TICKED, key: " "}})[0][0] == f"late.{key}"


def test_an_authorised_person_is_told_as_an_applicant_is():
    event = event_from("accepted", AT, {"agent": {"name": "Trần Bình", "id_no": "0"}})

    assert isinstance(event, Accepted)
    assert event.agent == Applicant(name="Trần Bình", id_no="0")
    assert complaints("accepted", {"agent": {"id_no": "0"}})[0][0] == "agent.name"


def test_every_complaint_of_an_object_is_told_at_once():
    told = complaints("fee_paid", {"amount": "x", "extra": 1})

    assert {field for field, _ in told} == {"amount", "method", "extra"}


def test_markup_is_text_and_stays():
    reason = "<script>alert(1)</script> & 'x'\n\tdòng hai"

    assert event_from("withdrawn", AT, {"reason": reason}) == Withdrawn(at=AT, reason=reason)


@pytest.mark.parametrize(
    "text",
    [
        "2023-06-15T08:00",
        "2023-06-15 08:00:00",
        "2023-06-15T08:00+07:00",
        "2023-06-15T01:00Z",
        "2023-06-14T20:00:00.000-05:00",
        "20230615T0800",
    ],
)
def test_an_instant_without_an_offset_is_vietnamese_and_others_are_understood(text):
    event = event_from("accepted", AT, {"due_at": text})

    assert isinstance(event, Accepted)
    assert event.due_at == AT
    assert event.due_at.isoformat() == "2023-06-15T08:00:00+07:00"


def test_a_correction_keeps_its_two_times_apart():
    event = event_from("corrected", AT, TABLE["corrected"][0])

    assert isinstance(event, Corrected)
    assert (event.at, event.true_at) == (AT, parse_instant(LATER))


def test_papers_are_a_number_or_their_names():
    event = event_from("digitised", AT, {"parts": ["đơn", "giấy"], "signed": True})

    assert isinstance(event, Digitised)
    assert (event.parts, event.signed) == (("đơn", "giấy"), True)


ENVELOPE = {"case": "A", "type": "resumed", "at": "2023-06-15T08:00"}


def test_an_envelope_needs_case_type_and_time_only():
    given = {**ENVELOPE, "data": None, "recorded_at": None, "by": None}

    assert read_envelope(ENVELOPE) == Envelope(case="A", type="resumed", at=AT)
    assert read_envelope(given) == read_envelope(ENVELOPE)


@pytest.mark.parametrize("key", ENVELOPE)
def test_an_envelope_without_one_of_them_is_refused(key):
    with pytest.raises(ValidationError) as refused:
        read_envelope({k: v for k, v in ENVELOPE.items() if k != key})

    assert list(refused.value.normalized_messages()) == [key]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@st.composite
def changed_data(draw: st.DrawFn) -> tuple[str, object]:
    """Good data with some of it replaced, left out or added."""
    name = draw(st.sampled_from(sorted(TABLE)))
    data = {**TABLE[name][0], **TABLE[name][1]}
    for key in draw(st.lists(st.sampled_from([*data, "extra"]), max_size=3)):
        if draw(st.booleans()):
            data.pop(key, None)
        else:
            data[key] = draw(JSON)
    return name, draw(st.sampled_from([data, data, data, [data]]))


@given(changed_data())
def test_reading_straight_and_by_marshmallow_is_the_same(given_data):
    name, data = given_data
    reader = reader_of(TYPE_OF_NAME[name])

    try:
        straight = reader._straight(data)
    except (KeyError, ValidationError):
        straight = None
    try:
        explained = reader._explained(data)
    except ValidationError:
        explained = None

    assert straight == explained
