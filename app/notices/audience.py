"""For whom a rung rings: the words of a ladder turned into logins, as the offices are on a day."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.notices.rings import Ring
from app.store.engine import Connection
from app.store.posts import and_substitutes, posts_at, substitutes
from workflows.agency import Agency, Role
from workflows.case import StepRun
from workflows.desk_rights import step_agency
from workflows.desk_rights import upwards as above
from workflows.rung import Audience

# Whoever else is asked where nobody holds what a rung names: an alert that nobody hears is lost.
_ELSE: tuple[Audience, ...] = ("desk", "leader", "centre")


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """Who is at some offices on a day.

    Attributes:
        holding: logins in order, by office and role.
        instead: who stands in for an absent one.
    """

    holding: Mapping[tuple[str, Role], tuple[str, ...]]
    instead: Mapping[str, tuple[str, ...]]

    def at(self, office: str, role: Role) -> tuple[str, ...]:
        """Whoever holds a role at an office."""
        return self.holding.get((office, role), ())

    def works_at(self, login: str, office: str) -> bool:
        """Whether somebody holds any role at an office."""
        return any(login in self.at(office, role) for role in Role)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hall:
    """All offices, and the people at them: what audiences are looked up in."""

    agencies: Mapping[str, Agency]
    roster: Roster

    def recipients(self, ring: Ring) -> tuple[str, ...]:
        """The logins a rung rings for, in the order in which the ladder names them.

        A training case rings for its holder alone, and for nobody where the ladder names others.
        """
        named: Sequence[Audience] = ring.rung.tell
        if ring.case.training:
            named = [audience for audience in named if audience == "holder"]
        found = [login for audience in named for login in self._of(audience, ring)]
        if not found and not ring.case.training:
            found = next((group for group in self._others(ring) if group), [])
        return and_substitutes(found, self.roster.instead)

    def _others(self, ring: Ring) -> Iterator[list[str]]:
        return (list(self._of(audience, ring)) for audience in _ELSE)

    def _of(self, audience: Audience, ring: Ring) -> Iterator[str]:
        home = ring.case.agency
        if audience == "holder":
            yield from self._holders(ring)
        elif audience == "desk":
            yield from self.roster.at(home, Role.ONE_STOP)
        elif audience == "leader":
            yield from self.roster.at(ring.office, Role.LEADER)
        else:
            for office in upwards(home, self.agencies):
                yield from self.roster.at(office, Role.SUPERVISOR)

    def _holders(self, ring: Ring) -> Iterator[str]:
        if not (runs := ring.runs()):
            # Between two steps, and before the first one, the file lies at the desk.
            yield from self.roster.at(ring.case.agency, Role.ONE_STOP)
        for run in runs:
            yield from self._workers(run, ring)

    def _workers(self, run: StepRun, ring: Ring) -> Sequence[str]:
        step = ring.setting.procedure.step(run.step)
        office = step_agency(step, ring.case.agency, self.agencies) if step else ring.case.agency
        # Whoever has left the office, or comes from another system, hears nothing any more.
        if run.assignee and self.roster.works_at(run.assignee, office):
            return (run.assignee,)
        return self.roster.at(office, Role(step.role)) if step else ()


def hall_of(
    connection: Connection, rings: Iterable[Ring], agencies: Mapping[str, Agency], *, on: date
) -> Hall:
    """The offices that some rungs ring at, with their people on a day; two queries."""
    offices: set[str] = set()
    for ring in rings:
        offices.update(
            upwards(ring.case.agency, agencies), [ring.office], _step_offices(ring, agencies)
        )
    return Hall(agencies=agencies, roster=roster_of(connection, offices, on=on))


def roster_of(connection: Connection, offices: Collection[str], *, on: date) -> Roster:
    """Who is at some offices on a day; two queries."""
    holding: dict[tuple[str, Role], tuple[str, ...]] = {}
    for post in posts_at(connection, offices, on=on):
        key = post.agency, post.role
        holding[key] = (*holding.get(key, ()), post.login)
    return Roster(holding=holding, instead=substitutes(connection, on=on))


def upwards(code: str, agencies: Mapping[str, Agency]) -> list[str]:
    """An office and all above it, the nearest first."""
    return list(dict.fromkeys([code, *(one.code for one in above(code, agencies))]))


def _step_offices(ring: Ring, agencies: Mapping[str, Agency]) -> Iterator[str]:
    for run in ring.runs():
        if step := ring.setting.procedure.step(run.step):
            yield step_agency(step, ring.case.agency, agencies)
