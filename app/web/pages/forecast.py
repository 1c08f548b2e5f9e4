"""What is going to be late: by unit and officer, with the hour by which a step must be done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request, url_for

from app.deadlines import forecasting
from app.deadlines.forecasting import Hands, Risk, Unit
from app.web.access import for_roles
from app.web.identity import officer
from app.web.moment import db, now
from app.web.render import at_words
from sla.zone import local
from workflows.agency import Role
from workflows.words import step_name

pages = Blueprint("forecast", __name__, url_prefix="/forecast")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One case.

    Attributes:
        idle: whether nobody has begun the step.
        facts: short sentences below it.
        by: when the step must be done, in words.
        late: whether that has passed already.
        slack: what is lacking, or left where `lacks` is not so, in working time.
    """

    code: str
    href: str
    procedure: str
    procedure_code: str
    step: str
    idle: bool
    facts: tuple[str, ...]
    done_by: datetime
    by: str
    late: bool
    due: datetime
    slack: str
    lacks: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The lines of one officer; `mine` for whoever looks."""

    name: str
    mine: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """The groups of one unit."""

    code: str
    name: str
    number: int
    groups: tuple[Group, ...]


@pages.get("")
@for_roles(Role.LEADER, Role.SUPERVISOR, Role.SPECIALIST, Role.ONE_STOP)
def overview() -> str:
    """Every case at risk that the officer sees, or those of one office."""
    unit = request.args.get("unit", "").strip() or None
    found = forecasting.forecast(db(), officer(), now=now(), unit=unit)
    return render_template(
        "pages/forecast.html",
        found=found,
        sections=tuple(map(_section, found.units)),
        unit=unit,
        until=_hour(found.until),
    )


def _section(unit: Unit) -> Section:
    groups = sorted(map(_group, unit.hands), key=lambda group: not group.mine)
    return Section(code=unit.code, name=unit.name, number=unit.number, groups=tuple(groups))


def _group(hands: Hands) -> Group:
    return Group(
        name=hands.name or "Chưa phân công",
        mine=hands.login in officer().logins,
        lines=tuple(map(_line, hands.risks)),
    )


def _line(risk: Risk) -> Line:
    outlook = risk.outlook
    return Line(
        code=risk.code,
        href=url_for("cases.show", code=risk.code),
        procedure=risk.procedure.name,
        procedure_code=risk.procedure.code,
        step=_step(risk),
        idle=outlook.step is not None and outlook.visit is None,
        facts=tuple(_facts(risk)),
        done_by=outlook.done_by,
        by=_hour(outlook.done_by),
        late=outlook.too_late,
        due=outlook.due,
        slack=outlook.slack_in_words(),
        lacks=outlook.prospect == "will_miss",
    )


def _step(risk: Risk) -> str:
    if risk.outlook.step is not None:
        return step_name(risk.procedure, risk.outlook.step)
    return "Chờ tiếp nhận" if risk.outlook.clock == "intake" else "Chờ ra kết quả"


def _facts(risk: Risk) -> Iterator[str]:
    """What explains the hour: what comes after the step, and what was not counted."""
    outlook = risk.outlook
    if outlook.following:
        yield f"sau đó còn: {_names(risk, outlook.following)}"
    if outlook.open_branch:
        yield "chưa rõ đi theo nhánh nào, tính nhánh dài nhất"
    if outlook.skipped:
        yield f"không tính bước đã bỏ qua: {_names(risk, outlook.skipped)}"
    if outlook.unknown:
        yield f"chưa kể bước không có định mức: {_names(risk, outlook.unknown)}"


def _names(risk: Risk, codes: Iterable[str]) -> str:
    return ", ".join(step_name(risk.procedure, code) for code in codes)


def _hour(instant: datetime) -> str:
    """As "10:20 thứ Ba 23/01"; the year only where it is another one."""
    return at_words(instant).removesuffix(f"/{local(now()):%Y}")
