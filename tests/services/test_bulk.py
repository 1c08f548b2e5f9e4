"""One press for many cases: each with its own outcome; the form sent again finishes the rest."""

import pytest

from app.errors import BadInput
from app.services.act import Press, act, open_by_officer
from app.services.bulk import MOST, Item, Line, act_many
from app.store import event_log
from app.store.engine import Database
from tests.services import pressing
from tests.services.hands import HUNG, LAN, MINH, YEN, press
from tests.store import desk, workers
from tests.store.desk import MINUTE, MONDAY
from workflows import commands as do

DONE = (do.CompleteStep(at=MONDAY, step="appraise"),)


def begun(base: Database, assignee: str = "minh") -> str:
    start = do.StartStep(at=MONDAY, step="appraise", assignee=assignee)
    return open_by_officer(base, press(LAN), [desk.acceptance(), start]).code


def versions(base: Database, *codes: str) -> list[int]:
    with base.reading() as connection:
        return [event_log.load(connection, code).version for code in codes]


def test_each_case_has_an_outcome_of_its_own(database_url):
    base = desk.loaded(database_url)
    mine, changed, somebodys = begun(base), begun(base), begun(base, "nga")
    act(base, press(YEN), changed, [pressing.FEE])
    chosen = [Item(code=code, commands=DONE, expected_version=2) for code in (mine, changed)]
    chosen += [Item(code=code, commands=DONE) for code in (somebodys, "H32.PL-240304-0009")]

    done, late, refused, unknown = act_many(base, press(MINH), chosen)

    assert done == Line(code=mine, result="done", version=3)
    assert (late.code, late.result) == (changed, "changed")
    assert late.since == ("09:00 ngày 04/03/2024, yen: Nộp 8.000 đồng tiền mặt",)
    assert (refused.result, "đã giao cho nga" in refused.why) == ("refused", True)
    assert (unknown.result, unknown.why) == ("refused", "không có hồ sơ H32.PL-240304-0009")
    assert versions(base, mine, changed, somebodys) == [3, 3, 2]


def test_the_form_sent_again_finishes_what_was_left(database_url):
    base = desk.loaded(database_url)
    codes = [begun(base) for _ in range(3)]
    form = press(HUNG)
    # The first copy was cut off after the first case.
    act_many(base, form, [Item(code=codes[0], commands=DONE, expected_version=2)])

    later = Press(officer=HUNG, key=form.key, now=MONDAY + MINUTE)
    again = (do.CompleteStep(at=later.now, step="appraise"),)
    items = [Item(code=code, commands=again, expected_version=2) for code in codes]
    lines = act_many(base, later, items)

    assert [line.result for line in lines] == ["done"] * 3
    assert versions(base, *codes) == [3, 3, 3]


def test_a_case_chosen_twice_is_done_once(database_url):
    base = desk.loaded(database_url)
    code = begun(base)

    lines = act_many(base, press(MINH), [Item(code=code, commands=DONE)] * 2)

    assert [line.result for line in lines] == ["done"]
    assert versions(base, code) == [3]


def test_too_many_none_or_a_form_without_a_key_are_refused_whole(database_url):
    base = desk.loaded(database_url)
    item = Item(code=begun(base), commands=DONE)

    for form, items in [
        (press(MINH), []),
        (press(MINH), [item] * (MOST + 1)),
        (Press(officer=MINH, key="", now=MONDAY), [item]),
    ]:
        with pytest.raises(BadInput):
            act_many(base, form, items)
    assert versions(base, item.code) == [2]


@pytest.mark.slow
def test_two_copies_at_once_do_every_case_once(database_url):
    base = desk.loaded(database_url)
    codes = [begun(base) for _ in range(12)]

    one, other = workers.together(pressing.finish, [(database_url, codes, "a" * 32)] * 2)

    assert one == other == ["done"] * 12
    assert versions(base, *codes) == [3] * 12
