"""What became of a case: asked for more, refused, stopped, answered, apologised for."""

from collections.abc import Mapping
from datetime import datetime

from app.letters.facts_source import Source, Values
from app.letters.facts_words import day_official, instant_official, sentence
from sla.zone import local, local_date
from workflows import events as ev
from workflows.clocks import case_clock
from workflows.words import CHANNELS, OUTCOMES, step_name

Row = dict[str, str]
_COLLECTOR = "NGƯỜI NHẬN KẾT QUẢ"
_CHECKED = "Người nhận đã kiểm tra thông tin trên kết quả và nhận đủ giấy tờ nêu trên."
_HASH = 12  # of its digits, enough to find a signature again


def supplement_values(source: Source) -> Values:
    """The latest request for what is missing."""
    asked = source.last(ev.SupplementRequested)
    if asked is None:
        return {}
    return {
        "asked_at": instant_official(asked.at),
        "ask_reason": asked.reason,
        "ask_until": instant_official(asked.until) if asked.until else "",
    }


def asked_rows(source: Source) -> tuple[Row, ...]:
    """What is missing."""
    asked = source.last(ev.SupplementRequested)
    items = asked.items if asked else ()
    return tuple({"no": str(number), "name": item} for number, item in enumerate(items, start=1))


def refusal_values(source: Source) -> Values:
    """Why it was not taken in."""
    refused = source.last(ev.Refused)
    if refused is None:
        return {}
    return {
        "refused_at": instant_official(refused.at),
        "refusal_reason": refused.reason,
        "refusal_ground": refused.ground,
    }


def stop_values(source: Source) -> Values:
    """Why work on it ended without a result."""
    ended = next(
        (e for e in reversed(source.case.log) if isinstance(e, ev.Returned | ev.Withdrawn)), None
    )
    if ended is None:
        return {}
    withdrawn = isinstance(ended, ev.Withdrawn)
    return {
        "stop_kind": "Người nộp hồ sơ đề nghị rút hồ sơ" if withdrawn else "Hồ sơ được trả lại",
        "stop_reason": ended.reason,
        "stop_day": day_official(local_date(ended.at)),
        "stop_ground": (ended.document or "") if isinstance(ended, ev.Withdrawn) else "",
    }


def result_values(source: Source) -> Values:
    """The result, and who has it; before it is handed over: who is to have it, at this instant."""
    resolved, given = source.last(ev.Resolved), source.last(ev.Delivered)
    if resolved is None:
        return {}
    case, who = source.case, source.case.agent or source.case.applicant
    channel = given.channel if given else case.result_channel or "direct"
    return {
        "outcome": OUTCOMES[resolved.outcome],
        "result_no": resolved.result_no or "",
        "resolved": instant_official(resolved.at),
        "delivered": instant_official(given.at if given else source.issue.at),
        "delivered_by": CHANNELS[channel],
        "collected_by": (given and given.collected_by) or (who.name if who else ""),
        "proof": (given and given.proof) or "",
        **_seen_by_collector(channel),
    }


def _seen_by_collector(channel: str) -> Values:
    """What only somebody who stands at the desk can sign."""
    if channel != "direct":
        return {}
    return {"collector_title": _COLLECTOR, "collector_note": _CHECKED}


def apology_values(source: Source) -> Values:
    """The apology as it was issued, else as it is drafted."""
    case = source.case
    said = case.apology or case.draft
    if said is None:
        return {}
    draft, signed = case.draft, case.signature
    return {
        "new_due": instant_official(said.new_due_at),
        "late_reason": sentence(said.reason),
        "late_unit": source.office_name(said.unit or source.office.code),
        "late_step": _step(source, draft),
        **_tense(source),
        "late_officer": source.name(draft.officer) if draft else "",
        "signer": signed.name if signed else _signed_by(source),
        "signer_title": (signed.title if signed else _title(source)).upper(),
        "signed_mark": _mark(signed) if signed else "",
    }


def _tense(source: Source) -> Values:
    """Whether the promise is broken already, at the instant of what the leader signed."""
    clock = case_clock(source.case, source.setting)
    if _said_at(source) < clock.due():
        return {"lateness": "dự kiến chưa thể trả kết quả", "harm": "gây"}
    return {"lateness": "đến nay chưa có kết quả để trả", "harm": "đã gây"}


def _said_at(source: Source) -> datetime:
    """The instant of the words: a later number does not change what was signed."""
    case, signed = source.case, source.case.signature
    if signed is None:
        return case.apology.at if case.apology else source.issue.at
    # What was signed outside was drawn as of its draft.
    return case.draft.at if signed.file and case.draft else signed.at


def promise_rows(values: Mapping[str, str]) -> tuple[Row, ...]:
    """The old and the new date, once there is a new one."""
    if not values.get("new_due"):
        return ()
    return ({"old": values["due"], "new": values["new_due"]},)


def _step(source: Source, draft: ev.ApologyDrafted | None) -> str:
    return step_name(source.setting.procedure, draft.step) if draft and draft.step else ""


def _signed_by(source: Source) -> str:
    """Of an apology that came with a journal, which knows no signing."""
    issued = source.case.apology
    return source.name(issued.signed_by) if issued else ""


def _title(source: Source) -> str:
    issued = source.case.apology
    return (issued and issued.title) or source.office.head_title or ""


def _mark(signed: ev.ApologySigned) -> str:
    when = f"{local(signed.at):%H:%M ngày %d/%m/%Y}"
    if signed.certificate:
        return f"Ký số bởi {signed.certificate} lúc {when}"
    kept = "; có tệp ký số lưu kèm" if signed.file else ""
    return f"Đã ký trên hệ thống lúc {when}\nMã {signed.text_hash[:_HASH]}{kept}"
