from collections.abc import Callable

import pytest

from bench.protocol import (
    Compared,
    Found,
    NotRun,
    Series,
    Side,
    Took,
    Unequal,
    alone,
    alternated,
    at_least,
    at_most,
    by_turns,
    equal,
    measured,
    not_run,
)


def series(*seconds: float, unit: str = "calls/s") -> Series:
    return Series(name="one", unit=unit, seconds=seconds)


def raising(fault: Exception) -> Callable[[], Found]:
    def run() -> Found:
        raise fault

    return run


def taking(*seconds: float, count: float = 1) -> Callable[[], Took]:
    waiting = iter(seconds)
    return lambda: Took(seconds=next(waiting), count=count)


def test_a_ratio_is_taken_in_each_round_and_the_warm_up_does_not_count():
    ours = Side(name="we", unit="calls/s", work=taking(99, 1, 2, 4))
    peer = Side(name="they", unit="calls/s", work=taking(99, 10, 10, 10))

    found = alternated(ours, peer, rounds=3)

    assert list(found.faster) == [10, 5, 2.5]
    assert list(found.cost) == [0.1, 0.2, 0.4]


def test_the_sides_are_measured_by_turns():
    turns: list[str] = []

    def side(name: str) -> Side:
        def work() -> int:
            turns.append(name)
            return 1

        return Side(name=name, unit="ms", work=work, prepare=lambda: turns.append(f"before {name}"))

    by_turns([side("a"), side("b")], rounds=1)

    assert turns == ["before a", "a", "before b", "b"] * 2


def test_rates_are_of_single_things_whatever_each_side_does_at_once():
    ours = Side(name="we", unit="calls/s", work=taking(1, 1, count=100))
    peer = Side(name="they", unit="calls/s", work=taking(1, 1, count=4))

    found = alternated(ours, peer, rounds=1)

    assert list(found.faster) == [25]
    assert list(found.ours.values) == [100]


def test_a_side_that_did_nothing_is_not_fast():
    idle = Side(name="idle", unit="calls/s", work=lambda: 0)

    line = measured("key", "what", lambda: alone(idle, rounds=1), goal=at_least(1))

    assert (line.state, line.words) == ("failed", "idle did nothing")


@pytest.mark.parametrize(
    ("seconds", "state"),
    [
        ((1, 1, 1), "reached"),
        ((1, 1, 1.4), "reached"),
        ((1, 1, 1.5), "missed"),
        ((1, 1.01, 1.01), "missed"),
    ],
)
def test_the_median_must_meet_the_goal_and_the_worst_round_seven_tenths_of_it(seconds, state):
    found = Compared(ours=series(*seconds), peer=series(10, 10, 10))

    assert measured("key", "what", lambda: found, goal=at_least(10)).state == state


@pytest.mark.parametrize(
    ("seconds", "state"),
    [
        ((2, 2, 2), "reached"),
        ((2, 2, 2.8), "reached"),
        ((2, 2, 2.9), "missed"),
        ((1, 3, 3), "missed"),
    ],
)
def test_a_cost_must_stay_within_the_goal(seconds, state):
    found = Compared(ours=series(*seconds), peer=series(1, 1, 1))

    line = measured("key", "what", lambda: found, goal=at_most(2))

    assert line.state == state
    assert line.unit == "×"


@pytest.mark.parametrize(
    ("unit", "goal", "state"),
    [
        ("ms", at_most(60), "reached"),
        ("ms", at_most(40), "missed"),
        ("pages/s", at_least(20), "reached"),
        ("pages/s", at_least(30), "missed"),
    ],
)
def test_one_side_alone_is_judged_in_its_unit(unit, goal, state):
    line = measured("key", "what", lambda: series(0.05, unit=unit), goal=goal)

    assert (line.state, line.unit) == (state, unit)


def test_what_has_no_goal_is_only_shown():
    line = measured("key", "what", lambda: 0.5, unit="share")

    assert line.state == "measured"
    assert line.got is not None
    assert (line.got.median, line.got.rounds) == (0.5, 1)


def test_both_numbers_stand_beside_the_ratio():
    found = Compared(ours=series(0.1, 0.2, 0.3), peer=series(1, 2, 3))

    line = measured("key", "what", lambda: found)

    assert line.ours is not None
    assert line.peer is not None
    assert (line.ours.value, line.peer.value) == (5, 0.5)


def test_unequal_results_stop_the_line_and_say_where():
    with pytest.raises(Unequal, match="deadlines: 1 of 2 differ, first number 1: 2 and 3"):
        equal([1, 2], [1, 3], "deadlines")

    line = measured("key", "what", raising(Unequal("1 of 2 differ")), goal=at_least(1))

    assert (line.state, line.words, line.got) == ("failed", "1 of 2 differ", None)


def test_any_other_fault_is_a_failed_line_too():
    line = measured("key", "what", raising(ValueError("no\nsuch day")))

    assert (line.state, line.words) == ("failed", "ValueError: no such day")


def test_a_missing_peer_or_server_is_never_reached():
    absent = ModuleNotFoundError("No module named 'duckdb'", name="duckdb.core")

    lines = [
        measured("key", "what", raising(absent), goal=at_least(0)),
        measured("key", "what", raising(NotRun("no PostgreSQL")), goal=at_least(0)),
        not_run("key", "what", "no disk", goal=at_least(0)),
    ]

    assert {line.state for line in lines} == {"not run"}
    assert lines[0].words == "duckdb.core is not installed"


def test_a_missing_module_of_ours_is_a_fault():
    lost = ModuleNotFoundError("No module named 'app.lost'", name="app.lost")

    assert measured("key", "what", raising(lost)).state == "failed"


def test_ctrl_c_is_no_fault_of_a_line():
    def run() -> Found:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measured("key", "what", run)
