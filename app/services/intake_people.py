"""Who was at the desk before: the people of earlier cases, for those who work on such a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import Unknown
from app.lists.applicants import EarlierCase, earlier_cases
from app.services.act import must_see
from app.services.case_people import ONLOOKERS, looks_on
from app.services.record import known_log
from app.store.engine import Connection, Database
from app.store.setup import Setup, read_setup
from workflows.case import Case
from workflows.events import Applicant
from workflows.evolve import fold
from workflows.officer import Officer

PEOPLE = 3  # different people offered for one identity number


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """Somebody who was here before with the same identity number.

    Attributes:
        code: their newest case, whose data can be taken over.
        applicant: as that case has them.
        number: how many of the newest cases of the number are theirs.
    """

    code: str
    applicant: Applicant
    last_at: datetime
    number: int


def earlier(database: Database, officer: Officer, id_no: str) -> tuple[Earlier, ...]:
    """The people an officer's cases know by an identity number, the latest first.

    Cases the officer only looks on at say nothing: their numbers are masked for them.
    """
    with database.reading() as connection:
        found = _worked(connection, officer, earlier_cases(connection, officer, id_no))
        numbers: dict[str, int] = {}
        for one in found:
            numbers[one.name_key] = numbers.get(one.name_key, 0) + 1
        newest = {one.name_key: one for one in reversed(found)}
        last = sorted(newest.values(), key=found.index)[:PEOPLE]
        return tuple(
            Earlier(
                code=one.code,
                applicant=_case(connection, one.code).applicant or Applicant(name=one.applicant),
                last_at=one.arrived_at,
                number=numbers[one.name_key],
            )
            for one in last
        )


def applicant_of(database: Database, officer: Officer, code: str) -> Applicant | None:
    """The applicant of a case.

    Raises:
        Unknown: when there is no such case, or the officer may not see it or only looks on.
    """
    with database.reading() as connection:
        return worked_case(connection, read_setup(connection), officer, code).applicant


def worked_case(connection: Connection, setup: Setup, officer: Officer, code: str) -> Case:
    """A case that an officer works on.

    Raises:
        Unknown: when there is no such case, or the officer may not see it or only looks on.
    """
    must_see(connection, officer, code)
    case = _case(connection, code)
    if looks_on(officer, case, setup):
        raise Unknown("case", f"không có hồ sơ {code} để lấy dữ liệu người nộp")
    return case


def _worked(
    connection: Connection, officer: Officer, found: Sequence[EarlierCase]
) -> Sequence[EarlierCase]:
    if all(grant.role not in ONLOOKERS for grant in officer.grants):
        return found  # Nearly everybody: no case has to be read for this.
    setup = read_setup(connection)
    return [one for one in found if not looks_on(officer, _case(connection, one.code), setup)]


def _case(connection: Connection, code: str) -> Case:
    case = fold(code, (line.event for line in known_log(connection, code).lines))
    if case is None:
        raise LookupError(f"{code} has no events")
    return case
