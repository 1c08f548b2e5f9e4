"""Searching names without tone marks, words in any order: the index beside a scan of all names.

On a copy of the province, as somebody who sees all of it. What is typed are full names out of the
cases, without marks and with their words turned round; the scan asks `lower(unaccent(applicant))
LIKE` for each word. Both give the same newest 50 cases before a time counts; ours besides reads
what the page shows of each. Recall is told for everything typed, against the names folded in
Python: with marks, without, decomposed, in another order, with an unfinished last word.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from unicodedata import normalize

from sqlalchemy import func, literal, select, text

from app.lists.search import Wanted, find, matches
from app.store.engine import Connection, Database, database
from app.store.folding import folded
from app.store.visible import CASES
from bench.protocol import (
    Compared,
    Growth,
    Line,
    NotRun,
    Side,
    alternated,
    at_least,
    equal,
    measured,
    not_run,
)
from bench.stage import Stage
from workflows.agency import Role
from workflows.officer import Grant, Officer

SIZE, SEED = 50, 11
COMMON = ("nguyen van", "thi")
_TOP = text("SELECT code FROM agencies WHERE parent IS NULL ORDER BY code LIMIT 1")
Names = Mapping[str, Sequence[str]]


def lines(stage: Stage) -> Iterator[Line | Growth]:
    """Yield recall, then rare and common names beside a scan."""
    goal = at_least(80)
    try:
        with _opened(stage) as opened:
            yield from _measured(stage, opened)
    except NotRun as missing:
        yield not_run("names-scan", "names in any order", str(missing), goal=goal)


def _measured(stage: Stage, opened: Database) -> Iterator[Line]:
    who, names = _sees_all(opened), _names(opened)
    typed = _typed(names, stage.by_scale(6, 12))
    yield measured(
        "recall",
        f"names: share of what a fold of all {sum(map(len, names.values())):,} names finds",
        partial(_recall, opened, names, typed),
        goal=at_least(1),
        unit="share",
    )
    yield measured(
        "names-scan",
        "a full name without tone marks, words in any order: newest 50, against a scan",
        partial(_beside_scan, stage, opened, who, typed),
        goal=at_least(80),
    )
    yield measured(
        "common-scan",
        "what very many are called, likewise",
        partial(_beside_scan, stage, opened, who, COMMON),
    )


@contextmanager
def _opened(stage: Stage) -> Iterator[Database]:
    with stage.own_province() as address:
        opened = database(address)
        try:
            with opened.writing() as connection:
                connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS unaccent")
            yield opened
        finally:
            opened.engine.dispose()


def _sees_all(opened: Database) -> Officer:
    with opened.reading() as connection:
        top = str(connection.scalar(_TOP))
    grant = Grant(agency=top, role=Role.SUPERVISOR)
    return Officer(login="giam.sat", name="Giám sát", grants=(grant,))


def _names(opened: Database) -> Names:
    """Give the codes of each name as it was written."""
    found: dict[str, list[str]] = defaultdict(list)
    with opened.reading() as connection:
        for code, name in connection.execute(select(CASES.c.code, CASES.c.applicant)):
            found[name].append(code)
    return found


def _typed(names: Names, many: int) -> list[str]:
    dice = random.Random(SEED)
    chosen = dice.sample(sorted(names), min(many, len(names)))
    return [" ".join(reversed(folded(name).split())) for name in chosen]


def _recall(opened: Database, names: Names, typed: Sequence[str]) -> float:
    written = random.Random(SEED).sample(sorted(names), min(len(typed), len(names)))
    asked = [*typed, *written, *(normalize("NFD", name) for name in written), "đặng", "dang", "ĐÀO"]
    asked += [" ".join(folded(name).split())[:-1] for name in written]
    words = {name: folded(name).split() for name in names}
    share = []
    with opened.reading() as connection:
        for one in asked:
            true = {code for name in _meant(one, words) for code in names[name]}
            found = _found(connection, one)
            share.append(len(true & found) / len(true) if true else 1.0)
            equal(found <= true, True, f"nothing but what was meant by {one!r}")
    return min(share)


def _meant(typed: str, words: Mapping[str, list[str]]) -> Iterator[str]:
    *whole, last = folded(typed).split()
    for name, own in words.items():
        if all(word in own for word in whole) and any(word.startswith(last) for word in own):
            yield name


def _found(connection: Connection, typed: str) -> set[str]:
    condition = matches(connection, Wanted.read(typed))
    return set(connection.scalars(select(CASES.c.code).where(condition)))


def _beside_scan(stage: Stage, opened: Database, who: Officer, typed: Sequence[str]) -> Compared:
    with opened.reading() as connection:
        for one in typed:
            ours = [row.code for row in find(connection, who, one, SIZE).rows]
            equal(ours, _scanned(connection, one), f"cases of {one!r}")
    sides = [
        Side(name=name, unit="ms", work=partial(_all_of, opened, who, typed, ours=name == "motcua"))
        for name in ("motcua", "scan")
    ]
    return alternated(sides[0], sides[1], stage.rounds)


def _all_of(opened: Database, who: Officer, typed: Sequence[str], *, ours: bool) -> float:
    for one in typed:
        with opened.reading() as connection:
            if ours:
                find(connection, who, one, SIZE)
            else:
                _scanned(connection, one)
    return len(typed)


def _scanned(connection: Connection, typed: str) -> list[str]:
    *whole, last = folded(typed).split()
    name = literal(" ") + func.lower(func.unaccent(CASES.c.applicant)) + literal(" ")
    spelt = [*(f"% {word} %" for word in whole), f"% {last}%"]
    query = select(CASES.c.code).where(*(name.like(word) for word in spelt))
    newest = query.order_by(CASES.c.arrived_at.desc(), CASES.c.code.desc())
    return list(connection.scalars(newest.limit(SIZE)))
