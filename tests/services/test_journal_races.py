"""Somebody else writes first: the batch looks again, and after too many times gives up."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.errors import CaseChangedMeanwhile
from app.services.journal_batches import TRIES
from app.store.engine import Connection, Database
from tests.services.journals import accepted, office, paid, take, versions


class Contested(Database):
    """A database in which others are first a number of times."""

    def __init__(self, url: str, losses: int) -> None:
        super().__init__(url)
        self.losses = losses

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is lost after the work is done, while losses are left."""
        with super().writing() as connection:
            yield connection
            if self.losses:
                self.losses -= 1
                raise CaseChangedMeanwhile("A")


def test_a_lost_race_is_run_again_and_nothing_is_counted_twice(sqlite_url):
    office(sqlite_url)

    result = take(Contested(sqlite_url, TRIES - 1), accepted(), paid("B"))

    assert (result.events, result.cases_rejected, len(result.problems)) == (1, 1, 1)
    assert versions(Database(sqlite_url)) == {"A": 1}


def test_a_race_lost_again_and_again_is_given_up(sqlite_url):
    office(sqlite_url)

    with pytest.raises(CaseChangedMeanwhile):
        take(Contested(sqlite_url, TRIES), accepted())

    assert versions(Database(sqlite_url)) == {}
