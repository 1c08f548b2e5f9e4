"""Forms of the end of a case: result, hand-out, ways of ending early, money, mark."""

from collections.abc import Mapping
from datetime import datetime

from app.services.act_page import ActPage
from app.web.act_form import ActForm, Commands, Values
from app.web.forms import Field
from app.web.render import money
from workflows import commands as cmd
from workflows.desk import ActName, desk_rules, fee_owed
from workflows.words import CHANNELS, METHODS, OUTCOMES

_PROOFS = (
    ("ký nhận trong sổ", "Ký nhận trong sổ"),
    ("giấy ủy quyền", "Giấy ủy quyền (ghi số hoặc ngày)"),
    ("bưu gửi số", "Số bưu gửi"),
    ("đã tải kết quả điện tử", "Đã tải kết quả điện tử"),
)
_SCORES = (
    ("5", "5 — rất hài lòng"),
    ("4", "4 — hài lòng"),
    ("3", "3 — bình thường"),
    ("2", "2 — không hài lòng"),
    ("1", "1 — rất không hài lòng"),
)
_REASON = Field(name="reason", label="Lý do", kind="area", longest=2000)


def _unsigned(page: ActPage) -> str:
    """Why the result cannot be granted yet; empty where nothing speaks against it."""
    granted = cmd.ResolveCase(at=page.now, outcome="granted")
    refusal = desk_rules(
        page.case,
        granted,
        page.officer,
        page.setting,
        now=page.now,
        agencies=page.agencies,
    )
    return refusal.message if refusal and refusal.field == "data.outcome" else ""


def _resolve_asks(page: ActPage) -> tuple[Field, ...]:
    lacking = _unsigned(page)
    usual = (
        Field(
            name="outcome",
            label="Kết quả",
            kind="radio",
            choices=tuple((value, label.capitalize()) for value, label in OUTCOMES.items()),
            hint=f"“Đồng ý”: {lacking}." if lacking else "",
        ),
        Field(name="result_no", label="Số, ký hiệu kết quả", required=False, hint="Ví dụ 12/KS."),
        Field(name="finishing", label="Bước hoàn thành", kind="hidden", required=False),
    )
    file = Field(
        name="file",
        label="Tệp kết quả",
        kind="file",
        required=False,
        hint="PDF, ảnh quét hoặc văn bản; công dân nhận bản này khi trả trực tuyến.",
    )
    return (*usual, file) if page.act("digitise").allowed else usual


def _resolve_typed(page: ActPage) -> Values:
    seat = page.seat
    mine = [run.step for run in seat.running if seat.answers_for(run)]
    return {"outcome": "" if _unsigned(page) else "granted", "finishing": " ".join(mine)}


def _resolve(page: ActPage, values: Values, at: datetime) -> Commands:
    steps = (values.get("finishing") or "").split()
    done = tuple(cmd.CompleteStep(at=at, step=step) for step in steps)
    result = cmd.ResolveCase(at=at, outcome=values["outcome"], result_no=values.get("result_no"))
    return (*done, result)


def _deliver_asks(page: ActPage) -> tuple[Field, ...]:
    return (
        Field(name="channel", label="Trả", kind="radio", choices=tuple(CHANNELS.items())),
        Field(name="collected_by", label="Người nhận", required=False, longest=200),
        Field(name="proof", label="Xác nhận bằng", kind="select", required=False, choices=_PROOFS),
        Field(name="proof_no", label="Số, ngày của giấy xác nhận", required=False, longest=200),
    )


def _deliver_typed(page: ActPage) -> Values:
    case = page.case
    taker = case.agent or case.applicant
    channel = case.result_channel or "direct"
    return {
        "channel": channel,
        "collected_by": taker.name if taker else "",
        "proof": {"direct": _PROOFS[0][0], "post": _PROOFS[2][0]}.get(channel, _PROOFS[3][0]),
    }


def _deliver(page: ActPage, values: Values, at: datetime) -> Commands:
    proof = " ".join(filter(None, (values.get("proof"), values.get("proof_no"))))
    return (
        cmd.DeliverResult(
            at=at,
            channel=values["channel"],
            collected_by=values.get("collected_by"),
            proof=proof or None,
        ),
    )


