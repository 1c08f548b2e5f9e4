"""The register (sổ theo dõi hồ sơ): one line for each case an office has accepted, of 15 columns.

Nothing in it is left to be written in by hand but the signature of who took a result at the desk.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.letters.facts import made
from app.letters.facts_case import SETS
from app.letters.facts_office import elsewhere, issue_values, notice_of, office_values
from app.letters.facts_source import E, Facts, Issue, Row
from app.letters.facts_words import NOTHING, capital, day_short
from app.store.setup import Setup
from sla.spec import CalendarGap
from sla.zone import local, local_date
from workflows import events as ev
from workflows.agency import Agency, Role
from workflows.case import Case, State
from workflows.clocks import case_clock
from workflows.setting import Setting
from workflows.words import CHANNELS, STATES

# What stands in the column of signatures where no hand signs.
_UNSIGNED = {"online": "điện tử", "post": "bưu chính"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A line of the register; None for what has not happened.

    Attributes:
        due: as it stands; none where it lies beyond the calendar's years.
        number: the place in the book as the receipt names it; None without a receipt.
        book: the year of that book.
        keeper: the code of the office whose book it is, where that is another one.
        receipt: the number of the receipt, as printed.
        forwarded: when the file first left the desk.
        resolved: when the result came to the desk; none while a reopened case has no new one.
        method: how the result goes out, as it was handed over or else is wished.
        signed: who took it at the desk, or that no hand signs.
        by_hand: whether the one who took it signs.
    """

    code: str
    number: int | None
    book: int | None
    keeper: str | None
    receipt: str | None
    procedure: str
    applicant: str | None
    address: str | None
    phone: str | None
    office: str
    accepted: datetime | None
    due: datetime | None
    forwarded: datetime | None
    resolved: datetime | None
    delivered: datetime | None
    method: str | None
    signed: str | None
    by_hand: bool
    notes: tuple[str, ...]
    state: State
    sets: str = SETS

    @property
    def place(self) -> str:
        """The place in the book; with the book where that is another year's or office's."""
        if self.number is None:
            return NOTHING
        return f"{self.number:02d}{self._other_book}"

    @property
    def named_receipt(self) -> str:
        """The number of the receipt, with its book as `place`; empty without one."""
        return f"{self.receipt}{self._other_book}" if self.receipt else ""

    @property
    def _other_book(self) -> str:
        year = local(self.accepted).year if self.accepted else self.book
        other = (str(self.book) if self.book != year else None, self.keeper)
        named = ", ".join(filter(None, other))
        return f" ({named})" if named else ""

    @property
    def contact(self) -> str:
        """Where the applicant is found."""
        return "; ".join(filter(None, (self.address, self.phone)))

    @property
    def note(self) -> str:
        """What is out of the ordinary."""
        return "; ".join(self.notes)


def entries(cases: Iterable[Case], setup: Setup) -> Iterator[Entry]:
    """The lines of cases, in the given order.

    Raises:
        Unknown: for a case whose setup nobody loaded.
    """
    return (_entry(case, setup) for case in cases)


def register_rows(found: Iterable[Entry], *, since: int = 1) -> Iterator[Row]:
    """Lines as they are printed, counted from `since`; what has not happened is a dash."""
    for number, one in enumerate(found, start=since):
        yield {
            "no": str(number),
            "entry": one.place,
            "case": one.code,
            "receipt": one.named_receipt,
            "procedure": one.procedure,
            "sets": one.sets,
            "applicant": one.applicant or NOTHING,
            "contact": one.contact or NOTHING,
            "office": one.office,
            "accepted": short(one.accepted),
            "due": short(one.due),
            "forwarded": short(one.forwarded),
            "resolved": short(one.resolved),
            "delivered": short(one.delivered),
            "method": one.method or NOTHING,
            "signed": (one.signed or "") if one.by_hand else one.signed or NOTHING,
            "note": one.note or NOTHING,
        }


