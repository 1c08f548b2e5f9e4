"""The spool: lines in any order come back case by case."""

from hypothesis import given
from hypothesis import strategies as st

from app.store.spool import Spool, SpooledCase, SpooledLine


def cases(
    lines: list[tuple[str, bytes]], *, most_lines: int = 99, most_bytes: int = 9_999
) -> list[SpooledCase]:
    with Spool() as spool:
        for number, (code, raw) in enumerate(lines, start=1):
            spool.put(code, number, raw)
        return list(spool.cases(most_lines=most_lines, most_bytes=most_bytes))


def test_an_empty_spool_has_no_case():
    assert cases([]) == []


def test_cases_come_in_the_order_of_their_first_lines():
    found = cases([("B", b"1"), ("A", b"2"), ("B", b"3")])

    assert [(case.code, case.first, case.lines) for case in found] == [
        ("B", 1, ((1, b"1"), (3, b"3"))),
        ("A", 2, ((2, b"2"),)),
    ]


def test_a_case_beyond_the_bounds_comes_with_its_measures_only():
    lines = [("A", b"123")] * 3 + [("B", b"1")]

    for bound in ({"most_lines": 2}, {"most_bytes": 8}):
        large, small = cases(lines, **bound)
        assert (large.count, large.size, large.lines) == (3, 9, ())
        assert small.lines == ((4, b"1"),)


def test_the_bounds_themselves_are_allowed():
    (case,) = cases([("A", b"12")] * 3, most_lines=3, most_bytes=6)

    assert len(case.lines) == 3


@given(st.lists(st.tuples(st.sampled_from("ABc<é"), st.binary(max_size=3)), max_size=1_200))
def test_every_line_comes_back_once_with_its_case(lines):
    expected: dict[str, list[SpooledLine]] = {}
    for number, (code, raw) in enumerate(lines, start=1):
        expected.setdefault(code, []).append((number, raw))

    found = cases(lines, most_lines=2_000)

    assert {case.code: list(case.lines) for case in found} == expected
    assert [case.code for case in found] == list(expected)
