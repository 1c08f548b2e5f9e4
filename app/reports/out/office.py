"""Who reports, to whom, and who signs: what a printed table needs beside its figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workflows.agency import Agency


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """The office a table is printed for.

    Attributes:
        superior: who gets the report; empty leaves a dotted line for the hand.
        place: where it is signed (địa danh); empty leaves dots.
        notices: what must stand beside the figures, besides what the table says itself.
        signer_title: of who signs, as "CHỦ TỊCH"; lines and commas part it into lines.
    """

    name: str
    superior: str = ""
    place: str = ""
    notices: tuple[str, ...] = ()
    signer_title: str = "THỦ TRƯỞNG ĐƠN VỊ"


def office_of(agency: Agency, superior: Agency | None = None) -> Office:
    """The office as the setup knows it: it reports to its superior, else to whom is printed so."""
    return Office(
        name=agency.name,
        superior=superior.name if superior else agency.superior or "",
        place=agency.place or "",
        signer_title=agency.head_title or "THỦ TRƯỞNG ĐƠN VỊ",
    )


def superior_of(agency: Agency, agencies: Mapping[str, Agency], day: date) -> Agency | None:
    """The office above on a day: for one that had ended its successor, else the one above it.

    A district that was dissolved into communes has one of them as its successor. That one is no
    office above the others, so a successor counts only on the level of what it took over.
    """
    passed = {agency.code}
    above = agencies.get(agency.parent or "")
    while above is not None and above.valid_to is not None and above.valid_to < day:
        passed.add(above.code)
        after = agencies.get(above.successor or "")
        same = after is not None and after.level == above.level and after.code not in passed
        above = after if same else agencies.get(above.parent or "")
        above = None if above is not None and above.code in passed else above
    return above
