"""The offered periods as a page lists them: by kind, each with what its choice sends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.reports.period import Period
from app.reports.periods import NamedPeriod, heads, offered
from app.web.report_asking import choice_of, days, spelled
from sla.zone import local_date


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """A period that can be chosen.

    Attributes:
        days: its first and last day for people.
        value: what its choice sends.
        where: the same in an address.
        running: whether it has not ended yet.
    """

    name: str
    period: Period
    days: str
    value: str
    where: dict[str, str]
    running: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class OfferedKind:
    """The offered periods of one kind, newest first."""

    name: str
    periods: tuple[Offered, ...]


def offered_kinds(now: datetime) -> tuple[OfferedKind, ...]:
    """What is offered at an instant."""
    every, names = groupby(offered(local_date(now)), key=lambda one: one.kind), heads()
    return tuple(OfferedKind(name=names[kind], periods=_all(found, now)) for kind, found in every)


def _all(found: Iterable[NamedPeriod], now: datetime) -> tuple[Offered, ...]:
    return tuple(
        Offered(
            name=one.name,
            period=one.period,
            days=spelled(one.period),
            value=choice_of(one.period),
            where=days(one.period),
            running=one.cut_off > now,
        )
        for one in found
    )
