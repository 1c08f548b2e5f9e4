"""What facts are drawn from: a case with its surroundings, and the issuing of one letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from app.store.setup import Setup
from workflows.agency import Agency
from workflows.case import Case
from workflows.events import Event, LetterKind
from workflows.log import Recorded
from workflows.setting import Setting

E = TypeVar("E", bound=Event)
Values = dict[str, str]
Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Every value and list of the vocabulary; empty where the log says nothing of it.

    Attributes:
        notice: what must stand on the letter, as on those of made-up data; None for nothing.
    """

    values: Mapping[str, str]
    lists: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    notice: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """The making of one letter.

    Attributes:
        number: as printed; None for a letter without one, words such as "BẢN XEM TRƯỚC" for one
            that has none yet.
        at: the instant of the letter.
        by_name: the name of who makes it.
        site: where the public look-up is found, without a slash at the end; None where nowhere.
        lookup: the code of the public look-up.
        replaces: the number of the letter it corrects.
        kind: what is made; None where the number tells.
        extra: values of the vocabulary that are said here and stand nowhere in the log.
    """

    number: str | None
    at: datetime
    by_name: str
    site: str | None = None
    lookup: str | None = None
    replaces: str | None = None
    kind: LetterKind | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A case as letters see it.

    Attributes:
        people: names by login.
        lines: the log of the case with who recorded what; empty where that is not at hand.
    """

    case: Case
    setting: Setting
    setup: Setup
    people: Mapping[str, str]
    issue: Issue
    lines: Sequence[Recorded] = ()

    @property
    def office(self) -> Agency:
        """The office of the case."""
        return self.setting.agency

    def name(self, login: str | None) -> str:
        """Somebody's name; the login of who has no account (any more)."""
        return self.people.get(login, login) if login else ""

    def office_name(self, code: str | None) -> str:
        """An office's name; the code of one nobody loaded."""
        known = self.setup.agencies.get(code or "")
        return known.name if known else code or ""

    def last(self, kind: type[E]) -> E | None:
        """The latest event of a kind."""
        return next((one for one in reversed(self.case.log) if isinstance(one, kind)), None)

    def recorded_by(self) -> tuple[str | None, ...]:
        """Who recorded each event of the case; unknown without the lines."""
        if len(self.lines) != len(self.case.log):
            return (None,) * len(self.case.log)
        return tuple(line.by for line in self.lines)
