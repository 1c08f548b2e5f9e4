"""The second person: approves, refuses or is too late; the log then says who, why and on what."""

import secrets

import pytest

from app.errors import BadInput, Refused, Unknown
from app.services import proposals
from app.services.act import Press, act, open_by_officer
from app.services.proposal_page import effect_of, told, why_not
from app.services.proposals import Draft, propose
from app.services.second_person import Word, approve, refuse, withdraw
from tests.services import pressing
from tests.services.hands import (
    ADMIN,
    BINH,
    HUNG,
    LAN,
    MINH,
    SON,
    STRANGE_LEADER,
    officer,
    press,
)
from tests.services.proposing import (
    MOVED,
    START,
    STRUCK,
    TUESDAY,
    begun,
    log_of,
    proposed,
    word,
)
from tests.store import desk, workers
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows import commands as do
from workflows import events as ev
from workflows.agency import Role
from workflows.evolve import fold


def test_an_approved_late_tick_keeps_both_times_and_both_persons(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    made = proposed(base, code)

    decided = approve(base, word(HUNG, made, "đã xem sổ"))

    assert (decided.outcome, decided.decided_by, decided.note) == ("approved", "hung", "đã xem sổ")
    line = log_of(base, code).lines[-1]
    assert (line.event.at, line.recorded_at, line.by) == (MONDAY + HOUR, TUESDAY + HOUR, "minh")
    assert line.event.late == ev.Late(
        reason="mất điện", evidence="sổ giao nhận, trang 12", approved_by="hung"
    )
    assert proposals.waiting(base, HUNG) == ()
    assert told(base, decided)[0].endswith("; hung duyệt)")


def test_an_approved_correction_moves_the_time_and_tells_its_proof(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    made = proposed(base, code, MOVED)

    approve(base, word(HUNG, made))

    line = log_of(base, code).lines[-1]
    assert line.by == "minh"
    assert line.event == ev.Corrected(
        at=TUESDAY + HOUR,
        of=1,
        true_at=MONDAY - HOUR,
        reason="bấm nhầm giờ; căn cứ: phiếu hẹn",
        approved_by="hung",
    )


def test_an_approved_voiding_strikes_the_case_out(database_url):
    base = desk.loaded(database_url)
    code = begun(base)

    approve(base, word(HUNG, proposed(base, code, STRUCK)))

    log = log_of(base, code)
    case = fold(code, (line.event for line in log.lines))
    assert case is not None
    assert case.voided_at == TUESDAY + HOUR
    assert "nhập trùng; căn cứ: sổ tiếp nhận" in str(log.lines[-1].event)


def test_a_case_taken_in_on_paper_is_opened_once_somebody_approves(database_url):
    base = desk.loaded(database_url)
    paper = Draft(
        kind="late",
        commands=[desk.acceptance(), START],
        reason="mất mạng",
        evidence="sổ tiếp nhận số 5",
    )

    made = proposed(base, None, paper, LAN)
    assert (made.case_code, made.agency) == (None, "H32.PL")
    assert proposals.waiting(base, MINH) == proposals.to_decide(base, HUNG) == (made,)
    assert proposals.waiting(base, SON) == ()
    assert "hạn trả: thứ Năm 07/03/2024 09:00" in effect_of(base, made, now=TUESDAY).lines
    decided = approve(base, word(HUNG, made))

    assert decided.case_code == "H32.PL-240305-0001"
    accepted, started = log_of(base, decided.case_code).lines
    assert isinstance(accepted.event, ev.Accepted)
    assert (accepted.event.due_at, accepted.by) == (MONDAY + 3 * DAY, "lan")
    assert accepted.event.late == started.event.late is not None


@pytest.mark.parametrize("number", [0, -1, 99, 2**63, 10**40])
def test_a_number_without_a_proposal_is_unknown(database_url, number):
    base = desk.loaded(database_url)

    with pytest.raises(Unknown, match="không có đề nghị này"):
        approve(base, Word(officer=HUNG, number=number, now=TUESDAY))


def test_a_refused_proposal_changes_nothing_and_says_why(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    made = proposed(base, code)

    with pytest.raises(BadInput, match="phải ghi lý do"):
        refuse(base, word(HUNG, made, " "))
    decided = refuse(base, word(HUNG, made, "sổ không ghi"))

    assert told(base, decided)[0].endswith("người thứ hai duyệt)")
    assert (decided.outcome, decided.decided_by, decided.note) == (
        "refused",
        "hung",
        "sổ không ghi",
    )
    assert log_of(base, code).version == 2


def test_one_may_take_back_only_ones_own_proposal(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    made = proposed(base, code)

    with pytest.raises(Refused, match="chỉ người đề nghị"):
        withdraw(base, word(HUNG, made))
    assert withdraw(base, word(MINH, made)).outcome == "withdrawn"

    with pytest.raises(Refused, match="đã được minh rút lúc 10:00 ngày 05/03/2024"):
        approve(base, word(HUNG, made))
    assert log_of(base, code).version == 2


@pytest.mark.parametrize("say", [approve, refuse])
def test_only_a_second_person_who_leads_the_office_decides(database_url, say):
    base = desk.loaded(database_url)
    code = begun(base)
    made = proposed(base, code, who=HUNG)

    refused = {
        HUNG: "không được tự duyệt",
        LAN: "lãnh đạo",
        MINH: "lãnh đạo",
        officer("hoa", Role.LEADER, "H32"): "lãnh đạo",
        officer("binh", Role.LEADER, stands_for=("hung",)): "làm thay",
    }
    for who, words in refused.items():
        with pytest.raises(Refused, match=words):
            say(base, word(who, made, "ghi chú"))
        assert words in why_not(base, who, made, now=TUESDAY)
    for who in (SON, ADMIN, STRANGE_LEADER):
        with pytest.raises(Unknown):
            say(base, word(who, made, "ghi chú"))
    assert log_of(base, code).version == 2

    assert why_not(base, BINH, made, now=TUESDAY) == ""
    assert say(base, word(BINH, made, "ghi chú")).decided_by == "binh"


def test_who_ticked_an_event_does_not_approve_its_correction(database_url):
    base = desk.loaded(database_url)
    code = open_by_officer(base, press(LAN), [desk.acceptance()]).code
    act(base, press(HUNG), code, [START])
    of_start = do.CorrectEvent(at=TUESDAY, of=2, true_at=MONDAY + MINUTE, reason="", approved_by="")
    draft = Draft(kind="correction", commands=[of_start], reason="nhầm", evidence="sổ")
    made = proposed(base, code, draft)

    with pytest.raises(Refused, match="đã ghi"):
        approve(base, word(HUNG, made))
    assert approve(base, word(BINH, made)).outcome == "approved"


def test_a_decision_pressed_twice_is_one_and_a_second_one_comes_too_late(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    made = proposed(base, code)
    first = approve(base, word(HUNG, made))

    assert approve(base, word(HUNG, made, now=TUESDAY + 2 * HOUR)) == first
    for say in (approve, refuse):
        with pytest.raises(Refused, match="đã được hung duyệt lúc 10:00 ngày 05/03/2024"):
            say(base, word(BINH, made, "ghi chú"))
    with pytest.raises(Refused, match="đã được hung duyệt"):
        withdraw(base, word(MINH, made))
    assert log_of(base, code).version == 3


def test_where_the_case_moved_on_approval_is_refused_and_the_proposal_stays(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    made = proposed(base, code)
    later = press(MINH, TUESDAY + MINUTE)
    act(base, later, code, [do.CompleteStep(at=later.now, step="appraise")])

    with pytest.raises(Refused, match="lùi trước"):
        approve(base, word(HUNG, made))
    with pytest.raises(Refused, match="lùi trước"):
        effect_of(base, made, now=TUESDAY + HOUR)
    assert told(base, made)[0].startswith("Hoàn thành bước Thụ lý")
    assert proposals.to_decide(base, HUNG) == (made,)
    assert log_of(base, code).version == 3


@pytest.mark.slow
def test_of_two_leaders_at_once_one_decides_and_the_other_is_told(database_url):
    base = desk.loaded(database_url)
    code = begun(base)
    for number in range(5):
        amended = Draft(
            kind="correction",
            commands=[
                do.CorrectEvent(
                    at=TUESDAY,
                    of=1,
                    true_at=MONDAY - (number + 1) * MINUTE,
                    reason="",
                    approved_by="",
                )
            ],
            reason="nhầm",
            evidence="sổ",
        )
        key = secrets.token_hex(16)
        form = Press(officer=MINH, key=key, now=TUESDAY)
        made = propose(base, form, code, amended, expected_version=2 + number)

        told = workers.together(
            pressing.say_yes, [(database_url, who, made.id) for who in (HUNG, BINH)]
        )

        assert sorted(map(bool, told)) == [False, True]
        assert "đã được" in "".join(told)
        assert log_of(base, code).version == 3 + number
