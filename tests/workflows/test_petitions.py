"""A petition: what its log makes of it, its promise over Tết, and what may not be recorded."""

from pathlib import Path

import pytest

from sla.calendar import WorkingCalendar
from sla.spec import LawGap
from sla.zone import parse_instant
from tests.workflows.petitioning import CODE, MONDAY, at, lines, petition, received
from workflows import petition_events as ev
from workflows.agency import Role
from workflows.officer import Grant, Officer
from workflows.pack import read_pack
from workflows.petition_rules import may, possible, refusal
from workflows.petitions import fold, petition_law, promised, true_lines

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "sla/data/vietnam.yaml"
ACCEPTED = ev.AcceptedForHandling(at=at("05 10:00"))
ANSWERED = ev.Answered(at=at("08 10:00"), answer="Đã rút ngắn", letter="12/UBND")
PUBLISHED = ev.Published(at=at("11 10:00"), where="trang của phường")
NOW = at("29 10:00")


@pytest.fixture(scope="module")
def calendar():
    (only,) = read_pack(SHIPPED.read_bytes(), SHIPPED.name).calendars
    return WorkingCalendar(only.record)


@pytest.mark.parametrize(
    ("came", "due"),
    [
        ("2024-03-04T09:00", "2024-03-25T09:00"),
        # Seven days of Tết stand between: 8, 9, 12, 13 and 14 February are days off.
        ("2024-02-05T09:00", "2024-03-04T09:00"),
        ("2024-01-29T16:30", "2024-02-26T16:30"),
        # On a Saturday the clock begins on Monday morning.
        ("2024-03-02T10:00", "2024-03-25T07:30"),
    ],
)
def test_an_answer_is_promised_in_fifteen_working_days(calendar, came, due):
    assert promised(parse_instant(came), calendar) == parse_instant(due)


def test_the_limit_is_law_with_a_source_and_a_day_before_it_has_none():
    assert "NĐ 92/2017" in petition_law(MONDAY).source
    with pytest.raises(LawGap, match="phản ánh, kiến nghị"):
        petition_law(parse_instant("2008-03-04T09:00"))


def test_a_petition_goes_from_receipt_to_its_publication():
    whole = petition(received(), ACCEPTED, ANSWERED, PUBLISHED)

    assert (whole.accepted_at, whole.ended_at) == (ACCEPTED.at, ANSWERED.at)
    assert (whole.ended_how, whole.published_at) == ("answered", PUBLISHED.at)
    assert not whole.is_open
    assert not whole.late_at(NOW)
    assert possible(whole) == (ev.Corrected,)
    assert whole.version == 4


def test_an_answer_after_the_promise_is_late_and_a_return_never():
    late = ev.Answered(at=at("25 09:01"), answer="Xin lỗi")
    on_the_dot = ev.Answered(at=at("25 09:00"), answer="Vừa kịp")
    back = ev.ReturnedInsufficient(at=at("26 09:00"), reason="không rõ nội dung")

    assert petition(received(), late).late_at(NOW)
    assert not petition(received(), on_the_dot).late_at(NOW)
    assert not petition(received(), back).late_at(NOW)
    assert petition(received()).late_at(at("25 09:01"))
    assert not petition(received()).late_at(at("25 09:00"))


def test_a_correction_takes_the_place_of_what_was_said_and_the_promise_stays():
    changes = {"about": "conduct", "at": "2024-03-01T09:00:00+07:00"}
    wrong = ev.Corrected(at=at("06 10:00"), event=1, reason="nghe nhầm", changes=changes)

    mended = petition(received(), ACCEPTED, wrong)

    assert mended.about == "conduct"
    assert mended.received_at == parse_instant("2024-03-01T09:00")
    assert mended.due_at == at("25 09:00")
    assert [line.version for line in mended.lines] == [1, 2]


def test_what_was_struck_out_never_happened():
    struck = ev.Corrected(at=at("12 10:00"), event=2, reason="ghi nhầm", struck=True)
    log = lines(received(), ANSWERED, struck)

    assert [type(line.event) for line in true_lines(log)] == [ev.Received]
    again = fold(CODE, log)
    assert again is not None
    assert again.is_open
    assert again.version == 3


