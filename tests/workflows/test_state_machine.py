"""A random walk over one case: every command, sensible or not, held to a model of the contract."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain, pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sla.clock import Effect, Pause
from sla.limits import Unit
from tests.builders import AT_THE_DESK, START, TABLE, ask, grown, setting, telling
from tests.workflows.contract_model import AFTER, CLOCK_WORK, Model
from workflows.case import Case, IntakeRun, Span
from workflows.clocks import clocks
from workflows.codec import NAME_OF_TYPE, canonical, from_data, instant_text, to_data
from workflows.decide import EVENT_OF, Refusal, decide
from workflows.events import ApologyIssued, Event
from workflows.evolve import evolve, fold
from workflows.setting import Setting
from workflows.stretches import stretches
from workflows.timers import timers

DAY = timedelta(days=1)
CODE = "H32.PL-230615-0001"
SETTINGS = {
    "days": setting("3 working_days"),
    "restart": setting("20 working_hours", resume="restart"),
    "calendar": setting("10 calendar_days"),
    "same day": setting("same_day"),
    "by promise": setting(None),
}
LETTERS = ["letter_issued", "letter_published"]
NOTES = ["fee_paid", "digitised", "rated", *LETTERS, *sorted(CLOCK_WORK)]
ENDINGS = ["refused", "returned", "withdrawn", "voided"]
WORK = [name for name in TABLE if name not in {*NOTES, *ENDINGS, "corrected"}]
WAITS = {"paused_long", "no_movement", "supplement_over", "promise_over"}
# Minutes to the next thing: none, some, past the lunch, past a night, past a week-end.
JUMPS = st.sampled_from([0, 0, 1, 59, 60, 300, 481, 1_440, 4_321])
ASSIGNING = {"step_started", "step_assigned"}
PEOPLE = st.sampled_from(["minh", "lan"])
STEPS = st.sampled_from([*AFTER, *AFTER, "dance"])
NUMBERS = st.sampled_from(["1/TNHS", "2/TNHS", "3/TNHS"])


def through_json(event: Event) -> Event:
    text = canonical([NAME_OF_TYPE[type(event)], instant_text(event.at), to_data(event)])
    name, at, data = json.loads(text)
    return from_data(name, datetime.fromisoformat(at), data)


class Walk(RuleBasedStateMachine):
    """One case, and somebody who tries everything on it."""

    @initialize(kind=st.sampled_from(sorted(SETTINGS)))
    def begin(self, kind):
        self.on = SETTINGS[kind]
        self.model = Model(no_limit=self.on.procedure.limit is None)
        self.case: Case | None = None
        self.stored: list[Event] = []

    @rule(data=st.data(), jump=JUMPS)
    def onwards(self, data, jump):
        self.sensible(data, WORK, jump)

    @rule(data=st.data(), jump=JUMPS)
    def further_onwards(self, data, jump):
        self.sensible(data, WORK, jump)

    @rule(data=st.data(), jump=JUMPS)
    def correct_or_note(self, data, jump):
        self.sensible(data, ["corrected", "corrected", "corrected", *NOTES], jump)

    @rule(data=st.data(), jump=JUMPS, seriously=st.sampled_from([False, False, False, True]))
    def end(self, data, jump, seriously):
        if seriously:
            self.sensible(data, ENDINGS, jump)

    def sensible(self, data, wanted, jump):
        names = [name for name in wanted if self.model.state in TABLE[name]]
        if names:
            at = self.last() + timedelta(minutes=jump)
            self.attempt(data, data.draw(st.sampled_from(names)), at, at)

    @rule(
        data=st.data(),
        name=st.sampled_from(sorted(TABLE)),
        jump=JUMPS | st.sampled_from([-1, -500]),
        delay=st.sampled_from([-1, 0, 0, 600]),
    )
    def anything(self, data, name, jump, delay):
        at = self.last() + timedelta(minutes=jump)
        self.attempt(data, name, at, at + timedelta(minutes=delay))

    @precondition(lambda self: self.case is not None)
    @rule()
    def clock_work(self):
        for timer in timers(grown(None, *self.stored), self.on)[:2]:
            command = telling(timer)
            name = NAME_OF_TYPE[EVENT_OF[type(command)]]
            now = max(timer.fires_at, self.last())
            assert self.model.allows(name, command, now)
            self.record(name, command, now)

    def last(self):
        return self.model.last() if self.model.times else START

    def attempt(self, data, name, at, now):
        command = ask(name, at, **self.content(data, name))
        if self.model.allows(name, command, now):
            self.record(name, command, now)
        else:
            before = fold(CODE, self.stored)
            assert isinstance(decide(self.case, command, self.on, now=now), Refusal), name
            assert self.case == before

    def record(self, name, command, now):
        decision = decide(self.case, command, self.on, now=now)
        assert not isinstance(decision, Refusal), (name, decision)
        (event,) = decision
        assert NAME_OF_TYPE[type(event)] == name
        self.case = evolve(self.case, event, code=CODE)
        self.stored.append(through_json(event))
        self.model.note(name, command)

    def content(self, data, name) -> dict[str, Any]:
        if name == "submitted":
            return {"channel": data.draw(st.sampled_from(["online", "online", "post", "direct"]))}
        if name == "accepted":
            return self.acceptance(data)
        if name.startswith("step_"):
            running = st.sampled_from(sorted(self.model.running) or ["dance"])
            known = name in {"step_completed", "step_assigned"}
            step = data.draw(STEPS | running if known else STEPS)
            who = {"assignee": data.draw(PEOPLE)} if name in ASSIGNING else {}
            return {"step": step, **who}
        if name in CLOCK_WORK:
            due_at = data.draw(st.sampled_from([START, self.last()]))
            return {"clock": data.draw(st.sampled_from(["intake", "case"])), "due_at": due_at}
        return self.beside(data, name)

    def beside(self, data, name) -> dict[str, Any]:
        """What is said beside the work."""
        if name in LETTERS:
            number = data.draw(NUMBERS)
            serial = {"serial": int(number.partition("/")[0])} if name == "letter_issued" else {}
            return {"number": number, **serial}
        if name.startswith("apology_"):
            return self.apology(data, name)
        if name == "deadline_adjusted":
            return {"new_due_at": self.last() + data.draw(st.timedeltas(START - START, 9 * DAY))}
        return self.correction(data) if name == "corrected" else {}

    def acceptance(self, data) -> dict[str, Any]:
        promise = {"due_at": data.draw(st.sampled_from([None, START + 5 * DAY, START + 60 * DAY]))}
        if self.model.state is not None:
            return promise
        channel = data.draw(st.sampled_from(["direct", "post", "online"]))
        return {**AT_THE_DESK, "channel": channel, **promise}

    def apology(self, data, name) -> dict[str, Any]:
        if name == "apology_signed":
            known = self.model.drafted_as or 1
            return {"draft": data.draw(st.sampled_from([known, known, known + 1]))}
        again = {"new_due_at": self.last() + data.draw(st.timedeltas(DAY, 9 * DAY))}
        step = {"step": data.draw(st.none() | STEPS)} if name == "apology_drafted" else {}
        return {**again, **step}

    def correction(self, data) -> dict[str, Any]:
        count = len(self.model.times)
        of = data.draw(st.integers(1, max(count, 1)) | st.sampled_from([0, count + 1]))
        said = self.model.times[of - 1][0] if 1 <= of <= count else START
        return {"of": of, "true_at": said + timedelta(minutes=data.draw(st.integers(-90, 90)))}

    @invariant()
    def the_case_is_the_fold_of_what_was_stored(self):
        assert fold(CODE, self.stored) == self.case
        assert (self.case.state if self.case else None) == self.model.state
        assert (self.case.version if self.case else 0) == len(self.stored)

    @invariant()
    def a_running_step_lies_with_whom_it_was_given_to(self):
        if self.case is not None:
            running = {run.step: run.assignee for run in self.case.steps if run.end is None}
            assert running == {step: self.model.has[step] for step in self.model.running}

    @invariant()
    def what_the_case_is_hangs_together(self):
        if self.case is not None:
            one_at_a_time(self.case)
            quotas_are_kept(self.case, self.on, self.last())
            timers_are_of_clocks_that_ran_past(self.case, self.on)
            stretches_cover_the_spans(self.case, self.on)


def one_at_a_time(case: Case) -> None:
    """Neither two open windows, pauses or spans, nor overlapping ones; at most one apology."""
    runs: tuple[Sequence[IntakeRun | Pause | Span], ...] = (case.intakes, case.pauses, case.spans)
    for one, two in chain.from_iterable(map(pairwise, runs)):
        assert one.end is not None
        assert one.start <= one.end <= two.start
    assert sum(isinstance(event, ApologyIssued) for event in case.log) <= 1


def quotas_are_kept(case: Case, on: Setting, now: datetime) -> None:
    """What is used and what is left make the quota, however often a clock stood still."""
    for one in clocks(case, on):
        clock = one.clock
        # Calendar days move by elapsed time; restarts, decisions and late pauses add time.
        counted = clock.limit is None or clock.limit.unit is not Unit.CALENDAR_DAYS
        effects = {change.effect for change in clock.changes()}
        if counted and effects <= {Effect.CONTINUED, Effect.WAITING}:
            quota = clock.calendar.between(clock.start, clock.first_due())
            until = one.stop or now
            assert clock.used(until) + clock.left(until) == quota


def timers_are_of_clocks_that_ran_past(case: Case, on: Setting) -> None:
    """No timer of a clock that stopped or stood still before its instant; each key once."""
    firing = timers(case, on)
    assert len({(one.clock, one.step, one.run, one.due_at, one.rung) for one in firing}) == len(
        firing
    )
    stops = {(one.name, one.step, one.run): one for one in clocks(case, on)}
    for timer in firing:
        if timer.rung not in WAITS:
            running = stops[timer.clock, timer.step, timer.run]
            # A deadline decided into a time that stood still is missed when the clock goes on.
            still = [one for one in running.clock.stops() if one.start <= timer.due_at]
            late = {one.end for one in still if one.end is None or timer.due_at < one.end}
            assert not timer.missed or timer.fires_at in (late or {timer.due_at})
            assert running.stop is None or running.stop > timer.fires_at
            for pause in running.clock.stops():
                assert not pause.start <= timer.fires_at or (
                    pause.end is not None and pause.end <= timer.fires_at
                )


def stretches_cover_the_spans(case: Case, on: Setting) -> None:
    """Each span from its start to its end, without gap or overlap, and nothing else."""
    parts = list(stretches(case, on))
    if case.voided_at is not None:
        assert len(parts) == (case.accepted_at is not None)
        return
    for span in case.spans:
        here: datetime | None = span.start
        how = "changed"
        while how == "changed":
            part = parts.pop(0)
            assert part.starts_at == here
            here, how = part.ends_at, part.ends_how
        assert (here, how) == (span.end, "closed" if span.end else "open")
    assert parts == []


TestWalk = Walk.TestCase
TestWalk.settings = settings(stateful_step_count=40)
