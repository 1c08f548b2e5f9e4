"""Which letters a case may get, by whom, and which of those issued holds."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given

from tests.builders import SETTING, WAYS, ask, case_of, clock_at, desk, logs
from tests.workflows.apologies import CORRECTED, LETTER, PUBLISHED, sorry
from tests.workflows.at_the_desk import (
    AGENCIES,
    CITY,
    LAN,
    MINH,
    SON,
    officer,
    with_city,
)
from workflows.agency import Role
from workflows.case import Case
from workflows.desk_rights import Seat
from workflows.events import LetterKind
from workflows.evolve import fold_true, true_times
from workflows.issued import is_published, issued_as, standing_letter, successor, unpublished
from workflows.letters import LETTER_RIGHTS, kinds, may_issue
from workflows.officer import Officer
from workflows.setting import Setting

KINDS = get_args(LetterKind)
ACCEPTED = ("receipt", "control", "handover")
PAPERS = (*WAYS["processing"], ask("supplement_requested", clock_at(5)))


@pytest.mark.parametrize(
    ("way", "wanted"),
    [
        (WAYS["submitted"], ()),
        (WAYS["awaiting_supplement"], ("supplement",)),
        (WAYS["refused"], ("refusal",)),
        (WAYS["received"], ACCEPTED),
        (WAYS["processing"], ACCEPTED),
        (WAYS["paused"], ACCEPTED),
        (PAPERS, ("receipt", "supplement", "control", "handover")),
        ((*PAPERS, ask("supplemented", clock_at(9))),
         ("receipt", "supplement", "control", "handover")),
        (WAYS["resolved"], ("receipt", "control", "result", "handover")),
        (WAYS["delivered"], ("receipt", "control", "result", "handover")),
        (WAYS["returned"], ("receipt", "stop", "control", "handover")),
        (WAYS["withdrawn"], ("receipt", "stop", "control", "handover")),
        ((*WAYS["processing"], ask("fee_paid", clock_at(9))), (*ACCEPTED, "fee")),
        ((*WAYS["processing"], ask("apology_issued", clock_at(9))),
         ("receipt", "apology", "control", "handover")),
        (WAYS["voided"], ()),
    ],
)  # fmt: skip
def test_a_state_has_its_letters(way, wanted):
    assert kinds(case_of(*way)) == wanted


def why(case: Case | None, kind: LetterKind, who: Officer, on: Setting = SETTING) -> str:
    refusal = may_issue(Seat(case=case, setting=on, officer=who, agencies=AGENCIES), kind)
    return f"{refusal.field}: {refusal.message}" if refusal else ""


@given(logs())
def test_an_officer_of_every_role_may_issue_just_what_the_state_allows(log):
    case = fold_true("c", true_times(log))
    assert case is not None
    everything = officer("all", *Role)

    issued = tuple(k for k in KINDS if k != "register" and not why(case, k, everything))
    assert issued == kinds(case)
    assert all(why(case, kind, SON) for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_for_its_roles_and_for_no_other(kind):
    ends = {"refusal": WAYS["refused"], "stop": WAYS["returned"], "result": WAYS["resolved"]}
    apologised = (ask("fee_paid", clock_at(9)), ask("apology_issued", clock_at(9)))
    case = case_of(*ends.get(kind, (*PAPERS, *apologised)))
    allowed = {role for role in Role if not why(case, kind, officer("x", role))}

    assert allowed == set(LETTER_RIGHTS[kind])
    assert set(LETTER_RIGHTS) == set(KINDS)


def test_a_letter_that_may_not_be_yet_says_what_is_missing():
    posted = case_of(*WAYS["submitted"])

    assert why(posted, "receipt", LAN) == (
        "data.kind: chưa có giấy tiếp nhận hồ sơ và hẹn trả kết quả vì hồ sơ chưa được tiếp nhận"
    )
    assert why(case_of(desk()), "fee", LAN).endswith("vì hồ sơ chưa thu khoản nào")
    assert why(case_of(*WAYS["voided"]), "receipt", LAN).endswith("vì hồ sơ đã hủy")
    assert why(None, "receipt", LAN).endswith("vì hồ sơ chưa được tiếp nhận")
    assert why(None, "register", LAN) == ""


def test_the_office_at_work_asks_for_papers_and_hands_over_but_gives_no_receipt():
    on = with_city()
    begun = (desk(due_at=clock_at(900)), ask("step_started", clock_at(5), step="city"))
    case = case_of(*begun, ask("supplement_requested", clock_at(9)), on=on)
    theirs = officer("hoa", Role.SPECIALIST, Role.ONE_STOP, agency=CITY.code)

    for kind in ("supplement", "control", "handover"):
        assert why(case, kind, theirs, on) == ""
        assert why(case_of(*begun[:1], on=on), kind, theirs, on)
    assert "việc này của" in why(case, "receipt", theirs, on)
    assert why(case, "supplement", MINH, on) == ""


def test_the_newest_letter_holds_until_another_replaces_it():
    case, corrected = case_of(*sorry()), case_of(*sorry(), CORRECTED)
    (old,), (_, new) = case.letters, corrected.letters

    assert standing_letter(case, "apology") == old
    assert standing_letter(corrected, "apology") == new
    assert standing_letter(case, "receipt") is None
    assert (successor(case, old), successor(corrected, old)) == (None, new)


def test_a_letter_is_found_by_its_kind_number_and_office():
    theirs = replace(LETTER, kind="control", agency="H32.NT")
    case = case_of(*sorry(), replace(theirs, at=PUBLISHED.at))
    own, other = case.letters

    assert issued_as(case, "apology", "1/PXL", None) == own
    assert issued_as(case, "apology", "1/PXL", case.agency) == own
    assert issued_as(case, "control", "1/PXL", "H32.NT") == other
    assert issued_as(case, "control", "1/PXL", None) is None
    assert issued_as(case, "apology", "2/PXL", None) is None


def test_what_is_public_is_told_apart_from_what_waits():
    private, public = case_of(*sorry()[:-1]), case_of(*sorry())
    corrected = case_of(*sorry(), CORRECTED)

    assert unpublished(private) == private.letters[0]
    assert unpublished(public) is None
    assert unpublished(corrected) == corrected.letters[1]
    assert is_published(public, public.letters[0])
    assert not is_published(corrected, corrected.letters[1])
