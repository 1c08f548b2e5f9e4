"""Recording petitions: numbers, rights, presses that come twice, and what nobody can change."""

import pytest
from sqlalchemy import select, text

from app.errors import BadInput, PetitionChangedMeanwhile, Refused, Unknown
from app.services.petitions import receive, record
from app.services.petitions_page import petition_list, petition_page
from app.services.rebuild import rebuild_all
from app.store.petitions import EVENTS, PETITIONS, SENDERS
from sla.zone import parse_instant
from tests.services.hands import AUDITOR, BINH, LAN, MINH, SON, officer, press
from tests.services.petitioning import TU, answered, new, take_many, taken, then
from tests.store import desk, workers
from tests.store.desk import DAY, HOUR, MONDAY
from workflows import petition_events as ev
from workflows.agency import Role

DISTRICT = officer("khanh", Role.SUPERVISOR, "H32.NT")


@pytest.fixture
def opened(database_url):
    return desk.loaded(database_url)


def kept(opened, code):
    """The rows read out of a petition's log, oldest first."""
    query = select(PETITIONS).where(PETITIONS.c.code == code).order_by(PETITIONS.c.version)
    with opened.reading() as connection:
        return connection.execute(query).all()


def test_a_petition_gets_the_next_number_and_a_promise(opened):
    codes = [taken(opened), taken(opened, MONDAY + HOUR)]

    assert codes == ["PAKN-H32.PL-2024-0001", "PAKN-H32.PL-2024-0002"]
    (row,) = kept(opened, codes[0])
    assert row.due_at == parse_instant("2024-03-25T09:00")
    assert (row.known_from, row.known_to) == (MONDAY, None)
    assert taken(opened, parse_instant("2025-01-02T09:00")).endswith("2025-0001")


def test_each_event_closes_what_was_known_before(opened):
    code = taken(opened)
    then(opened, code, ev.AcceptedForHandling(at=MONDAY + HOUR))
    answered(opened, code, MONDAY + DAY, seen=2)

    rows = kept(opened, code)

    assert [row.version for row in rows] == [1, 2, 3]
    assert [row.known_to for row in rows] == [MONDAY + HOUR, MONDAY + DAY, None]
    assert [row.ended_how for row in rows] == [None, None, "answered"]


def test_the_same_press_is_written_once(opened):
    first = press(LAN)
    codes = {receive(opened, press(LAN, MONDAY, first.key), new()).code for _ in range(2)}
    (code,) = codes
    answer = press(BINH, MONDAY + HOUR)
    written = [
        record(
            opened,
            press(BINH, now, answer.key),
            code,
            ev.Answered(at=now, answer="Đã sửa"),
            expected_version=1,
        )
        for now in (MONDAY + HOUR, MONDAY + HOUR + HOUR)
    ]

    assert [one.repeated for one in written] == [False, True]
    assert len(kept(opened, code)) == 2
    with pytest.raises(Refused, match="biểu mẫu này đã được ghi rồi"):
        receive(opened, press(LAN, MONDAY, first.key), new(subject="việc khác"))


def test_whoever_comes_second_is_told(opened):
    code = taken(opened)
    then(opened, code, ev.AcceptedForHandling(at=MONDAY + HOUR))

    with pytest.raises(PetitionChangedMeanwhile, match="binh"):
        answered(opened, code, MONDAY + DAY, seen=1)
    assert len(kept(opened, code)) == 2


def test_a_refusal_takes_no_number(opened):
    with pytest.raises(Refused, match="sau lúc ghi"):
        receive(opened, press(LAN), new(at=MONDAY + HOUR))
    with pytest.raises(BadInput, match="không có lĩnh vực"):
        receive(opened, press(LAN), new(field="XX"))
    with pytest.raises(BadInput, match="không có thủ tục"):
        receive(opened, press(LAN), new(procedure="9.999999"))
    with pytest.raises(Refused):
        receive(opened, press(LAN), new(at=parse_instant("2019-03-04T09:00")))

    assert taken(opened).endswith("0001")