def _reason_asks(page: ActPage) -> tuple[Field, ...]:
    return (_REASON,)


def _return(page: ActPage, values: Values, at: datetime) -> Commands:
    return (cmd.ReturnCase(at=at, reason=values["reason"]),)


def _withdraw_asks(page: ActPage) -> tuple[Field, ...]:
    document = Field(
        name="document",
        label="Đơn xin rút của công dân",
        hint="Số hoặc ngày của đơn; không có đơn thì không ghi rút.",
    )
    return document, _REASON


def _withdraw(page: ActPage, values: Values, at: datetime) -> Commands:
    return (cmd.WithdrawCase(at=at, reason=values["reason"], document=values["document"]),)


def _reopen(page: ActPage, values: Values, at: datetime) -> Commands:
    return (cmd.ReopenCase(at=at, reason=values["reason"], approved_by=page.officer.login),)


def _fee_asks(page: ActPage) -> tuple[Field, ...]:
    return (
        Field(name="amount", label="Số tiền đã thu", kind="number", unit="đồng"),
        *_more(page),
        Field(
            name="method",
            label="Cách nộp",
            kind="radio",
            choices=tuple((value, label.capitalize()) for value, label in METHODS.items()),
        ),
        Field(name="receipt_no", label="Số biên lai", required=False, longest=64),
    )


def _more(page: ActPage) -> tuple[Field, ...]:
    """The confirmation that more is taken than owed; nothing where nobody wrote what is owed."""
    if page.case.fee is None:
        return ()
    owed = f"Còn phải thu {money(fee_owed(page.case))}."
    return (Field(name="more", label="Thu nhiều hơn số phải thu", kind="check", hint=owed),)


def _fee_doubts(page: ActPage, values: Values) -> Mapping[str, str]:
    too_much = page.case.fee is not None and values["amount"] > fee_owed(page.case)
    if not too_much or values.get("more"):
        return {}
    return {"more": "số tiền nhiều hơn số còn phải thu; nếu đúng thì đánh dấu ô này rồi ghi lại"}


def _fee_typed(page: ActPage) -> Values:
    owed = fee_owed(page.case)
    return {"amount": str(owed) if owed else "", "method": "cash"}


def _fee(page: ActPage, values: Values, at: datetime) -> Commands:
    return (
        cmd.RecordFee(
            at=at,
            amount=values["amount"],
            method=values["method"],
            receipt_no=values.get("receipt_no"),
        ),
    )


def _rate_asks(page: ActPage) -> tuple[Field, ...]:
    return (
        Field(name="score", label="Mức hài lòng", kind="radio", choices=_SCORES),
        Field(name="comment", label="Ý kiến", kind="area", required=False, longest=2000),
    )


def _rate(page: ActPage, values: Values, at: datetime) -> Commands:
    return (cmd.RateCase(at=at, score=int(values["score"]), comment=values.get("comment")),)


FORMS: dict[ActName, ActForm] = {
    "resolve": ActForm(
        asks=_resolve_asks,
        typed=_resolve_typed,
        makes=_resolve,
        intro="Bước đang chạy của bạn được ghi là hoàn thành cùng lúc.",
    ),
    "deliver": ActForm(asks=_deliver_asks, typed=_deliver_typed, makes=_deliver),
    "return_case": ActForm(
        asks=_reason_asks,
        makes=_return,
        intro="Trả lại hồ sơ chưa giải quyết. Thiếu giấy tờ thì dùng “Yêu cầu bổ sung”.",
    ),
    "withdraw": ActForm(
        asks=_withdraw_asks, makes=_withdraw, intro="Chỉ khi chính công dân xin rút."
    ),
    "reopen": ActForm(
        asks=_reason_asks, makes=_reopen, intro="Hạn trả của hồ sơ giữ nguyên.", moves=True
    ),
    "pay_fee": ActForm(asks=_fee_asks, typed=_fee_typed, makes=_fee, doubts=_fee_doubts),
    "rate": ActForm(asks=_rate_asks, makes=_rate),
}
