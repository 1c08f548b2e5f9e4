"""Who answers for an office: the letters go to the same people from whom answers are taken."""

from collections.abc import Collection, Iterable
from datetime import date

from app.notices.audience import upwards
from app.store.engine import Connection
from app.store.posts import Post, posts_at
from app.store.setup import Setup
from workflows.agency import Role
from workflows.officer import Officer


def answering(
    connection: Connection, agencies: Iterable[str], setup: Setup, *, on: date
) -> dict[str, tuple[str, ...]]:
    """Who answers for some offices on a day, without their substitutes; one query.

    The leaders of an office; where nobody leads it the supervisors nearest above.
    """
    ways = {code: upwards(code, setup.agencies) for code in agencies}
    posts = posts_at(connection, {place for way in ways.values() for place in way}, on=on)
    leaders, supervisors = _by_office(posts, Role.LEADER), _by_office(posts, Role.SUPERVISOR)
    return {
        code: leaders.get(code)
        or next((supervisors[place] for place in way if place in supervisors), ())
        for code, way in ways.items()
    }


def answers_for(
    connection: Connection, officer: Officer, agencies: Collection[str], setup: Setup, *, on: date
) -> frozenset[str]:
    """For which of some offices an officer answers, standing in for others as well; one query."""
    found = answering(connection, agencies, setup, on=on) if agencies else {}
    return frozenset(code for code, logins in found.items() if officer.logins.intersection(logins))


def _by_office(posts: Iterable[Post], role: Role) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for post in posts:
        if post.role is role:
            found[post.agency] = (*found.get(post.agency, ()), post.login)
    return found
