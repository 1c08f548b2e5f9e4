"""At the cut-off: each scheduled table is made once and sent to those who prepare and sign it.

    cut_offs(database, folder, *, now) -> int

A row for each schedule and period says that it was told, and whoever puts the row there puts the
mails into the outbox in the same transaction: so any number of schedulers tell it once, and one
that dies in between has told nobody. After a long standstill only the latest period is told. The
files a mail carries lie in the folder before; what nobody came to name is swept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from app.deadlines.cut_off_words import body_of, line_of, subject_of
from app.deadlines.failing import each_tried
from app.errors import BadInput, Unknown
from app.notices.people import MAIL, people
from app.notices.sending import sender_of
from app.reports.asked import Asked
from app.reports.out import MEDIA, WRITERS
from app.reports.periods import NamedPeriod, latest
from app.reports.switches import choices_for
from app.services.letter_drawing import kept_bytes
from app.services.report_gate import Weighed, weighed
from app.store.channels import in_use, pages_at
from app.store.engine import Connection, Database
from app.store.notices import NewNotice, insert_notices
from app.store.outbox import Attachment, Message, put
from app.store.posts import and_substitutes, posts_at, substitutes
from app.store.report_schedules import Schedule, claim_cut_off, schedules, told_until
from app.store.scope import Scope
from app.store.setup import Setup, read_setup
from sla.spec import SlaError
from sla.zone import local_date
from workflows.agency import Agency

ENCLOSED = ("xlsx", "pdf")


@dataclass(frozen=True, kw_only=True, slots=True)
class _CutOff:
    """A schedule whose period has ended."""

    schedule: Schedule
    period: NamedPeriod
    office: Agency
    setup: Setup
    now: datetime

    @property
    def key(self) -> str:
        """What makes its letters the same, whoever puts them."""
        return f"cut-off:{self.schedule.id}:{self.period.period.last}"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """What is said of a table, and to whom."""

    weighed: Weighed
    logins: tuple[str, ...]
    mails: tuple[tuple[str | None, str], ...]
    site: str


def cut_offs(database: Database, folder: Path, *, now: datetime) -> int:
    """Make and send every scheduled table whose period has ended; how many tables.

    A table that cannot be made does not keep the others from coming.

    Raises:
        DatabaseNotReady: when database or folder is busy for too long, or out of reach.
        Exception: the first of the faults met at single tables, after all others were sent.
    """
    with database.reading() as connection:
        due = list(_due(connection, read_setup(connection), now))
    made, faults = each_tried(partial(_send, database, folder, one) for one in due)
    if faults:
        raise faults[0]
    return made


def _due(connection: Connection, setup: Setup, now: datetime) -> Iterator[_CutOff]:
    for one in schedules(connection):
        period = _ended(one, now)
        office = setup.agencies.get(one.what.agency)
        if period is None or office is None:
            continue
        told = told_until(connection, one.id)
        if told is None or told < period.period.last:
            yield _CutOff(schedule=one, period=period, office=office, setup=setup, now=now)


def _ended(one: Schedule, now: datetime) -> NamedPeriod | None:
    """The latest period that has ended since the schedule was made."""
    # A period that ends today has begun, and the one before it is the next in the row.
    begun = latest(one.what.kind, local_date(now), 2)
    return next((each for each in begun if one.made_at < each.cut_off <= now), None)


def _send(database: Database, folder: Path, one: _CutOff) -> int:
    # Important: all is counted and drawn before the write lock is taken, for which officers wait.
    with database.reading() as connection:
        told = _told(connection, one)
    files = _files(folder, one, told.weighed)
    with database.writing() as connection:
        last = one.period.period.last
        if not claim_cut_off(connection, one.schedule.id, last, at=one.now):
            return 0
        insert_notices(connection, list(_notices(one, told)))
        put(connection, list(_messages(one, told, files)), now=one.now)
    return 1


def _told(connection: Connection, one: _CutOff) -> _Told:
    what = one.schedule.what
    asked = Asked(
        scope=Scope(agency=what.agency, subtree=what.subtree),
        period=one.period.period,
        now=one.now,
        switches=choices_for(connection, what.agency, one.period.period.last),
        variant=what.variant,
    )
    logins = _logins(connection, one)
    known = people(connection, logins) if MAIL in in_use(connection) else {}
    mails = [(login, person.email) for login, person in known.items() if person.email]
    taken = {address for _, address in mails}
    further = [(None, address) for address in what.mails if address not in taken]
    return _Told(
        weighed=weighed(connection, asked, what.form),
        logins=logins,
        mails=(*mails, *further),
        site=pages_at(connection) or "",
    )


def _logins(connection: Connection, one: _CutOff) -> tuple[str, ...]:
    """Whoever holds one of the roles at the office today, with their substitutes."""
    what, day = one.schedule.what, local_date(one.now)
    held = [
        post.login
        for post in posts_at(connection, [what.agency], on=day)
        if post.role in what.roles
    ]
    return and_substitutes(held, substitutes(connection, on=day))


def _files(folder: Path, one: _CutOff, found: Weighed) -> tuple[Attachment, ...]:
    report = found.report
    name = f"{one.schedule.what.form} {one.schedule.what.agency} {one.period.name}"
    kept = {
        shape: kept_bytes(
            folder, WRITERS[shape](report.table, report.layout, report.office), MEDIA[shape]
        )
        for shape in ENCLOSED
    }
    return tuple(
        Attachment(sha256=each.sha256, name=f"{name}.{shape}", media=each.media)
        for shape, each in kept.items()
    )


def _path(one: _CutOff) -> str:
    """The page of the same table, as `app.web.report_asking` reads its address."""
    what, period = one.schedule.what, one.period.period
    asks = {"agency": what.agency, "first": period.first, "last": period.last}
    asks |= {"variant": what.variant} if what.variant else {}
    asks |= {"subtree": "1"} if what.subtree else {}
    return f"/reports/{what.form}?{urlencode(asks)}"


def _notices(one: _CutOff, told: _Told) -> Iterator[NewNotice]:
    gate = told.weighed.gate
    for login in told.logins:
        yield NewNotice(
            login=login,
            key=one.key,
            kind="report",
            level="info" if gate.open else "warn",
            agency=one.office.code,
            text=line_of(one.period.name, one.schedule.what.form, gate),
            link=_path(one),
            at=one.period.cut_off,
            shown_from=one.now,
        )


def _messages(one: _CutOff, told: _Told, files: tuple[Attachment, ...]) -> Iterator[Message]:
    gate, form = told.weighed.gate, one.schedule.what.form
    link = f"{told.site}{_path(one)}" if told.site else ""
    first = Message(
        key="",
        channel=MAIL,
        address="",
        agency=one.office.code,
        kind="report",
        subject=subject_of(one.period.name, form, gate),
        body=body_of(one.period, told.weighed.report, gate, link),
        sender=sender_of(one.office, MAIL),
        sender_name=one.office.name,
        not_before=_opening(one),
        attachments=files,
    )
    for login, address in told.mails:
        yield replace(first, key=f"{one.key}:{address}", address=address, login=login)


def _opening(one: _CutOff) -> datetime:
    """When the office works next; nobody wants a letter at midnight."""
    try:
        calendar = one.setup.calendar(one.setup.calendar_of(one.office))
        return calendar.next_working(one.now)
    except (SlaError, Unknown, BadInput):
        return one.now
