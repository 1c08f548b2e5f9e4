"""A month of a district, invented: the same histories from the same seed, on every machine.

Four communes and the district's own office work through two holidays, a day off that was given for
a Saturday, pauses, supplements, returned steps, moved deadlines and reopened cases. Everything in
it is allowed by the rules; much of it is late, and some of it recorded late.
"""

from dataclasses import dataclass
from datetime import datetime

from app.sample.dice import Dice
from app.services.deciding import setting_for
from app.services.export import journal_lines
from app.store.event_log import CaseLog, extended
from app.store.setup import Setup
from sla.zone import VIETNAM
from tests.deadlines.courses import at_work, first, following, later
from tests.store.desk import DAY, HOUR, MINUTE
from workflows.case import Case
from workflows.codec import canonical
from workflows.commands import Command
from workflows.decide import Refusal, decide
from workflows.evolve import evolve
from workflows.log import Recorded
from workflows.pack import read_pack

FIRST = datetime(2024, 4, 15, tzinfo=VIETNAM)  # Monday, midnight
DAYS = 31
LAST = FIRST + DAYS * DAY
BACKLOG = 20  # days before the month in which cases came in that it begins with
AFTER = LAST + 8 * DAY  # what is recorded in the days after the month ends here

PACK = """
calendars:
  - code: default
    week:
      mon: ["07:30-11:30", "13:30-17:30"]
      tue: ["07:30-11:30", "13:30-17:30"]
      wed: ["07:30-11:30", "13:30-17:30"]
      thu: ["07:30-11:30", "13:30-17:30"]
      fri: ["07:30-11:30", "13:30-17:30"]
    covers: [2023, 2027]
    days:
      - {date: 2024-04-18, kind: off, name: Giỗ Tổ Hùng Vương}
      - {date: 2024-04-29, kind: off, name: Nghỉ hoán đổi}
      - {date: 2024-04-30, kind: off, name: Ngày Chiến thắng}
      - {date: 2024-05-01, kind: off, name: Ngày Quốc tế lao động}
      - {date: 2024-05-04, kind: work, as: mon, name: Làm bù cho 29/4}
agencies:
  - {code: H99, name: UBND tỉnh Mẫu, level: province, calendar: default}
  - {code: H99.H, name: UBND huyện Mẫu, level: district, parent: H99, calendar: default}
  - {code: H99.H1, name: UBND xã Mẫu Một, level: commune, parent: H99.H, calendar: default}
  - {code: H99.H2, name: UBND xã Mẫu Hai, level: commune, parent: H99.H, calendar: default}
  - {code: H99.H3, name: UBND xã Mẫu Ba, level: commune, parent: H99.H, calendar: default}
  - {code: H99.H4, name: UBND thị trấn Mẫu, level: commune, parent: H99.H, calendar: default}
fields: [{code: HT, name: Hộ tịch, order: 1}]
procedures:
"""
_PROCEDURE = """
  - code: "{code}"
    name: Thủ tục {code}
    field: HT
    levels: [commune, district]
    online: full
    time_limit: {limit}
    resume: {resume}
    steps:
      - {{code: appraise, name: Thụ lý, role: specialist, quota: {quota}}}
      - {{code: verify, name: Xác minh, role: specialist, quota: 1 working_days}}
      - {{code: sign, name: Ký duyệt, role: leader, quota: 4 working_hours}}
"""
_KINDS = (
    ("9.000001", "same_day", "continue", "2 working_hours"),
    ("9.000002", "12 working_hours", "continue", "4 working_hours"),
    ("9.000003", "3 working_days", "restart", "1 working_days"),
    ("9.000004", "7.5 working_days", "continue", "3 working_days"),
    ("9.000005", "15 calendar_days", "continue", "5 working_days"),
)
PROCEDURES = tuple(code for code, *_ in _KINDS)
OFFICES = ("H99.H", "H99.H1", "H99.H2", "H99.H3", "H99.H4")
EVERYTHING = PACK + "".join(
    _PROCEDURE.format(code=code, limit=limit, resume=resume, quota=quota)
    for code, limit, resume, quota in _KINDS
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of the journal, and when it was recorded."""

    case: str
    recorded_at: datetime
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class District:
    """What happened.

    Attributes:
        lines: case by case, each in the order of its log.
        late: cases in which something was recorded after it happened.
    """

    lines: tuple[Line, ...]
    late: frozenset[str]

    def every(self, nth: int) -> "District":
        """One of so many cases, so that it goes quicker."""
        kept = frozenset(sorted({line.case for line in self.lines})[::nth])
        lines = tuple(line for line in self.lines if line.case in kept)
        return District(lines=lines, late=self.late & kept)

    def recorded(self, until: datetime, *, after: datetime | None = None) -> list[bytes]:
        """The journal of what was recorded up to an instant, or of what came after another."""
        return [
            line.text.encode()
            for line in self.lines
            if line.recorded_at <= until and (after is None or line.recorded_at > after)
        ]


def district(cases: int, seed: int = 4) -> District:
    """So many cases of the month and of the weeks before it."""
    setup = setup_in_memory()
    logs = [_history(setup, number, Dice(seed * 1_000_000 + number)) for number in range(cases)]
    lines = (
        Line(case=log.code, recorded_at=one.recorded_at, text=text)
        for log in logs
        for one, text in zip(log.lines, journal_lines(log), strict=True)
    )
    late = (log.code for log in logs if any(one.recorded_at != one.event.at for one in log.lines))
    return District(lines=tuple(lines), late=frozenset(late))


def setup_in_memory() -> Setup:
    pack = read_pack(EVERYTHING, "huyện.yaml")
    return Setup(
        revision=1,
        agencies={located.record.code: located.record for located in pack.agencies},
        fields={located.record.code: located.record for located in pack.fields},
        procedures={located.record.code: [located.record] for located in pack.procedures},
        calendars={"default": [canonical(located.content) for located in pack.calendars]},
    )


def _history(setup: Setup, number: int, dice: Dice) -> CaseLog:
    """A case from its first event until nobody does anything more, or it is all over."""
    office = dice.pick(OFFICES)
    log, case = CaseLog(code=f"{office}-M{number:04d}"), None
    at = at_work(FIRST - BACKLOG * DAY + dice.below((BACKLOG + DAYS - 3) * 24 * 60) * MINUTE)
    tries = [first(dice, at, office, dice.pick(PROCEDURES))]
    while tries and at < AFTER:
        # Now and then an officer writes down in the evening what was done in the morning.
        seen_at = at + 6 * HOUR if dice.chance(0.03) else at
        case, log = _written(setup, case, log, tries, seen_at)
        at = later(dice, seen_at)
        tries = following(dice, case, at)
    return log


def _written(
    setup: Setup, case: Case | None, log: CaseLog, tries: list[Command], seen_at: datetime
) -> tuple[Case, CaseLog]:
    """The case after the first of some commands that the rules allow."""
    decisions = (
        decide(case, command, setting_for(setup, case, command), now=seen_at) for command in tries
    )
    events = next((one for one in decisions if not isinstance(one, Refusal)), ())
    for event in events:
        case = evolve(case, event, code=log.code)
    assert case is not None
    lines = [
        Recorded(
            version=log.version + place,
            event=event,
            recorded_at=seen_at,
            by="Minh",
            agency=case.agency,
        )
        for place, event in enumerate(events, start=1)
    ]
    return case, extended(log, lines)