def test_a_procedure_brings_its_field(opened):
    code = taken(opened, field=None, procedure="1.000894")

    (row,) = kept(opened, code)
    assert (row.field, row.procedure) == ("HT", "1.000894")


@pytest.mark.parametrize("who", [MINH, AUDITOR, SON, DISTRICT])
def test_others_write_nothing_into_the_register(opened, who):
    with pytest.raises(Unknown):
        receive(opened, press(who), new())
    code = taken(opened)
    with pytest.raises((Unknown, Refused)):
        record(
            opened,
            press(who, MONDAY + HOUR),
            code,
            ev.AcceptedForHandling(at=MONDAY + HOUR),
            expected_version=1,
        )


def test_one_stop_officers_leave_the_answer_to_those_who_answer_for_the_office(opened):
    code, late = taken(opened), press(LAN, MONDAY + HOUR)

    with pytest.raises(Refused, match="vai trò"):
        record(opened, late, code, ev.Answered(at=late.now, answer="x"), expected_version=1)


def test_who_sent_it_is_read_by_those_who_handle_it_alone(opened):
    code = taken(opened)

    assert petition_page(opened, LAN, code, now=MONDAY).sender == TU
    for above in (AUDITOR, DISTRICT):
        page = petition_page(opened, above, code, now=MONDAY)
        assert (page.sender, page.reads_sender, page.acts) == (None, False, ())
    for stranger in (SON, MINH):
        with pytest.raises(Unknown):
            petition_page(opened, stranger, code, now=MONDAY)


def test_no_event_holds_who_sent_it(opened):
    code = taken(opened)
    answered(opened, code, MONDAY + DAY)

    with opened.reading() as connection:
        told = [str(connection.execute(select(one)).all()) for one in (EVENTS, PETITIONS)]
        assert connection.execute(select(SENDERS.c.phone)).scalar() == TU.phone
    assert "Giấy hẹn ghi sai giờ" in told[0]
    assert not any(secret in one for one in told for secret in ("Bà Tư", "0900000004"))


def test_the_list_has_what_is_due_first_on_top(opened):
    later, sooner = taken(opened, MONDAY + DAY), taken(opened)
    done = taken(opened)
    answered(opened, done, MONDAY + DAY)
    elsewhere = taken(opened, by=SON, agency="H32.BD")

    found = petition_list(opened, BINH, which="open", now=MONDAY + DAY)
    assert [row.code for row in found.rows] == [sooner, later]
    assert found.counts == {"open": 2, "late": 0, "answered": 1, "published": 0, "all": 3}
    late = petition_list(opened, BINH, which="late", now=MONDAY + 30 * DAY)
    assert [row.code for row in late.rows] == [sooner, later]
    top = petition_list(opened, officer("g", Role.AUDITOR, "H32"), which="all", now=MONDAY + DAY)
    assert {row.code for row in top.rows} == {later, sooner, done, elsewhere}
    assert top.writes == ()
    assert petition_list(opened, MINH, which="all", now=MONDAY).rows == []


def test_the_log_of_petitions_cannot_be_changed(opened):
    taken(opened)
    for act in ("UPDATE petition_events SET actor = 'x'", "DELETE FROM petition_events"):
        with pytest.raises(Exception, match="append-only"), opened.writing() as connection:
            connection.execute(text(act))


def test_the_rows_come_out_of_the_log_again(opened):
    code, other = taken(opened), taken(opened)
    answered(opened, code, MONDAY + DAY)
    wrong = ev.Corrected(at=MONDAY + 2 * DAY, event=2, reason="nhầm", struck=True)
    then(opened, code, wrong, seen=2)
    before = [kept(opened, one) for one in (code, other)]
    with opened.writing() as connection:
        connection.execute(text("UPDATE petitions SET subject = 'hỏng'"))

    rebuild_all(opened, lambda _: None)

    assert [kept(opened, one) for one in (code, other)] == before


@pytest.mark.slow
def test_four_desks_take_numbers_at_once_without_gap_or_double(opened):
    found = workers.together(take_many, [(opened.url, 10)] * 4)

    serials = sorted(int(code[-4:]) for codes in found for code in codes)
    assert serials == list(range(1, 41))
