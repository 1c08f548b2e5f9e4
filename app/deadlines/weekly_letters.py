"""Who is written to about explanations, and what stands in the letter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import select

from app.deadlines.letters import BELL, Letter, Ways, ways_to
from app.deadlines.weeks import Week
from app.notices.offices import shown
from app.notices.wording import Rendered, render
from app.services.explainers import answering
from app.store.engine import Connection
from app.store.notices import NOTICES
from app.store.posts import Post, and_substitutes, posts_at, substitutes
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
class Asking:
    """Which week a letter asks about, and until when answers are asked for."""

    week: Week
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """One letter of an office; `event` says whose words it has."""

    event: str
    key: str
    office: Agency
    link: str
    setup: Setup
    now: datetime
    not_before: datetime


def why_in_words(why: str, clock: str | None) -> str:
    """Why a case is to be explained."""
    return _OVERDUE.get(clock or "", "quá hạn") if why == "overdue" else _WHY.get(why, why)


def heads_of(connection: Connection, agency: str, setup: Setup, *, on: date) -> list[str]:
    """Who is written to for an office on a day, with their substitutes; two queries."""
    heads = answering(connection, [agency], setup, on=on)[agency]
    return list(and_substitutes(heads, substitutes(connection, on=on)))


def supervisors_at(connection: Connection, places: Iterable[str], *, on: date) -> list[Post]:
    """Who oversees some offices and those below them, with their substitutes; two queries."""
    instead = substitutes(connection, on=on)
    return [
        Post(agency=post.agency, role=post.role, login=login)
        for post in posts_at(connection, set(places), on=on)
        if post.role is Role.SUPERVISOR
        for login in and_substitutes([post.login], instead)
    ]


def letters_for(
    connection: Connection, occasion: Occasion, asking: Asking, lines: Sequence[Told]
) -> list[Letter]:
    """The letter of an office about some of its cases, for each of its people; six queries."""
    day = local_date(occasion.now)
    logins = heads_of(connection, occasion.office.code, occasion.setup, on=day)
    told = [
        f"{line.case_code}: {why_in_words(line.why, line.clock)}, {instant_in_words(line.at)}"
        for line in lines[:LINES]
    ]
    values = {
        "count": str(len({line.case_code for line in lines})),
        "lines": numbered(told, all_of=len(lines), unit="mục"),
        "week": asking.week.in_words(),
        "until_day": day_in_words(local_date(asking.due)),
    }
    return written(occasion, logins, ways_to(connection, logins), values)


def numbered(lines: Sequence[str], *, all_of: int, unit: str) -> str:
    """Lines with their numbers, and how many more there are."""
    told = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    if all_of > len(lines):
        told.append(f"… và {all_of - len(lines)} {unit} nữa")
    return "\n".join(told)


def not_told(connection: Connection, letters: Sequence[Letter]) -> list[Letter]:
    """Those letters that are in nobody's bell yet; one query."""
    keys = sorted({letter.key for letter in letters})
    query = select(NOTICES.c.login, NOTICES.c.key).where(NOTICES.c.key.in_(keys))
    there = {(row.login, row.key) for row in connection.execute(query)} if keys else set()
    return [letter for letter in letters if (letter.login, letter.key) not in there]


def written(
    occasion: Occasion, logins: Iterable[str], ways: Ways, words: Mapping[str, str]
) -> list[Letter]:
    """One letter for each of some people, of words that are made already."""
    office = shown(occasion.office.name, occasion.office.code)
    values = {**words, "office": office, "link": ways.link(occasion.link)}

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
