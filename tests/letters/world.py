"""The sample ward with one case for each form, in the days of either circular: letters to look at.

`specimens()` has every form of the program filled by the facts of a case that was told to the
rules as an office would tell it. Under TT 01/2018 it is the ward of the sample; TT 03/2025 came
after the sample's days, so an invented ward stands there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from app.letters.facts import Facts, Issue, facts_of, sheet_of
from app.letters.facts_lists import handover_facts
from app.letters.facts_register import entries, register_facts
from app.letters.form import Form
from app.letters.forms import form_named
from app.letters.sheet import Sheet
from app.sample import OFFICERS, PACKS
from app.sample.ward import AGENCY
from app.store.setup import Setup
from sla.zone import local_date, parse_instant
from tests.letters.folk import ANH, BINH, GIANG, HOA, PAPERS, PHUONG, SINGLE, THAO
from workflows import commands as cmd
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

    def told(self, serial: int, *story: tuple[str | None, Command]) -> Told:
        """The case that the commands make, each recorded as it happens."""
        code, told = f"{AGENCY}-{date.fromisoformat(self.days[0]):%y%m%d}-{serial:04d}", Told()
        for by, command in story:
            decision = decide(told.case, command, self.setting, now=command.at)
            if isinstance(decision, Refusal):
                raise AssertionError(f"{code}: {decision.message}")
            for event in decision:
                told.case = evolve(told.case, event, code=code)
                version, at = len(told.lines) + 1, event.at
                line = Recorded(version=version, event=event, recorded_at=at, by=by, agency=AGENCY)
                told.lines.append(line)
        return told

    def written(self, kind: LetterKind, told: Told, at: datetime, by: str) -> Specimen:
        """A letter about a case, under the next number."""
        form = form_named(FORMS[self.version][kind])
        issue = self.issue(form.number(SERIALS[kind]), at, by)
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


@lru_cache(maxsize=1)
def specimens() -> tuple[Specimen, ...]:
    """Every form once, in the order of their names."""
    found = (one for world in worlds() for one in _specimens(world))
    return tuple(sorted(found, key=lambda one: one.form.name))


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


def _specimens(world: World) -> Iterator[Specimen]:
    cases = _cases(world)
    wanted = FORMS[world.version]
    for kind, (day, hour, by) in _WHEN.items():
        if kind in wanted:
            yield world.written(kind, cases[_ABOUT.get(kind, kind)], world.at(day, hour), by)
    found = [one.case for one in cases.values() if one.case is not None]
    if "handover" in wanted:
        yield _handover(world, found)
    yield _register(world, found)


def _handover(world: World, cases: list[Case]) -> Specimen:
    form, at = form_named(FORMS[world.version]["handover"]), world.at(0, "16:30")
    taker = {"taker": "Công chức Tư pháp – Hộ tịch", "taker_name": NAMES[SPECIALIST]}
    issue = replace(world.issue(form.number(SERIALS["handover"]), at, DESK), extra=taker)
    facts = handover_facts(world.setting.agency, cases, world.setup, issue=issue)
    return Specimen(form=form, facts=facts, sheet=sheet_of(form, facts), at=at)


def _register(world: World, cases: list[Case]) -> Specimen:
    form, at = form_named(FORMS[world.version]["register"]), world.at(7, "08:00")
    first, last = (date.fromisoformat(world.days[number]) for number in (0, 6))
    issue = replace(world.issue(None, at, DESK), extra={"field": "Hộ tịch"})
    told = entries(sorted(cases, key=lambda case: case.code), world.setup)
    days = (first, last)
    facts = register_facts(world.setting.agency, told, world.setup, issue=issue, days=days)
    assert local_date(at) >= last
    return Specimen(form=form, facts=facts, sheet=sheet_of(form, facts), at=at)


_WHEN: dict[LetterKind, tuple[int, str, str]] = {
    "receipt": (0, "08:16", DESK),
    "supplement": (0, "09:45", DESK),
    "refusal": (0, "15:30", DESK),
    "apology": (3, "16:05", CLERK),
    "stop": (1, "10:20", DESK),
    "control": (3, "08:00", DESK),
    "result": (3, "08:00", DESK),
    "fee": (0, "08:22", CASHIER),
}
_ABOUT: dict[LetterKind, LetterKind] = {"control": "result"}


def _cases(world: World) -> dict[LetterKind, Told]:
    """A case for each kind of letter, told up to the instant of that letter."""
    at, desk = world.at, _desk(world)
    first = (DESK, replace(desk, at=at(0, "08:15"), applicant=THAO, agent=BINH))
    paid = (CASHIER, cmd.RecordFee(at=at(0, "08:20"), amount=15_000, method="cash",
                                   receipt_no="BL-0034219"))  # fmt: skip
    return {
        "receipt": world.told(1, first),
        "fee": world.told(2, (DESK, replace(desk, applicant=PHUONG)), paid),
        "supplement": world.told(3, *_asked(world)),
        "refusal": world.told(4, *_refused(world)),
        "stop": world.told(5, (DESK, replace(desk, applicant=HOA)), *_withdrawn(world)),
        "apology": world.told(6, (DESK, replace(desk, applicant=GIANG)), *_late(world)),
        "result": world.told(12, first, paid, _receipt(world), *_worked(world)),
    }


def _desk(world: World) -> cmd.AcceptCase:
    return cmd.AcceptCase(
        at=world.at(0, "08:10"),
        agency=AGENCY,
        procedure=SINGLE,
        channel="direct",
        applicant=THAO,
        papers=PAPERS,
        fee=15_000,
        result_channel="direct",
    )


def _sent(world: World, hour: str) -> cmd.SubmitCase:
    return cmd.SubmitCase(
        at=world.at(0, hour),
        agency=AGENCY,
        procedure=SINGLE,
        channel="online",
        applicant=ANH,
        papers=PAPERS[:2],
    )


def _asked(world: World) -> Iterator[tuple[str | None, Command]]:
    yield None, _sent(world, "08:31")
    yield (
        DESK,
        cmd.RequestSupplement(
            at=world.at(0, "09:40"),
            items=(
                "Tờ khai: ghi đủ nơi cư trú của thời gian từ năm 2019 đến nay và ký tên",
                "Trích lục ghi chú ly hôn (bản sao)",
            ),
            reason="Tờ khai chưa có chữ ký; bản chụp kèm theo không đọc được số quyết định",
            until=world.at(5, "17:30"),
        ),
    )


def _refused(world: World) -> Iterator[tuple[str | None, Command]]:
    yield None, _sent(world, "14:02")
    yield (
        DESK,
        cmd.RefuseCase(
            at=world.at(0, "15:20"),
            reason="Người đề nghị đăng ký thường trú ở phường khác, nên hồ sơ thuộc thẩm quyền của "
            "Ủy ban nhân dân nơi thường trú",
            ground="Nghị định số 123/2015/NĐ-CP, Điều 21, khoản 1",
        ),
    )


def _withdrawn(world: World) -> Iterator[tuple[str | None, Command]]:
    yield _begun(world, "intake", 0, "08:30", DESK)
    yield (
        DESK,
        cmd.WithdrawCase(
            at=world.at(1, "10:15"),
            reason="Người nộp hồ sơ không còn nhu cầu vì đã được cấp giấy ở nơi đăng ký khác",
            document=f"Đơn xin rút hồ sơ ngày {date.fromisoformat(world.days[1]):%d/%m/%Y}",
        ),
    )


def _late(world: World) -> Iterator[tuple[str | None, Command]]:
    """Checked too slowly, so that nothing is there at the hour that was promised."""
    yield from _stepped(world, "intake", ("08:12", "09:20"), DESK)
    yield _begun(world, "appraise", 0, "09:25", SPECIALIST)
    reason = (
        "Chờ trả lời xác minh tình trạng hôn nhân của Ủy ban nhân dân nơi cư trú trước đây; bước "
        "thụ lý kéo dài hơn thời gian quy định"
    )
    due = world.at(6, "17:30")
    yield (
        SPECIALIST,
        cmd.DraftApology(
            at=world.at(3, "14:10"),
            reason=reason,
            new_due_at=due,
            public_reason="chờ xác minh của nơi cư trú trước đây",
            step="appraise",
            run=1,
            unit=AGENCY,
            officer=SPECIALIST,
        ),
    )
    yield (
        LEADER,
        cmd.SignApology(
            at=world.at(3, "15:40"),
            draft=len(("accepted", "started", "completed", "started", "drafted")),
            name=NAMES[LEADER],
            title="Chủ tịch",
            text_hash="3f1c9a0277b1e5d4" * 4,
        ),
    )


def _worked(world: World) -> Iterator[tuple[str | None, Command]]:
    """Through all steps, one of them sent back and done anew by somebody else."""
    yield from _stepped(world, "intake", ("08:25", "10:00"), DESK)
    yield _begun(world, "appraise", 0, "10:05", SPECIALIST)
    yield SPECIALIST, cmd.CompleteStep(at=world.at(1, "10:30"), step="appraise")
    yield _begun(world, "sign", 1, "10:40", LEADER)
    back = "Ghi sai ngày cấp của quyết định ly hôn"
    yield LEADER, cmd.ReturnStep(at=world.at(1, "14:05"), step="appraise", reason=back)
    yield _begun(world, "appraise", 1, "14:20", "dung.tp")
    yield "dung.tp", cmd.CompleteStep(at=world.at(1, "16:00"), step="appraise")
    yield _begun(world, "sign", 1, "16:05", LEADER)
    yield LEADER, cmd.CompleteStep(at=world.at(2, "09:15"), step="sign")
    yield _begun(world, "issue", 2, "09:20", CLERK)
    yield CLERK, cmd.CompleteStep(at=world.at(2, "10:05"), step="issue")
    number = f"57/{date.fromisoformat(world.days[0]).year}/XNHN"
    yield CLERK, cmd.ResolveCase(at=world.at(2, "10:10"), outcome="granted", result_no=number)
    proof = "Ký nhận vào sổ giao trả"
    given = cmd.DeliverResult(
        at=world.at(3, "07:50"), channel="direct", collected_by=THAO.name, proof=proof
    )
    yield DESK, given


def _receipt(world: World) -> tuple[str | None, Command]:
    form = form_named(FORMS[world.version]["receipt"])
    year = date.fromisoformat(world.days[0]).year
    return (
        DESK,
        cmd.IssueLetter(
            at=world.at(0, "08:22"),
            kind="receipt",
            form=form.name,
            number=form.number(SERIALS["receipt"]),
            serial=SERIALS["receipt"],
            year=year,
            file="0" * 64,
            media="application/pdf",
            size=1,
            template=form.ref,
        ),
    )


def _stepped(
    world: World, step: str, hours: tuple[str, str], by: str
) -> Iterator[tuple[str | None, Command]]:
    """A step begun and done on the first day."""
    yield _begun(world, step, 0, hours[0], by)
    yield by, cmd.CompleteStep(at=world.at(0, hours[1]), step=step)


def _begun(
    world: World, step: str, day: int, hour: str, by: str
) -> tuple[str | None, Command]:
    return by, cmd.StartStep(at=world.at(day, hour), step=step, assignee=by)


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
    )
