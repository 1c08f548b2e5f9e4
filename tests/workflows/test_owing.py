"""When an apology is owed, against forecast and clock asked anew; and what was once owed."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from sla.zone import later
from tests.builders import SETTING, ask, case_of, desk, grown, logs, setting
from tests.sla.builders import at
from tests.workflows.foretelling import A, B, done, start, step
from workflows.case import Case
from workflows.clocks import case_clock
from workflows.forecast import foreseen, progress
from workflows.nearness import last_day_from
from workflows.owing import in_last_day, is_owed, once_owed, owed_from
from workflows.setting import Setting

ON = setting("3 working_days", A, B, step("c", "8 working_hours"))
HOURS = st.lists(st.integers(0, 200), max_size=6)


def rule(case: Case, on: Setting, now: datetime) -> bool:
    """Whether forecast or clock says that an open case, whose clock runs, will be too late."""
    clock = case_clock(case, on)
    if clock.due() <= now:
        return True
    found = progress(case, on)
    assert found is not None
    seen = foreseen(found, on.procedure, on.calendar, now=now)
    ahead = [code for code in (seen.step, *seen.following) if code]
    blind = bool(ahead) and set(ahead) <= set(seen.unknown)
    return last_day_from(clock) <= now and (blind or seen.prospect == "will_miss")


@given(logs(), HOURS)
def test_an_open_case_owes_one_when_forecast_or_clock_say_so(log, hours):
    case = grown(None, *log)
    if progress(case, SETTING) is None:
        assert not case.is_open or owed_from(case, SETTING) is None
        return
    moved = max(event.at for event in case.log)
    for hour in hours:
        now = later(moved, minutes=hour * 60 + 1)
        assert is_owed(case, SETTING, now=now) == rule(case, SETTING, now)
        assert not is_owed(case, SETTING, now=now) or in_last_day(case, SETTING, now=now)


def test_what_was_owed_for_an_hour_was_owed():
    late = (desk(), start("a", "Thu 2023-06-15 08:00"), done("a", "Mon 2023-06-19 09:00"))
    rest = (start("b", "Mon 2023-06-19 09:00"), done("b", "Mon 2023-06-19 10:00"))
    over = case_of(
        *late, *rest, start("c", "Mon 2023-06-19 10:00"), done("c", "Mon 2023-06-19 11:00"),
        ask("resolved", "Mon 2023-06-19 11:00"), ask("delivered", "Tue 2023-06-20 16:00"), on=ON,
    )  # fmt: skip

    # Sixteen hours were ahead with eight left.
    assert once_owed(over, ON) == at("Mon 2023-06-19 08:00")


def test_a_deadline_that_was_moved_away_has_taken_what_was_owed_with_it():
    moved = ask("deadline_adjusted", "Mon 2023-06-19 09:00", new_due_at=at("Fri 2023-06-30 10:00"))
    over = case_of(desk(), moved, ask("withdrawn", "Tue 2023-06-20 16:00"), on=ON)

    assert once_owed(case_of(desk(), ask("withdrawn", moved.at), on=ON), ON) is not None
    assert once_owed(over, ON) is None


@given(logs())
def test_whatever_ended_late_while_its_clock_ran_had_owed_one(log):
    case = grown(None, *log)
    end = case.closed_at
    if end is None or case.voided_at or case.standing_since or case.adjustments:
        return
    if case_clock(case, SETTING).due() < end and len(case.spans) == 1:
        since = once_owed(case, SETTING)
        assert since is not None
        assert since <= case_clock(case, SETTING).due()
