"""Each fault of the seeds that stands in a table is found, in every kind of file."""

from functools import cache

import pytest

from app.reports.checking import Verdict, judged
from tests.reports.checking.inconsistencies import NUMBERED_WRONG, Wrong
from tests.reports.checking.papers import KINDS, paper


@cache
def verdict_of(kind: str, number: int) -> Verdict:
    """Some faults stand in the same tables, which are made and judged once."""
    wrong = NUMBERED_WRONG[number]
    return judged(paper(kind, [list(line) for line in wrong.title], *wrong.tables))


def first_like(wrong: Wrong) -> int:
    same = ((each.title, each.tables) == (wrong.title, wrong.tables) for each in NUMBERED_WRONG)
    return list(same).index(True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", NUMBERED_WRONG, ids=[each.number for each in NUMBERED_WRONG])
def test_it_is_found_and_named(kind: str, wrong: Wrong):
    verdict = verdict_of(kind, first_like(wrong))

    found = verdict.faults if wrong.weight == "fault" else verdict.remarks
    told = [one.sentence() for one in found]
    assert any(all(words in one for words in wrong.says) for one in told), told
