"""The columns of one row of `cases`: where a case stands, its clocks, what it waits for."""

from datetime import datetime
from typing import Any

from app.projections.letter_rows import letter_rows
from app.store.event_log import CaseLog
from app.store.folding import code_key, id_key, name_key, phone_key
from app.store.read_tables import LARGEST
from workflows import events as ev
from workflows.apology import holding_draft
from workflows.case import Case, State
from workflows.clocks import case_clock, intake_clock, step_clock
from workflows.nearness import near_from
from workflows.owing import once_owed, owed_from
from workflows.setting import Setting

Row = dict[str, Any]

# The states in which the desk has nothing left to do, with the event that led there.
_ENDINGS: dict[State, type[ev.Event]] = {
    State.DELIVERED: ev.Delivered,
    State.REFUSED: ev.Refused,
    State.RETURNED: ev.Returned,
    State.WITHDRAWN: ev.Withdrawn,
    State.VOIDED: ev.Voided,
}
_WAITING = (State.AWAITING_SUPPLEMENT, State.PAUSED)


def case_row(case: Case, setting: Setting, log: CaseLog) -> Row:
    """What `cases` holds of a case with this log."""
    return {
        "code": case.code,
        "agency": case.agency,
        "procedure": case.procedure,
        "procedure_version": case.procedure_version,
        "calendar": case.calendar,
        "field": setting.procedure.field,
        "channel": case.channel,
        "state": case.state.value,
        "training": case.training,
        "result_channel": case.result_channel,
        **_applicant_columns(case),
        **_fee_columns(case),
        **_intake_columns(case, setting),
        **_clock_columns(case, setting),
        **_step_columns(case, setting),
        **_waiting_columns(case),
        **_apology_columns(case, setting, log),
        "settled_at": _settled_at(case),
        "version": case.version,
        "head_hash": log.head,
        "recorded_at": log.lines[-1].recorded_at,
    }


def _applicant_columns(case: Case) -> Row:
    who = case.applicant
    return {
        "applicant": who.name if who else "",
        "name_key": name_key(who.name) if who else "",
        "phone": phone_key(who.phone) if who else None,
        "id_no": id_key(who.id_no) if who else None,
        "code_key": code_key(case.code),
    }


def _fee_columns(case: Case) -> Row:
    paid = sum(event.amount for event in case.log if isinstance(event, ev.FeePaid))
    return {
        "fee_due": None if case.fee is None else min(case.fee, LARGEST),
        "fee_paid": min(paid, LARGEST),
    }


def _intake_columns(case: Case, setting: Setting) -> Row:
    clock = intake_clock(case.intakes[-1], setting) if case.intakes else None
    runs = case.state is State.SUBMITTED
    return {
        "arrived_at": case.submitted_at or case.accepted_at,
        "submitted_at": case.submitted_at,
        "intake_due_at": clock.due() if clock else None,
        "intake_runs": len(case.intakes),
        "warn_at": near_from(clock, "intake") if clock and runs else None,
    }


def _clock_columns(case: Case, setting: Setting) -> Row:
    names = "due_at", "apology_owed_at", "paused_since", "closed_at", "verdict"
    row: Row = {"accepted_at": case.accepted_at, **dict.fromkeys(names)}
    if case.accepted_at is None:
        return row
    clock, closed = case_clock(case, setting), case.closed_at
    row |= {"due_at": clock.due(), "closed_at": closed}
    if closed is not None:
        row["verdict"] = clock.verdict(closed).value
    elif case.is_open:
        row["paused_since"] = case.standing_since
        row["warn_at"] = near_from(clock, "case") if case.standing_since is None else None
    owing = owed_from if case.is_open else once_owed
    row["apology_owed_at"] = owing(case, setting)
    return row


def _apology_columns(case: Case, setting: Setting, log: CaseLog) -> Row:
    """Where the apology stands; a correction of a published letter is yet to be published.

    A draft whose date the deadline has overtaken waits for nobody.
    """
    signed = case.signature
    waits = case.is_open and case.apology is None
    draft = holding_draft(case, setting) if waits else case.draft
    rows = (row for row in letter_rows(case, log) if row["kind"] == "apology")
    *_, letter = (None, *(row for row in rows if row["replaced_by"] is None))
    return {
        "apologised_at": case.apology.at if case.apology else None,
        "apology_drafted_at": draft.at if draft else None,
        "apology_signed_at": signed.at if draft and signed else None,
        "apology_new_due_at": case.apology.new_due_at if case.apology else None,
        "apology_published_at": letter["published_at"] if letter else None,
    }


def _step_columns(case: Case, setting: Setting) -> Row:
    running = [run for run in case.steps if run.end is None]
    clocks = [clock for run in running if (clock := step_clock(run, case, setting))]
    return {
        "steps_running": len(running),
        "step_due_at": min((clock.due() for clock in clocks), default=None),
    }


def _waiting_columns(case: Case) -> Row:
    asked = _last(case, ev.SupplementRequested, ev.Paused) if case.state in _WAITING else None
    return {
        "waits_for": asked.reason if isinstance(asked, ev.Paused) else asked and "supplement",
        "waits_since": asked.at if asked else None,
        "waits_until": asked.until if isinstance(asked, ev.SupplementRequested) else None,
    }


def _settled_at(case: Case) -> datetime | None:
    ending = _ENDINGS.get(case.state)
    event = _last(case, ending) if ending else None
    return event.at if event else None


def _last(case: Case, *kinds: type[ev.Event]) -> ev.Event | None:
    return next((event for event in reversed(case.log) if isinstance(event, kinds)), None)
