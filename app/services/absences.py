"""Replacement of an absent officer: who may arrange it, and what that does to whose roles.

While an absence lasts the substitute has the absent officer's roles beside their own, but for
admin, and acts under their own name: the log says who it was, never whom they stood for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.errors import BadInput, Refused, Unknown
from app.services.sign_in_attempts import again, folded_login
from app.store import absences as store
from app.store.absences import Absence, LeftWork
from app.store.accounts import Account, accounts_by_login, grants_of, note_change, one_by_one
from app.store.engine import Connection, Database
from sla.zone import local_date
from workflows.agency import Role
from workflows.officer import Grant, Officer

_LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAbsence:
    """Who is away from the first to the last day, who stands for them, and why."""

    login: str
    substitute: str
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pair:
    """The two people of an absence, and what they may do on its first day."""

    absent: Account
    substitute: Account
    lent: Sequence[Grant]
    own: Sequence[Grant]


def put_absent(database: Database, new: NewAbsence, *, by: Officer, now: datetime) -> int:
    """Let somebody stand for an absent officer; the id of the absence.

    An admin may arrange it for everybody, a leader for those whose every role is at offices the
    leader leads, by somebody who has a role there as well.

    Raises:
        BadInput: for days or people that make no absence, with its field.
        Refused: when `by` may not arrange it, or somebody stands in on one of the days already.
        Unknown: when nobody has one of the logins (`login`, `substitute`).
    """
    reason = _checked(new, local_date(now))

    def put() -> int:
        with database.writing() as connection:
            one_by_one(connection)
            pair = _pair(connection, new)
            _may_arrange(by, pair)
            _nobody_yet(connection, pair.absent, new)
            made = store.insert_absence(
                connection,
                account=pair.absent.id,
                substitute=pair.substitute.id,
                first_day=new.first_day,
                last_day=new.last_day,
                reason=reason,
                made_by=by.login,
                made_at=now,
            )
            _note(connection, pair.absent, "absent", new, by=by, now=now)
            return made

    return again(put)


def cancel_absence(database: Database, absence: int, *, by: Officer, now: datetime) -> None:
    """Let nobody stand in any more, from the next click on; twice is the same as once.

    Raises:
        Refused: when `by` may not arrange it, or when it is over.
        Unknown: for an absence that was never put down.
    """

    def take_back() -> None:
        with database.writing() as connection:
            one_by_one(connection)
            known = store.absence_of(connection, absence)
            if known is None:
                raise Unknown("absence", "không có đợt vắng mặt này")
            told = NewAbsence(
                login=known.login,
                substitute=known.substitute,
                first_day=known.first_day,
                last_day=known.last_day,
                reason=known.reason,
            )
            pair = _pair(connection, told)
            _may_arrange(by, pair)
            if known.cancelled_at is not None:
                return
            if known.last_day < local_date(now):
                raise Refused("đợt vắng mặt đã qua nên không hủy được nữa", "absence")
            store.cancel(connection, absence, now=now)
            _note(connection, pair.absent, "absence_cancelled", told, by=by, now=now)

    again(take_back)


def absences(database: Database, *, login: str | None = None, now: datetime) -> list[Absence]:
    """Absences that last today or come later, of one officer or of all."""
    with database.reading() as connection:
        return store.absences(connection, since=local_date(now), login=login)


def handover(database: Database, login: str, *, viewer: Officer) -> list[LeftWork]:
    """The running steps of an officer that the viewer may see, nearest deadline first."""
    with database.reading() as connection:
        return store.handover_list(connection, folded_login(login), viewer=viewer)


def _checked(new: NewAbsence, today: date) -> str:
    """The reason as it is kept, after a look at what needs no database."""
    if new.last_day < new.first_day:
        raise BadInput("ngày cuối nằm trước ngày đầu", field="last_day")
    if new.last_day < today:
        raise BadInput("đợt vắng mặt đã qua; hãy xem lại ngày cuối", field="last_day")
    reason = " ".join(new.reason.split())
    if not reason or len(reason) > _LONGEST_REASON or not reason.isprintable():
        words = f"hãy ghi lý do, nhiều nhất {_LONGEST_REASON} ký tự"
        raise BadInput(words, field="reason")
    return reason


def _pair(connection: Connection, new: NewAbsence) -> _Pair:
    logins = {"login": folded_login(new.login), "substitute": folded_login(new.substitute)}
    if logins["login"] == logins["substitute"]:
        raise BadInput("người thay phải là người khác", field="substitute")
    found = accounts_by_login(connection, logins.values())
    for field, login in logins.items():
        if login not in found:
            raise Unknown(field, f"không có tài khoản {login}")
        if found[login].disabled_at is not None:
            raise BadInput(f"tài khoản {login} đã bị khóa", field=field)
    absent, substitute = found[logins["login"]], found[logins["substitute"]]
    grants = grants_of(connection, [absent.id, substitute.id])
    return _Pair(
        absent=absent,
        substitute=substitute,
        lent=_on(grants[absent.id], new.first_day),
        own=_on(grants[substitute.id], new.first_day),
    )


def _on(grants: Sequence[Grant], day: date) -> list[Grant]:
    return [grant for grant in grants if grant.holds_on(day) and grant.role is not Role.ADMIN]


def _may_arrange(by: Officer, pair: _Pair) -> None:
    if by.agencies(Role.ADMIN):
        return
    led = by.agencies(Role.LEADER)
    if not (_all_at(pair.lent, led) and any(grant.agency in led for grant in pair.own)):
        words = (
            "chỉ lãnh đạo của cơ quan, hoặc người quản trị, được cử người thay; "
            "người thay phải cùng cơ quan"
        )
        raise Refused(words, "substitute")


def _all_at(grants: Sequence[Grant], agencies: Collection[str]) -> bool:
    return bool(grants) and all(grant.agency in agencies for grant in grants)


def _nobody_yet(connection: Connection, absent: Account, new: NewAbsence) -> None:
    other = store.overlapping(connection, absent.id, new.first_day, new.last_day)
    if other is not None:
        days = f"từ {other.first_day:%d/%m/%Y} đến {other.last_day:%d/%m/%Y}"
        words = f"{other.substitute_name} đã thay {days}; hãy hủy đợt đó trước"
        raise Refused(words, "first_day")


def _note(
    connection: Connection,
    absent: Account,
    what: str,
    absence: NewAbsence,
    *,
    by: Officer,
    now: datetime,
) -> None:
    details = {
        "substitute": absence.substitute,
        "from": absence.first_day.isoformat(),
        "to": absence.last_day.isoformat(),
    }
    note_change(connection, absent.id, what, details, by=by.login, now=now)
