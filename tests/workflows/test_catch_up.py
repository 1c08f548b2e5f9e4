"""Who asks late what the clocks have reached says what who asked in time has said."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import (
    START,
    allowed,
    ask,
    case_of,
    clock_at,
    desk,
    grown,
    setting,
    tried,
)
from tests.sla.builders import at
from tests.workflows.rung_tales import (
    answered,
    spoken,
)
from workflows.decide import Refusal


def test_after_days_without_power_the_catch_up_writes_the_same_events():
    # Peers, T22: no instant of waking stands in them.
    worked = [
        ask("step_completed", "Fri 2023-06-16 11:00"),
        ask("paused", "Mon 2023-06-19 14:00"),
        ask("resumed", "Tue 2023-06-20 14:00"),
        ask("deadline_adjusted", "Wed 2023-06-21 10:00", new_due_at=at("Thu 2023-06-22 08:00")),
        ask("resolved", "Fri 2023-06-30 08:00"),
    ]
    awake = asleep = case_of(desk(), ask("step_started", START))
    for command in worked:
        awake = answered(awake, until=command.at)
        awake = grown(awake, *allowed(awake, command))
        asleep = grown(asleep, *allowed(asleep, command))

    assert spoken(answered(awake)) == spoken(answered(asleep))
    assert [getattr(event, "rung", "due") for event in spoken(answered(asleep))] == [
        "near", "due", "head", "day_1",  # as they stood at first
        "day_1", "due",  # after the pause
        "day_1", "due", "after_1", "no_movement",  # after the decision
    ]  # fmt: skip


SETTINGS = {
    "days": setting("3 working_days"),
    "long": setting("10 working_days"),
    "restart": setting("20 working_hours", resume="restart"),
    "calendar": setting("5 calendar_days"),
    "same day": setting("same_day"),
}
WORK = (
    "accepted", "supplement_requested", "supplemented", "step_started", "step_completed",
    "step_returned", "paused", "resumed", "deadline_adjusted", "resolved", "reopened", "fee_paid",
)  # fmt: skip


@settings(max_examples=150)
@given(st.sampled_from(sorted(SETTINGS)), st.data())
def test_who_asks_again_and_again_says_what_who_asks_at_the_end_says(kind, data):
    on, draw = SETTINGS[kind], data.draw
    awake = asleep = case_of(ask("submitted", START) if draw(st.booleans()) else desk(), on=on)
    minute = 0
    for _ in range(draw(st.integers(1, 9))):
        minute += draw(st.sampled_from([40, 300, 1_440, 1_500, 4_321]))
        command = _tried(asleep, clock_at(minute), on, draw)
        if draw(st.booleans()):
            awake = answered(awake, until=clock_at(minute - 1), on=on)
        if command is not None:
            awake = grown(awake, *allowed(awake, command, on))
            asleep = grown(asleep, *allowed(asleep, command, on))

    assert spoken(answered(awake, on=on)) == spoken(answered(asleep, on=on))


def _tried(case, now, on, draw):
    """Something that may happen to the case now; where a decision moves its deadline, anywhere."""
    moved = now + draw(st.sampled_from([-2, 0, 1, 2, 6])) * timedelta(days=1)
    commands = [ask(name, now) for name in WORK if name != "deadline_adjusted"]
    commands.append(ask("deadline_adjusted", now, new_due_at=moved))
    may = [one for one in commands if not isinstance(tried(case, one, on), Refusal)]
    return draw(st.sampled_from([None, *may]))
