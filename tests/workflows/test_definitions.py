"""The procedures we ship, the one the guide teaches, and the words the glossary fixes."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import sla
import workflows
from sla.calendar import WorkingCalendar
from sla.law import law_on
from sla.zone import VIETNAM
from workflows.agency import Level, Role
from workflows.checks import check_procedure
from workflows.pack import Pack, read_pack
from workflows.procedure import Procedure
from workflows.words import (
    CHANNELS,
    CLOCKS,
    EVENTS,
    LETTERS,
    METHODS,
    OUTCOMES,
    PAPERS,
    REASONS,
    STATES,
    VERDICTS,
)

FILES = sorted((Path(workflows.__file__).parent / "definitions").glob("*.yaml"))
VIETNAM_DAYS = Path(sla.__file__).parent / "data" / "vietnam.yaml"
DOCS = Path(workflows.__file__).parent.parent / "docs"

# The rows of the ward's II.06a in the order it prints them; other fields come after these.
WARD_ROWS = [
    "Giáo dục mầm non",
    "Giáo dục và đào tạo",
    "Giáo dục và đào tạo thuộc hệ thống giáo dục",
    "Bảo trợ xã hội",
    "Người có công",
    "Thi đua khen thưởng",
    "Chứng thực",
    "Hộ tịch",
    "Liên thông các TTHC",
    "Nuôi con nuôi",
    "Văn hóa cơ sở",
    "Đất đai",
]


START = datetime(2023, 6, 15, 9, 0, tzinfo=VIETNAM)


def read(path: Path) -> Pack:
    return read_pack(path.read_text(encoding="utf-8"), path.name)


def shipped() -> list[Procedure]:
    return [located.record for path in FILES for located in read(path).procedures]


def field_orders() -> dict[str, int]:
    return {located.record.name: located.record.order for p in FILES for located in read(p).fields}


def example() -> str:
    text = (DOCS / "how-to-add-procedure.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 1
    return blocks[0]


def glossary() -> set[tuple[str, str]]:
    lines = (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| ")]
    return {(row[1].strip().replace("`", ""), row[2].strip()) for row in rows}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_reads_and_passes_the_checks_without_a_warning(path):
    pack = read(path)
    assert pack.warnings == ()
    assert [problem for one in pack.procedures for problem in check_procedure(one.record)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_holds_the_field_of_its_procedures(path):
    pack = read(path)
    fields = {located.record.code for located in pack.fields}
    assert {located.record.field for located in pack.procedures} <= fields


def test_at_least_two_dozen_procedures_are_shipped():
    assert len(shipped()) >= 24


def test_every_procedure_says_where_it_comes_from_and_how_sure_we_are():
    assert [one.code for one in shipped() if not (one.source and one.confidence)] == []


def test_every_procedure_we_are_unsure_of_says_why():
    assert [one.code for one in shipped() if one.confidence == "low" and not one.note] == []


def test_every_procedure_lists_its_papers_and_names_its_result():
    bare = [one.code for one in shipped() if not (one.papers and one.result)]

    assert bare == []
    assert [one.code for one in shipped() if not any(p.required for p in one.papers)] == []


def test_every_fee_is_told_and_no_paper_or_fee_is_called_certain():
    assert [one.code for one in shipped() if "như nhớ" not in (one.source or "")] == []
    unclear = [one.code for one in shipped() if not re.search(r"như nhớ|miễn", one.fee_note or "")]
    assert unclear == []


def test_a_paper_that_depends_on_the_case_says_on_what():
    silent = [
        (one.code, paper.name)
        for one in shipped()
        for paper in one.papers
        if not paper.required and not paper.note
    ]
    assert silent == []


def test_codes_of_fields_and_procedures_are_unique_over_all_files():
    fields = [located.record.code for path in FILES for located in read(path).fields]
    codes = Counter(fields + [one.code for one in shipped()])
    assert [code for code, times in codes.items() if times > 1] == []


def test_codes_have_all_digits_of_national_ones_or_are_marked_as_ours():
    local = {one.code: one for one in shipped() if not re.fullmatch(r"\d\.\d{6}", one.code)}
    assert sorted(local) == ["DD.BD01", "DD.LD01", "LT.KS01", "LT.KT01"]
    for code, one in local.items():
        assert (one.note or "").startswith(f"Mã {code} do motcua tự đặt")


def test_a_code_keeps_the_zero_at_its_end_even_without_quotes():
    (located,) = read_pack(example().replace('"1.004746"', "1.004730"), "x.yaml").procedures
    assert located.record.code == "1.004730"


def test_fields_stand_in_the_order_of_the_ward_table():
    orders = field_orders()
    assert sorted(orders, key=lambda name: orders[name])[: len(WARD_ROWS)] == WARD_ROWS
    assert sorted(orders.values()) == list(range(1, len(orders) + 1))


def test_every_procedure_is_taken_in_at_the_desk_and_signed_by_a_leader():
    for one in shipped():
        assert (one.steps[0].code, one.steps[0].role) == ("intake", Role.ONE_STOP), one.code
        assert Role.LEADER in {step.role for step in one.steps}, one.code


def test_steps_of_another_unit_name_its_level_and_never_come_first():
    for one in shipped():
        referred = [step.refer_to for step in one.steps if step.refer_to]
        assert set(referred) <= {Level.DISTRICT, Level.VERTICAL}, one.code
        assert set(referred).isdisjoint(one.levels), one.code
        assert one.steps[0].refer_to is None, one.code


def test_steps_under_a_limit_in_calendar_days_fit_into_it_outside_holidays():
    # The checks cannot compare these two units, so we count from a quiet Thursday in June.
    (located,) = read_pack(VIETNAM_DAYS.read_text(encoding="utf-8"), VIETNAM_DAYS.name).calendars
    calendar = WorkingCalendar(located.record)
    in_calendar_days = [one for one in shipped() if str(one.limit).endswith("calendar_days")]
    assert len(in_calendar_days) == 2
    for one in in_calendar_days:
        assert one.limit is not None
        due = one.limit.due(START, calendar, law_on(START.date()))
        quotas = [
            step.quota.working_time(calendar.spec.standard_day())
            for step in one.steps
            if step.quota
        ]
        assert sum((time for time in quotas if time), timedelta()) <= calendar.between(START, due)


def test_the_example_of_the_guide_is_complete_and_passes_the_checks():
    pack = read_pack(example(), "how-to-add-procedure.md")
    (located,) = pack.procedures
    assert pack.warnings == ()
    assert located.record.source
    assert located.record.confidence
    assert located.record.code not in {one.code for one in shipped()}


def test_the_guide_agrees_with_the_files_on_the_field_of_its_example():
    (located,) = read_pack(example(), "how-to-add-procedure.md").fields
    assert field_orders()[located.record.name] == located.record.order


def test_the_glossary_has_the_words_that_users_see():
    states = {(state.value, word) for state, word in STATES.items()}
    kinds: dict[str, Mapping[Any, str]] = {
        "clock": CLOCKS,
        "channel": CHANNELS,
        "pause reason": REASONS,
        "outcome": OUTCOMES,
        "method": METHODS,
        "paper": PAPERS,
        "letter": LETTERS,
        "verdict": VERDICTS,
    }
    chosen = {
        (f"{kind}: {key}", word) for kind, words in kinds.items() for key, word in words.items()
    }
    assert (states | chosen | set(EVENTS.items())) - glossary() == set()


def test_the_glossary_has_every_role():
    terms = {term for term, _ in glossary()}
    assert {f"role: {role}" for role in Role} - terms == set()
