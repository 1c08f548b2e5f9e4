"""Explanations as a spreadsheet: every line of the last weeks at the offices one oversees."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.lists.people import names_of
from app.services.explanations import CAUSES, MOST, Line, first_week, overseen, shown
from app.services.sheets import Cell, Column, frame, written
from app.store.engine import Database
from app.store.explanations import Round, lines_of_rounds, rounds
from app.store.setup import read_setup
from sla.zone import local_date
from workflows.officer import Officer
from workflows.words import CLOCKS

WHY = {
    "overdue": "quá hạn",
    "returned": "trả lại, từ chối",
    "supplemented": "yêu cầu bổ sung",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    office: str
    round: Round
    line: Line


def why(line: Line) -> str:
    """Why a case is to be explained, with the clock that ran over."""
    asked = line.asked
    if asked.clock is None:
        return WHY[asked.why]
    about = f" {line.step}" if line.step else ""
    return f"{WHY[asked.why]} {CLOCKS.get(asked.clock, asked.clock)}{about}"


def mark(line: Line) -> str:
    """What became of the case since; empty for nothing."""
    if line.asked.voided:
        return "hồ sơ đã hủy, không phải giải trình"
    return "thời điểm đã được đính chính sau khi hỏi" if line.asked.corrected else ""


def _cause(row: _Row) -> Cell:
    return CAUSES.get(row.line.asked.cause or "", row.line.asked.cause)


COLUMNS: tuple[Column, ...] = (
    Column(head="Đơn vị", width=28, cell=lambda row: row.office),
    Column(head="Tuần từ ngày", width=14, cell=lambda row: f"{row.round.week_start:%d/%m/%Y}"),
    Column(head="Mã hồ sơ", width=24, cell=lambda row: row.line.asked.case_code),
    Column(head="Thủ tục", width=40, cell=lambda row: row.line.procedure),
    Column(head="Vì sao", width=28, cell=lambda row: why(row.line)),
    Column(head="Lúc", width=16, cell=lambda row: row.line.asked.at),
    Column(head="Nguyên nhân", width=18, cell=_cause),
    Column(head="Giải trình", width=48, cell=lambda row: row.line.asked.text),
    Column(head="Người giải trình", width=22, cell=lambda row: row.line.who),
    Column(head="Giải trình lúc", width=16, cell=lambda row: row.line.asked.answered_at),
    Column(head="Hạn giải trình", width=16, cell=lambda row: row.round.due_at),
    Column(head="Ghi chú", width=30, cell=lambda row: mark(row.line)),
)


def explanation_sheet(database: Database, officer: Officer, *, now: datetime) -> bytes:
    """Every line of the last weeks at the offices somebody leads or oversees, as XLSX."""
    since = first_week(local_date(now))
    with database.reading() as connection:
        setup, places = read_setup(connection), overseen(connection, officer)
        newest = rounds(connection, places, since=since, most=MOST + 1)
        found = {one.round.id: one.round for one in newest[:MOST]}
        lines = lines_of_rounds(connection, found)
        logins = {line.answered_by for line in lines if line.answered_by}
        names = names_of(connection, logins)
        head = ["Giải trình hằng tuần", *frame(connection, officer, now)]
        if len(newest) > MOST:
            head.append(f"Chỉ có {MOST} phiếu mới nhất; còn phiếu cũ hơn không có ở đây.")

    def rows() -> Iterator[_Row]:
        for line in sorted(
            lines, key=lambda one: (found[one.round].week_start, found[one.round].agency, one.at)
        ):
            asked = found[line.round]
            office = (
                setup.agencies[asked.agency].name
                if asked.agency in setup.agencies
                else asked.agency
            )
            yield _Row(office=office, round=asked, line=shown(line, setup, names, linked=False))

    return written(head, rows(), COLUMNS)
