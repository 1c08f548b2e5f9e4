"""Which steps a case still has before it: side by side, skipped, returned, on branches."""

from tests.builders import ask, setting
from tests.workflows.foretelling import HOUR, A, B, C, done, looked, start, step


def test_of_steps_side_by_side_the_one_with_the_least_slack_counts():
    on = setting(
        "2 working_days",
        step("a", "1 working_hours"),
        step("b", "2 working_hours"),
        step("c", "6 working_hours"),
        step("d", "1 working_hours"),
    )
    both = (start("b", "Thu 2023-06-15 08:00"), start("c", "Thu 2023-06-15 08:00"))

    found = looked("Thu 2023-06-15 09:00", *both, on=on)
    assert (found.step, found.left, found.needed) == ("c", 5 * HOUR, 6 * HOUR)
    assert found.following == ("d",)
    later = looked("Thu 2023-06-15 14:00", *both, on=on)
    assert (later.step, later.left, later.slack) == ("c", 2 * HOUR, 9 * HOUR)


def test_an_early_step_that_runs_has_the_skipped_ones_after_it():
    both = (start("a", "Thu 2023-06-15 08:00"), start("c", "Thu 2023-06-15 08:00"))

    found = looked("Thu 2023-06-15 09:00", *both)

    assert (found.step, found.following, found.needed) == ("a", ("b",), 11 * HOUR)


def test_steps_the_case_has_gone_beyond_are_left_out_and_told():
    found = looked("Thu 2023-06-15 08:00", start("c", "Thu 2023-06-15 08:00"))
    assert (found.step, found.following, found.skipped) == ("c", (), ("a", "b"))
    finished = looked(
        "Thu 2023-06-15 10:00",
        start("b", "Thu 2023-06-15 08:00"),
        done("b", "Thu 2023-06-15 09:00"),
    )
    assert (finished.step, finished.skipped) == ("c", ("a",))


def test_a_step_that_another_waits_for_is_never_left_out():
    on = setting("2 working_days", A, B, step("c", "4 working_hours", after=("a",)))

    found = looked("Thu 2023-06-15 08:00", start("b", "Thu 2023-06-15 08:00"), on=on)

    assert (found.step, found.following, found.skipped) == ("b", ("a", "c"), ())


def test_the_order_that_binds_comes_before_the_usual_one():
    on = setting("2 working_days", step("a", "4 working_hours", after=("b",)), B, C)

    found = looked("Thu 2023-06-15 08:00", on=on)

    assert (found.step, found.following) == ("b", ("a", "c"))


def test_a_returned_step_is_ahead_again_and_what_was_done_is_not():
    back = (
        start("a", "Thu 2023-06-15 08:00"),
        done("a", "Thu 2023-06-15 08:10"),
        done("b", "Thu 2023-06-15 08:20"),
        start("c", "Thu 2023-06-15 08:30"),
        ask("step_returned", "Thu 2023-06-15 09:00", step="a"),
    )

    found = looked("Thu 2023-06-15 09:00", *back)
    assert (found.step, found.visit, found.following) == ("a", None, ("c",))
    again = looked("Thu 2023-06-15 10:00", *back, start("a", "Thu 2023-06-15 09:00"))
    assert again.visit is not None
    assert (again.visit.run, again.left, again.following) == (2, 3 * HOUR, ("c",))


def test_where_branches_part_the_longest_counts_until_one_is_taken():
    on = setting(
        "2 working_days",
        A,
        step("short", "1 working_hours", branch="x"),
        step("long", "6 working_hours", branch="y"),
        C,
    )
    open_way = looked("Thu 2023-06-15 08:00", start("a", "Thu 2023-06-15 08:00"), on=on)
    assert (open_way.following, open_way.open_branch) == (("long", "c"), True)

    taken = (
        start("a", "Thu 2023-06-15 08:00"),
        done("a", "Thu 2023-06-15 08:30"),
        start("short", "Thu 2023-06-15 08:30"),
    )
    found = looked("Thu 2023-06-15 08:30", *taken, on=on)
    assert (found.step, found.following, found.open_branch) == ("short", ("c",), False)
    after = looked("Thu 2023-06-15 09:00", *taken, done("short", "Thu 2023-06-15 09:00"), on=on)
    assert (after.step, after.following, after.open_branch) == ("c", (), False)


def test_one_branch_that_may_be_taken_is_counted():
    on = setting("2 working_days", A, step("b", "1 working_hours", branch="x"), C)

    found = looked("Thu 2023-06-15 08:00", on=on)

    assert (found.following, found.open_branch) == (("b", "c"), False)
