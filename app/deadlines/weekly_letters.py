"""Who is written to about explanations, and what stands in the letter."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.deadlines.letters import BELL, Letter, Ways, ways_to
from app.deadlines.weeks import Week
from app.notices.audience import upwards
from app.notices.offices import shown
from app.notices.wording import Rendered, render
from app.store.engine import Connection
from app.store.posts import Post, posts_at, substitutes
from app.store.setup import Setup
from sla.words import day_in_words, instant_in_words
from sla.zone import local_date
from workflows.agency import Agency, Role

LINES = 50  # cases told in a letter; all of them stand on its page
_OVERDUE = {
    "intake": "quá hạn tiếp nhận",
    "step": "quá hạn một bước",
    "case": "quá hạn trả kết quả",
}
_WHY = {"returned": "trả lại hoặc từ chối", "supplemented": "yêu cầu bổ sung"}


class Told(Protocol):
    """A case to be explained, as far as a letter tells of it."""

    @property
    def case_code(self) -> str:
        """The case."""

    @property
    def why(self) -> str:
        """The reason."""

    @property
    def clock(self) -> str | None:
        """Which clock ran over."""

    @property
    def at(self) -> datetime:
        """When it happened."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """One letter of an office about one week.

    Attributes:
        event: whose words it has.
        due: until when answers are asked for.
    """

    event: str
    key: str
    office: Agency
    week: Week
    due: datetime
    link: str
    now: datetime
    not_before: datetime


def why_in_words(why: str, clock: str | None) -> str:
    """Why a case is to be explained."""
    return _OVERDUE.get(clock or "", "quá hạn") if why == "overdue" else _WHY.get(why, why)


def heads_of(connection: Connection, agency: str, setup: Setup, *, on: date) -> list[str]:
    """Who answers for an office on a day: its leaders, else whoever oversees it; two queries."""
    places = upwards(agency, setup.agencies)
    posts, instead = posts_at(connection, places, on=on), substitutes(connection, on=on)
    leaders = _holding(posts, Role.LEADER, [agency])
    found = leaders or _holding(posts, Role.SUPERVISOR, places)
    return and_substitutes(found, instead)


def _holding(posts: Iterable[Post], role: Role, places: Collection[str]) -> list[str]:
    return [post.login for post in posts if post.role is role and post.agency in places]


def supervisors_at(connection: Connection, places: Iterable[str], *, on: date) -> list[Post]:
    """Who oversees some offices and those below them, with their substitutes; two queries."""
    instead = substitutes(connection, on=on)
    return [
        Post(agency=post.agency, role=post.role, login=login)
        for post in posts_at(connection, set(places), on=on)
        if post.role is Role.SUPERVISOR
        for login in and_substitutes([post.login], instead)
    ]


def and_substitutes(logins: Iterable[str], instead: dict[str, tuple[str, ...]]) -> list[str]:
    """Some people with those who stand in for them; each once."""
    both = ((login, *instead.get(login, ())) for login in logins)
    return list(dict.fromkeys(one for each in both for one in each))


def letters_for(
    connection: Connection, occasion: Occasion, logins: Sequence[str], lines: Sequence[Told]
) -> list[Letter]:
    """The letter of an office about some of its cases, for each of its people; three queries."""
    told = [
        f"{line.case_code}: {why_in_words(line.why, line.clock)}, {instant_in_words(line.at)}"
        for line in lines[:LINES]
    ]
    if len(lines) > LINES:
        told.append(f"… và {len(lines) - LINES} hồ sơ nữa")
    count = len({line.case_code for line in lines})
    return written(occasion, logins, ways_to(connection, logins), count=count, lines=told)


def written(
    occasion: Occasion, logins: Iterable[str], ways: Ways, *, count: int, lines: Iterable[str]
) -> list[Letter]:
    """The same for lines that are words already."""
    values = {
        "office": shown(occasion.office.name, occasion.office.code),
        "count": str(count),
        "lines": "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1)),
        "link": ways.link(occasion.link),
        "week": occasion.week.in_words(),
        "until_day": day_in_words(local_date(occasion.due)),
    }

    def said(channel: str) -> Rendered:
        return render(occasion.event, channel, occasion.office.level, values)

    return [
        Letter(
            login=login,
            key=occasion.key,
            kind="weekly",
            level="warn",
            office=occasion.office,
            texts={channel: said(channel) for channel in (BELL, *ways.wanting(login, "weekly"))},
            link=occasion.link,
            at=occasion.now,
            not_before=occasion.not_before,
        )
        for login in logins
    ]
