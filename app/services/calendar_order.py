"""What a leader decides about open deadlines when a calendar changes."""

from dataclasses import dataclass, replace
from datetime import date

from app.errors import BadInput

LONGEST_NUMBER, LONGEST_REASON = 100, 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What a leader decides.

    Attributes:
        number: of the published decision.
        day: its date.
        agency: only the cases of one office and all below it; None for all they lead.
        codes: only these cases; None for all whose deadlines move.
        rebinds: bind also cases whose deadlines stay, as when the new version adds a year.
        expects: the calendar versions the leader was shown; None for whichever are the newest.
    """

    number: str
    day: date
    reason: str
    agency: str | None = None
    codes: tuple[str, ...] | None = None
    rebinds: bool = False
    expects: tuple[str, ...] | None = None


def checked(order: Order, today: date) -> Order:
    """A decision with its texts tidied.

    Raises:
        BadInput: without number or reason, or dated after `today`, with its field.
    """
    number, reason = (" ".join(text.split()) for text in (order.number, order.reason))
    if not number or len(number) > LONGEST_NUMBER:
        raise BadInput("hãy ghi số quyết định, thông báo", field="number")
    if not reason or len(reason) > LONGEST_REASON:
        raise BadInput(f"hãy ghi lý do, nhiều nhất {LONGEST_REASON} ký tự", field="reason")
    if order.day > today:
        raise BadInput("quyết định chưa đến ngày ban hành", field="day")
    return replace(order, number=number, reason=reason)
