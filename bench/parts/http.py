"""The desk over HTTP: inbox and step beside Django doing the same, and how long a page takes.

`motcua serve --workers 2` and a Django application under gunicorn with two workers, each with a
copy of the province; officers with kept connections ask in threads of this process. An inbox is the
page of a list of up to 50 lines with the counts of all lists; before a time counts, both pages
show the same codes and counts. A step is one POST: the officer completes a running step of theirs;
afterwards both copies say the same of the cases. Ours besides keeps the log chained, takes each
form once, arms the timers and tells the citizen.
"""

import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from secrets import token_hex

from sqlalchemy import bindparam, text

from app.store.engine import Database, database
from bench import web_servers
from bench.client import Desk
from bench.desk_people import Task, accounts, login_of, tasks, watchers
from bench.peers.django_site import PASSWORD
from bench.protocol import (
    Compared,
    Growth,
    Line,
    NotRun,
    Series,
    Side,
    Took,
    Unequal,
    alone,
    alternated,
    at_least,
    at_most,
    equal,
    measured,
    not_run,
)
from bench.stage import Stage

LISTS = ("overdue", "mine", "hand_over")
USERS, MANY = 8, 16
LIMIT_MS = {1: 60, MANY: 250}
_CODES = re.compile(r'class="code" href="[^"]*">([^<]+)<')
_COUNTS = re.compile(r'class="count[^"]*">(\d+)')
_STANDING = text(
    "SELECT code, version, steps_running, (SELECT count(*) FROM case_steps "
    "WHERE case_code = code AND done) FROM cases WHERE code IN :codes ORDER BY code"
).bindparams(bindparam("codes", expanding=True))


@dataclass(kw_only=True)
class Site:
    """One of the two web servers with its signed-in officers and its copy of the province."""

    name: str
    port: int
    opened: Database
    home: str
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, login: str) -> Desk:
        """Give an officer's browser, signed in at the first need."""
        if login not in self.desks:
            self.desks[login] = self.fresh(login)
        return self.desks[login]

    def fresh(self, login: str) -> Desk:
        """Give another browser of an officer, signed in anew."""
        return Desk.signed_in(self.port, login, PASSWORD, home=self.home)


@dataclass(kw_only=True)
class Both:
    """What is asked of both: who looks at lists, and steps not completed yet."""

    ours: Site
    peer: Site | None
    watchers: list[str]
    tasks: list[Task]


def lines(stage: Stage) -> Iterator[Line | Growth]:
    """Yield inbox and step beside Django, then the times of our inbox alone."""
    try:
        with _both(stage) as both:
            yield from _beside(stage, both)
            yield from _alone(stage, both)
    except NotRun as missing:
        yield not_run("inbox-django", "the desk over HTTP", str(missing), goal=at_least(2.5))


def _beside(stage: Stage, both: Both) -> Iterator[Line]:
    yield measured(
        "inbox-django",
        f"inbox of 50 lines over HTTP, two workers, {USERS} officers, against Django",
        partial(_inbox, stage, both),
        goal=at_least(2.5),
    )
    yield measured(
        "step-django",
        f"a step over HTTP, two workers, {USERS} officers, against Django",
        partial(_step, stage, both),
        goal=at_least(1.3),
    )


def _alone(stage: Stage, both: Both) -> Iterator[Line]:
    for users, limit in LIMIT_MS.items():
        for percent in (50, 95, 99):
            yield measured(
                f"inbox-p{percent}-{users}",
                f"inbox over HTTP, {users} officer{'s' if users > 1 else ''}: {percent} % of the "
                "pages take no longer",
                partial(_latency, stage, both, users, percent),
                goal=at_most(limit) if percent == 95 else None,
            )


def _inbox(stage: Stage, both: Both) -> Compared:
    peer = _peer(both)
    officers = both.watchers[:USERS]
    for login in officers:
        for code in LISTS:
            _same_page(both.ours.desk(login), peer.desk(login), f"/lists/{code}")
    each = stage.by_scale(4, 40)
    sides = [
        Side(name=site.name, unit="pages/s", work=partial(_pages, site, officers, each))
        for site in (both.ours, peer)
    ]
    return alternated(sides[0], sides[1], stage.rounds)


def _peer(both: Both) -> Site:
    if both.peer is None:
        raise NotRun("django is not installed")
    return both.peer


def _same_page(ours: Desk, peer: Desk, path: str) -> None:
    mine, other = ours.get(path), peer.get(path)
    equal(_CODES.findall(mine), _CODES.findall(other), f"codes of {path}")
    equal(_COUNTS.findall(mine), _COUNTS.findall(other), f"counts beside {path}")


