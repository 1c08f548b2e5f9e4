"""What may be recorded on a petition, by whom, and why not otherwise."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from itertools import pairwise
from typing import get_args

from sla.calendar import WorkingCalendar
from sla.zone import NaiveInstant, local_date
from workflows import petition_events as ev
from workflows.agency import Role
from workflows.officer import Officer
from workflows.petition_events import About, Channel, Line, PetitionEvent
from workflows.petition_words import NAMES, PARTS_OF_EVENTS
from workflows.petitions import ENDINGS, Petition, ending_tolerance, true_lines
from workflows.refusal import Refusal

_ALL = (Role.ONE_STOP, Role.SUPERVISOR, Role.LEADER)
_HEADS = (Role.SUPERVISOR, Role.LEADER)
# Ours; no law that we could read gives it. The roles are held at the petition's own office.
RIGHTS: Mapping[type[PetitionEvent], tuple[Role, ...]] = {
    ev.Received: _ALL,
    ev.AcceptedForHandling: _ALL,
    ev.ReturnedInsufficient: _HEADS,
    ev.Forwarded: _ALL,
    ev.Answered: _HEADS,
    ev.Published: _ALL,
    ev.Corrected: _HEADS,
    ev.SenderErased: _HEADS,
}
# What a correction may set right in an event; the promise that was given to the sender stays.
CORRECTABLE: Mapping[type[PetitionEvent], tuple[str, ...]] = {
    ev.Received: ("at", "channel", "about", "subject", "field", "procedure"),
    ev.AcceptedForHandling: ("at", "note"),
    ev.ReturnedInsufficient: ("at", "reason"),
    ev.Forwarded: ("at", "to", "reason"),
    ev.Answered: ("at", "answer", "letter"),
    ev.Published: ("at", "where"),
}
_CHOICES: Mapping[str, tuple[str, ...]] = {"channel": get_args(Channel), "about": get_args(About)}
_ENDED = {
    "answered": "phản ánh, kiến nghị này đã được trả lời",
    "returned": "phản ánh, kiến nghị này đã được trả lại vì không đủ cơ sở giải quyết",
    "forwarded": "phản ánh, kiến nghị này đã được chuyển cơ quan có thẩm quyền",
}


def handles(officer: Officer, agency: str) -> bool:
    """Whether an officer works on the petitions of an office."""
    return bool(officer.roles_at(agency) & set(_ALL))


def reads_sender(officer: Officer, petition: Petition) -> bool:
    """Whether an officer reads who sent a petition.

    Of a complaint about conduct only those who answer for the office do: whom it complains of may
    sit at the desk.
    """
    roles = _HEADS if petition.about == "conduct" else _ALL
    return bool(officer.roles_at(petition.agency) & set(roles))


def may(officer: Officer, agency: str, kind: type[PetitionEvent]) -> bool:
    """Whether an officer may record a kind of event on the petitions of an office."""
    return bool(officer.roles_at(agency) & set(RIGHTS[kind]))


def possible(petition: Petition) -> tuple[type[PetitionEvent], ...]:
    """The kinds of events that can follow, the likeliest first."""
    if not petition.is_open:
        publishes = petition.ended_how == "answered" and petition.published_at is None
        return (ev.Published, ev.Corrected) if publishes else (ev.Corrected,)
    last = (ev.ReturnedInsufficient, ev.Forwarded, ev.Corrected)
    if petition.accepted_at is None:
        return (ev.AcceptedForHandling, ev.Answered, *last)
    return (ev.Answered, *last)


def refusal(petition: Petition, event: PetitionEvent, *, now: datetime) -> Refusal | None:
    """Why an event may not be recorded on a petition; None where it may."""
    if isinstance(event, ev.Corrected):
        return _bad_correction(petition, event, now)
    if isinstance(event, ev.SenderErased):
        return None
    return _out_of_turn(petition, event) or _bad_time(petition, event, now)


def refused_receipt(event: ev.Received, *, now: datetime) -> Refusal | None:
    """Why a petition may not be received like that; None where it may."""
    if event.at > now:
        return Refusal(message="thời điểm tiếp nhận nằm sau lúc ghi", field="at")
    return _bad_values(ev.Received, {"channel": event.channel, "about": event.about})


def late_ending(
    officer: Officer,
    petition: Petition,
    event: PetitionEvent,
    calendar: WorkingCalendar,
    *,
    now: datetime,
) -> Refusal | None:
    """Why an officer may not say, or set right, when a petition ended; None where they may.

    Whoever has missed the promise must not be able to answer in time afterwards: what is dated
    further back than the tolerance from when it was written down takes a leader.

    Raises:
        CalendarGap: for a day outside the years of the calendar.
        LawGap: for a day on which no tolerance is known.
    """
    ended, written = _ending(petition, event, now)
    if ended is None or Role.LEADER in officer.roles_at(petition.agency):
        return None
    days, day = ending_tolerance(local_date(written)), local_date(ended)
    if calendar.working_days_after(day, days) >= local_date(written):
        return None
    words = f"việc kết thúc lùi quá {days} ngày làm việc so với lúc ghi phải do lãnh đạo ghi"
    return Refusal(message=words, field="at")


def _ending(
    petition: Petition, event: PetitionEvent, now: datetime
) -> tuple[datetime | None, datetime]:
    """When an event says that the petition ended (None: it does not), and when that was written."""
    if not isinstance(event, ev.Corrected):
        return (event.at if type(event) in ENDINGS else None), now
    line = next(one for one in petition.lines if one.version == event.event)
    if event.struck or "at" not in event.changes or type(line.event) not in ENDINGS:
        return None, now
    return ev.changed(line.event, event.changes).at, line.recorded_at


def _out_of_turn(petition: Petition, event: PetitionEvent) -> Refusal | None:
    if type(event) in possible(petition):
        return None
    if not isinstance(event, ev.Published):
        if petition.ended_how is None:
            return Refusal(message="phản ánh, kiến nghị này đã được thụ lý rồi")
        return Refusal(message=f"{_ENDED[petition.ended_how]}; muốn sửa, hãy đính chính")
    if petition.published_at is not None:
        return Refusal(message="kết quả trả lời đã được công khai rồi")
    return Refusal(message="chỉ công khai kết quả của phản ánh, kiến nghị đã trả lời")


def _bad_time(petition: Petition, event: PetitionEvent, now: datetime) -> Refusal | None:
    if event.at > now:
        return Refusal(message="thời điểm nằm sau lúc ghi; hãy ghi khi việc đã xảy ra", field="at")
    last = petition.lines[-1].event.at
    if event.at < last:
        words = f"thời điểm nằm trước việc liền trước ({last:%H:%M ngày %d/%m/%Y})"
        return Refusal(message=words, field="at")
    return None


def _bad_correction(petition: Petition, event: ev.Corrected, now: datetime) -> Refusal | None:
    wrong = next((one for one in petition.lines if one.version == event.event), None)
    if wrong is None:
        return Refusal(message="không có việc này để đính chính", field="event")
    if event.struck:
        return _bad_strike(petition, wrong)
    allowed = CORRECTABLE[type(wrong.event)]
    if not event.changes:
        return Refusal(message="chưa có gì thay đổi để đính chính", field="changes")
    if not set(event.changes) <= set(allowed):
        parts = ", ".join(PARTS_OF_EVENTS[name] for name in allowed)
        words = f"việc “{NAMES[type(wrong.event)]}” chỉ đính chính được: {parts}"
        return Refusal(message=words, field="changes")
    bad = _bad_values(type(wrong.event), event.changes)
    return bad or _bad_order(petition, event, now)


def _bad_values(kind: type[PetitionEvent], values: Mapping[str, object]) -> Refusal | None:
    """The first value that a part of an event cannot have."""
    needed = {one.name for one in fields(kind) if one.default is MISSING}
    for name, value in values.items():
        if value in _CHOICES.get(name, (value,)) and (value or name not in needed):
            continue
        told = "không được bỏ trống" if not value else "không có lựa chọn này"
        return Refusal(message=f"{PARTS_OF_EVENTS[name]}: {told}", field=name)
    return None


def _bad_strike(petition: Petition, wrong: Line) -> Refusal | None:
    if wrong.version == 1:
        return Refusal(message="không gạch việc tiếp nhận: số đã cấp phải còn trong sổ")
    if wrong is not petition.lines[-1]:
        return Refusal(message="chỉ gạch được việc sau cùng", field="event")
    return None


def _bad_order(petition: Petition, event: ev.Corrected, now: datetime) -> Refusal | None:
    try:
        asked = Line(version=petition.version + 1, event=event, recorded_at=now, by="")
        instants = [one.event.at for one in true_lines((*petition.lines, asked))]
        fits = all(a <= b for a, b in pairwise([*instants, now]))
    except (ValueError, TypeError, NaiveInstant):
        return Refusal(message="giá trị đính chính không đọc được", field="changes")
    if not fits:
        words = "thời điểm đính chính làm các việc không còn đúng thứ tự"
        return Refusal(message=words, field="at")
    return None
