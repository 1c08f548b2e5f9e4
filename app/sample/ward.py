"""The ward the sample is about: its packs in loading order, its procedures, its office hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.sample.office import Office
from sla.calendar import WorkingCalendar
from sla.law import law_on
from sla.limits import TimeLimit, Unit
from sla.zone import local_date
from workflows.pack import read_pack
from workflows.procedure import Procedure

AGENCY, CITY = "H32.PL", "H32.NT"
NEIGHBOUR = "H32.TM"  # Another office, so that one can see what strangers do not see.
ROOT = Path(__file__).parents[2]
CALENDAR = ROOT / "sla" / "data" / "vietnam.yaml"
DEFINITIONS = tuple(
    ROOT / "workflows" / "definitions" / f"{name}.yaml"
    for name in (
        "fields", "bao-tro-xa-hoi", "nguoi-co-cong", "thi-dua-khen-thuong", "chung-thuc",
        "ho-tich", "lien-thong", "nuoi-con-nuoi", "dat-dai",
    )
)  # fmt: skip
# In this order: the ward's own pack comes last, for it renames two fields of the definitions.
PACKS = (CALENDAR, *DEFINITIONS, ROOT / "data" / "sample" / "phuoc-long")

# Supplements reach back before the year of acceptances, and the last cases end after it.
_FIRST, _LAST = date(2022, 11, 1), date(2024, 6, 28)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ward:
    """What planning a case has to know."""

    calendar: WorkingCalendar
    office: Office
    procedures: Mapping[str, Procedure]

    def due(self, procedure: Procedure, accepted: int) -> int:
        """The working second of the deadline of a case accepted at one."""
        start = self.office.at(accepted)
        due = limit_of(procedure).due(start, self.calendar, law_on(local_date(start)))
        return self.office.past(due)

    def last_early(self, procedure: Procedure, due: int) -> int:
        """The last working second at which closing counts as early (contract 3, "Verdicts")."""
        if limit_of(procedure).judged_by_day:
            return self.office.day_start(due - 1) - 1
        return due - 1


def read_ward() -> Ward:
    """The ward out of the very packs that the demo loads."""
    packs = [read_pack(path.read_bytes(), path.name) for path in (CALENDAR, *DEFINITIONS)]
    calendar = WorkingCalendar(packs[0].calendars[0].record)
    return Ward(
        calendar=calendar,
        office=Office(calendar, _FIRST, _LAST),
        procedures={p.record.code: p.record for pack in packs for p in pack.procedures},
    )


def limit_of(procedure: Procedure) -> TimeLimit:
    """The limit of a procedure of the sample; they all have one.

    Raises:
        ValueError: for a procedure without.
    """
    if procedure.limit is None:
        raise ValueError(f"{procedure.code} has no time limit")
    return procedure.limit


def days_allowed(procedure: Procedure) -> int:
    """The whole days of the limit; none for what is done on the same day."""
    limit = limit_of(procedure)
    return 0 if limit.unit is Unit.SAME_DAY else limit.whole_days
