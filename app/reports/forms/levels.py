"""The offices of some levels: whose cases one section of a roll-up counts, and who was there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from sqlalchemy import ColumnElement

from app.reports.members import no_such_row
from app.store.engine import Connection
from app.store.offices import offices_of
from app.store.scope import Scope
from app.store.setup import read_setup
from workflows.agency import Agency, Level

APART = "/"  # after the section in the key of a line; no code has one, so no key means two lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Offices(Scope):
    """Just these offices of a scope.

    They are looked up beforehand: joining the tree of offices to the cases of a province takes
    longer than all the rest of a page.
    """

    offices: tuple[str, ...] = ()

    def restrict(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition on a column of agency codes."""
        return column.in_(self.offices)

    def codes(self, connection: Connection) -> list[str] | None:
        """The agencies themselves, in order."""
        return list(self.offices)

    def within(self, agencies: Mapping[str, Agency]) -> list[str] | None:
        """The agencies themselves, in order."""
        return list(self.offices)

    def just(self, code: str) -> Self:
        """One of them alone.

        Raises:
            BadInput: for a code that is none of them.
        """
        if code not in self.offices:
            raise no_such_row(code)
        return replace(self, offices=(code,))


def of_levels(connection: Connection, scope: Scope, levels: tuple[Level, ...]) -> Offices:
    """The part of a scope on these levels."""
    agencies, codes = read_setup(connection).agencies, offices_of(connection, scope)
    found = sorted(agencies if codes is None else codes)
    offices = tuple(code for code in found if agencies[code].level in levels)
    return Offices(agency=scope.agency, subtree=scope.subtree, offices=offices)


def stood(office: Agency, first: date, last: date) -> bool:
    """Whether an office was there on one of the days from `first` to `last`."""
    begun = office.valid_from is None or office.valid_from <= last
    return begun and (office.valid_to is None or office.valid_to >= first)
