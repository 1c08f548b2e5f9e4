"""The checklist of an intake: the published papers to tick, and lines for others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast
from unicodedata import normalize

from werkzeug.datastructures import MultiDict

from workflows.events import Paper, PaperKind
from workflows.node import find_control, no_control
from workflows.procedure import ListedPaper, Procedure
from workflows.words import PAPERS

OTHERS = 3  # free lines
_MOST, _LONGEST = 999, 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the checklist as it was typed.

    Attributes:
        place: what the names of its boxes end with.
        listed: the paper of the published list; None for a free line.
        wrong: what is wrong with it, if anything.
    """

    place: str
    name: str
    kind: str
    count: str
    ticked: bool
    listed: ListedPaper | None = None
    wrong: str | None = None

    @property
    def paper(self) -> Paper | None:
        """The paper that was brought; None for one that was not."""
        if not self.ticked or self.wrong:
            return None
        return Paper(name=self.name, kind=cast(PaperKind, self.kind), count=int(self.count))

    @property
    def lacking(self) -> bool:
        """Whether a file without it is incomplete, and it was not brought."""
        return self.listed is not None and self.listed.required and not self.ticked


def rows(procedure: Procedure, given: Mapping[str, str], ticks: frozenset[str]) -> tuple[Row, ...]:
    """The checklist of a procedure with what was typed into it."""
    listed = (_listed(str(n), one, given, ticks) for n, one in enumerate(procedure.papers))
    return (*listed, *(_other(f"o{number}", given) for number in range(OTHERS)))


def read(procedure: Procedure, form: MultiDict[str, str]) -> tuple[Row, ...]:
    """The same as it was sent."""
    return rows(procedure, form, frozenset(form.getlist("paper")))


def blank(procedure: Procedure) -> tuple[Row, ...]:
    """The same with nothing brought yet."""
    return rows(procedure, {}, frozenset())


def brought(found: tuple[Row, ...]) -> tuple[Paper, ...]:
    """The papers that were brought."""
    return tuple(paper for row in found if (paper := row.paper) is not None)


def missing(found: tuple[Row, ...]) -> tuple[str, ...]:
    """The names of the required papers that were not."""
    return tuple(row.name for row in found if row.lacking)


def complaints(found: tuple[Row, ...]) -> Iterator[str]:
    """What is wrong with the lines."""
    return (f"{row.name or 'giấy tờ khác'}: {row.wrong}" for row in found if row.wrong)


def _listed(place: str, paper: ListedPaper, given: Mapping[str, str], ticks: frozenset[str]) -> Row:
    return _checked(
        Row(
            place=place,
            name=paper.name,
            kind=given.get(f"kind_{place}", paper.kind),
            count=given.get(f"count_{place}", str(paper.count)).strip(),
            ticked=place in ticks,
            listed=paper,
        )
    )


def _other(place: str, given: Mapping[str, str]) -> Row:
    name = " ".join(normalize("NFC", given.get(f"name_{place}", "")).split())
    return _checked(
        Row(
            place=place,
            name=name,
            kind=given.get(f"kind_{place}", "copy"),
            count=given.get(f"count_{place}", "1").strip(),
            ticked=bool(name),
        )
    )


def _checked(row: Row) -> Row:
    return replace(row, wrong=_wrong(row)) if row.ticked else row


def _wrong(row: Row) -> str | None:
    if len(row.name) > _LONGEST:
        return f"tên giấy tờ nhiều nhất {_LONGEST} ký tự"
    if (found := find_control(row.name)) is not None:
        return no_control(row.name[found])
    if row.kind not in PAPERS:
        return "hãy chọn bản chính, bản sao hay bản điện tử"
    digits = row.count.isascii() and row.count.isdecimal() and len(row.count) < 4
    if not digits or not 1 <= int(row.count) <= _MOST:
        return f"số bản phải từ 1 đến {_MOST}"
    return None
