"""One case of a journal: whether its lines can follow its log, and what they add to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import Refused, Unknown
from app.projections.rows import CaseRows, case_rows
from app.services.deciding import setting_for, settled
from app.services.journal_letters import must_be_of
from app.services.journal_lines import BadLine, Line, Problems, read_line, same_event
from app.store.event_log import CaseLog, rows_of
from app.store.letter_numbers import LETTERS
from app.store.setup import Setup
from app.store.spool import SpooledCase
from sla.spec import SlaError
from workflows.case import Case
from workflows.decide import command_for, decide, refused_move
from workflows.evolve import evolve, fold
from workflows.log import Recorded

MAX_EVENTS = 2_000
MAX_BYTES = 16 * 1024 * 1024


class Rejected(Exception):
    """A case that stays out, for the problems of one of its lines."""

    def __init__(self, number: int, problems: Problems) -> None:
        super().__init__(number, problems)
        self.number, self.problems = number, problems


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What one case of the file adds to the log.

    Attributes:
        events: table rows of the new lines.
        rows: the read rows of the grown case.
        places: where in the file each new line stood.
    """

    before: CaseLog
    after: CaseLog
    events: list[dict[str, Any]]
    rows: CaseRows
    places: tuple[int, ...]

    @property
    def code(self) -> str:
        """The case."""
        return self.before.code

    @property
    def letters(self) -> list[dict[str, Any]]:
        """The rows of the letters that are new."""
        known = self.before.version
        return [row for row in self.rows.rows[LETTERS] if row["version"] > known]

    def place_of(self, version: int) -> int:
        """Where in the file the new line of that version stood."""
        return self.places[version - self.before.version - 1]


def read_case(spooled: SpooledCase, now: datetime) -> list[Line]:
    """The lines of a case, each checked by itself.

    Raises:
        Rejected: for the first line that cannot be used.
    """
    if spooled.count > MAX_EVENTS:
        raise _too_many(spooled.first, spooled.count)
    if spooled.size > MAX_BYTES:
        words = f"hồ sơ dài quá {MAX_BYTES // 1024 // 1024} MiB"
        raise Rejected(spooled.first, [("case", words)])
    lines = []
    for number, raw in spooled.lines:
        try:
            lines.append(read_line(number, raw, now))
        except BadLine as error:
            raise Rejected(number, error.problems) from None
    return lines


def change_of(log: CaseLog, lines: Sequence[Line], setup: Setup) -> Change | None:
    """What lines add to a case; None when the log holds them all.

    Raises:
        Rejected: for the first line that cannot follow.
    """
    fresh = list(_fresh(log, lines))
    if not fresh:
        return None
    if log.version + len(fresh) > MAX_EVENTS:
        raise _too_many(fresh[-1].number, log.version + len(fresh))
    added = _followed(log, fresh, setup)
    events = rows_of(log, added)
    after = CaseLog(code=log.code, lines=(*log.lines, *added), head=events[-1]["hash"])
    rows = _projected(after, fresh[-1].number, setup)
    places = tuple(line.number for line in fresh)
    return Change(before=log, after=after, events=events, rows=rows, places=places)


def _too_many(number: int, count: int) -> Rejected:
    words = f"hồ sơ có {count} sự kiện, nhiều nhất là {MAX_EVENTS}; hãy kiểm tra lại mã hồ sơ"
    return Rejected(number, [("case", words)])


def _fresh(log: CaseLog, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines the log does not hold yet."""
    place = 0
    for line in lines:
        held = range(place, log.version)
        match = next((index for index in held if same_event(line, log.lines[index])), None)
        if match is None:
            yield line
        else:
            place = match + 1


def _followed(log: CaseLog, lines: Sequence[Line], setup: Setup) -> list[Recorded]:
    case = fold(log.code, (line.event for line in log.lines))
    since = log.lines[-1].recorded_at if log.lines else None
    added: list[Recorded] = []
    for line in lines:
        case = _taken(log.code, case, line, setup)
        if since is not None and line.recorded_at < since:
            words = "được ghi nhận trước sự kiện đứng trên nó; hãy xếp theo thứ tự ghi nhận"
            raise Rejected(line.number, [("recorded_at", words)])
        since = line.recorded_at
        added.append(_enveloped(case, line))
    return added


def _taken(code: str, case: Case | None, line: Line, setup: Setup) -> Case:
    # Asked before the setting, which an event that opens no case cannot name.
    if case is None and (refusal := refused_move(None, line.event)) is not None:
        words = f"{refusal.message}; hãy nhập cả các sự kiện trước đó"
        raise Rejected(line.number, [(refusal.field, words)])
    command = command_for(line.event)
    try:
        setting = setting_for(setup, case, command)
        must_be_of(line.event, case, setting, setup)
        (event,) = settled(decide(case, command, setting, now=line.recorded_at))
    except (Refused, Unknown) as error:
        raise Rejected(line.number, [(error.field, str(error))]) from None
    except SlaError as error:
        raise Rejected(line.number, [("at", str(error))]) from None
    return evolve(case, event, code=code)


def _enveloped(case: Case, line: Line) -> Recorded:
    # The last event of the case is the line's own, with what `decide` bound to it.
    return Recorded(
        version=case.version,
        event=case.log[-1],
        recorded_at=line.recorded_at,
        by=line.by,
        agency=case.agency,
    )


def _projected(log: CaseLog, number: int, setup: Setup) -> CaseRows:
    """The read rows of a log; a deadline no calendar reaches keeps the case out."""
    try:
        return case_rows(log, setup)
    except SlaError as error:
        raise Rejected(number, [("at", str(error))]) from None
    except Unknown as error:
        raise Rejected(number, [(error.field, str(error))]) from None
