"""The scans of an intake: a few groups, each of one paper of the checklist, signed or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request

from app.services.intake import Brought
from app.web.held import Held, held_all
from app.web.intake_papers import Row

NAMES = ("files", "files1", "files2")


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Some scans of one kind.

    Attributes:
        name: of the question.
        files: kept already, named by the form from now on.
        place: of the paper they are, as the checklist has it; empty for none in particular.
        signed: whether they carry a digital signature.
    """

    name: str
    files: tuple[Held, ...] = ()
    place: str = ""
    signed: bool = False

    @property
    def used(self) -> bool:
        """Whether anything was said in it."""
        return bool(self.files or self.place or self.signed)


BLANK = tuple(Group(name=name) for name in NAMES)


def sent_groups() -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """The groups as they were sent, and a sentence for each file that could not be kept."""
    found: list[Group] = []
    trouble: list[str] = []
    for name in NAMES:
        files, wrong = held_all(name)
        trouble += wrong
        place, signed = request.form.get(f"{name}_paper", ""), f"{name}_signed" in request.form
        found.append(Group(name=name, files=files, place=place, signed=signed))
    return tuple(found), tuple(trouble)


def brought(groups: tuple[Group, ...], papers: tuple[Row, ...]) -> tuple[Brought, ...]:
    """The files to be put on the case; content chosen in two groups is that of the first."""
    names = {row.place: row.name for row in papers}
    found: dict[str, Brought] = {}
    for group, one in _each(groups):
        part = names.get(group.place, "")
        file = Brought(kept=one.kept, name=one.name, part=part, signed=group.signed)
        found.setdefault(one.kept.sha256, file)
    return tuple(found.values())


def _each(groups: tuple[Group, ...]) -> Iterator[tuple[Group, Held]]:
    return ((group, one) for group in groups for one in group.files)
