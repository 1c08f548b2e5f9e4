"""A ward that is late and says sorry: its people, its channels, and the steps of an apology."""

from datetime import datetime
from pathlib import Path
from typing import Any

from app.services.apology import Signing, Words, draft, issue, publish, sign
from app.services.record import Outcome, record_all
from app.store.channels import announce
from app.store.engine import Database
from app.store.letters import IssuedRow
from sla.zone import VIETNAM
from tests.services import who
from tests.services.hands import HUNG, LAN, MINH, officer, press
from tests.store import desk
from workflows.agency import Role
from workflows.commands import CompleteStep, StartStep
from workflows.events import Applicant
from workflows.officer import Officer

VAN = officer("van", Role.CLERK)
CENTRE = officer("chi", Role.SUPERVISOR, "H32")
ADDRESS = "Số 0 đường Ví Dụ, phường Phước Long"
TU = Applicant(
    name="Nguyễn Thị Tư",
    id_no="000000000004",
    phone="+84 900 000 004",
    email="ba.tu@example.com",
    address="12 đường Hoa Mẫu, phường Phước Long",
)
AGENT = Applicant(name="Lê Văn Mẫu", phone="0900 000 005")
OFFICES = desk.OFFICES.replace(
    "{code: H32.PL, name: Phường Phước Long,",
    '{code: H32.PL, name: UBND phường Phước Long, place: Phước Long, head_title: "CHỦ TỊCH",'
    f' address: "{ADDRESS}", phone: "0258 000 0000", sender: MAU-PL,',
)
# Wednesday afternoon, when the deadline of Thursday morning is near.
LAST_DAY = datetime(2024, 3, 6, 15, 0, tzinfo=VIETNAM)
DUE = datetime(2024, 3, 7, 9, tzinfo=VIETNAM)
AGAIN = datetime(2024, 3, 12, 17, 30, tzinfo=VIETNAM)
PUBLIC = "Bước thụ lý kéo dài do thiếu nhân sự."


def march(day: int, clock: str) -> datetime:
    """An instant of March 2024; the 4th is a Monday."""
    hour, minute = clock.split(":")
    return datetime(2024, 3, day, int(hour), int(minute), tzinfo=VIETNAM)


def ward(url: str) -> Database:
    """The ward with its people, heard of by every channel."""
    opened = desk.loaded(url, desk.CALENDAR + OFFICES + desk.PROCEDURES)
    with opened.writing() as connection:
        announce(connection, ("mail", "sms", "zalo"), now=march(1, "08:00"))
    for one in (LAN, MINH, HUNG, VAN, CENTRE):
        who.made(opened, one.login, *one.grants, name=one.name)
    return opened


def late_case(opened: Database, **changes: Any) -> str:
    """A case that Minh has had since Monday and does not finish."""
    code = desk.opened_case(opened, desk.acceptance(**{"applicant": TU, **changes})).code
    start = StartStep(at=desk.MONDAY + desk.HOUR, step="appraise", assignee="minh")
    record_all(opened, code, [start], by="minh", now=start.at)
    return code


def words(**changes: Any) -> Words:
    given = {
        "reason": "Bước thụ lý kéo dài, phải xác minh thêm của bà Nguyễn Thị Tư",
        "public_reason": PUBLIC,
        "new_due_at": AGAIN,
        "step": "appraise",
        "run": 1,
        "unit": "H32.PL",
        "officer": "minh",
    }
    return Words(**{**given, **changes})


def drafted(
    opened: Database, code: str, *, by: Officer = MINH, at: datetime = LAST_DAY, **changes: Any
) -> int:
    """The number of a new draft."""
    return draft(opened, press(by, at), code, words(**changes)).version


def signed(
    opened: Database, folder: Path, code: str, number: int, *, at: datetime = LAST_DAY
) -> Outcome:
    return sign(opened, folder, press(HUNG, at), code, Signing(draft=number, title="Chủ tịch"))


def issued(
    opened: Database, folder: Path, code: str, *, at: datetime = LAST_DAY, **changes: Any
) -> IssuedRow:
    """Drafted, signed, and given its number by the clerk."""
    number = drafted(opened, code, at=at, **changes)
    signed(opened, folder, code, number, at=at)
    return issue(opened, folder, press(VAN, at), code)


def public(opened: Database, folder: Path, code: str, *, at: datetime = LAST_DAY) -> IssuedRow:
    """And put before everybody."""
    letter = issued(opened, folder, code, at=at)
    publish(opened, press(VAN, at), code, letter.number)
    return letter


def worked_off(opened: Database, code: str, at: datetime) -> None:
    """Minh's step is done at last."""
    done = CompleteStep(at=at, step="appraise")
    record_all(opened, code, [done], by="minh", now=at)
