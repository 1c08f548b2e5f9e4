"""What an office chose about the counting of its reports, as a setup pack says it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows.loader import Record, code, day, one_of, text
from workflows.node import Node

ReturnedIn = Literal["by_date", "on_time", "separate"]
PausedIn = Literal["in_time", "own_column"]
OnTimeUntil = Literal["instant", "end_of_due_day"]
CloseAt = Literal["desk", "hand_over"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reporting:
    """The choices of an office from a day on, whole: what is left out is as the contract has it.

    They hold for all offices below it that made no choice of their own.

    Attributes:
        source: the decision they rest on, as it is cited.
        returned_in: returned and withdrawn cases by their verdict, all as on time, or on their own.
        paused_in: paused cases among the open ones, or in a column of their own alone.
        on_time_until: late after the due instant, or from the midnight after the due day.
        close_at: a resolved case is closed at the desk, or once its result was handed over.
    """

    agency: str
    valid_from: date
    source: str
    returned_in: ReturnedIn = "by_date"
    paused_in: PausedIn = "in_time"
    on_time_until: OnTimeUntil = "instant"
    close_at: CloseAt = "desk"

    @property
    def code(self) -> str:
        """What it is matched by: nobody chooses twice for the same day."""
        return f"{self.agency}@{self.valid_from.isoformat()}"


def reporting_from(node: Node) -> Reporting:
    """The choices a map describes.

    Raises:
        BadPack: with all that is wrong with it.
    """
    record = Record(node)
    returned: tuple[ReturnedIn, ...] = ("by_date", "on_time", "separate")
    paused: tuple[PausedIn, ...] = ("in_time", "own_column")
    until: tuple[OnTimeUntil, ...] = ("instant", "end_of_due_day")
    close: tuple[CloseAt, ...] = ("desk", "hand_over")
    reporting = Reporting(
        agency=record.need("agency", code),
        valid_from=record.need("valid_from", day),
        source=record.need("source", text),
        returned_in=record.maybe("returned_in", one_of(*returned), "by_date"),
        paused_in=record.maybe("paused_in", one_of(*paused), "in_time"),
        on_time_until=record.maybe("on_time_until", one_of(*until), "instant"),
        close_at=record.maybe("close_at", one_of(*close), "desk"),
    )
    record.close()
    return reporting
