"""What stands in each list, against the rule told once more from the case itself."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.lists.catalogue import LISTS, lists_of
from app.lists.read import Window, counts, page
from app.projections.rows import case_rows
from app.projections.write import clear, insert_new
from app.store.engine import Connection, database
from app.store.event_log import CaseLog
from app.store.setup import Setup, read_setup
from sla.zone import local_date
from tests.projections.histories import CHOICES, Choice, logs
from tests.store import desk
from tests.store.desk import DAY, HOUR
from workflows import events as ev
from workflows.agency import Role
from workflows.apology import stage, to_publish
from workflows.case import Case, State, StepRun
from workflows.clocks import case_clock, intake_clock, step_clock
from workflows.evolve import fold
from workflows.forecast import outlook
from workflows.log import Recorded
from workflows.nearness import near_from
from workflows.officer import Grant, Officer
from workflows.setting import Setting

OPEN = (State.RECEIVED, State.PROCESSING, State.PAUSED)
WAITING = (State.SUBMITTED, State.AWAITING_SUPPLEMENT, State.RESOLVED)
EVERY_ROLE = tuple(Grant(agency="H32.PL", role=role) for role in Role)
# In these histories the steps are Minh's; nobody stands in for anybody.
MINH = Officer(login="Minh", name="Minh", grants=EVERY_ROLE)
CODES = count(1)
# The list of an open case for each stage of its apology.
BY_STAGE = {
    "owed": "apology_owed",
    "drafted": "apology_drafts",
    "signed": "apology_to_issue",
    "exhausted": "promise_over",
}


def expected(case: Case, setting: Setting, now: datetime) -> Iterator[str]:
    """The lists a case belongs to, from its events and clocks alone."""
    if case.voided_at:
        return
    if case.training:
        # Practice is work of whoever practises, and counts in no other list.
        yield from (one for one in _work(case, setting) if one == "mine")
        if case.state in (*OPEN, *WAITING):
            yield "training"
        return
    yield from _before(case)
    yield from _late_intake(case, setting, now)
    if case.state in OPEN:
        yield from _by_clock(case, setting, now)
    yield from _work(case, setting)
    yield from _results(case, now)
    if to_publish(case, setting) is not None:
        yield "apology_unpublished"
    if case.accepted_at and local_date(case.accepted_at) == local_date(now):
        yield "accepted_today"


def _before(case: Case) -> Iterator[str]:
    asked = [e for e in case.log if isinstance(e, ev.SupplementRequested | ev.Paused)]
    if case.state is State.SUBMITTED:
        yield "to_accept"
        if any(isinstance(event, ev.Supplemented) for event in case.log):
            yield "supplemented"
    if case.state is State.PAUSED:
        yield "paused"
    waits = case.state in (State.AWAITING_SUPPLEMENT, State.PAUSED)
    if waits and isinstance(asked[-1], ev.SupplementRequested):
        yield "awaiting_supplement"


def _late_intake(case: Case, setting: Setting, now: datetime) -> Iterator[str]:
    if case.accepted_at and case.intakes:
        late = case.accepted_at > intake_clock(case.intakes[-1], setting).due()
        if late and local_date(now) - local_date(case.accepted_at) <= 90 * DAY:
            yield "accepted_late"


def _by_clock(case: Case, setting: Setting, now: datetime) -> Iterator[str]:
    clock, stands = case_clock(case, setting), case.state is State.PAUSED
    until = case.standing_since or now
    overdue, near = clock.due() < until, near_from(clock, "case") <= now
    if overdue:
        yield "overdue"
    elif near and not stands:
        yield "due_soon"
    rest = clock.used(clock.due()) - clock.used(min(now, clock.due()))
    seen = outlook(case, setting, now=now)
    # Each step of these procedures has a quota, so that something is always foreseen.
    late = near and seen is not None and seen.prospect == "will_miss"
    owed = (late and rest <= setting.calendar.spec.standard_day()) or clock.due() <= now
    draft = case.draft if case.draft and case.draft.new_due_at > clock.due() else None
    if case.apology is None and draft is None and (overdue or (owed and not stands)):
        yield "apology_owed"
    if case.apology is None and draft is not None and (overdue or not stands):
        yield "apology_drafts" if case.signature is None else "apology_to_issue"
    if case.apology is not None and max(case.apology.new_due_at, clock.due()) < now:
        yield "promise_over"
    slow = [
        quota.due() < until for run in _running(case) if (quota := step_clock(run, case, setting))
    ]
    if any(slow) and not overdue:
        yield "step_late"


def _work(case: Case, setting: Setting) -> Iterator[str]:
    if case.state in OPEN:
        yield from _by_steps(case, setting)


def _by_steps(case: Case, setting: Setting) -> Iterator[str]:
    runs = _running(case)
    if not runs and case.state is not State.PAUSED:
        yield "hand_over"
    if any(run.assignee == "Minh" for run in runs):
        yield "mine"
    if any(run.assignee == "Minh" and run.sent_back for run in runs):
        yield "sent_back"
    roles = {run.step: step.role for run in runs if (step := setting.procedure.step(run.step))}
    if any(run.assignee is None and roles[run.step] == "specialist" for run in runs):
        yield "to_assign"
    if "leader" in roles.values():
        yield "to_approve"


def _running(case: Case) -> list[StepRun]:
    return [run for run in case.steps if run.end is None]


def _results(case: Case, now: datetime) -> Iterator[str]:
    if case.state is State.RESOLVED and case.closed_at:
        yield "result_direct"
        if local_date(now) - local_date(case.closed_at) > 30 * DAY:
            yield "uncollected"
    if case.state is State.DELIVERED:
        (*_, handed) = (event for event in case.log if isinstance(event, ev.Delivered))
        if local_date(handed.at) == local_date(now):
            yield "delivered_today"


def listed(connection: Connection, now: datetime) -> Mapping[str, list[str]]:
    """The codes in each list, read page by page."""
    return {one.code: list(_codes(connection, one.code, now)) for one in LISTS}


def _codes(connection: Connection, code: str, now: datetime) -> Iterator[str]:
    after: str | None = None
    while True:
        found = page(connection, MINH, code, window=Window(after=after, size=2), now=now)
        yield from (row.code for row in found.rows)
        if (after := found.next) is None:
            return


def made(setup: Setup, histories: list[list[Choice]]) -> Iterator[CaseLog]:
    for number, choices in enumerate(histories):
        *_, log = logs(setup, choices)
        lines = practised(log.lines) if number % 3 == 2 else log.lines
        yield CaseLog(code=f"C{next(CODES):06d}", lines=lines, head=log.head)


def practised(lines: tuple[Recorded, ...]) -> tuple[Recorded, ...]:
    """The same history of a case for practice."""
    return tuple(
        replace(line, event=replace(line.event, training=True))
        if isinstance(line.event, ev.Submitted | ev.Accepted)
        else line
        for line in lines
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHOICES, min_size=1, max_size=8), st.sampled_from([0, 1, 5, 26, 24 * 40]))
def test_each_list_holds_what_its_rule_says_and_its_badge_counts_that(
    database_url, histories, hours
):
    opened = desk.loaded(database_url)
    desk.load(opened, desk.TUESDAY_OFF)
    with opened.writing() as connection:
        setup = read_setup(connection)
        clear(connection)
        cases = [log for log in made(setup, histories) if log.lines]
        insert_new(connection, [case_rows(log, setup) for log in cases])
        now = max(line.recorded_at for log in cases for line in log.lines) + hours * HOUR

        wanted = {one.code: set[str]() for one in LISTS}
        for log in cases:
            case = fold(log.code, [line.event for line in log.lines])
            assert case is not None
            setting = setup.setting_of(case)
            told = set(expected(case, setting, now))
            for code in told:
                wanted[code].add(log.code)
            if case.is_open and not case.training:
                by_stage = BY_STAGE.get(stage(case, setting, now=now))
                assert told & set(BY_STAGE.values()) == {by_stage} - {None}
        found = listed(connection, now)

        assert {code: set(codes) for code, codes in found.items()} == wanted
        sizes = {code: len(codes) for code, codes in found.items()}
        assert dict(counts(connection, MINH, now)) == sizes
    assert {one.code for one in lists_of(MINH)} == set(wanted)


def test_no_list_needs_a_case_to_be_read(database_url):
    with database(database_url).reading() as connection:
        assert not any(listed(connection, desk.MONDAY).values())


@pytest.mark.parametrize("code", [one.code for one in LISTS])
def test_an_empty_list_says_so(code):
    (one,) = (one for one in LISTS if one.code == code)

    assert one.empty.endswith(".")
    assert one.roles