def register_facts(
    office: Agency,
    found: Iterable[Entry],
    setup: Setup,
    *,
    issue: Issue,
    days: tuple[date, date],
    since: int = 1,
) -> Facts:
    """The register of an office for the days from the first to the last one, counted from `since`.

    `issue.extra` may name the field it is narrowed to (`field`) and the part of it (`part`).
    """
    rows = tuple(register_rows(found, since=since))
    first, last = days
    values = {
        **issue_values(issue),
        **office_values(office, setup, day=local_date(issue.at)),
        "book": str(first.year),
        "from_day": day_short(first),
        "to_day": day_short(last),
        "count": f"{len(rows):02d}",
    }
    return made({**values, **issue.extra}, {"register": rows}, notice=notice_of(office))


def due_of(case: Case, setting: Setting) -> datetime | None:
    """The deadline as it stands; None before acceptance."""
    return case_clock(case, setting).due() if case.accepted_at else None


def notes_of(case: Case) -> Iterator[str]:
    """What is out of the ordinary about a case."""
    if case.apology is not None:
        yield f"Xin lỗi, hẹn lại {day_short(local_date(case.apology.new_due_at))}"
    again = _last(case.log, ev.Reopened)
    if again is not None:
        yield f"Mở lại: {again.reason}"
        yield from _first_given(case)
    ended = next((e for e in reversed(case.log) if isinstance(e, _STOPS)), None)
    if ended is not None:
        yield f"{capital(STATES[case.state])}: {ended.reason}"
    elif case.state is State.PAUSED:
        yield capital(STATES[case.state])


def short(instant: datetime | None) -> str:
    """On two lines, as the narrow columns need it."""
    return f"{local(instant):%d/%m/%Y\n%H:%M}" if instant else NOTHING


def _first_given(case: Case) -> Iterator[str]:
    """Of a reopened case: its columns tell what came after."""
    before = case.log[: len(case.log) - len(_since_reopened(case))]
    given = next((event for event in before if isinstance(event, ev.Delivered)), None)
    if given is not None:
        yield f"Trả lần đầu {local(given.at):%d/%m/%Y %H:%M}"


def _entry(case: Case, setup: Setup) -> Entry:
    setting, who = setup.setting_of(case), case.applicant
    receipt = next((one for one in case.letters if one.kind == "receipt"), None)
    log = _since_reopened(case)
    resolved, given = _last(log, ev.Resolved), _last(log, ev.Delivered)
    channel = given.channel if given else case.result_channel
    return Entry(
        code=case.code,
        number=receipt.serial if receipt else None,
        book=receipt.year if receipt else None,
        keeper=_keeper(receipt, case),
        receipt=receipt.number if receipt else None,
        procedure=setting.procedure.name,
        applicant=who.name if who else None,
        address=who.address if who else None,
        phone=who.phone if who else None,
        office=setting.agency.name,
        accepted=case.accepted_at,
        due=_due(case, setting),
        forwarded=_forwarded(case, setting, setup),
        resolved=resolved.at if resolved else None,
        delivered=given.at if given else None,
        method=CHANNELS[channel] if channel else None,
        signed=_signed(given),
        by_hand=given is not None and given.channel == "direct",
        notes=tuple(notes_of(case)),
        state=case.state,
    )


def _due(case: Case, setting: Setting) -> datetime | None:
    try:
        return due_of(case, setting)
    except CalendarGap:
        return None  # What lies beyond the calendar is not guessed, and no reason to show no book.


def _keeper(receipt: ev.LetterIssued | None, case: Case) -> str | None:
    whose = receipt.agency if receipt else None
    return None if whose == case.agency else whose


def _signed(given: ev.Delivered | None) -> str | None:
    if given is None:
        return None
    return _UNSIGNED.get(given.channel, given.collected_by)


def _forwarded(case: Case, setting: Setting, setup: Setup) -> datetime | None:
    """When the file first left the desk: for another role, or another office."""
    for run in case.steps:
        step = setting.procedure.step(run.step)
        if step is None:
            continue
        if step.role != Role.ONE_STOP or elsewhere(step, setting.agency, setup.agencies):
            return run.start
    return None


def _since_reopened(case: Case) -> tuple[ev.Event, ...]:
    """What still holds: a result that was taken back is none."""
    again = [at for at, event in enumerate(case.log) if isinstance(event, ev.Reopened)]
    return case.log[again[-1] :] if again else case.log


def _last(log: tuple[ev.Event, ...], kind: type[E]) -> E | None:
    return next((event for event in reversed(log) if isinstance(event, kind)), None)


_STOPS = (ev.Returned, ev.Withdrawn, ev.Voided)