def test_nothing_makes_no_petition():
    assert fold(CODE, ()) is None


@pytest.mark.parametrize(
    ("before", "event", "told"),
    [
        ((), PUBLISHED, "chỉ công khai kết quả"),
        ((ACCEPTED,), ACCEPTED, "đã được thụ lý rồi"),
        ((ANSWERED,), ANSWERED, "đã được trả lời"),
        ((ANSWERED,), ev.Forwarded(at=NOW, to="Sở Nội vụ"), "muốn sửa, hãy đính chính"),
        ((ANSWERED, PUBLISHED), PUBLISHED, "đã được công khai rồi"),
        ((), ev.Answered(at=at("30 10:00"), answer="x"), "sau lúc ghi"),
        ((ACCEPTED,), ev.Answered(at=at("05 09:59"), answer="x"), "trước việc liền trước"),
        ((), ev.Corrected(at=NOW, event=7, reason="x", struck=True), "không có việc này"),
        ((), ev.Corrected(at=NOW, event=1, reason="x", struck=True), "số đã cấp"),
        ((ACCEPTED, ANSWERED), ev.Corrected(at=NOW, event=2, reason="x", struck=True), "sau cùng"),
        ((), ev.Corrected(at=NOW, event=1, reason="x"), "chưa có gì thay đổi để đính chính"),
        (
            (),
            ev.Corrected(at=NOW, event=1, reason="x", changes={"due_at": "2024-04-01T09:00"}),
            "việc “tiếp nhận” chỉ đính chính được: thời điểm, cách tiếp nhận, loại, tóm tắt",
        ),
        *(
            ((), ev.Corrected(at=NOW, event=1, reason="x", changes=changes), told)
            for changes, told in (
                ({"channel": "xyz"}, "cách tiếp nhận: không có lựa chọn này"),
                ({"about": "nobody"}, "loại: không có lựa chọn này"),
                ({"subject": None}, "tóm tắt: không được bỏ trống"),
                ({"at": None}, "thời điểm: không được bỏ trống"),
            )
        ),
        (
            (ACCEPTED,),
            ev.Corrected(at=NOW, event=1, reason="x", changes={"at": "2024-03-06T09:00"}),
            "không còn đúng thứ tự",
        ),
        (
            (),
            ev.Corrected(at=NOW, event=1, reason="x", changes={"at": "hôm qua"}),
            "không đọc được",
        ),
    ],
)
def test_what_does_not_follow_is_refused_in_one_sentence(before, event, told):
    said = refusal(petition(received(), *before), event, now=NOW)

    assert said is not None
    assert told in said.message


def test_what_follows_is_let_through():
    open_one = petition(received())
    for kind in possible(open_one):
        assert kind is not ev.Published
    assert refusal(open_one, ANSWERED, now=NOW) is None
    assert refusal(petition(received(), ANSWERED), PUBLISHED, now=NOW) is None


def test_every_event_comes_back_from_its_plain_form():
    changes = {"field": None, "at": "2024-03-01T09:00:00+07:00"}
    events = [
        received(MONDAY, field="HT", procedure="1.000894"),
        ACCEPTED,
        ev.ReturnedInsufficient(at=NOW, reason="thiếu"),
        ev.Forwarded(at=NOW, to="Sở Nội vụ", reason="thẩm quyền"),
        ANSWERED,
        PUBLISHED,
        ev.Corrected(at=NOW, event=1, reason="nhầm", changes=changes),
    ]
    for event in events:
        name = ev.NAME_OF_TYPE[type(event)]
        assert ev.from_data(name, event.at, ev.to_data(event)) == event


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_handle_petitions_of_the_office_record(role):
    one = Officer(login="a", name="A", grants=(Grant(agency="H32.PL", role=role),))

    handling = role in (Role.ONE_STOP, Role.SUPERVISOR, Role.LEADER)
    heading = role in (Role.SUPERVISOR, Role.LEADER)
    assert may(one, "H32.PL", ev.Received) is handling
    assert may(one, "H32.PL", ev.Answered) is heading
    assert not may(one, "H32.BD", ev.Received)
