"""Which rows a question may see: the one filter by agency that every query uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select, true

from app.store.engine import Connection
from app.store.tables import AgencyRow, table_of
from workflows.agency import Agency

AGENCIES = table_of(AgencyRow)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """The cases of an agency and, with `subtree`, of all below it; agency None is everything.

    An office that ended keeps its cases and its place in the tree, so a total over a year in which
    offices were merged still holds them.
    """

    agency: str | None = None
    subtree: bool = False

    def restrict(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition on a column of agency codes."""
        if self.agency is None:
            return true()
        if not self.subtree:
            return column == self.agency
        return column.in_(subtree([self.agency]))

    def codes(self, connection: Connection) -> list[str] | None:
        """The agencies themselves, in order; None for everything."""
        if self.agency is None:
            return None
        if not self.subtree:
            return [self.agency]
        return sorted(connection.scalars(subtree([self.agency])))

    def within(self, agencies: Mapping[str, Agency]) -> list[str] | None:
        """The same out of all agencies there are, without a question to the database."""
        if self.agency is None:
            return None
        return sorted(_below(agencies, self.agency)) if self.subtree else [self.agency]


def _below(agencies: Mapping[str, Agency], top: str) -> set[str]:
    """An office and all below it; a parent that was set in a circle ends nowhere."""
    children: dict[str, list[str]] = {}
    for one in agencies.values():
        children.setdefault(one.parent or "", []).append(one.code)
    found: set[str] = set()
    waiting = [top] if top in agencies else []
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting += children.get(code, ())
    return found


def subtree(tops: Sequence[str]) -> Select[str]:
    """The codes of these agencies and of all below them."""
    tree = select(AGENCIES.c.code).where(AGENCIES.c.code.in_(tops)).cte(recursive=True)
    below = select(AGENCIES.c.code).join(tree, AGENCIES.c.parent == tree.c.code)
    # UNION, not UNION ALL: a parent that was set in a circle must not hang the query.
    return select(tree.union(below).c.code)
