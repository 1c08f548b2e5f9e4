"""Rows of numbers begin anew with the year, so a case can have one printed number twice."""

from dataclasses import replace

from tests.builders import START, allowed, ask, case_of, desk, refusal
from tests.sla.builders import at
from tests.workflows.apologies import ISSUED, LETTER, WORKED
from workflows import commands as cmd
from workflows.issued import (
    corrections,
    is_published,
    issued_as,
    predecessors,
    publications,
    standing_letter,
    successor,
)

SHEET = replace(LETTER, kind="control", form="tt01_2018/05", number="01/KSQT")
AGAIN = replace(SHEET, at=at("Tue 2024-01-02 08:00"), year=2024)
LIFE = (desk(), ask("step_started", START))


def test_the_first_number_of_a_new_year_is_another_one():
    case = case_of(*LIFE, SHEET)

    assert allowed(case, AGAIN)
    assert refusal(case, replace(AGAIN, year=2023, serial=9)).startswith("data.number: hồ sơ đã có")


def test_a_correction_in_january_may_bear_the_number_it_corrects():
    case = case_of(*LIFE, SHEET, replace(AGAIN, replaces="01/KSQT"))
    old, new = case.letters

    assert (successor(case, old), successor(case, new)) == (new, None)
    assert standing_letter(case, "control") == new


def test_a_correction_means_the_newest_letter_that_nothing_replaced():
    third = replace(
        AGAIN, number="02/KSQT", serial=2, replaces="01/KSQT", at=at("Wed 2024-01-03 08:00")
    )
    case = case_of(*LIFE, SHEET, AGAIN, third)
    old, new, newest = case.letters

    assert list(corrections(case).values()) == [newest]
    assert (successor(case, old), successor(case, new)) == (None, newest)
    assert [list(predecessors(case, one)) for one in case.letters] == [[], [], [new]]
    again = replace(third, number="03/KSQT", serial=3, at=at("Wed 2024-01-03 09:00"))
    assert allowed(case, again)


def test_a_number_finds_its_newest_letter_unless_the_year_is_told():
    case = case_of(*LIFE, SHEET, AGAIN)
    old, new = case.letters

    assert issued_as(case, "control", "01/KSQT", None) == new
    assert issued_as(case, "control", "01/KSQT", None, year=2023) == old
    assert issued_as(case, "control", "01/KSQT", None, year=2022) is None


def test_a_publication_is_of_the_letter_there_was_by_then():
    publish = cmd.PublishLetter(at=at("Fri 2023-12-29 08:00"), kind="apology", number="1/PXL")
    corrected = replace(LETTER, at=AGAIN.at, year=2024, replaces="1/PXL")
    life = (*WORKED, ISSUED, LETTER, publish, corrected)
    case = case_of(*life)
    old, new = case.letters

    assert (is_published(case, old), is_published(case, new)) == (True, False)
    later = replace(publish, at=at("Wed 2024-01-03 08:00"))
    assert allowed(case, later)
    both = case_of(*life, later)
    assert [one.at for one in publications(both).values()] == [publish.at, later.at]
    assert refusal(both, replace(later, at=at("Wed 2024-01-03 09:00"))).endswith(
        "đã được công khai"
    )
