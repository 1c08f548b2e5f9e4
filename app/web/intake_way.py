"""Where an officer stands among several intakes of one applicant: what follows, what is done."""

from dataclasses import dataclass, replace
from typing import Any, Self

from flask import request, url_for

from app.services.intake_choice import MOST


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """What the address and the form carry along; never a person's data.

    Attributes:
        then: the procedures still to come.
        done: the codes of the cases taken in so far.
        like: the case whose applicant is taken over.
        office: the desk.
    """

    then: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    like: str | None = None
    office: str | None = None

    @classmethod
    def read(cls) -> Self:
        """As the request carries it."""
        return cls(
            then=tuple(request.values.getlist("then")[:MOST]),
            done=tuple(request.values.getlist("done")[:MOST]),
            like=request.values.get("like") or None,
            office=request.values.get("office") or None,
        )

    @property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each hidden field of the form, which has the office itself."""
        lists = (("then", self.then), ("done", self.done))
        found = [(name, value) for name, values in lists for value in values]
        return (*found, ("like", self.like)) if self.like else tuple(found)

    @property
    def number(self) -> int:
        """How many intakes there are altogether."""
        return len(self.done) + 1 + len(self.then)

    def to(self, procedure: str) -> str:
        """The address of the form of a procedure."""
        return url_for("intake.form", procedure=procedure, **self._args())

    def starting(self, procedures: tuple[str, ...]) -> str:
        """The address of the first of some procedures, the others to follow."""
        return replace(self, then=procedures[1:]).to(procedures[0])

    def after(self, code: str) -> str:
        """Where to go once a case was opened: the next form, or the list of what was done."""
        done = (*self.done, code)
        if self.then:
            return replace(self, then=self.then[1:], done=done, like=code).to(self.then[0])
        return url_for("intake.done", code=done)

    def without(self, address: str) -> str:
        """Where to go when no case was opened: the next form, or an address."""
        return replace(self, then=self.then[1:]).to(self.then[0]) if self.then else address

    def _args(self) -> dict[str, Any]:
        args = {"then": self.then, "done": self.done, "like": self.like, "office": self.office}
        return {name: value for name, value in args.items() if value}
