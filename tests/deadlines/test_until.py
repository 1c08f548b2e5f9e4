"""What is worked out of the timers up to an instant is what all of them say of that time."""

from datetime import timedelta

from hypothesis import given

from tests.projections.histories import CHOICES, logs, setup_in_memory
from workflows.evolve import fold
from workflows.timers import timers, timers_until

SETUP = setup_in_memory()
INSTANT = timedelta(microseconds=1)


@given(CHOICES)
def test_the_timers_until_an_instant_are_those_of_all_that_fire_by_then(choices):
    for log in logs(SETUP, choices):
        case = fold(log.code, (line.event for line in log.lines))
        if case is None:
            continue
        setting = SETUP.setting_of(case)
        every = timers(case, setting)
        for until in {at for one in every for at in (one.fires_at, one.fires_at - INSTANT)}:
            wanted = tuple(one for one in every if one.fires_at <= until)
            assert timers_until(case, setting, until) == wanted
