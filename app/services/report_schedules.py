"""Tables that come by themselves when their period has ended: set up, looked at, ended."""

from dataclasses import replace
from datetime import datetime

from app.errors import BadInput, Unknown
from app.notices.addresses import mail_address
from app.reports.forms import form_of
from app.reports.periods import kinds
from app.services.sealing_rights import arranges
from app.store import report_schedules as store
from app.store.engine import Connection, Database
from app.store.report_schedules import NewSchedule as NewSchedule
from app.store.report_schedules import Schedule as Schedule
from workflows.agency import Role
from workflows.officer import Officer

MOST = 20  # further addresses of one schedule
TOLD = (Role.SUPERVISOR, Role.LEADER)


def schedule(database: Database, officer: Officer, new: NewSchedule, *, now: datetime) -> int:
    """Let a table come at each cut-off from now on; the number of the schedule.

    The same asked for again is the schedule that stands.

    Raises:
        BadInput: for a form, variant, kind of period, role or address there is none of, and where
            nobody would be told.
        Unknown: for an office that the officer neither leads nor oversees.
    """
    wanted = _checked(new)
    with database.writing() as connection:
        if not arranges(connection, officer, wanted.agency):
            raise Unknown("agency", f"bạn không xếp lịch báo cáo cho cơ quan {wanted.agency}")
        standing = store.schedules(connection, [wanted.agency])
        same = next((one.id for one in standing if one.what == wanted), None)
        return same or store.add(connection, wanted, by=officer.login, at=now)


def end(database: Database, officer: Officer, number: int, *, now: datetime) -> None:
    """Let it come no more.

    Raises:
        Unknown: for a schedule that does not hold, or of an office that is not the officer's.
    """
    with database.writing() as connection:
        if number not in {one.id for one in _seen(connection, officer)}:
            raise Unknown("number", f"không có lịch lập báo cáo số {number}")
        store.end(connection, number, at=now)


def scheduled(database: Database, officer: Officer) -> tuple[Schedule, ...]:
    """The schedules of the offices that the officer leads or oversees, oldest first."""
    with database.reading() as connection:
        return _seen(connection, officer)


def _seen(connection: Connection, officer: Officer) -> tuple[Schedule, ...]:
    standing = store.schedules(connection)
    return tuple(one for one in standing if arranges(connection, officer, one.what.agency))


def _checked(new: NewSchedule) -> NewSchedule:
    form_of(new.form).variant(new.variant)
    if new.kind not in kinds():
        raise BadInput(f"không có loại kỳ báo cáo “{new.kind}”; có: {', '.join(kinds())}")
    if strange := [role for role in new.roles if role not in TOLD]:
        raise BadInput(f"không gửi báo cáo cho vai trò {strange[0]}", field="roles")
    mails = tuple(_mail(text) for text in new.mails)
    if len(mails) > MOST:
        raise BadInput(f"tối đa {MOST} địa chỉ thư điện tử cho một lịch", field="mails")
    if not (new.roles or mails):
        raise BadInput("hãy chọn ít nhất một vai trò hoặc ghi một địa chỉ nhận", field="mails")
    return replace(new, mails=tuple(dict.fromkeys(mails)))


def _mail(text: str) -> str:
    address = mail_address(text)
    if address is None:
        raise BadInput("địa chỉ thư điện tử viết sai", field="mails")
    return address
