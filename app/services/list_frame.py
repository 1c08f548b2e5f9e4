"""What stands around the lines of a list: names, choices to narrow it, the offices' notices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import BadInput
from app.lists.conditions import OPEN
from app.lists.filters import Filters
from app.lists.lines import ListRow
from app.lists.people import Colleague, colleagues
from app.lists.read import EVERYTHING
from app.services.lists import Line
from app.store.engine import Database
from app.store.setup import Setup, read_setup
from app.store.visible import offices
from workflows.officer import Officer
from workflows.procedure import Procedure

# Longer than this, procedures are only offered within a field: nobody finds one among hundreds.
MANY = 60

Choice = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """Around some lines, for one officer.

    Attributes:
        fields, procedures, officers, offices: code or login with the name, in the order to show;
            `procedures` is None where a field has to be chosen first.
        people: the names of those who have the steps, by login.
        notices: what must stand beside anything shown of the offices' cases.
    """

    fields: tuple[Choice, ...]
    procedures: tuple[Choice, ...] | None
    officers: tuple[Choice, ...]
    offices: tuple[Choice, ...]
    people: Mapping[str, str]
    notices: tuple[str, ...]
    setup: Setup


def frame_of(
    database: Database,
    officer: Officer,
    lines: Sequence[Line],
    *,
    filters: Filters = EVERYTHING,
    setup: Setup | None = None,
) -> Frame:
    """The frame of a page of lines; at most three queries.

    Args:
        database: where.
        officer: who looks.
        lines: of the page.
        filters: what it is narrowed to.
        setup: the one that the lines were read with; None reads it.

    Raises:
        BadInput: for a filter that names what is not there, or nothing of this officer's.
    """
    assignees = {step.assignee for line in lines for step in line.row.steps if step.assignee}
    with database.reading() as connection:
        setup = setup or read_setup(connection)
        # An office that was opened since the lines were read has none of them yet.
        places = [code for code in offices(connection, officer) if code in setup.agencies]
        near = [filters.agency] if filters.agency in places else officer.agencies()
        found = colleagues(connection, (code for code in near if code), assignees)
    frame = Frame(
        fields=tuple(_fields(setup, places)),
        procedures=_procedures(setup, places, filters.field),
        officers=_officers(found, filters.officer, assignees),
        offices=tuple((code, setup.agencies[code].name) for code in places),
        people={one.login: one.name for one in found},
        notices=tuple(dict.fromkeys(_notices(setup, places))),
        setup=setup,
    )
    _must_know(frame, filters)
    return frame


def case_is_late(row: ListRow, now: datetime) -> bool:
    """Whether an open case is past its deadline, as `app.lists.conditions.overdue` says it."""
    until = row.paused_since or now
    return row.state in OPEN and row.due_at is not None and row.due_at < until


def _fields(setup: Setup, places: Sequence[str]) -> Iterator[Choice]:
    used = {rules.field for rules in _offered(setup, places)}
    return ((code, field.name) for code, field in setup.fields.items() if code in used)


def _procedures(
    setup: Setup, places: Sequence[str], field: str | None
) -> tuple[Choice, ...] | None:
    found = [
        (rules.code, rules.name)
        for rules in _offered(setup, places)
        if field is None or rules.field == field
    ]
    if field is None and len(found) > MANY:
        return None
    return tuple(sorted(found, key=lambda choice: choice[1]))


def _offered(setup: Setup, places: Sequence[str]) -> Iterator[Procedure]:
    """The newest version of each procedure that offices of these levels have."""
    levels = {setup.agencies[code].level.value for code in places}
    for versions in setup.procedures.values():
        if not levels.isdisjoint(versions[-1].levels):
            yield versions[-1]


def _officers(
    found: Sequence[Colleague], chosen: str | None, assignees: set[str]
) -> tuple[Choice, ...]:
    """Colleagues; and whoever was chosen, if the lines show that they have some of these cases."""
    kept = {chosen} & assignees
    return tuple((one.login, one.name) for one in found if one.here or one.login in kept)


def _notices(setup: Setup, places: Sequence[str]) -> Iterator[str]:
    return (notice for code in places if (notice := setup.agencies[code].notice))


def _must_know(frame: Frame, filters: Filters) -> None:
    known = {
        "lĩnh vực": (filters.field, frame.setup.fields),
        "thủ tục": (filters.procedure, frame.setup.procedures),
        "người xử lý": (filters.officer, dict(frame.officers)),
        "cơ quan": (filters.agency, dict(frame.offices)),
    }
    for words, (value, among) in known.items():
        if value is not None and value not in among:
            raise BadInput(f"không có {words} “{value}” để lọc; hãy bỏ lọc rồi chọn lại")
