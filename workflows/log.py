"""The envelope of an event and the chain that binds the events of a case."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflows.codec import NAME_OF_TYPE, canonical, data_text, instant_text
from workflows.events import Event

FIRST_LINK = "0" * 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """One line of a case's log.

    Attributes:
        version: its number in the case, from 1 without a gap.
        recorded_at: when the system learnt of it (an instant).
        by: who recorded it; None where an import does not say.
        agency: where the case lay.
    """

    version: int
    event: Event
    recorded_at: datetime
    by: str | None
    agency: str


def link(case: str, line: Recorded, prev_hash: str, *, data: str | None = None) -> str:
    """SHA-256 (hex) over the canonical event and the link before it.

    Args:
        case: its code.
        line: what is linked.
        prev_hash: the link before it.
        data: the canonical data of the event, for whoever has it already.
    """
    envelope = [
        case,
        line.version,
        NAME_OF_TYPE[type(line.event)],
        instant_text(line.event.at),
        instant_text(line.recorded_at),
        line.by,
        line.agency,
    ]
    text = data_text(line.event) if data is None else data
    # The same text as that of one list with all nine, without encoding the data a second time.
    whole = f"{canonical(envelope)[:-1]},{text},{canonical(prev_hash)}]"
    return hashlib.sha256(whole.encode()).hexdigest()


def chain(case: str, lines: Iterable[Recorded], prev_hash: str = FIRST_LINK) -> list[str]:
    """The links of consecutive lines, oldest first."""
    links = []
    for line in lines:
        prev_hash = link(case, line, prev_hash)
        links.append(prev_hash)
    return links


def known_at(lines: Sequence[Recorded], instant: datetime | None) -> Sequence[Recorded]:
    """The lines recorded no later than `instant`; all of them for None.

    `recorded_at` never runs backwards within a case, so what was known is always a beginning.
    """
    if instant is None:
        return lines
    return [line for line in lines if line.recorded_at <= instant]
