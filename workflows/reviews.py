"""Reviews of procedures (rà soát, đơn giản hóa thủ tục hành chính), as setup packs tell them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from workflows.loader import Record, boolean, code, day, integer, one_of, text
from workflows.node import Node

Outcome = Literal["keep", "abolish", "amend", "replace", "interlink", "electronic"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """A procedure that an office was to review, or has reviewed.

    Attributes:
        planned_year: the year whose plan it belongs to; where it is not `planned`, the year of the
            review.
        decided_on: the day its result was passed; None for what is only planned.
        saving: what the decision saves a year, in đồng; `cost_before` what it cost a year before.
        source: the plan or decision that says so.
    """

    procedure: str
    agency: str
    planned_year: int
    source: str
    planned: bool = True
    decided_on: date | None = None
    outcome: Outcome | None = None
    saving: int | None = None
    cost_before: int | None = None

    @property
    def code(self) -> str:
        """What no other review is called: procedure, office and year."""
        return f"{self.procedure}/{self.agency}/{self.planned_year}"


def review_from(node: Node) -> Review:
    """The review a map describes.

    Raises:
        BadPack: with all that is wrong with it.
    """
    record = Record(node)
    review = Review(
        procedure=record.need("procedure", code),
        agency=record.need("agency", code),
        planned_year=record.need("planned_year", _year),
        source=record.need("source", text),
        planned=record.maybe("planned", boolean, True),
        decided_on=record.maybe("decided_on", day, None),
        outcome=record.maybe("outcome", one_of(*OUTCOMES), None),
        saving=record.maybe("saving", _money, None),
        cost_before=record.maybe("cost_before", _money, None),
    )
    record.close()
    _must_agree(node, review)
    return review


def _must_agree(node: Node, review: Review) -> None:
    if (review.decided_on is None) != (review.outcome is None):
        missing = "decided_on" if review.decided_on is None else "outcome"
        raise node.at("procedure").fail(
            f"kết quả rà soát phải có cả ngày thông qua và phương án; còn thiếu “{missing}”"
        )
    if not review.planned and review.outcome is None:
        raise node.at("planned").fail("ngoài kế hoạch thì phải có kết quả; nếu chưa có, hãy bỏ đi")
    saving, before = review.saving, review.cost_before
    if saving is not None and before is not None and saving > before:
        raise node.at("saving").fail("số tiền tiết kiệm lớn hơn chi phí trước khi đơn giản hóa")


def _year(node: Node) -> int:
    found = integer(node)
    if not 1976 <= found <= 2999:
        raise node.fail(f"năm {found} nằm ngoài khoảng 1976–2999")
    return found


def _money(node: Node) -> int:
    raw = text(node).replace(".", "")
    if not (raw.isascii() and raw.isdecimal()) or len(raw) > 15:
        raise node.fail(f"“{text(node)}” không phải số tiền; hãy ghi số đồng, như 36970500")
    return int(raw)
