"""An apology whose case has moved on: not owed any more, standing still, struck out, or later."""

from dataclasses import replace
from typing import Any

from sla.zone import later
from tests.builders import SETTING, ask, case_of
from tests.sla.builders import at
from tests.workflows.apologies import AGAIN, DRAFT, ISSUED, SIGN, WORKED, sorry
from tests.workflows.at_the_desk import HUNG, MINH, TAM, refused
from workflows.apology import stage
from workflows.promises import broken_promises

NOW = at("Mon 2023-06-19 15:00")


def moved(*before: Any, to: str) -> Any:
    return case_of(*before, ask("deadline_adjusted", NOW, new_due_at=at(to), reason="bão"))


def test_nothing_is_signed_issued_or_drafted_anew_once_the_deadline_has_moved_away():
    soon = later(NOW, minutes=30)
    for case, command, who in (
        (moved(*WORKED, DRAFT, to="Fri 2023-07-28 10:00"), SIGN, HUNG),
        (moved(*WORKED, DRAFT, SIGN, to="Fri 2023-07-28 10:00"), ISSUED, TAM),
        (moved(*WORKED, DRAFT, to="Fri 2023-07-28 10:00"), DRAFT, MINH),
    ):
        assert "chưa phải xin lỗi" in refused(case, replace(command, at=soon), who)
        assert stage(case, SETTING, now=soon) == "none"


def test_a_case_that_stands_still_in_time_owes_nothing_though_it_is_drafted():
    paused = case_of(*WORKED, DRAFT, SIGN, ask("paused", NOW, reason="verification"))
    after = at("Mon 2023-07-10 10:00")

    assert stage(paused, SETTING, now=after) == "none"
    assert "tạm dừng" in refused(paused, replace(ISSUED, at=NOW), TAM)


def test_a_case_struck_out_after_its_apology_is_not_called_published():
    case = case_of(*sorry(), ask("voided", NOW))

    assert stage(case, SETTING, now=NOW) == "voided"


def test_a_date_is_not_kept_only_when_the_deadline_behind_it_is_past_too():
    case = moved(*sorry(), to="Fri 2023-06-30 10:00")

    assert stage(case, SETTING, now=later(AGAIN, minutes=60)) == "published"
    assert stage(case, SETTING, now=at("Fri 2023-06-30 11:00")) == "exhausted"
    ((_, promised, reached),) = broken_promises(case, SETTING)
    assert (promised, reached) == (AGAIN, at("Fri 2023-06-30 10:00"))
