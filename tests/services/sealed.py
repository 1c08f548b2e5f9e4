"""Leaders of the small desk of `tests.reports.desk` who sign its quarter, and what they sign."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.reports.asked import Asked
from app.services.act import Press
from app.services.sealing import Sealed, Signature, seal
from app.store.engine import Database
from app.store.scope import Scope
from tests.conformance.moment import NOW
from tests.reports import desk
from tests.services.hands import officer, press
from workflows.agency import Role
from workflows.officer import Officer

FORM = "II.06a"
HEAD, DEPUTY = officer("chu", Role.LEADER, "P.X"), officer("pho", Role.LEADER, "P.X")
ABOVE = officer("tinh", Role.LEADER, "P")
WATCH = officer("theo-doi", Role.SUPERVISOR, "P.X")
STRANGER = officer("la", Role.LEADER, "P.Y")
SIGNED = Signature(title="CHỦ TỊCH")
WARD = Scope(agency="P.X")
Q3 = replace(desk.asked("2023-06-15", "2023-09-14"), scope=WARD)
Q4 = replace(desk.asked("2023-09-15", "2023-12-14"), scope=WARD)


def quarter(url: str, tmp_path: Path) -> Database:
    """The synthetic quarter of domain 6.5, ready to be signed."""
    db = desk.desk(url, tmp_path)
    desk.put(db, *desk.quarter())
    return db


def signed(
    db: Database,
    folder: Path,
    *,
    who: Officer = HEAD,
    asked: Asked = Q3,
    reason: str | None = None,
    by: Press | None = None,
) -> Sealed:
    """An edition as one of them seals it."""
    signature = replace(SIGNED, reason=reason)
    return seal(db, folder, by or press(who, NOW), FORM, asked, signature)


def mend(db: Database, at: str = "2023-07-06T07:40", *, day: str = "2023-10-02") -> None:
    """Correct when c3, late on the 7th, was resolved: by default in time, on the 6th."""
    told: dict[str, Any] = {
        "of": 2,
        "at": f"{at}:00+07:00",
        "reason": "bấm muộn",
        "approved_by": "hung",
    }
    desk.put(db, desk.line("c3", "corrected", f"{day}T09:00", **told))
