"""An apology as the desk makes it, event by event: drafted, signed, issued, printed, published."""

from dataclasses import replace

from tests.builders import START, ask, desk
from tests.people import WARD
from tests.sla.builders import at
from workflows import commands as cmd
from workflows.commands import Command

WHY = "Bước “Thụ lý” kéo dài hơn thời gian quy định"
AGAIN = at("Wed 2023-06-21 17:30")

WORKED = (desk(), ask("step_started", START))
DRAFT = cmd.DraftApology(
    at=at("Mon 2023-06-19 10:00"),
    reason=WHY,
    new_due_at=AGAIN,
    public_reason=WHY,
    step="appraise",
    run=1,
    unit=WARD.code,
)
SIGN = cmd.SignApology(
    at=at("Mon 2023-06-19 11:00"), draft=3, name="Hung", title="Chủ tịch", text_hash="a" * 64
)
ISSUED = cmd.IssueApology(
    at=at("Mon 2023-06-19 14:00"),
    reason=WHY,
    new_due_at=AGAIN,
    signed_by="Hung",
    title="Chủ tịch",
    unit=WARD.code,
    public_reason=WHY,
)
LETTER = cmd.IssueLetter(
    at=ISSUED.at,
    kind="apology",
    form="tt01_2018/04",
    number="1/PXL",
    serial=1,
    year=2023,
    file="b" * 64,
    media="application/pdf",
    size=1_000,
    template="tt01_2018/04@0123456789ab",
)
PUBLISHED = cmd.PublishLetter(at=at("Mon 2023-06-19 15:00"), kind="apology", number="1/PXL")
CORRECTED = replace(
    LETTER, number="2/PXL", serial=2, replaces="1/PXL", at=at("Tue 2023-06-20 07:45")
)


def sorry() -> tuple[Command, ...]:
    """The whole life on a case whose last working day has begun."""
    return (*WORKED, DRAFT, SIGN, ISSUED, LETTER, PUBLISHED)