def _pages(site: Site, officers: Sequence[str], each: int) -> float:
    _at_once([partial(_look, site.desk(login), each) for login in officers])
    return len(officers) * each


def _look(desk: Desk, each: int) -> list[float]:
    """Open lists by turns; how many seconds each page took."""
    # On a new connection: a server closes those that were idle while the other side was asked.
    took, desk = [], Desk.again(desk)
    for number in range(each):
        begun = time.perf_counter()
        desk.get(f"/lists/{LISTS[number % len(LISTS)]}")
        took.append(time.perf_counter() - begun)
    return took


def _latency(stage: Stage, both: Both, users: int, percent: int) -> Series:
    officers = [both.watchers[number % len(both.watchers)] for number in range(users)]
    desks = [both.ours.fresh(login) for login in officers]
    each = stage.by_scale(6, 60)

    def work() -> Took:
        found = _at_once([partial(_look, desk, each) for desk in desks])
        took = [seconds for some in found for seconds in some]
        return Took(seconds=statistics.quantiles(took, n=100)[percent - 1])

    return alone(Side(name=both.ours.name, unit="ms", work=work), stage.rounds)


def _step(stage: Stage, both: Both) -> Compared:
    peer = _peer(both)
    each = min(stage.by_scale(4, 60), len(both.tasks) // (stage.rounds + 1))
    if not each:
        raise NotRun("too few steps of the province are running")
    done: list[str] = []
    sides = [
        _pressing(both.ours, both.tasks, each, ours=True, done=done),
        _pressing(peer, both.tasks, each, ours=False, done=[]),
    ]
    found = alternated(sides[0], sides[1], stage.rounds)
    equal(_standing(both.ours, done), _standing(peer, done), "cases after the steps")
    return found


def _pressing(site: Site, work: Sequence[Task], each: int, *, ours: bool, done: list[str]) -> Side:
    rounds = (work[at : at + each] for at in range(0, len(work), each))

    def press() -> float:
        some = next(rounds)
        groups = [some[at::USERS] for at in range(USERS)]
        _at_once([partial(_presses, site, group, ours=ours) for group in groups])
        done.extend(task.code for task in some)
        return len(some)

    for login in {task.login for task in work}:
        site.desk(login)
    return Side(name=site.name, unit="steps/s", work=press)


def _presses(site: Site, group: Sequence[Task], *, ours: bool) -> list[float]:
    for task in group:
        form = {"step": task.step, "version": str(task.version)}
        # Each on a connection of its own thread: an officer's desk is asked by one at a time.
        desk = Desk.again(site.desk(task.login))
        if ours:
            form |= {"key": token_hex(16), "when": "now", "next": "-"}
            desk.post(f"/cases/{task.code}/acts/complete_step", form)
        else:
            desk.post(f"/cases/{task.code}/complete", form)
    return []


def _standing(site: Site, codes: list[str]) -> list[tuple[object, ...]]:
    with site.opened.reading() as connection:
        return [tuple(row) for row in connection.execute(_STANDING, {"codes": codes})]


def _at_once(jobs: Sequence[Callable[[], list[float]]]) -> list[list[float]]:
    """Do all jobs in threads.

    Raises:
        Unequal: with the first fault, when one has failed.
    """
    found: list[list[float]] = []
    faults: list[Exception] = []

    def run(job: Callable[[], list[float]]) -> None:
        try:
            found.append(job())
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise Unequal(f"not every request was answered: {faults[0]}")
    return found


@contextmanager
def _both(stage: Stage) -> Iterator[Both]:
    with ExitStack() as rest:
        mine = database(rest.enter_context(stage.own_province()))
        rest.callback(mine.engine.dispose)
        grants, work = watchers(mine, MANY), tasks(mine, MANY)
        logins = accounts(mine, grants, work)
        port = rest.enter_context(web_servers.ours(mine.url))
        ours = Site(name="motcua", port=port, opened=mine, home="/lists/mine")
        peer = None
        if stage.have("django"):
            other = database(rest.enter_context(stage.own_province()))
            rest.callback(other.engine.dispose)
            accounts(other, grants, work)
            port = rest.enter_context(web_servers.django(other.url, logins))
            peer = Site(name="Django", port=port, opened=other, home="/")
        yield Both(ours=ours, peer=peer, watchers=[login_of(one) for one in grants], tasks=work)
