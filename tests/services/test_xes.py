"""What goes out for process mining, and what must not."""

from io import BytesIO
from typing import Any

from app.services.export import export_xes
from app.services.record import open_case, record
from app.store.scope import Scope
from tests.store import desk
from tests.store.desk import DAY, HOUR, MONDAY
from workflows.commands import (
    DeliverResult,
    DraftApology,
    RateCase,
    RecordDigitisation,
    ResolveCase,
    SignApology,
)
from workflows.events import Applicant, Late, Paper

VISITOR, SIGNER = "Trần Thị Bình", "Lê Văn Hùng"
SIGNED: dict[str, Any] = {"title": "Chủ tịch", "text_hash": "0f" * 32}


def told(database_url):
    db, out = desk.loaded(database_url), BytesIO()
    papers = (Paper(name="Tờ khai", kind="original", count=2),)
    first = desk.acceptance(agent=Applicant(name=VISITOR), papers=papers, note=VISITOR)
    code = open_case(db, first, by="Lan", now=MONDAY).code
    late = Late(reason="mất điện", evidence="sổ giao nhận", approved_by="hung")
    for command in (
        DraftApology(at=MONDAY, reason="chậm", new_due_at=MONDAY + 9 * DAY, step="appraise"),
        SignApology(at=MONDAY, draft=2, name=SIGNER, certificate=SIGNER, **SIGNED),
        RecordDigitisation(at=MONDAY + HOUR, parts=1, name=f"{VISITOR}.pdf", file="0f" * 32),
        ResolveCase(at=MONDAY + HOUR, outcome="granted", late=late),
        DeliverResult(at=MONDAY + HOUR, channel="direct", collected_by=VISITOR, proof=VISITOR),
        RateCase(at=MONDAY + HOUR, score=5, comment=VISITOR),
    ):
        record(db, code, command, by="Lan", now=MONDAY + HOUR)
    assert export_xes(db, out, Scope()) == 1
    return out.getvalue().decode()


def test_nobody_who_came_to_the_desk_is_named(database_url):
    assert VISITOR not in told(database_url)


def test_a_draft_of_an_apology_is_no_work_on_the_step_it_blames(database_url):
    text = told(database_url)

    assert '<string key="concept:name" value="apology_drafted"' in text
    assert '<string key="concept:name" value="apology_signed"' in text
    assert SIGNER not in text


def test_papers_and_late_ticks_go_out_part_by_part(database_url):
    text = told(database_url)

    assert '<string key="data:papers" value="Tờ khai original 2"' in text
    assert '<string key="data:late:reason" value="mất điện"' in text
    assert '<string key="data:late:approved_by" value="hung"' in text
