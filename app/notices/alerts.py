"""Alerts: a rung that was reached is told to the right people, once, within working hours."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from app.errors import Unknown
from app.notices.ages import ages, days_ago
from app.notices.audience import Hall, hall_of
from app.notices.rings import Fired, Ring, rings
from app.notices.saying import link, said
from app.notices.sending import Told, send
from app.store.alerts import Alert, AlertKey, insert_alerts
from app.store.engine import Connection
from app.store.notices import NewNotice, insert_notices
from app.store.setup import Setup
from sla.spec import SlaError
from sla.zone import local_date

__all__ = ["Fired", "raise_alerts"]


def raise_alerts(
    connection: Connection, fired: Sequence[Fired], setup: Setup, *, now: datetime
) -> None:
    """Tell people what deadlines have come to, in the transaction that writes the events.

    A rung of a clock and deadline rings once, whoever asks again; one that no longer says
    anything now (the clock has stopped, the deadline has moved) rings for nobody.

    Args:
        connection: a writing transaction.
        fired: cases with their new events, each case as it stands after them.
        setup: what this transaction sees of it.
        now: the instant of recording; nothing is shown or sent before the office's next hour,
            and of rungs reached long before (data/ages.yaml) nothing is sent at all.
    """
    found = [ring for one in fired for ring in rings(one, setup.agencies)]
    written = insert_alerts(connection, [_alert(ring) for ring in found], now=now)
    fresh = [ring for ring in found if ring.key in written]
    if not fresh:
        return
    hall = hall_of(connection, fresh, setup.agencies, on=local_date(now))
    told = list(_told(fresh, hall, written, setup, now))
    insert_notices(connection, [_notice(one) for one in told])
    send(connection, _recent(told, setup, now), now=now)


def opening(setup: Setup, agency: str, now: datetime) -> datetime:
    """The next instant at which an office is at work; now where its calendar does not tell."""
    try:
        reference = setup.calendar_of(setup.agency(agency))
        return setup.calendar(reference).next_working(now)
    except (SlaError, Unknown):
        # Important: an alert that comes at night is a nuisance; one that never comes is a loss.
        return now


def _told(
    fresh: Sequence[Ring],
    hall: Hall,
    written: Mapping[AlertKey, int],
    setup: Setup,
    now: datetime,
) -> Iterator[Told]:
    """What each person is told, with the words of the bell."""
    texts: dict[AlertKey, str] = {}
    opens: dict[str, datetime] = {}
    for login, ring in _last(fresh, hall):
        agency, key = ring.case.agency, ring.key
        if agency not in opens:
            opens[agency] = opening(setup, agency, now)
        if key not in texts:
            texts[key] = said(ring, "bell", now=opens[agency]).body
        yield Told(
            login=login,
            ring=ring,
            alert=written[key],
            text=texts[key],
            not_before=opens[agency],
        )


def _last(fresh: Sequence[Ring], hall: Hall) -> Iterator[tuple[str, Ring]]:
    """Who hears which ring: of a deadline's rungs the last one for them, and every wait."""
    last: dict[tuple[str, object], Ring] = {}
    for ring in fresh:
        for login in hall.recipients(ring):
            key = login, ring.thread
            if last.get(key, ring).yields_to(ring):
                last[key] = ring
    for (login, _), ring in last.items():
        yield login, ring


def _recent(told: Collection[Told], setup: Setup, now: datetime) -> list[Told]:
    """What is still worth sending: of what lies long ago, as after an import, the bell tells."""
    since: dict[str, datetime] = {}
    for agency in {one.ring.case.agency for one in told}:
        since[agency] = days_ago(setup, agency, ages().staff, now=now)
    return [one for one in told if one.ring.event.at >= since[one.ring.case.agency]]


def _alert(ring: Ring) -> Alert:
    return Alert(key=ring.key, agency=ring.case.agency, level=ring.rung.level, at=ring.event.at)


def _notice(told: Told) -> NewNotice:
    ring = told.ring
    return NewNotice(
        login=told.login,
        key=f"alert:{told.alert}",
        kind=ring.event.clock,
        level=ring.rung.level,
        agency=ring.case.agency,
        text=told.text,
        link=link(ring),
        at=ring.event.at,
        shown_from=told.not_before,
        case_code=ring.case.code,
        alert=told.alert,
    )
