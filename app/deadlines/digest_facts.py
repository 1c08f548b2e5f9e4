"""What an office's morning is told from: its people, and what lies there, read once for all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.deadlines.digest import Part, attention_parts, news_part, once, risk_part, totals_part
from app.deadlines.digest_rows import (
    Attention,
    Total,
    cases_at,
    seen_from,
    steps_at,
    totals,
    worked_at,
)
from app.deadlines.forecasting import Forecast, Risk, forecast_of_unit
from app.notices.choices import Choices
from app.store.engine import Connection
from app.store.notices import Notice, told_between
from app.store.posts import posts_at, substitutes
from app.store.scope import subtree
from app.store.setup import Setup
from sla.zone import local_date
from workflows.agency import Agency, Role

HEADS = frozenset({Role.LEADER, Role.SUPERVISOR})
# An auditor works on nothing, and an admin sees no case.
_TOLD = frozenset(Role) - {Role.AUDITOR, Role.ADMIN}


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """Who works at an office today, those who stand in for the absent among them.

    Attributes:
        roles: by login, what they may do there today.
        absent: by login, whose work is theirs as well.
    """

    roles: Mapping[str, frozenset[Role]]
    absent: Mapping[str, frozenset[str]]

    def logins(self, login: str) -> frozenset[str]:
        """Every login whose work is somebody's."""
        return self.absent.get(login, frozenset()) | {login}

    def everybody(self) -> frozenset[str]:
        """Every login whose work is somebody's who is told of it."""
        return frozenset(self.roles).union(*self.absent.values())

    def heads(self, login: str) -> bool:
        """Whether somebody is told of the whole office."""
        return not self.roles[login].isdisjoint(HEADS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What lies at an office this morning.

    Attributes:
        office: its code.
        steps: those of whoever does not work here today are nobody's.
        below: the numbers of the office and of those below it; empty where there is none below.
        counted: the cases in these numbers that lie here, or are worked on here.
        names: of these offices.
        news: by login, what the bell has told since the last morning.
    """

    office: str
    staff: Staff
    cases: Sequence[Attention]
    steps: Sequence[Attention]
    forecast: Forecast
    below: Sequence[Total]
    counted: frozenset[str]
    names: Mapping[str, str]
    news: Mapping[str, Sequence[Notice]]

    def parts(self, login: str, *, forecast: bool) -> list[Part]:
        """What somebody is told; with `forecast` what is at risk stands there and nowhere else."""
        whole = self._whole(login)
        risks = self._risks(login, whole=whole) if forecast else []
        own = self._own(login)
        found = sorted(once([*self._office(), *own]) if whole else own, key=lambda one: one.due)
        lines = [*risks, *attention_parts(found, but=_codes(risks))]
        return [*self._totals(login, lines), *lines]

    def risks(self, login: str) -> list[Part]:
        """What will be late of what is somebody's, or of what lies at the office they head."""
        return self._risks(login, whole=self.staff.heads(login))

    def _whole(self, login: str) -> bool:
        """Whether somebody is told of the office line by line; others of it by numbers, or not."""
        return self.staff.heads(login) and (
            Role.LEADER in self.staff.roles[login] or not self.below
        )

    def _totals(self, login: str, lines: Sequence[Part]) -> Iterator[Part]:
        if Role.SUPERVISOR in self.staff.roles[login]:
            # The numbers of the offices below hold those of this one as well.
            yield from totals_part(self.below, self.names, told=_codes(lines) & self.counted)

    def _risks(self, login: str, *, whole: bool) -> list[Part]:
        held = [
            (risk, hands.name)
            for unit in self.forecast.units
            for hands in unit.hands
            for risk in hands.risks
        ]
        held.sort(key=lambda pair: (pair[0].outlook.done_by, pair[0].code))
        if whole:
            return list(risk_part(held, more=self.forecast.more))
        return list(risk_part([(risk, None) for risk, _ in held if self._lies_with(login, risk)]))

    def _lies_with(self, login: str, risk: Risk) -> bool:
        roles, visit = self.staff.roles[login], risk.outlook.visit
        if risk.login in self.staff.logins(login):
            return True
        if visit is None:
            return risk.outlook.clock == "intake" and Role.ONE_STOP in roles
        if risk.unit != self.office or visit.assignee in self.staff.everybody():
            return False
        step = risk.procedure.step(visit.step)
        return step is not None and step.role in roles

    def letter_news(self, login: str, channel: str, choices: Choices) -> list[Part]:
        """What the bell has told and this channel has not: it waits for the digest."""
        kinds: Sequence[str] = choices.in_digest(channel)
        texts: dict[str, list[str]] = {}
        for notice in self.news.get(login, ()):
            sent = channel in choices.at_once(notice.kind, notice.level)
            if notice.kind in kinds and not sent and notice.case_code:
                texts.setdefault(notice.case_code, []).append(notice.text)
        return list(news_part(texts))

    def _office(self) -> Iterator[Attention]:
        """The cases that lie here, and steps of others referred to here."""
        yield from self.cases
        yield from (step for step in self.steps if step.referred)

    def _own(self, login: str) -> Iterator[Attention]:
        """An officer's steps, those of their role that nobody has, and at the desk what waits."""
        roles, hands = self.staff.roles[login], self.staff.logins(login)
        for step in self.steps:
            if step.login in hands or (step.login is None and step.role in roles):
                yield step
        if Role.ONE_STOP in roles:
            yield from (one for one in self.cases if one.group == "intake")


def staff_at(connection: Connection, agency: str, day: date) -> Staff:
    """Who works at an office on a day; two queries."""
    instead = substitutes(connection, on=day)
    roles: dict[str, set[Role]] = {}
    absent: dict[str, set[str]] = {}
    for one in posts_at(connection, [agency], on=day):
        for login in (one.login, *instead.get(one.login, ())):
            if one.role in _TOLD:
                roles.setdefault(login, set()).add(one.role)
            if login != one.login:
                absent.setdefault(login, set()).add(one.login)
    return Staff(
        roles={login: frozenset(held) for login, held in sorted(roles.items())},
        absent={login: frozenset(of) for login, of in absent.items()},
    )


def facts_of(
    connection: Connection, office: Agency, setup: Setup, *, since: datetime, now: datetime
) -> Facts:
    """What lies at an office this morning; some ten queries whatever the number of people."""
    staff = staff_at(connection, office.code, local_date(now))
    places = _places(connection, office.code, staff)
    cases, oversees = cases_at(connection, office.code, setup, now), len(places) > 1
    worked = worked_at(connection, office.code, places, now) if oversees else frozenset()
    news = told_between(connection, list(staff.roles), since=since, until=now)
    return Facts(
        office=office.code,
        staff=staff,
        cases=cases,
        steps=list(_with_whom(steps_at(connection, office.code, setup, now), staff)),
        forecast=forecast_of_unit(connection, office.code, setup, now=now),
        below=totals(connection, places, now) if oversees else (),
        counted=worked.union(one.code for one in cases),
        names={code: setup.agency(code).name for code in places},
        news=_seen(connection, places, news),
    )


def _with_whom(steps: Iterable[Attention], staff: Staff) -> Iterator[Attention]:
    # Whoever has left the office, or comes from another system, is told nothing any more.
    everybody = staff.everybody()
    for one in steps:
        away = one.login is not None and one.login not in everybody
        yield replace(one, login=None, left=True) if away else one


def _codes(parts: Iterable[Part]) -> frozenset[str]:
    return frozenset(code for part in parts for code in part.codes)


def _places(connection: Connection, agency: str, staff: Staff) -> list[str]:
    """The office, and where somebody oversees those below it, these too."""
    oversees = any(Role.SUPERVISOR in roles for roles in staff.roles.values())
    return sorted(connection.scalars(subtree([agency]))) if oversees else [agency]


def _seen(
    connection: Connection, places: Sequence[str], news: Mapping[str, Sequence[Notice]]
) -> dict[str, list[Notice]]:
    """The lines of those cases that lie here, or have a step here."""
    codes = {one.case_code for told in news.values() for one in told if one.case_code}
    seen = seen_from(connection, places, codes)
    return {login: [one for one in told if one.case_code in seen] for login, told in news.items()}
