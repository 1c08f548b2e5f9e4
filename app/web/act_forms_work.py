"""Forms of taking a case in and of letting its clock stand: accept, supplement, refuse, pause."""

from datetime import datetime

from app.services.act_page import ActPage
from app.web.act_form import ActForm, Commands, Values
from app.web.forms import Field
from app.web.grounds import grounds_on
from app.web.law_words import times
from sla.law import law_on
from sla.zone import local_date
from workflows import commands as cmd
from workflows.desk import ActName, further_supplement
from workflows.desk_steps import own_first_step
from workflows.words import CHANNELS, REASONS

_OTHER = "other"
_REASON = Field(name="reason", label="Lý do", kind="area", longest=2000)


def _accept_asks(page: ActPage) -> tuple[Field, ...]:
    promised = Field(
        name="due_at",
        label="Hẹn trả",
        kind="moment",
        hint="Thủ tục này không có thời hạn, nên phải ghi ngày hẹn.",
    )
    usual = (
        Field(name="fee", label="Phí, lệ phí phải thu", kind="number", required=False, unit="đồng"),
        Field(
            name="result_channel",
            label="Nhận kết quả",
            kind="select",
            required=False,
            choices=tuple(CHANNELS.items()),
        ),
        Field(name="note", label="Ghi chú", kind="area", required=False, longest=2000),
        Field(name="beginning", label="Bước bắt đầu", kind="hidden", required=False),
    )
    return usual if page.setting.procedure.limit else (promised, *usual)


def _accept_typed(page: ActPage) -> Values:
    fee, first = page.setting.procedure.fee, own_first_step(page.setting, page.agencies)
    return {
        "beginning": first.code if first else "",
        "fee": "" if fee is None else str(fee),
        "result_channel": page.case.result_channel or "",
    }


def _accept(page: ActPage, values: Values, at: datetime) -> Commands:
    """The acceptance and, as at the desk, the beginning of the desk's own first step."""
    accepted = cmd.AcceptCase(
        at=at,
        due_at=values.get("due_at"),
        fee=values.get("fee"),
        result_channel=values.get("result_channel"),
        note=values.get("note"),
    )
    if not (step := values.get("beginning")):
        return (accepted,)
    return accepted, cmd.StartStep(at=at, step=step, assignee=page.officer.login)


def _papers_asks(page: ActPage) -> tuple[Field, ...]:
    override = Field(
        name="override",
        label="Tôi, lãnh đạo, cho yêu cầu bổ sung thêm một lần; lý do ghi ở trên",
        kind="check",
    )
    usual = (
        Field(
            name="items",
            label="Giấy tờ cần bổ sung",
            kind="lines",
            hint=_how_often(page),
        ),
        _REASON,
        Field(
            name="until",
            label="Công dân bổ sung chậm nhất ngày",
            kind="date",
            required=False,
            hint="Tính đến hết giờ làm việc của ngày đó.",
        ),
    )
    return (*usual, override) if further_supplement(page.case, at=page.now) else usual


def _how_often(page: ActPage) -> str:
    allowed = times(law_on(local_date(page.now)).supplements_allowed)
    return f"Mỗi dòng một giấy tờ. Ghi đủ ngay: chỉ được yêu cầu công dân bổ sung {allowed}."


def _papers_typed(page: ActPage) -> Values:
    """What the procedure wants and the file does not have."""
    here = {paper.name for paper in page.case.papers}
    wanted = (one.name for one in page.setting.procedure.papers if one.required)
    return {"items": "\n".join(name for name in wanted if name not in here)}


def _papers(page: ActPage, values: Values, at: datetime) -> Commands:
    calendar, until = page.setting.calendar, values.get("until")
    return (
        cmd.RequestSupplement(
            at=at,
            items=values["items"],
            reason=values["reason"],
            until=calendar.day_end(calendar.next_working_day(until)) if until else None,
            approved_by=page.officer.login if values.get("override") else None,
        ),
    )


def _refuse_asks(page: ActPage) -> tuple[Field, ...]:
    known = ((text, text) for text in grounds_on(local_date(page.now)))
    grounds = (*known, (_OTHER, "Căn cứ khác (ghi ở dưới)"))
    return (
        _REASON,
        Field(name="ground", label="Căn cứ pháp lý", kind="select", choices=grounds),
        Field(
            name="other_ground",
            label="Căn cứ khác",
            required=False,
            hint="Ví dụ: Luật Hộ tịch 2014, Điều 13.",
        ),
    )


def _refuse(page: ActPage, values: Values, at: datetime) -> Commands:
    known = values["ground"]
    ground = (values.get("other_ground") or "") if known == _OTHER else known
    return (cmd.RefuseCase(at=at, reason=values["reason"], ground=ground),)


def _pause_asks(page: ActPage) -> tuple[Field, ...]:
    return (
        Field(name="reason", label="Căn cứ", kind="select", choices=tuple(REASONS.items())),
        Field(
            name="document",
            label="Văn bản",
            required=False,
            hint="Số và ngày của văn bản, ví dụ 12/UBND ngày 03/7/2024.",
        ),
        Field(name="note", label="Ghi rõ", kind="area", required=False, longest=2000),
    )


def _pause(page: ActPage, values: Values, at: datetime) -> Commands:
    return (
        cmd.PauseCase(
            at=at,
            reason=values["reason"],
            document=values.get("document"),
            note=values.get("note"),
        ),
    )


FORMS: dict[ActName, ActForm] = {
    "accept": ActForm(asks=_accept_asks, typed=_accept_typed, makes=_accept, moves=True),
    "request_supplement": ActForm(
        asks=_papers_asks, typed=_papers_typed, makes=_papers, moves=True
    ),
    "receive_supplement": ActForm(
        makes=lambda page, values, at: (cmd.ReceiveSupplement(at=at),),
        moves=True,
        intro="Công dân đã nộp đủ giấy tờ được yêu cầu; đồng hồ chạy lại từ lúc này.",
    ),
    "refuse": ActForm(asks=_refuse_asks, makes=_refuse),
    "pause": ActForm(asks=_pause_asks, makes=_pause, moves=True),
    "resume": ActForm(
        makes=lambda page, values, at: (cmd.ResumeCase(at=at),),
        moves=True,
        intro="Việc phải chờ đã xong; đồng hồ chạy lại từ lúc này.",
    ),
}
