"""Who acts: an officer with roles at offices, for days; and whom they stand for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from workflows.agency import Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """A role at an office; `valid_from` and `valid_to` are its first and last day."""

    agency: str
    role: Role
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the role may be used on a local day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, kw_only=True, slots=True)
class Officer:
    """Somebody at work today: only the grants that hold.

    Attributes:
        login: the name in the log (`by`, `assignee`).
        name: what people read.
        grants: own roles, and those of absent colleagues they stand for.
        stands_for: logins of the colleagues whose work is theirs as well today.
        lent: those of the grants that are an absent colleague's and not their own.
    """

    login: str
    name: str
    grants: tuple[Grant, ...] = ()
    stands_for: tuple[str, ...] = ()
    lent: tuple[Grant, ...] = ()

    @property
    def alone(self) -> "Officer":
        """The same person with nothing but their own grants, standing for nobody."""
        own = tuple(grant for grant in self.grants if grant not in self.lent)
        return replace(self, grants=own, stands_for=(), lent=())

    @property
    def logins(self) -> frozenset[str]:
        """Every login whose work is theirs today."""
        return frozenset({self.login, *self.stands_for})

    def roles_at(self, *agencies: str) -> frozenset[Role]:
        """The roles held at any of some offices."""
        return frozenset(grant.role for grant in self.grants if grant.agency in agencies)

    def agencies(self, *roles: Role) -> tuple[str, ...]:
        """The offices where one of some roles is held (any role when none is named), in order."""
        found: Iterable[str] = (g.agency for g in self.grants if not roles or g.role in roles)
        return tuple(dict.fromkeys(found))
