"""The public look-up of one case, by its code and the code printed on the receipt.

Whoever has no receipt learns nothing, not even whether there is such a case: an unknown case and a
wrong code take the same statements and get the same answer. What is shown names nobody.
"""

from dataclasses import dataclass
from datetime import datetime

from app.services.act import MAX_CODE
from app.services.apology_privacy import personal_in
from app.services.letter_making import case_of
from app.services.public_office import PublicOffice, public_office
from app.services.track_attempts import TooManyLookups, count_failure, must_be_open
from app.services.track_words import (
    PAUSES,
    STATES,
    SUPPLEMENT,
    is_over,
    next_in_words,
    result_in_words,
)
from app.store.engine import Connection, Database
from app.store.event_log import load
from app.store.lookup_codes import opens
from app.store.setup import read_setup
from sla.explain import Line, explain
from workflows import events as ev
from workflows.case import Case, State
from workflows.clocks import case_clock
from workflows.desk import waits_for_papers
from workflows.setting import Setting
from workflows.standing import Standing, standing
from workflows.words import CHANNELS, TRAINING

__all__ = ["TooManyLookups", "Track", "track"]

NOT_FOUND = "không có hồ sơ nào với mã hồ sơ và mã tra cứu này; hãy xem lại hai mã trên giấy hẹn"
_UNTOLD = "giấy tờ ghi trên phiếu yêu cầu bổ sung"
_LONGEST = 64  # letters of a code as somebody typed it


@dataclass(frozen=True, kw_only=True, slots=True)
class Track:
    """A case as its citizen sees it; nobody is named.

    Attributes:
        state: in plain words, without a full stop.
        due_at: when the result was promised; None before the case was accepted.
        late: past that, or closed after it.
        standing_since: since when the clock stands still; None while it runs.
        standing_why: for what, in words; None while it runs.
        missing: the papers asked for, while they are waited for; `until` when they should be there.
        again_at: the one new date of an apology that was issued; None once the deadline itself has
            moved behind it.
        result_by: how the result comes, in words; `result` says it in a sentence while one is to
            come.
        why: how the promised date came about, line by line; nothing without such a date.
        at: the office to ask.
        closed_at: when the work on it ended.
        over: nothing more is to come; `next` says what to do where there is no result.
        notices: what must stand beside it, as for practice and made-up data.
    """

    case: str
    procedure: str
    office: str
    state: str
    accepted_at: datetime | None
    due_at: datetime | None
    late: bool
    standing_since: datetime | None
    standing_why: str | None
    missing: tuple[str, ...]
    until: datetime | None
    again_at: datetime | None
    result_by: str
    result: str | None
    why: tuple[Line, ...]
    at: PublicOffice
    closed_at: datetime | None
    over: bool
    next: str | None
    notices: tuple[str, ...]


def track(
    database: Database, code: str, lookup: str, *, address: str, now: datetime
) -> Track | None:
    """A case by its own code and the code on the receipt; None when they do not belong together.

    Args:
        database: where.
        code: of the case, as somebody typed it.
        lookup: the code on the receipt, likewise.
        address: where the request came from; failures are counted against it.
        now: this instant.

    Raises:
        TooManyLookups: when too many failed from there; says until when.
        CalendarGap: when a deadline of the case lies beyond the calendar's years.
        DatabaseNotReady: when the database is busy for too long, or out of reach.
    """
    with database.reading() as connection:
        must_be_open(connection, address, now=now)
        # All is asked even of what cannot be a code: no case is told from none by a shorter way.
        opened = [one for one in _typed(code) if opens(connection, one, lookup[:_LONGEST])]
        if opened:
            return _found(connection, opened[0], now)
    count_failure(database, address, now=now)
    return None


def _typed(code: str) -> tuple[str, str]:
    """A case's code as it was typed and in capitals; what can be none becomes one nobody has."""
    meant = code.strip()
    meant = meant if len(meant) <= MAX_CODE and meant.isprintable() else ""
    return meant, meant.upper()


def _found(connection: Connection, code: str, now: datetime) -> Track | None:
    log = load(connection, code)
    if not log.lines:
        return None
    case = case_of(log)
    setup = read_setup(connection)
    setting = setup.setting_of(case)
    office = public_office(setup, setting.agency, now=now)
    return _track(case, setting, standing(case, setting, now=now), office)


def _track(case: Case, setting: Setting, stood: Standing, office: PublicOffice) -> Track:
    asked = _asked(case)
    since = stood.paused_since
    return Track(
        case=case.code,
        procedure=setting.procedure.name,
        office=office.name,
        state=STATES[case.state],
        accepted_at=case.accepted_at,
        due_at=stood.due,
        late=stood.late,
        standing_since=since or (asked.at if asked else None),
        standing_why=_why(case, asked),
        missing=tuple(_unnamed(case, item) for item in asked.items) if asked else (),
        until=asked.until if asked else None,
        again_at=_again(case, stood.due),
        result_by=CHANNELS[case.result_channel or "direct"],
        result=result_in_words(case, f"{office.desk}, {office.name}"),
        why=explain(case_clock(case, setting)) if stood.due else (),
        at=office,
        closed_at=stood.closed,
        over=is_over(case),
        next=next_in_words(case),
        notices=tuple(filter(None, (TRAINING if case.training else None, setting.agency.notice))),
    )


def _again(case: Case, due: datetime | None) -> datetime | None:
    """The new date that still counts: nobody is told two dates to come on."""
    if case.apology is None or (due is not None and due > case.apology.new_due_at):
        return None
    return case.apology.new_due_at


def _asked(case: Case) -> ev.SupplementRequested | None:
    """The request for papers that the case waits for."""
    if not waits_for_papers(case):
        return None
    asked = (e for e in reversed(case.log) if isinstance(e, ev.SupplementRequested))
    return next(asked)


def _why(case: Case, asked: ev.SupplementRequested | None) -> str | None:
    if asked is not None:
        return SUPPLEMENT
    if case.state is not State.PAUSED:
        return None
    return next(PAUSES[e.reason] for e in reversed(case.log) if isinstance(e, ev.Paused))


def _unnamed(case: Case, item: str) -> str:
    """A paper as the officer wrote it, unless they wrote whose it is."""
    return _UNTOLD if personal_in(case, item) else item
