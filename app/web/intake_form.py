"""The form of an intake: its questions, and the commands that what was typed stands for.

What is recorded follows from the form alone: sent twice, it asks for the same.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from app.services.applicant_doubts import doubts
from app.services.intake import IntakePage, preview
from app.web import intake_papers
from app.web.forms import Choice, Field, Filled, Form
from app.web.intake_fields import (
    AGENT,
    APPLICANT,
    ASK,
    CHANNEL,
    DIRECT,
    LATE,
    LATER,
    NOW,
    ONLINE,
    PROMISE,
    REST,
    THEN,
)
from app.web.intake_papers import Row
from app.web.render import at_words
from workflows.commands import AcceptCase, Command, RequestSupplement, StartStep, SubmitCase
from workflows.events import Applicant

LACKING = "Hồ sơ còn thiếu giấy tờ trong thành phần hồ sơ đã công bố"
_PERSON = ("id_no", "name", "phone", "email", "address")


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeSent:
    """What an officer typed into the form of an intake, or nothing yet."""

    form: Form
    filled: Filled
    papers: tuple[Row, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The required papers that were not brought."""
        return intake_papers.missing(self.papers)

    def with_error(self, name: str, sentence: str) -> "IntakeSent":
        """The same with one more complaint."""
        return replace(self, filled=self.filled.with_error(name, sentence))


def intake_form(page: IntakePage) -> Form:
    """The questions for a procedure."""
    office = (_office(page),) if len(page.offices) > 1 else ()
    promise = () if page.setting.procedure.limit else (PROMISE,)
    return Form(fields=(*office, *CHANNEL, *APPLICANT, *AGENT, *REST, *LATE, *promise))


def _office(page: IntakePage) -> Field:
    offices: tuple[Choice, ...] = tuple((one.code, one.name) for one in page.offices)
    return Field(name="office", label="Cơ quan tiếp nhận", kind="select", choices=offices)


def blank(page: IntakePage) -> IntakeSent:
    """The form with what is usual, and the applicant of the case before."""
    fee = page.setting.procedure.fee
    typed: dict[str, Any] = {
        "office": page.setting.agency.code,
        "channel": DIRECT,
        "result_channel": DIRECT,
        "when": NOW,
        "fee": "" if fee is None else str(fee),
    }
    if page.like and page.like.applicant:
        typed |= person_typed(page.like.applicant)
        typed |= agent_typed(page.like.agent)
        typed["training"] = "1" if page.like.training else ""
    return IntakeSent(
        form=intake_form(page),
        filled=Filled(typed=typed),
        papers=intake_papers.blank(page.setting.procedure),
    )


def person_typed(person: Applicant) -> dict[str, str]:
    """What is typed for a person already known."""
    return {name: getattr(person, name) or "" for name in _PERSON}


def agent_typed(person: Applicant | None) -> dict[str, str]:
    """What is typed for somebody authorised, already known."""
    if person is None:
        return {}
    return {f"agent_{name}": getattr(person, name) or "" for name in ("name", "id_no", "phone")}


def read(page: IntakePage, given: MultiDict[str, str]) -> IntakeSent:
    """Understand what was sent; never raises for what a person typed."""
    form = intake_form(page)
    papers = intake_papers.read(page.setting.procedure, given)
    sent = IntakeSent(form=form, filled=form.read(given), papers=papers)
    for name, sentence in _complaints(page, sent):
        if name not in sent.filled.errors:
            sent = sent.with_error(name, sentence)
    return sent


def _complaints(page: IntakePage, sent: IntakeSent) -> Iterator[tuple[str, str]]:
    values = sent.filled.values
    yield from (("papers", one) for one in intake_papers.complaints(sent.papers))
    if sent.missing and not values.get("missing"):
        yield "missing", f"còn thiếu {'; '.join(sent.missing)}: hãy chọn cách nhận"
    if not values.get("agent_name") and (values.get("agent_id_no") or values.get("agent_phone")):
        yield "agent_name", "hãy ghi tên người được ủy quyền"
    yield from _times(page, values)


