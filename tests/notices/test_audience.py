"""Who hears a rung: waits that last, steps at other offices, offices above, people away."""

import pytest

from app.services.accounts import disable_account
from tests.notices.ringing import alerts, did, march, notices, staffed, started, ticked, told
from tests.services.absent import away, put
from tests.services.who import NOW, TODAY, grant, made
from tests.store import desk
from workflows.commands import (
    CompleteStep,
    PauseCase,
    ReceiveSupplement,
    RequestSupplement,
    ResumeCase,
    StartStep,
)

# Signing is done one office higher, at the district.
ABOVE = desk.EVERYTHING.replace("role: leader, quota", "role: leader, refer_to: district, quota")


@pytest.fixture
def opened(database_url):
    return staffed(database_url)


def asked(opened):
    """A case from home whose papers are not complete."""
    code = desk.opened_case(opened, desk.submission(march(4, "09:00"))).code
    more = RequestSupplement(at=march(4, "10:00"), items=("giấy khai sinh",), reason="thiếu")
    did(opened, code, more)
    return code


def test_papers_that_do_not_come_are_told_to_the_desk(opened):
    code = asked(opened)

    ticked(opened, march(19, "09:00"))

    [row] = notices(opened, case_code=code)
    assert [rung for rung, _ in alerts(opened, "intake")] == ["supplement_over"]
    assert (row.login, row.at) == ("lan.mc", march(18, "10:00"))


def test_papers_that_came_in_the_end_are_not_asked_for_again(opened):
    code = asked(opened)
    did(opened, code, ReceiveSupplement(at=march(19, "08:00")))

    result = ticked(opened, march(19, "09:00"))

    assert result.warned == 1
    assert alerts(opened, "intake") == []


def test_a_long_pause_is_told_to_the_leader_while_it_lasts(opened):
    lasting, over = desk.accepted(opened).code, desk.accepted(opened).code
    for code in (lasting, over):
        did(opened, code, PauseCase(at=march(5, "09:00"), reason="consultation"))
    did(opened, over, ResumeCase(at=march(27, "09:00")))

    ticked(opened, march(27, "10:00"))

    assert told(opened, case_code=lasting) == {"lan.mc", "binh.ld"}
    assert {row.at for row in notices(opened, case_code=lasting)} == {march(26, "09:00")}
    assert [rung for rung, _ in alerts(opened)].count("paused_long") == 1


def test_a_case_nobody_moved_is_told_to_its_holder_and_the_leader(opened):
    code = desk.accepted(opened).code
    started(opened, code, "hue.tp", march(4, "10:00"))

    ticked(opened, march(11, "11:00"))

    assert alerts(opened)[-1] == ("no_movement", march(11, "10:00"))
    assert told(opened, case_code=code, at=march(11, "10:00")) == {"hue.tp", "binh.ld"}


def test_a_step_at_another_office_is_told_there(database_url):
    opened = staffed(database_url, ABOVE)
    made(opened, "truong.tx", grant("leader", "H32.NT"))
    code = desk.accepted(opened).code
    started(opened, code, None, march(4, "10:00"))
    did(opened, code, CompleteStep(at=march(4, "11:00"), step="appraise"))
    did(opened, code, StartStep(at=march(4, "11:00"), step="sign"))

    ticked(opened, march(5, "14:30"))

    assert [rung for rung, _ in alerts(opened, "step")] == ["near", "due", "head"]
    assert told(opened, case_code=code, kind="step") == {"truong.tx"}


def test_the_centre_is_every_supervisor_from_the_office_upwards(opened):
    made(opened, "gs.pl", grant("supervisor"))
    made(opened, "gs.nt", grant("supervisor", "H32.NT"))
    made(opened, "gs.bd", grant("supervisor", "H32.BD"))
    desk.accepted(opened)

    ticked(opened, march(7, "09:30"))

    assert told(opened, level="urgent") == {"lan.mc", "binh.ld", "giam.sat", "gs.pl", "gs.nt"}


def test_whoever_holds_several_roles_is_told_once(opened):
    made(opened, "da.nang", grant("one_stop"), grant("leader"), grant("supervisor"))
    desk.accepted(opened)

    ticked(opened, march(7, "09:30"))

    assert len(notices(opened, login="da.nang")) == 1


def test_a_substitute_whose_account_is_closed_is_not_told(opened):
    put(opened, away("lan.mc", "hue.tp", first=TODAY, last=TODAY.replace(day=8)))
    disable_account(opened, "hue.tp", by=None, now=NOW)
    desk.accepted(opened)

    ticked(opened, march(6, "10:00"))

    assert told(opened) == {"lan.mc", "binh.ld"}


def test_an_office_without_anybody_keeps_its_alert(database_url):
    opened = desk.loaded(database_url)
    desk.accepted(opened)

    ticked(opened, march(6, "10:00"))

    assert [rung for rung, _ in alerts(opened)] == ["day_1"]
    assert notices(opened) == []
