"""The sample ward's calendar with one more day off, as somebody would load it."""

from pathlib import Path

import sla
from app.sample import MORNING
from app.store.engine import Database
from app.store.packs import save
from sla.zone import day_number, day_of, local_date
from workflows.pack import read_pack

FILE = Path(sla.__file__).parent / "data" / "vietnam.yaml"
SOON = day_of(day_number(local_date(MORNING)) + 1)
NAME = "nghỉ do bão <b>số 3</b>"


def a_day_off_is_declared(opened: Database) -> None:
    """Load the next version of the calendar: the day after MORNING is off."""
    row = f'      - {{date: {SOON}, kind: off, name: "{NAME}", source: "thử"}}\n'
    text = FILE.read_text(encoding="utf-8") + row
    with opened.writing() as connection:
        save(connection, [read_pack(text, "thử.yaml")])
