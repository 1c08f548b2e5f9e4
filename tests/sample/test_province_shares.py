"""What the simulated province adds up to: near the seeds' figures (domain 6.1) where they tell."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from statistics import mean

from app.sample.province import CODE
from sla.zone import local_date
from tests.sample.province_lines import YEAR, Line, at, cases, lines

CERTIFIED = {"2.000815", "2.000884"}
CLOSING = {"resolved", "returned", "withdrawn", "voided"}
STOPPING = {"paused", "supplement_requested"}

Case = list[Line]


def share(fits: Callable[[Case], object], among: Iterable[Case] | None = None) -> float:
    return mean(bool(fits(case)) for case in (cases().values() if among is None else among))


def types(case: Case) -> list[str]:
    return [line["type"] for line in case]


def office(case: Case) -> str:
    return str(case[0]["data"]["agency"])


def certifies(case: Case) -> bool:
    return case[0]["data"]["procedure"] in CERTIFIED


def has(name: str, case: Case) -> bool:
    return name in types(case)


def stops(case: Case) -> int:
    """How often the clock of an accepted case stood still."""
    told = types(case)
    since = told.index("accepted") if "accepted" in told else len(told)
    return sum(one in STOPPING for one in told[since:])


def test_departments_districts_and_communes_have_their_share():
    kinds = Counter(office(case)[len(CODE) + 1] for case in cases().values())

    assert 0.22 < kinds["S"] / YEAR.cases < 0.29
    assert 0.06 < kinds["D"] / YEAR.cases < 0.11
    assert 0.62 < kinds["X"] / YEAR.cases < 0.70


def test_half_of_what_a_commune_does_is_certifying_copies_and_signatures():
    communes = [case for case in cases().values() if office(case)[len(CODE) + 1] == "X"]

    assert 0.42 < share(certifies, communes) < 0.55


def test_some_offices_have_much_more_to_do_than_others():
    busy = Counter(office(case) for case in cases().values() if ".X" in office(case))

    assert len(busy) == 210
    assert max(busy.values()) > 2 * min(busy.values())


def test_a_case_has_five_to_six_events_and_a_copy_three_or_four():
    copies = [len(case) for case in cases().values() if certifies(case)]

    assert 5 < len(lines()) / YEAR.cases < 6.3
    assert 3 < mean(copies) < 4


def test_a_tenth_is_paused_and_some_of_these_more_than_once():
    assert 0.08 < share(stops) < 0.12
    assert 0.005 < share(lambda case: stops(case) > 1) < 0.02
    assert max(stops(case) for case in cases().values()) > 2


def test_few_are_open_at_the_end():
    accepted = [case for case in cases().values() if "accepted" in types(case)]

    assert 0.010 < share(lambda case: not CLOSING & {*types(case)}, accepted) < 0.020


def test_rare_things_are_rare_and_happen():
    bounds = {
        "refused": (0.0005, 0.006),
        "returned": (0.002, 0.012),
        "withdrawn": (0.002, 0.012),
        "voided": (0.0003, 0.006),
        "corrected": (0.001, 0.006),
        "reopened": (0.0003, 0.004),
        "step_returned": (0.0005, 0.02),
        "apology_issued": (0.001, 0.01),
    }
    for name, (low, high) in bounds.items():
        assert low < share(partial(has, name)) < high, name
    assert 0.005 < share(lambda case: any("recorded_at" in line for line in case)) < 0.03
    assert 0.0002 < share(lambda case: case[0]["data"].get("training")) < 0.005


def test_steps_are_taken_by_another_office():
    away = [line for line in lines() if line["type"] == "step_started" and ".d" in line["by"][-4:]]

    assert {line["data"]["step"] for line in away} >= {"district_appraise", "district_sign"}


def test_more_and_more_is_sent_online():
    sent = [case[0]["data"]["channel"] == "online" for case in cases().values()]
    quarter = YEAR.cases // 4

    assert mean(sent[-quarter:]) > mean(sent[:quarter]) + 0.05
    assert {case[0]["data"]["channel"] for case in cases().values()} == {"online", "direct", "post"}


def test_mondays_and_mornings_are_busiest_and_lunch_is_quiet():
    came = [at(case[0]) for case in cases().values()]
    weekdays, hours = (Counter(found) for found in zip(*map(clock, came), strict=True))

    assert [weekdays[day] for day in range(5)] == sorted(weekdays.values(), reverse=True)[:5]
    assert max(hours, key=lambda hour: hours[hour]) in {8, 9}
    assert hours[12] < hours[11] < hours[10]
    assert any(one.hour < 6 for one in came)


def clock(instant):
    return instant.weekday(), instant.hour


def test_tet_is_preceded_by_a_rush_and_followed_by_quiet_days():
    days = Counter(local_date(at(case[0])).isoformat() for case in cases().values())
    rush = [days[f"2024-01-{day}"] for day in (29, 30, 31)]
    back = [days[f"2024-02-{day}"] for day in (15, 16, 19)]
    usual = [days[f"2024-03-{day}"] for day in (12, 13, 14)]

    assert mean(rush) > mean(usual) > mean(back)
