"""What a case says of itself: who asks for what, by when, with which papers, at what price."""

from app.letters.facts_money import dong_in_words
from app.letters.facts_source import Source, Values
from app.letters.facts_words import (
    UNTOLD,
    capital,
    day_official,
    dong,
    instant_official,
    limit_official,
    sentence,
)
from app.letters.forms import day_of_forms, form_for
from app.letters.versions import versions
from sla.zone import local, local_date
from workflows import events as ev
from workflows.clocks import case_clock
from workflows.words import CHANNELS, METHODS, PAPERS, VERDICTS

Row = dict[str, str]
SETS = "01"  # a case is one set; the log knows of no more


def person_values(source: Source) -> Values:
    """Who asks, and who came instead."""
    who, agent = source.case.applicant, source.case.agent
    return {
        "applicant": who.name if who else "",
        "id_no": (who and who.id_no) or "",
        "address": (who and who.address) or UNTOLD,
        "phone": (who and who.phone) or UNTOLD,
        "email": (who and who.email) or UNTOLD,
        "agent": agent.name if agent else "",
        "agent_id_no": (agent and agent.id_no) or "",
        "agent_phone": (agent and agent.phone) or "",
        "brought_by": next((one.name for one in (agent, who) if one), ""),
    }


def case_values(source: Source) -> Values:
    """What is asked, since when and until when."""
    case, procedure = source.case, source.setting.procedure
    field = source.setup.fields.get(procedure.field)
    accepted = case.accepted_at
    return {
        "case": case.code,
        "procedure": procedure.name,
        "field": field.name if field else procedure.field,
        "channel": CHANNELS[case.channel],
        "sets": SETS,
        "limit": limit_official(procedure.limit) if procedure.limit else "không quy định",
        "submitted": instant_official(case.submitted_at) if case.submitted_at else "",
        "accepted": instant_official(accepted) if accepted else "",
        "accepted_day": day_official(local_date(accepted)) if accepted else "",
        "collect": _collect(source),
        "result": procedure.result or "",
        **_deadline(source),
        **_register(source),
    }


def _deadline(source: Source) -> Values:
    """The deadline as it stands, the printed one where that was another, and the verdict."""
    case = source.case
    if case.accepted_at is None:
        return {"due": "", "promised": "", "verdict": ""}
    clock = case_clock(case, source.setting)
    due, closed = clock.due(), case.closed_at
    moved = case.promise is not None and case.promise != due
    return {
        "due": instant_official(due),
        "promised": instant_official(clock.first_due()) if moved else "",
        "verdict": capital(VERDICTS[clock.verdict(closed)]) if closed else "",
    }


def _collect(source: Source) -> str:
    case, office = source.case, source.office
    chosen = case.result_channel or "direct"
    if chosen == "direct":
        desk = office.desk or versions().on(day_of_forms(case)).desk(office.level)
        return ", ".join(filter(None, (desk, office.address or office.name)))
    who = case.applicant
    to = f", gửi đến {who.address}" if chosen == "post" and who and who.address else ""
    return f"{capital(CHANNELS[chosen])}{to}"


def _register(source: Source) -> Values:
    """Book and entry: the year and the number of the first receipt, or of the one being made."""
    for letter in source.case.letters:
        if letter.kind == "receipt":
            return {"book": str(letter.year), "entry": f"{letter.serial:02d}"}
    number, _, sign = (source.issue.number or "").partition("/")
    receipt = form_for("receipt", day_of_forms(source.case))
    of_receipt = sign == receipt.sign or (not sign and source.issue.kind in (None, "receipt"))
    if not number or not of_receipt:
        return {"book": "", "entry": ""}
    return {"book": str(local(source.issue.at).year), "entry": number}


def money_values(source: Source) -> Values:
    """What is to be paid and what was, and the latest payment for its receipt."""
    paid = [event for event in source.case.log if isinstance(event, ev.FeePaid)]
    values: Values = {"fee": _fee(source.case.fee, sum(one.amount for one in paid))}
    if not paid:
        return values
    last = paid[-1]
    return {
        **values,
        "paid": dong(last.amount),
        "paid_words": sentence(capital(dong_in_words(last.amount))),
        "paid_at": instant_official(last.at),
        "paid_method": METHODS[last.method],
        "paid_receipt": last.receipt_no or "",
    }


def _fee(due: int | None, paid: int) -> str:
    if not due:
        return f"đã nộp {dong(paid)}" if paid else "không thu" if due == 0 else ""
    if paid >= due:
        return f"{dong(due)} (đã nộp)"
    rest = f"đã nộp {dong(paid)}, còn {dong(due - paid)}" if paid else "chưa nộp"
    return f"{dong(due)} ({rest})"


def paper_rows(source: Source) -> tuple[Row, ...]:
    """The papers that were handed in."""
    return tuple(
        {
            "no": str(number),
            "name": paper.name,
            "kind": capital(PAPERS[paper.kind]),
            "count": f"{paper.count:02d}",
        }
        for number, paper in enumerate(source.case.papers, start=1)
    )
