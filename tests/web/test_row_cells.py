"""The cells of a line that are kept: as they would be drawn anew, and other ones after a change."""

from dataclasses import replace

from flask import render_template_string
from markupsafe import escape

from app.web import row_cells
from app.web.lines import Shown, Tag
from tests.store.desk import MONDAY

LINE = Shown(
    code="A-1",
    box="A-1~1",
    href="/cases/A-1",
    channel="trực tuyến",
    training=False,
    applicant="Nguyễn <Văn> Ánh",
    office="",
    procedure="Khai sinh",
    procedure_code="1.001193",
    state="đang xử lý",
    standing=False,
    tags=(Tag(words="quá hạn", mood="late"),),
    facts=("Thụ lý: Huệ",),
    began="",
    began_at=MONDAY,
    limit_at=MONDAY,
    left="quá 2 giờ",
    mood="late",
    beside="",
)
DRAWN = "{% from 'components/case_cells.html' import cells %}{{ cells(line, 'Tiếp nhận') }}"


def test_kept_cells_are_those_drawn_anew(app):
    with app.test_request_context():
        for line in (LINE, LINE, replace(LINE, applicant="Trần Thị Bé", tags=())):
            anew = render_template_string(DRAWN, line=line).rstrip()
            assert row_cells.cells_of(line, "Tiếp nhận") == anew
            assert str(escape(line.applicant)) in anew


def test_time_that_goes_by_draws_nothing_anew(app):
    with app.test_request_context():
        first = row_cells.cells_of(LINE, "Tiếp nhận")
        assert row_cells.cells_of(replace(LINE, left="quá 3 giờ"), "Tiếp nhận") is first