def _times(page: IntakePage, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("channel") == ONLINE:
        if values.get("submitted_at") is None:
            yield "submitted_at", "hãy ghi thời điểm nộp trên Cổng"
        if values.get("note"):
            yield "note", "hồ sơ trực tuyến chưa tiếp nhận nên chưa có ghi chú; hãy để trống"
        return
    if values.get("when") == THEN and values.get("at") is None:
        yield "at", "hãy ghi ngày giờ đã tiếp nhận"
    if page.setting.procedure.limit is None and values.get("due_at") is None:
        yield "due_at", "thủ tục không có thời hạn nên phải ghi ngày hẹn trả"


def commands(page: IntakePage, sent: IntakeSent) -> tuple[Command, ...]:
    """What the form stands for; of one half filled in, what matters for the deadline."""
    values = sent.filled.values
    asks = bool(sent.missing) and values.get("missing") == ASK
    if values.get("channel") == ONLINE:
        at = page.now
        first: Command = SubmitCase(at=values.get("submitted_at") or at, **_opening(page, sent))
    else:
        at = (values.get("at") if values.get("when") == THEN else None) or page.now
        first = _acceptance(page, sent, at)
    if asks:
        return first, RequestSupplement(at=at, items=sent.missing, reason=LACKING)
    return first, *_first_step(page, first)


def _acceptance(page: IntakePage, sent: IntakeSent, at: datetime) -> AcceptCase:
    values = sent.filled.values
    note = values.get("note")
    if sent.missing and values.get("missing") == LATER:
        lacking = f"Còn thiếu khi tiếp nhận: {'; '.join(sent.missing)}."
        note = f"{lacking}\n{note}" if note else lacking
    return AcceptCase(
        at=at,
        fee=values.get("fee"),
        note=note,
        due_at=values.get("due_at"),
        **_opening(page, sent),
    )


def _first_step(page: IntakePage, first: Command) -> tuple[Command, ...]:
    step = page.own_first_step
    if step is None or not isinstance(first, AcceptCase):
        return ()
    return (StartStep(at=first.at, step=step.code, assignee=page.officer.login),)


def _opening(page: IntakePage, sent: IntakeSent) -> dict[str, Any]:
    values = sent.filled.values
    return {
        "agency": page.setting.agency.code,
        "procedure": page.setting.procedure.code,
        "channel": values.get("channel") or DIRECT,
        "applicant": applicant(values),
        "training": bool(values.get("training")),
        "result_channel": values.get("result_channel"),
        "agent": agent(values),
        "papers": intake_papers.brought(sent.papers),
    }


def applicant(values: Mapping[str, Any]) -> Applicant:
    """The applicant; one without a name yet is "-"."""
    owned = values.get("own_account") if values.get("channel") == ONLINE else None
    known: dict[str, Any] = {name: values.get(name) for name in _PERSON}
    known["name"] = known["name"] or "-"
    return Applicant(own_account=None if owned is None else owned == "yes", **known)


def agent(values: Mapping[str, Any]) -> Applicant | None:
    """The authorised person, if there is one."""
    name = values.get("agent_name")
    if not name:
        return None
    return Applicant(name=name, id_no=values.get("agent_id_no"), phone=values.get("agent_phone"))


def warnings(page: IntakePage, sent: IntakeSent) -> dict[str, str]:
    """What looks wrong, by field; it may be right all the same."""
    return _people(sent) | _portal(page, sent)


def _portal(page: IntakePage, sent: IntakeSent) -> dict[str, str]:
    """A time on the portal that makes the case late before the desk has seen it."""
    at = sent.filled.values.get("submitted_at")
    if sent.filled.values.get("channel") != ONLINE or at is None:
        return {}
    by = preview(page, commands(page, sent)[:1]).answer_by
    if by is None or by >= page.now:
        return {}
    said, ended = at_words(at, now=page.now), at_words(by, now=page.now)
    return {
        "submitted_at": f"thời điểm nộp là {said}, hạn 8 giờ tiếp nhận đã hết lúc {ended}, nên hồ "
        "sơ tính là tiếp nhận muộn; hãy đối chiếu ngày giờ với Cổng"
    }


def _people(sent: IntakeSent) -> dict[str, str]:
    values = sent.filled.values
    found = dict(doubts(applicant(values)))
    if (other := agent(values)) is not None:
        found |= {f"agent_{name}": sentence for name, sentence in doubts(other)}
    return found


def seal(found: Mapping[str, str]) -> str:
    """What stands for warnings that were shown: having seen others is not having seen these."""
    return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest() if found else ""
