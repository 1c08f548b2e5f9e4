"""The wards whose letters are looked at: the sample's own, and an invented one after 2025."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from app.letters.facts import Facts, Issue, facts_of, sheet_of
from app.letters.form import Form
from app.letters.forms import form_named
from app.letters.sheet import Sheet
from app.sample import OFFICERS, PACKS
from app.sample.ward import AGENCY
from app.store.setup import Setup
from sla.zone import parse_instant
from tests.letters.folk import SINGLE
from workflows.agency import Agency
from workflows.calendars import calendar_plain
from workflows.case import Case
from workflows.codec import canonical
from workflows.commands import Command
from workflows.decide import Refusal, decide
from workflows.events import LetterKind
from workflows.evolve import evolve
from workflows.log import Recorded
from workflows.pack import read_pack
from workflows.setting import Setting

NAMES = {officer.account: officer.name for officer in OFFICERS}
DESK, SPECIALIST, LEADER, CLERK, CASHIER = "lan.mc", "hue.tp", "binh.ld", "tam.vt", "yen.kt"
Entry = tuple[str | None, Command]
SITE, LOOKUP = "https://motcua.example", "7K2MX9QD"


@dataclass(frozen=True, kw_only=True, slots=True)
class Specimen:
    """A form filled in: `sheet` was made of `facts` at the instant `at`."""

    form: Form
    facts: Facts
    sheet: Sheet
    at: datetime


@dataclass(kw_only=True, slots=True)
class Told:
    """A case while it is told."""

    case: Case | None = None
    lines: list[Recorded] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """An office in the days of a circular.

    Attributes:
        days: working days, from a Monday on.
    """

    version: str
    days: tuple[str, ...]
    setup: Setup

    @property
    def setting(self) -> Setting:
        """The ward with the procedure of all its cases, as of the first day."""
        return self.setup.setting(AGENCY, SINGLE, on=date.fromisoformat(self.days[0]))

    def at(self, day: int, hour: str) -> datetime:
        """An hour of a day, counted from 0."""
        return parse_instant(f"{self.days[day]}T{hour}")

    def told(self, serial: int, *story: Entry) -> Told:
        """The case that the commands make, each recorded as it happens."""
        code, told = f"{AGENCY}-{date.fromisoformat(self.days[0]):%y%m%d}-{serial:04d}", Told()
        for by, command in story:
            decision = decide(told.case, command, self.setting, now=command.at)
            assert not isinstance(decision, Refusal), decision
            for event in decision:
                told.case = evolve(told.case, event, code=code)
                version, at = len(told.lines) + 1, event.at
                line = Recorded(version=version, event=event, recorded_at=at, by=by, agency=AGENCY)
                told.lines.append(line)
        return told

    def written(self, kind: LetterKind, told: Told, at: datetime, by: str) -> Specimen:
        """A letter about a case, under the next number."""
        form = form_named(FORMS[self.version][kind])
        # Who signs by hand is typed when the letter is issued.
        typed = {"head": NAMES[LEADER]} if kind == "stop" else {}
        issue = replace(self.issue(form.number(SERIALS[kind]), at, by), extra=typed)
        case, lines = told.case, told.lines
        assert case is not None
        facts = facts_of(case, self.setting, self.setup, people=NAMES, issue=issue, lines=lines)
        return Specimen(form=form, facts=facts, sheet=sheet_of(form, facts), at=at)

    def issue(self, number: str | None, at: datetime, by: str) -> Issue:
        """The making of a letter by an officer."""
        return Issue(number=number, at=at, by_name=NAMES[by], site=SITE, lookup=LOOKUP)


FORMS: dict[str, dict[LetterKind, str]] = {
    "tt01_2018": {
        "receipt": "tt01_2018/01",
        "supplement": "tt01_2018/02",
        "refusal": "tt01_2018/03",
        "apology": "tt01_2018/04",
        "control": "tt01_2018/05",
        "register": "tt01_2018/06",
        "stop": "extra/stop",
        "result": "extra/result",
        "fee": "extra/fee",
        "handover": "extra/handover",
    },
    "tt03_2025": {
        "receipt": "tt03_2025/01",
        "supplement": "tt03_2025/02",
        "refusal": "tt03_2025/03",
        "apology": "tt03_2025/04",
        "stop": "tt03_2025/05",
        "control": "tt03_2025/06",
        "register": "tt03_2025/07",
    },
}
SERIALS: dict[LetterKind, int] = {
    "receipt": 12, "supplement": 4, "refusal": 2, "apology": 1, "stop": 3, "control": 12,
    "result": 9, "fee": 7, "handover": 5, "register": 1,
}  # fmt: skip
# Cases that were taken in, by the letter they are there for, with the place in the register.
RECEIPTS: dict[LetterKind, int] = {"fee": 7, "stop": 9, "apology": 10, "result": 11, "receipt": 12}


@lru_cache(maxsize=1)
def worlds() -> tuple[World, ...]:
    """The ward of the sample in its days, and an invented one under TT 03/2025."""
    setup = _setup()
    old = tuple(f"2024-01-{day}" for day in (15, 16, 17, 18, 19, 22, 23, 24))
    new = tuple(f"2025-10-{day}" for day in (13, 14, 15, 16, 17, 20, 21, 22))
    later = replace(setup, agencies={**setup.agencies, AGENCY: _later(setup.agencies[AGENCY])})
    return (
        World(version="tt01_2018", days=old, setup=setup),
        World(version="tt03_2025", days=new, setup=later),
    )


def _setup() -> Setup:
    """What `motcua load` would make of the sample's packs."""
    packs = [
        read_pack(file.read_bytes(), file.name)
        for path in PACKS
        for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])
    ]
    calendars = [one.record for pack in packs for one in pack.calendars]
    procedures = [one.record for pack in packs for one in pack.procedures]
    return Setup(
        revision=1,
        agencies={one.record.code: one.record for pack in packs for one in pack.agencies},
        fields={one.record.code: one.record for pack in packs for one in pack.fields},
        procedures={one.code: [one] for one in procedures},
        calendars={one.code: [canonical(calendar_plain(one))] for one in calendars},
    )


def _later(ward: Agency) -> Agency:
    """An invented ward of two levels of government, as offices are since 1 July 2025."""
    return replace(
        ward,
        name="UBND phường Phước Mẫu",
        parent="H32",
        place="Phước Mẫu",
        address="Số 0 đường Ví Dụ, phường Phước Mẫu, tỉnh Khánh Hòa",
        notice="Số liệu mô phỏng: cơ quan này không có thật; hồ sơ và tên người đều do máy tạo ra.",
    )
