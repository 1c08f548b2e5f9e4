"""Everything that can go wrong in the application, in one tree.

    MotcuaError                  one Vietnamese sentence for the person at the desk
    ├── BadInput                 unusable arguments or file; `problems` say place and field
    ├── Unknown                  a code that is not loaded: agency, procedure, calendar, case
    ├── Refused                  the rules say no (`workflows.decide.Refusal`)
    │   └── NeedsSecondPerson    not by one person alone: it has to be proposed
    ├── CaseChangedMeanwhile     somebody else recorded first; says who, when and what
    ├── PetitionChangedMeanwhile the same for a petition (phản ánh, kiến nghị)
    └── DatabaseNotReady         the schema is newer than this program, or out of reach
        └── WriteConflict        two writers waited for each other and this one gave way

Only `web`, `api` and `cli` turn these into answers.
"""

from collections.abc import Sequence
from datetime import datetime

from workflows.words import EVENTS


class MotcuaError(Exception):
    """Base of all; `str()` of it is fit to be shown."""


class BadInput(MotcuaError):
    """Input that cannot be used as it is.

    Attributes:
        field: the one field the message speaks of, where it speaks of one.
    """

    def __init__(
        self, message: str, problems: Sequence[str] = (), *, field: str | None = None
    ) -> None:
        super().__init__(message)
        self.problems = tuple(problems) or (message,)
        self.field = field


class Unknown(MotcuaError):
    """A code nobody has loaded.

    Attributes:
        field: the field that names it, as in a journal line (`data.agency`).
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Refused(MotcuaError):
    """The rules do not allow it.

    Attributes:
        field: the field the reason speaks of.
    """

    def __init__(self, message: str, field: str = "type") -> None:
        super().__init__(message)
        self.field = field


class NeedsSecondPerson(Refused):
    """What one person may only propose and another one has to approve."""


class CaseChangedMeanwhile(MotcuaError):
    """The case has moved on since it was read; nothing was written.

    Attributes:
        case: its code.
        version: how many events it has now.
        by: who recorded the latest one.
        recorded_at: when that was.
        what: the type of that event, in journal words.
        since: a sentence for each event that was not there when the case was read, oldest first.
    """

    def __init__(
        self,
        case: str,
        *,
        version: int = 0,
        by: str | None = None,
        recorded_at: datetime | None = None,
        what: str = "",
        since: Sequence[str] = (),
    ) -> None:
        when = f" lúc {recorded_at:%H:%M:%S ngày %d/%m/%Y}" if recorded_at else ""
        who = f" ({by or 'hệ thống'} ghi “{EVENTS.get(what, what)}”{when})" if what else ""
        super().__init__(
            f"hồ sơ {case} vừa được người khác cập nhật{who}; hãy xem lại rồi ghi lần nữa"
        )
        self.case, self.version, self.by = case, version, by
        self.recorded_at, self.what, self.since = recorded_at, what, tuple(since)


class PetitionChangedMeanwhile(MotcuaError):
    """The petition has moved on since it was read; nothing was written.

    Attributes:
        petition: its number.
    """

    def __init__(self, petition: str, *, by: str | None = None) -> None:
        who = f" ({by})" if by else ""
        super().__init__(
            f"phản ánh, kiến nghị {petition} vừa được người khác cập nhật{who}; "
            "hãy xem lại rồi ghi lần nữa"
        )
        self.petition = petition


class DatabaseNotReady(MotcuaError):
    """The database cannot be used by this program as it is."""


class WriteConflict(DatabaseNotReady):
    """The database gave this write up for another; nothing was written, one may try again."""
