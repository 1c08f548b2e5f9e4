"""Cases that letters are written about: made by commands, in an office that has a letterhead."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.letters.facts import Facts, Issue, facts_of
from app.store.setup import Setup
from sla.zone import VIETNAM
from tests.builders import START, ask, case_of, clock_at, desk, grown, setting
from tests.people import HUNG, LAN, MINH, OTHER, WARD
from workflows.agency import Agency, Field, Level
from workflows.calendars import calendar_plain
from workflows.case import Case
from workflows.codec import canonical
from workflows.commands import Command, SignApology
from workflows.events import Applicant, LetterIssued, LetterKind, Paper
from workflows.log import Recorded
from workflows.procedure import Step
from workflows.setting import Setting

CITY = Agency(
    code="H32.NT", name="UBND thành phố Nha Trang", level=Level.DISTRICT, calendar="default"
)
OFFICE = replace(
    WARD,
    parent=CITY.code,
    place="Phước Long",
    head_title="Chủ tịch",
    address="Số 0 đường Ví Dụ",
    phone="0258 000 0000",
)
PEOPLE: Mapping[str, str] = {
    LAN.login: "Trần Thị Lan",
    MINH.login: "Lê Quang Minh",
    HUNG.login: "Phạm Văn Hùng",
}
BA_TU = Applicant(
    name="Nguyễn Thị Tư", phone="0900000004", address="Tổ 4", email="tu@example.vn", id_no="000004"
)
PAPERS = (
    Paper(name="Tờ khai đăng ký khai sinh", kind="original", count=1),
    Paper(name="Giấy chứng sinh", kind="copy", count=2),
)
AT = datetime(2023, 6, 15, 9, 10, tzinfo=VIETNAM)
ISSUE = Issue(
    number="05/TNHS",
    at=AT,
    by_name="Trần Thị Lan",
    site="https://motcua.example",
    lookup="7K2MX9QD",
)


def surroundings(on: Setting | None = None, *offices: Agency) -> tuple[Setting, Setup]:
    """The office with a letterhead around a case, and all that is loaded."""
    inside = on or replace(setting(), agency=OFFICE)
    loaded = {one.code: one for one in (CITY, OTHER, *offices, inside.agency)}
    return inside, Setup(
        revision=1,
        agencies=loaded,
        fields={"HT": Field(code="HT", name="Hộ tịch", order=8)},
        procedures={inside.procedure.code: [inside.procedure]},
        calendars={"default": [canonical(calendar_plain(inside.calendar.spec))]},
    )


def told(
    case: Case,
    *,
    on: Setting | None = None,
    issue: Issue = ISSUE,
    lines: Sequence[Recorded] = (),
    offices: Sequence[Agency] = (),
) -> Facts:
    """The facts of a case."""
    inside, setup = surroundings(on, *offices)
    return facts_of(case, inside, setup, people=PEOPLE, issue=issue, lines=lines)


def taken_in(when: datetime = START, **more: Any) -> Command:
    """An acceptance at the desk with papers and a fee."""
    return desk(when, **{"applicant": BA_TU, "papers": PAPERS, "fee": 8_000, **more})


def recorded(case: Case, *by: str) -> tuple[Recorded, ...]:
    """The log of a case, each event recorded as it happened; the last named records the rest."""
    last = by[-1]
    who = (*by, *([last] * case.version))
    return tuple(
        Recorded(version=number, event=event, recorded_at=event.at, by=login, agency=case.agency)
        for number, (event, login) in enumerate(zip(case.log, who, strict=False), start=1)
    )


def receipt(serial: int = 12, year: int = 2023) -> LetterIssued:
    """A receipt as the log keeps it."""
    return LetterIssued(
        at=AT,
        kind="receipt",
        form="tt01_2018/01",
        number=f"{serial:02d}/TNHS",
        serial=serial,
        year=year,
        file="0" * 64,
        media="application/pdf",
        size=1,
        template="tt01_2018/01@000000000000",
    )


def apologetic(**more: Any) -> tuple[Command, ...]:
    """A case with a drafted, signed and issued apology: accepted, three days late."""
    draft = {"reason": "chờ xác minh", "new_due_at": clock_at(9_000), **more}
    return (
        taken_in(),
        ask("step_started", clock_at(60)),
        ask("apology_drafted", clock_at(5_700), step="appraise", officer=MINH.login, **draft),
        SignApology(
            at=clock_at(5_710),
            draft=3,
            name="Phạm Văn Hùng",
            title="Chủ tịch",
            text_hash="ab" * 32,
        ),
        ask("apology_issued", clock_at(5_720), signed_by=HUNG.login, **draft),
    )


def one_of_each() -> Mapping[LetterKind, Case]:
    """A case that each kind of letter about one case can be written for."""
    accepted = taken_in()
    worked = (
        accepted,
        ask("fee_paid", clock_at(5), receipt_no="BL-1"),
        ask("step_started", clock_at(60)),
        ask("step_completed", clock_at(120)),
        ask("step_started", clock_at(121), step="sign", assignee=HUNG.login),
        ask("resolved", clock_at(180)),
        ask("delivered", clock_at(200), collected_by="Nguyễn Thị Tư"),
    )
    sent = ask("submitted", clock_at(0), applicant=BA_TU, papers=PAPERS)
    return {
        "receipt": grown(case_of(accepted), receipt()),
        "supplement": case_of(
            accepted, ask("supplement_requested", clock_at(30), until=clock_at(7_000))
        ),
        "refusal": case_of(sent, ask("refused", clock_at(30))),
        "apology": case_of(*apologetic()),
        "stop": case_of(accepted, ask("withdrawn", clock_at(90), document="Đơn xin rút")),
        "control": case_of(*worked),
        "result": case_of(*worked),
        "fee": case_of(*worked),
    }


def referred() -> Setting:
    """A procedure whose middle step is worked in another office."""
    steps = (
        Step(code="intake", name="Tiếp nhận", role=LAN.role),
        Step(code="appraise", name="Xác minh", role=MINH.role, refer_to=OTHER.code),
    )
    return replace(setting("3 working_days", *steps), agency=OFFICE)
