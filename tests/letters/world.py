"""The sample ward with one case for each form, in the days of either circular: letters to look at.

`specimens()` has every form of the program filled by the facts of a case that was told to the
rules as an office would tell it. Under TT 01/2018 it is the ward of the sample; TT 03/2025 came
after the sample's days, so an invented ward stands there.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from app.letters.facts import sheet_of
from app.letters.facts_lists import handover_facts
from app.letters.facts_register import entries, register_facts
from app.letters.forms import form_named
from tests.letters.stories import cases_of, receipt
from tests.letters.wards import (
    CASHIER,
    CLERK,
    DESK,
    FORMS,
    NAMES,
    RECEIPTS,
    SERIALS,
    SPECIALIST,
    Specimen,
    World,
    worlds,
)
from workflows.case import Case
from workflows.decide import Refusal, decide
from workflows.events import LetterKind
from workflows.evolve import evolve


@lru_cache(maxsize=1)
def specimens() -> tuple[Specimen, ...]:
    """Every form once, in the order of their names."""
    found = (one for world in worlds() for one in _specimens(world))
    return tuple(sorted(found, key=lambda one: one.form.name))


def _specimens(world: World) -> Iterator[Specimen]:
    cases = cases_of(world)
    wanted = FORMS[world.version]
    for kind, (day, hour, by) in _WHEN.items():
        if kind in wanted:
            yield world.written(kind, cases[_ABOUT.get(kind, kind)], world.at(day, hour), by)
    taken_in = [told.case for kind, told in cases.items() if kind in RECEIPTS and told.case]
    if "handover" in wanted:
        open_cases = [case for case in taken_in if case.state != "withdrawn"]
        yield _handover(world, sorted(open_cases, key=lambda case: case.code))
    yield _register(world, taken_in)


def _handover(world: World, cases: list[Case]) -> Specimen:
    """At the end of the first day: what is still worked at."""
    form, at = form_named(FORMS[world.version]["handover"]), world.at(0, "16:30")
    taker = {"taker": "Công chức Tư pháp – Hộ tịch", "taker_name": NAMES[SPECIALIST]}
    issue = replace(world.issue(form.number(SERIALS["handover"]), at, DESK), extra=taker)
    facts = handover_facts(world.setting.agency, cases, world.setup, issue=issue)
    return Specimen(form=form, facts=facts, sheet=sheet_of(form, facts), at=at)


def _register(world: World, cases: list[Case]) -> Specimen:
    form, at = form_named(FORMS[world.version]["register"]), world.at(7, "08:00")
    first, last = (date.fromisoformat(world.days[number]) for number in (0, 6))
    issue = replace(world.issue(None, at, DESK), extra={"field": "Hộ tịch"})
    told = entries(sorted(_lettered(world, cases), key=lambda case: case.code), world.setup)
    days = (first, last)
    facts = register_facts(world.setting.agency, told, world.setup, issue=issue, days=days)
    return Specimen(form=form, facts=facts, sheet=sheet_of(form, facts), at=at)


def _lettered(world: World, cases: list[Case]) -> Iterator[Case]:
    """The one that waits for its receipt has it by then."""
    for case in cases:
        _, command = receipt(world, RECEIPTS["receipt"])
        decision = () if case.letters else decide(case, command, world.setting, now=command.at)
        assert not isinstance(decision, Refusal)
        yield evolve(case, decision[0], code=case.code) if decision else case


_WHEN: dict[LetterKind, tuple[int, str, str]] = {
    "receipt": (0, "08:12", DESK),
    "supplement": (0, "09:45", DESK),
    "refusal": (0, "15:30", DESK),
    "apology": (3, "16:05", CLERK),
    "stop": (1, "10:20", DESK),
    "control": (3, "08:00", DESK),
    "result": (3, "08:00", DESK),
    "fee": (0, "08:22", CASHIER),
}
_ABOUT: dict[LetterKind, LetterKind] = {"control": "result"}
