"""Replacement of an absent officer: who may arrange it, and what that does to whose roles.

While an absence lasts the substitute has the absent officer's roles beside their own, but for
admin, and acts under their own name: the log says who it was, never whom they stood for.
"""

from dataclasses import dataclass
from datetime import date, datetime

from app.errors import BadInput, Refused, Unknown
from app.services.absence_rules import Days, Ruler, pair_of, people, ruler_of
from app.services.sign_in_attempts import again, folded_login
from app.store import absences as store
from app.store.absences import Absence, LeftWork
from app.store.accounts import Account, account_of, note_change, one_by_one
from app.store.engine import Connection, Database
from app.store.setup import Setup, read_setup
from sla.zone import local_date
from workflows.officer import Officer
from workflows.words import step_name

_LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAbsence:
    """Who is away from the first to the last day, who stands for them, and why."""

    login: str
    substitute: str
    first_day: date
    last_day: date
    reason: str

    @property
    def days(self) -> Days:
        """The days alone."""
        return Days(first=self.first_day, last=self.last_day)


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverLine:
    """A running step in words."""

    left: LeftWork
    procedure: str
    step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Handover:
    """What an officer has in hand, with the name of the officer, of procedures and of steps."""

    name: str
    lines: tuple[HandoverLine, ...]


def put_absent(database: Database, new: NewAbsence, *, by: Officer, now: datetime) -> int:
    """Let somebody stand for an absent officer; the id of the absence.

    An admin may arrange it for the accounts they rule, a leader for those whose every role in
    these days is at offices the leader leads, by somebody else who has a role there as well.

    Raises:
        BadInput: for days or people that make no absence, with its field.
        Refused: when `by` may not arrange it, or somebody stands in on one of the days already.
        Unknown: when nobody whom `by` may know of has one of the logins (`login`, `substitute`).
    """
    reason, logins = _checked(new, local_date(now)), _logins(new)

    def put() -> int:
        with database.writing() as connection:
            one_by_one(connection)
            ruler = ruler_of(connection, by)
            absent, substitute = pair_of(connection, ruler, logins, new.days)
            ruler.must_lend(absent.grants, new.days)
            ruler.must_take(substitute, new.days)
            _nobody_yet(connection, absent.account, new)
            made = store.insert_absence(
                connection,
                account=absent.account.id,
                substitute=substitute.account.id,
                first_day=new.first_day,
                last_day=new.last_day,
                reason=reason,
                made_by=by.login,
                made_at=now,
            )
            _note(connection, absent.account, "absent", new, by=by, now=now)
            return made

    return again(put)


def cancel_absence(database: Database, absence: int, *, by: Officer, now: datetime) -> None:
    """Let nobody stand in any more, from the next click on; twice is the same as once.

    It may be taken back when one of the two has been disabled since as well.

    Raises:
        Refused: when `by` may not arrange it, or when it is over.
        Unknown: for an absence that was never put down, or that `by` may not know of.
    """

    def take_back() -> None:
        with database.writing() as connection:
            one_by_one(connection)
            told, absent, gone = _known(connection, absence, ruler_of(connection, by))
            if gone:
                return
            if told.last_day < local_date(now):
                raise Refused("đợt vắng mặt đã qua nên không hủy được nữa", "absence")
            store.cancel(connection, absence, now=now)
            _note(connection, absent, "absence_cancelled", told, by=by, now=now)

    again(take_back)


def absences(
    database: Database, *, viewer: Officer, login: str | None = None, now: datetime
) -> list[Absence]:
    """Absences that last today or come later and that the viewer may know of; of one or of all."""
    with database.reading() as connection:
        return store.absences(connection, since=local_date(now), viewer=viewer, login=login)


def handover(database: Database, login: str, *, viewer: Officer) -> Handover:
    """The running steps of an officer that the viewer may see, nearest deadline first.

    The officer is named only where there are such steps: nobody learns whose a login is.
    """
    with database.reading() as connection:
        found = store.handover_list(connection, folded_login(login), viewer=viewer)
        if not found:
            return Handover(name=login, lines=())
        account = account_of(connection, folded_login(login))
        setup = read_setup(connection)
    lines = tuple(_line(setup, one) for one in found)
    return Handover(name=account.name if account else login, lines=lines)


def _line(setup: Setup, left: LeftWork) -> HandoverLine:
    versions = setup.procedures[left.procedure]
    # What is received but not accepted yet has no version of its own.
    rules = versions[(left.procedure_version or len(versions)) - 1]
    return HandoverLine(left=left, procedure=rules.name, step=step_name(rules, left.step))


def _known(connection: Connection, absence: int, ruler: Ruler) -> tuple[NewAbsence, Account, bool]:
    """An absence that is the ruler's to take back, whose it is, and whether it was already."""
    nothing = Unknown("absence", "không có đợt vắng mặt này")
    if (kept := store.absence_of(connection, absence)) is None:
        raise nothing
    told, absent = _told(kept), people(connection, [kept.login])[kept.login]
    if not ruler.knows(absent.grants, told.days):
        raise nothing
    ruler.must_lend(absent.grants, told.days)
    return told, absent.account, kept.cancelled_at is not None


def _told(kept: Absence) -> NewAbsence:
    return NewAbsence(
        login=kept.login,
        substitute=kept.substitute,
        first_day=kept.first_day,
        last_day=kept.last_day,
        reason=kept.reason,
    )


def _logins(new: NewAbsence) -> dict[str, str]:
    logins = {"login": folded_login(new.login), "substitute": folded_login(new.substitute)}
    if logins["login"] == logins["substitute"]:
        raise BadInput("người thay phải là người khác", field="substitute")
    return logins


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
