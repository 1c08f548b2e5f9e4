"""Runs of letters among colleagues: in whose name, dated when, printed where, one own form a go."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest

from app.errors import BadInput
from app.letters import own
from app.services import letter_prints, letter_run_going, office_templates
from app.services import letter_runs as runs
from app.services.letter_run_page import left_out
from app.services.letters import DOCX, issue
from app.services.record import record
from app.store import letter_runs as store
from app.store.letter_runs import Outcome
from tests.letters import docxes
from tests.services import lettering
from tests.services.hands import AUDITOR, HUNG, LAN, WARD, YEN, press
from tests.store.desk import MINUTE, MONDAY
from workflows import commands as do

LATER = MONDAY + MINUTE
FEE = do.RecordFee(at=LATER, amount=8_000, method="cash")


@pytest.fixture
def opened(database_url):
    return lettering.ward(database_url)


@pytest.fixture
def at_once(sqlite_url):
    return lettering.ward(sqlite_url)


def test_whoever_carries_a_run_on_issues_in_their_own_name(opened, tmp_path):
    code = lettering.accepted(opened)
    number = runs.begin(opened, press(LAN), "receipt", [code])
    colleague = replace(LAN, login="mai", name="Mai")

    done = runs.carry_on(opened, tmp_path, number, clock=lambda: LATER, officer=colleague)

    assert done.results == {"issued": 1}
    assert [row.by for row in lettering.letters(opened, code)] == ["mai"]


@pytest.mark.parametrize("stranger", [YEN, AUDITOR])
def test_what_one_may_not_issue_one_does_not_issue_by_anothers_run(opened, tmp_path, stranger):
    code = lettering.accepted(opened)
    number = runs.begin(opened, press(LAN), "receipt", [code])

    done = runs.carry_on(opened, tmp_path, number, clock=lambda: LATER, officer=stranger)

    assert done.results == {"refused": 1}
    assert (left_out(opened, LAN, number)[0].why or "") != ""
    assert lettering.letters(opened, code) == ()
    # Whoever began it lets it wait again, and has it issued.
    runs.again(opened, LAN, number)
    assert runs.carry_on(opened, tmp_path, number, clock=lambda: LATER).results == {"issued": 1}
    assert [row.by for row in lettering.letters(opened, code)] == ["lan"]


def test_letters_are_dated_after_what_a_colleague_recorded_meanwhile(opened, tmp_path):
    codes = [lettering.accepted(opened) for _ in range(3)]
    number = runs.begin(opened, press(LAN), "receipt", codes[:2])
    for code in (codes[0], codes[2]):
        record(opened, code, FEE, by="yen", now=LATER)

    done = runs.carry_on(opened, tmp_path, number, clock=lambda: LATER - timedelta(seconds=2))
    row = issue(opened, tmp_path, press(LAN, LATER - timedelta(seconds=1)), codes[2], "receipt")

    assert done.results == {"issued": 2}
    first, second = (lettering.letters(opened, code)[0].issued_at for code in codes[:2])
    assert (first, second, row.issued_at) == (LATER, LATER - timedelta(seconds=2), LATER)
    lettering.must_verify(opened)


def test_each_part_of_a_run_is_dated_for_itself(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(letter_run_going, "CHUNK", 1)
    codes = [lettering.accepted(opened) for _ in range(2)]
    number = runs.begin(opened, press(LAN), "receipt", codes)
    instants = iter(LATER + n * MINUTE for n in range(9))

    runs.to_the_end(opened, tmp_path, number, clock=lambda: next(instants))

    dated = [lettering.letters(opened, code)[0].issued_at for code in codes]
    assert dated == [LATER, LATER + MINUTE]


def test_a_letter_that_comes_later_moves_none_in_the_files_for_the_printer(
    opened, tmp_path, monkeypatch
):
    monkeypatch.setattr(letter_prints, "EACH", 2)
    codes = [lettering.accepted(opened) for _ in range(3)]
    number = runs.begin(opened, press(LAN), "receipt", codes)
    with opened.writing() as connection:
        store.note(connection, number, [Outcome(code=codes[0], result="changed", why="x")])
    runs.carry_on(opened, tmp_path, number, clock=lambda: LATER)

    runs.again(opened, LAN, number)
    runs.carry_on(opened, tmp_path, number, clock=lambda: LATER + MINUTE)

    with opened.reading() as connection:
        parts = [store.prints(connection, number, skip=skip, most=2) for skip in (0, 2)]
    assert [[one.code for one in part] for part in parts] == [codes[1:], codes[:1]]
    assert [one.number for part in parts for one in part] == ["01/TNHS", "02/TNHS", "03/TNHS"]


def test_of_letters_in_an_own_form_each_has_a_transaction(at_once, tmp_path):
    codes = [lettering.accepted(at_once) for _ in range(2)]
    lettering.own_template(at_once, tmp_path, "Số {{ number }}")
    number = runs.begin(at_once, press(LAN), "receipt", codes)

    half = runs.carry_on(at_once, tmp_path, number, clock=lambda: LATER, most=1)

    assert half.results == {"issued": 1}
    assert lettering.letters(at_once, codes[0])[0].media == DOCX


def test_an_own_form_that_does_not_end_is_tried_once_for_each_letter(
    at_once, tmp_path, monkeypatch
):
    codes = [lettering.accepted(at_once) for _ in range(2)]
    lettering.own_template(at_once, tmp_path, "Số {{ number }}")
    number = runs.begin(at_once, press(LAN), "receipt", codes)
    begun = tmp_path / "begun"
    endless = tmp_path / "endless.py"
    endless.write_text(
        f"import time\nopen({str(begun)!r}, 'a').write('x')\ntime.sleep(60)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(own, "_PROGRAM", endless)
    monkeypatch.setattr(office_templates, "_AT_THE_DESK", own.Limits(seconds=1, wall=0.5))

    done = runs.carry_on(at_once, tmp_path, number, clock=lambda: LATER)

    assert done.results == {"refused": 2}
    assert begun.read_text(encoding="utf-8") == "xx"
    assert "đã bị dừng" in (left_out(at_once, LAN, number)[0].why or "")


def test_a_form_that_grows_with_its_lists_is_not_taken(at_once, tmp_path):
    lists = ("papers", "asked", "promises", "hand_overs", "handed")
    loops = "".join(f"{{% for r{n} in {name} %}}" for n, name in enumerate(lists))
    words = f"{loops}{{% if case == 'x' %}}{{% endif %}}{'{% endfor %}' * len(lists)}"
    given = office_templates.Upload(stream=io.BytesIO(docxes.template(words)), name="a.docx")
    place = office_templates.Place(agency=WARD, kind="receipt")

    with pytest.raises(BadInput, match="đã bị dừng"):
        office_templates.upload(at_once, tmp_path, press(HUNG), place, given)
