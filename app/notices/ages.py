"""How old news may be that is sent: so that an import, or a power cut, floods nobody."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from app.errors import Unknown
from app.store.setup import Setup
from sla.spec import SlaError
from sla.zone import shifted
from workflows.loader import Record, integer
from workflows.yamltext import read_yaml

FILE = Path(__file__).parent / "data" / "ages.yaml"
_TWO_DAYS = 2 * 24 * 3600  # seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Ages:
    """The working days after which something is not sent any more, to citizens and to staff."""

    citizen: int
    staff: int


@lru_cache(maxsize=1)
def ages() -> Ages:
    """The ages of this program.

    Raises:
        BadPack: with everything that is wrong with the file.
    """
    record = Record(read_yaml(FILE.read_bytes(), FILE.name))
    found = Ages(citizen=record.need("citizen", integer), staff=record.need("staff", integer))
    record.close()
    return found


def days_ago(setup: Setup, agency: str, days: int, *, now: datetime) -> datetime:
    """The instant so many working days of an office before now.

    Where its calendar does not tell, two days of the week stand for each of them.
    """
    try:
        reference = setup.calendar_of(setup.agency(agency))
        return setup.calendar(reference).days_before(now, days)
    except (SlaError, Unknown):
        return shifted(now, -days * _TWO_DAYS)
