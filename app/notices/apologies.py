"""Whose turn it is with an apology, told by the bell: to sign, to number and send, to publish.

| event | told |
|---|---|
| apology_drafted | leaders, of the office at fault as well, unless it was signed at once |
| apology_signed | clerks, unless it was issued at once |
| letter_issued of an apology | clerks, unless it was published at once |

Where nobody at the office holds the role, whoever else may do it is told. Nothing of training cases
and voided ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.notices.alerts import opening
from app.notices.audience import Roster, roster_of, upwards
from app.notices.citizen_news import Happened, numbered
from app.notices.offices import shown
from app.notices.saying import apology_page
from app.notices.wording import render
from app.store.engine import Connection
from app.store.notices import NewNotice, insert_notices
from app.store.posts import and_substitutes
from app.store.setup import Setup
from sla.words import instant_in_words
from sla.zone import local_date
from workflows import events as ev
from workflows.agency import Role
from workflows.case import Case
from workflows.events import Event

KIND = "apology"
BELL = "bell"
_Values = Mapping[str, str]
# Who does what is next, the first whom the office has.
_SIGNERS: Sequence[Role] = (Role.LEADER,)
_CLERKS: Sequence[Role] = (Role.CLERK, Role.LEADER)
_PUBLISHERS: Sequence[Role] = (Role.CLERK, Role.ONE_STOP, Role.LEADER)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Turn:
    """Something somebody has to do now.

    Attributes:
        key: what makes it the same one: the case with the number of the event.
        words: which text says it, without `apology.`.
        by: the roles that may do it, the first that anybody holds.
        beside: the office that caused the delay, whose head may sign as well; None for other turns.
        new_due_at: the date promised anew; None where no apology says one.
    """

    case: Case
    key: str
    at: datetime
    words: str
    level: str
    by: Sequence[Role]
    new_due_at: datetime | None
    beside: str | None = None
    more: _Values = field(default_factory=dict)

    @property
    def offices(self) -> list[str]:
        """Where the roles must be held."""
        return [self.case.agency, *([self.beside] if self.beside else [])]


def tell_staff(
    connection: Connection, told: Sequence[Happened], setup: Setup, *, now: datetime
) -> None:
    """Tell whoever has the next step of an apology; a second time changes nothing.

    Args:
        connection: the writing transaction of the events.
        told: cases with their new events, each case as it stands after them.
        setup: what this transaction sees of it.
        now: the instant of recording; nothing is shown before the office's next working hour.
    """
    turns = [turn for one in told for turn in _turns(one)]
    if not turns:
        return
    offices = {one for turn in turns for one in turn.offices}
    offices |= {one for turn in turns for one in upwards(turn.case.agency, setup.agencies)}
    roster = roster_of(connection, offices, on=local_date(now))
    for turn in turns:
        people = and_substitutes(_holders(turn, roster, setup), roster.instead)
        insert_notices(connection, [_notice(turn, login, setup, now) for login in people])


def escalated(connection: Connection, case: Case, setup: Setup, *, now: datetime) -> int:
    """Tell leaders and the centre that a case would need a second apology, which nobody may make.

    Each person hears it once a day of a case, whoever asks how often; to how many it is news.

    Args:
        connection: a writing transaction, and not the one that refuses: it would be undone.
        case: as it stands.
        setup: what this transaction sees of it.
        now: nothing is shown before the office's next working hour.
    """
    if case.training or case.voided_at is not None:
        return 0
    offices = upwards(case.agency, setup.agencies)
    roster = roster_of(connection, offices, on=local_date(now))
    told = [*roster.at(case.agency, Role.LEADER), *_centre(offices, roster)]
    turn = _Turn(
        case=case,
        key=f"{KIND}:{case.code}:second:{local_date(now).isoformat()}",
        at=now,
        words="second",
        level="urgent",
        by=(),
        new_due_at=case.apology.new_due_at if case.apology else None,
    )
    people = and_substitutes(told, roster.instead)
    return insert_notices(connection, [_notice(turn, login, setup, now) for login in people])


def _turns(one: Happened) -> Iterator[_Turn]:
    case = one.case
    if case.training or case.voided_at is not None:
        return
    for version, event in numbered(one):
        turn = _turn(event, case, f"{KIND}:{case.code}:{version}")
        if turn is not None:
            yield turn


def _turn(event: Event, case: Case, key: str) -> _Turn | None:
    """Whose turn an event makes it, if it is that still after all that was recorded with it."""
    if isinstance(event, ev.LetterIssued):
        return _to_publish(event, case, key)
    if case.draft is None or case.apology is not None or not case.is_open:
        return None
    if event == case.draft and case.signature is None:
        words, by, beside = "drafted", _SIGNERS, case.draft.unit
    elif event == case.signature:
        words, by, beside = "signed", _CLERKS, None
    else:
        return None
    return _Turn(
        case=case,
        key=key,
        at=event.at,
        words=words,
        level="warn",
        by=by,
        beside=beside,
        new_due_at=case.draft.new_due_at,
    )


def _to_publish(event: ev.LetterIssued, case: Case, key: str) -> _Turn | None:
    out = {one.number for one in case.published if one.kind == event.kind}
    if event.kind != "apology" or event.number in out:
        return None
    return _Turn(
        case=case,
        key=key,
        at=event.at,
        words="issued",
        level="info",
        by=_PUBLISHERS,
        new_due_at=case.apology.new_due_at if case.apology else None,
        more={"number": event.number},
    )


def _holders(turn: _Turn, roster: Roster, setup: Setup) -> Sequence[str]:
    """Whoever may take the turn; where nobody can, those who look after the offices."""
    groups = (
        tuple(login for office in turn.offices for login in roster.at(office, role))
        for role in turn.by
    )
    centre = _centre(upwards(turn.case.agency, setup.agencies), roster)
    return next((group for group in groups if group), centre)


def _centre(offices: Sequence[str], roster: Roster) -> tuple[str, ...]:
    return tuple(login for office in offices for login in roster.at(office, Role.SUPERVISOR))


def _notice(turn: _Turn, login: str, setup: Setup, now: datetime) -> NewNotice:
    case = turn.case
    office = setup.agency(case.agency)
    values = {**_values(turn, setup), "office": shown(office.name, office.code), **turn.more}
    return NewNotice(
        login=login,
        key=turn.key,
        kind=KIND,
        level=turn.level,
        agency=office.code,
        text=render(f"{KIND}.{turn.words}", BELL, office.level, values).body,
        link=apology_page(case),
        at=turn.at,
        shown_from=opening(setup, office.code, now),
        case_code=case.code,
    )


def _values(turn: _Turn, setup: Setup) -> dict[str, str]:
    procedure = setup.setting_of(turn.case).procedure
    new_due = instant_in_words(turn.new_due_at) if turn.new_due_at else ""
    return {
        "case": turn.case.code,
        "procedure": shown(procedure.name, procedure.code),
        "new_due": new_due,
    }
