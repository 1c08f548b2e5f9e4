"""A day off or a make-up day added by an admin: a new version of the calendar, and who made it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from app.errors import BadInput, Refused, Unknown
from app.services.act import Press, must_have_key
from app.services.calendar_preview import Preview, seen_in
from app.services.calendar_targets import Target, groups_of
from app.services.transacting import in_one
from app.store import calendar_days as store
from app.store.account_scope import offices_below
from app.store.calendar_days import AddedDay
from app.store.engine import Connection, Database
from app.store.packs import save
from app.store.setup import Setup, read_setup
from sla.calendar import WorkingCalendar
from sla.spec import BadCalendar, CalendarSpec, DayRule
from workflows.agency import Role
from workflows.calendars import calendar_plain
from workflows.node import wrap_plain
from workflows.officer import Officer
from workflows.pack import Located, Pack

Kind = Literal["off", "work", "usual"]
KINDS: Mapping[Kind, str] = {
    "off": "ngày nghỉ",
    "work": "ngày làm bù",
    "usual": "trở lại ngày thường",
}
LOOKED = 2_000  # cases a preview looks at
LONGEST = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class NewDay:
    """A day out of the ordinary from now on; `usual` takes back what made it so.

    Attributes:
        calendar: the code of the calendar.
        takes: the weekday (0 to 6) whose hours a make-up day has; None for its own.
        source: the notice or decision that declares it.
    """

    calendar: str
    day: date
    kind: Kind
    takes: int | None = None
    name: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A calendar an admin may add to, its newest version and how many offices keep it."""

    code: str
    version: int
    covers: tuple[int, int]
    offices: int


def choices(database: Database, officer: Officer) -> list[Choice]:
    """The calendars that no office outside the admin's own keeps."""
    with database.reading() as connection:
        setup = read_setup(connection)
        ruled = _ruled(connection, officer)
    return [
        _choice(setup, code) for code in sorted(setup.calendars) if _keepers(setup, code) <= ruled
    ]


def latest(database: Database) -> list[AddedDay]:
    """The days added last, newest first."""
    with database.reading() as connection:
        return store.latest(connection)


def preview_day(database: Database, officer: Officer, new: NewDay, *, now: datetime) -> Preview:
    """What a day would do to the open cases, if it were added and they were moved.

    Raises:
        BadInput: for a day that makes no calendar, with its field.
        Refused: when other offices keep the calendar as well.
        Unknown: for a calendar nobody loaded.
    """
    with database.reading() as connection:
        setup = read_setup(connection)
        spec = _with_day(connection, setup, officer, new)
        target = Target(
            reference=f"{spec.code}@{len(setup.calendars[spec.code]) + 1}",
            calendar=WorkingCalendar(spec),
            loaded=False,
        )
        tops = sorted(_keepers(setup, spec.code))
        groups = groups_of(connection, setup, tops, {spec.code: target})
        # What other calendars of offices below would move is no matter of this day.
        mine = [group for group in groups if group.target == target]
        return seen_in(connection, setup, mine, now=now, most=LOOKED)


def add_day(database: Database, press: Press, new: NewDay) -> str:
    """Write the calendar's next version with a day, once however often the form is sent.

    Open cases stay on the version they are bound to until a leader moves them.

    Returns:
        The new version, `code@version`.

    Raises:
        As `preview_day`; BadInput also for a bad key.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    must_have_key(press)

    def work(connection: Connection) -> str:
        known = store.keyed(connection, press.key)
        if known is not None:
            return f"{known.calendar}@{known.version}"
        # Important: of two admins at once the later one adds to what the earlier one has made.
        store.one_by_one(connection)
        spec = _with_day(connection, read_setup(connection), press.officer, new)
        save(connection, [_pack(spec, press.officer.login)])
        version = len(read_setup(connection).calendars[spec.code])
        store.add(connection, _added(press, new, version))
        return f"{spec.code}@{version}"

    return in_one(database, work)


def _with_day(connection: Connection, setup: Setup, officer: Officer, new: NewDay) -> CalendarSpec:
    if new.calendar not in setup.calendars:
        raise Unknown("calendar", f"không có lịch làm việc {new.calendar}")
    outside = _keepers(setup, new.calendar) - _ruled(connection, officer)
    if outside:
        raise Refused(
            f"lịch {new.calendar} còn dùng ở {len(outside)} cơ quan ngoài phạm vi của bạn; "
            "hãy nhờ quản trị viên cấp trên, hoặc nạp tệp lịch bằng motcua load",
            "calendar",
        )
    return _grown(setup.calendar(f"{new.calendar}@{len(setup.calendars[new.calendar])}").spec, new)


def _grown(spec: CalendarSpec, new: NewDay) -> CalendarSpec:
    _check(spec, new)
    others = [rule for rule in spec.days if rule.date != new.day]
    rules = others if new.kind == "usual" else [*others, _rule(new)]
    grown = replace(spec, days=tuple(sorted(rules, key=lambda rule: rule.date)))
    if grown == spec:
        raise BadInput(f"lịch đã có ngày {new.day:%d/%m/%Y} đúng như vậy", field="day")
    try:
        grown.check()
    except BadCalendar as error:
        raise BadInput(str(error), field="day") from None
    return grown


def _check(spec: CalendarSpec, new: NewDay) -> None:
    if not spec.covers[0] <= new.day.year <= spec.covers[1]:
        years = f"{spec.covers[0]}–{spec.covers[1]}"
        raise BadInput(f"lịch chỉ phủ các năm {years}; năm khác phải nạp từ tệp", field="day")
    for field, text in (("name", new.name), ("source", new.source)):
        if not text.strip() or len(text) > LONGEST:
            raise BadInput(f"hãy ghi mục này, nhiều nhất {LONGEST} ký tự", field=field)


def _rule(new: NewDay) -> DayRule:
    return DayRule(
        date=new.day,
        kind="off" if new.kind == "off" else "work",
        like=new.takes if new.kind == "work" else None,
        name=new.name.strip(),
        source=new.source.strip(),
    )


def _pack(spec: CalendarSpec, login: str) -> Pack:
    content = calendar_plain(spec)
    node = wrap_plain(content, f"trang lịch làm việc ({login})")
    return Pack(calendars=(Located(record=spec, content=content, node=node),))


def _added(press: Press, new: NewDay, version: int) -> AddedDay:
    return AddedDay(
        key=press.key,
        at=press.now,
        by=press.officer.login,
        calendar=new.calendar,
        version=version,
        day=new.day,
        kind=new.kind,
        takes=new.takes if new.kind == "work" else None,
        name=new.name.strip(),
        source=new.source.strip(),
    )


def _ruled(connection: Connection, officer: Officer) -> frozenset[str]:
    return offices_below(connection, officer.alone.agencies(Role.ADMIN))


def _keepers(setup: Setup, code: str) -> frozenset[str]:
    return frozenset(one.code for one in setup.agencies.values() if one.calendar == code)


def _choice(setup: Setup, code: str) -> Choice:
    versions = setup.calendars[code]
    spec = setup.calendar(f"{code}@{len(versions)}").spec
    keepers = len(_keepers(setup, code))
    return Choice(code=code, version=len(versions), covers=spec.covers, offices=keepers)
