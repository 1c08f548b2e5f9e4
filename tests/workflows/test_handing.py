"""Whose hands a file leaves: the desk, whoever works on it, whoever has done the last step."""

from dataclasses import replace

import pytest

from tests.builders import ask, case_of, clock_at, desk, setting
from tests.people import HUNG, LAN, MINH, OTHER, WARD
from workflows.agency import Role
from workflows.desk_rights import Seat
from workflows.handing import leaving
from workflows.officer import Grant, Officer
from workflows.procedure import Step

ACCEPTED = desk()
APPRAISED = (ACCEPTED, ask("step_started", clock_at(10)))
DONE = (*APPRAISED, ask("step_completed", clock_at(60)))
SIGNED = (*DONE, ask("step_started", clock_at(70), step="sign", assignee=HUNG.login))
RESOLVED = (
    *SIGNED,
    ask("step_completed", clock_at(80), step="sign"),
    ask("resolved", clock_at(90)),
)


def of(who, *commands, on=None, **more):
    """Where a case goes from somebody of `tests.people`, in a few words."""
    inside = on or setting()
    grant = Grant(agency=who.agency if hasattr(who, "agency") else WARD.code, role=who.role)
    officer = Officer(login=who.login, name=who.login, grants=(grant,), **more)
    case = case_of(*commands, on=inside)
    agencies = {one.code: one for one in (WARD, OTHER)}
    found = leaving(Seat(case=case, setting=inside, officer=officer, agencies=agencies))
    if found is None:
        return None
    how = "moved" if found.moved else "in hand" if found.in_hand else "waits"
    return (found.giver_role, found.office, found.role, found.login, found.step, how)


def test_what_nobody_has_begun_lies_at_the_desk_and_goes_to_the_first_step_of_another():
    assert of(LAN, ACCEPTED) == ("one_stop", WARD.code, "specialist", None, "appraise", "waits")
    assert of(MINH, ACCEPTED) is None


def test_what_the_desk_gave_to_somebody_follows_on_paper():
    moved = ("one_stop", WARD.code, "specialist", MINH.login, "appraise", "moved")
    assert of(LAN, *APPRAISED) == moved


def test_work_in_hand_goes_to_whoever_is_next():
    hand = ("specialist", WARD.code, "leader", None, "sign", "in hand")
    assert of(MINH, *APPRAISED) == hand
    other = replace(MINH, login="khac")
    assert of(other, *APPRAISED) is None
    assert of(other, *APPRAISED, stands_for=(MINH.login,)) == hand


def test_a_step_that_is_done_and_not_handed_on_lies_with_whoever_did_it():
    assert of(MINH, *DONE) == ("specialist", WARD.code, "leader", None, "sign", "waits")
    assert of(LAN, *DONE) is None


def test_the_last_step_and_the_result_go_to_the_desk():
    assert of(HUNG, *SIGNED) == ("leader", WARD.code, "one_stop", None, "intake", "in hand")
    assert of(HUNG, *RESOLVED) == ("leader", WARD.code, "one_stop", None, None, "waits")
    assert of(LAN, *RESOLVED) is None
    assert of(MINH, *RESOLVED) is None


def test_another_office_takes_what_is_referred_to_it():
    steps = (Step(code="appraise", name="Xác minh", role=MINH.role, refer_to=OTHER.code),)
    inside = setting("3 working_days", *steps)

    assert of(LAN, ACCEPTED, on=inside) == (
        "one_stop",
        OTHER.code,
        "specialist",
        None,
        "appraise",
        "waits",
    )


@pytest.mark.parametrize(
    "commands",
    [
        (ask("submitted", clock_at(0)),),
        (*APPRAISED, ask("paused", clock_at(20))),
        (*APPRAISED, ask("withdrawn", clock_at(20))),
        (*RESOLVED, ask("delivered", clock_at(100))),
        (ACCEPTED, ask("voided", clock_at(20))),
    ],
)
@pytest.mark.parametrize("who", [LAN, MINH, HUNG])
def test_a_file_that_rests_or_is_gone_leaves_nobodys_hands(who, commands):
    assert of(who, *commands) is None


def test_who_does_both_hands_nothing_to_themselves():
    both = Officer(
        login=LAN.login,
        name="Lan",
        grants=tuple(Grant(agency=WARD.code, role=role) for role in (Role.ONE_STOP, MINH.role)),
    )
    seat = Seat(case=case_of(ACCEPTED), setting=setting(), officer=both, agencies={WARD.code: WARD})

    found = leaving(seat)
    assert found is not None
    assert (found.role, found.step) == ("leader", "sign")
