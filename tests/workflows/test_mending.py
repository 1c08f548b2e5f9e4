"""Papers are dated by the program: nothing to correct in them, and they hold no work back."""

from dataclasses import replace

import pytest

from tests.builders import allowed, ask, case_of, refusal
from tests.sla.builders import at
from tests.workflows.apologies import DRAFT, ISSUED, LETTER, PUBLISHED, SIGN, WORKED, sorry

LATER = at("Wed 2023-06-21 08:00")


@pytest.mark.parametrize("of", [3, 4, 6, 7], ids=["drafted", "signed", "letter", "published"])
def test_the_time_of_a_paper_cannot_be_corrected(of):
    case = case_of(*sorry())
    command = ask("corrected", LATER, of=of, true_at=case.log[of - 1].at)

    assert refusal(case, command) == f"data.of: không đính chính được sự kiện số {of}"


def test_work_done_before_a_paper_may_be_told_after_it():
    case = case_of(*WORKED, DRAFT)

    assert allowed(case, ask("step_completed", at("Mon 2023-06-19 09:00")))


def test_an_event_is_corrected_past_a_paper_as_if_that_were_not_there():
    case = case_of(*WORKED, DRAFT, ask("step_completed", at("Mon 2023-06-19 15:00")))
    earlier = ask("corrected", LATER, of=4, true_at=at("Mon 2023-06-19 09:00"))

    assert allowed(case, earlier)


@pytest.mark.parametrize(
    ("before", "command"),
    [
        ((DRAFT,), SIGN),
        ((DRAFT, SIGN), ISSUED),
        ((DRAFT, SIGN, ISSUED), LETTER),
        ((DRAFT, SIGN, ISSUED, LETTER), PUBLISHED),
    ],
    ids=["signed", "issued", "letter", "published"],
)
def test_papers_keep_their_order_among_themselves(before, command):
    case = case_of(*WORKED, *before)
    too_early = replace(command, at=at("Mon 2023-06-19 09:30"))

    assert "lùi trước sự kiện liền trước" in refusal(case, too_early)
