"""`verify`: whether the signed tables are as they were signed, and would be counted so again.

    check_seals(connection, setup) -> the files they name, and what is off
    check_sealed_files(folder, seals) -> how many are whole

Everything that is off is told, not only the first of it.

Held against each other are a row with its own hash and with the edition before it; its numbers with
the cases behind them, with its head and with its files; the root with the log up to the row's
place; and the cases with where these events put each by the way of thinking of
`app.reports.ii06a_raw`, which reads no table of the database. The last two are asked of forms that
count cases; the register of petitions has no place in the log.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import MotcuaError
from app.reports.asked import Asked
from app.reports.forms import Form, form_of
from app.reports.ii06a_raw import KnownCase, RawTally, known_case
from app.reports.kept import from_kept
from app.reports.placements import (
    Placements,
    RowOf,
    Spot,
    counts_facts,
    from_json,
    levels_of,
    row_of,
)
from app.reports.switches import parsed
from app.reports.table import Table
from app.services.sealing_files import Numbers, SealedFile, numbers_of
from app.store import sealed as store
from app.store.audit import Damaged, Fault
from app.store.engine import Connection
from app.store.sealed import Whose
from app.store.sealed_logs import Placed, placed_logs
from app.store.setup import Setup
from sla.spec import SlaError
from workflows.log import known_at

AT_ONCE = 4  # editions of the same offices that one reading of the log is for
MOST = 20  # faults told besides the first

Heads = list[tuple[str, int, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seals:
    """The files that the editions name, and all that is off with the editions so far."""

    files: list[SealedFile]
    faults: list[Fault]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Edition:
    """An edition that counts cases, about to be counted again."""

    called: str
    asked: Asked
    offices: tuple[str, ...]
    position: int
    root: str
    found: Placements
    tally: RawTally
    row_for: RowOf
    heads: Heads
    seen: set[str]
    faults: list[Fault]


def check_seals(connection: Connection, setup: Setup) -> Seals:
    """Check every edition against itself, the one before it and the log."""
    seals = Seals(files=[], faults=[])
    last: dict[tuple[Any, ...], tuple[int, int]] = {}
    waiting: dict[tuple[str, ...], list[_Edition]] = {}
    for row in store.rows(connection):
        edition = _looked_at(row, setup, seals, last)
        if edition is None:
            continue
        group = waiting.setdefault(edition.offices, [])
        group.append(edition)
        if len(group) == AT_ONCE:
            seals.faults.extend(_count_again(connection, setup, waiting.pop(edition.offices)))
    for group in waiting.values():
        seals.faults.extend(_count_again(connection, setup, group))
    return seals


def check_sealed_files(folder: Path | None, seals: Seals) -> int:
    """Read every file the editions name; how many there are. Without a folder none is read.

    Raises:
        Damaged: when anything is off with an edition or a file; it names the first of all.
    """
    found = [one.fault(folder) for one in seals.files] if folder is not None else []
    faults = [*seals.faults, *(fault for fault in found if fault is not None)]
    if faults:
        raise Damaged(_in_one(faults))
    return len(found)


def _in_one(faults: Sequence[Fault]) -> Fault:
    """The first fault, which tells of the others."""
    first, others = faults[0], faults[1:]
    if not others:
        return first
    told = "; ".join(str(one) for one in others[:MOST])
    return Fault(place=first.place, words=f"{first.words} (và {len(others)} lỗi khác: {told})")


def _looked_at(
    row: Mapping[str, Any], setup: Setup, seals: Seals, last: dict[tuple[Any, ...], tuple[int, int]]
) -> _Edition | None:
    """A row held against itself; what is still to be counted again."""
    called, faults = _called(row), seals.faults
    if (gap := _gap(row, last)) is not None:
        faults.append(Fault(place=called, words=gap))
    if store.digest_of(row) != row["digest"]:
        faults.append(Fault(place=called, words="nội dung đã bị thay đổi sau khi ký"))
    numbers: Numbers = {}
    edition: _Edition | None = None
    try:
        table = from_kept(json.loads(row["figures"])["table"])
        layout = form_of(row["form"]).layout(row["variant"], table.switches)
        numbers = numbers_of(table, layout)
        edition = _edition(row, table, setup)
    except Damaged as damaged:
        faults.append(damaged.fault)
    except (MotcuaError, LookupError, TypeError, ValueError) as error:
        faults.append(Fault(place=called, words=f"không đọc được ({error})"))
    seals.files.extend(_files_of(row, numbers))
    return edition


def _gap(row: Mapping[str, Any], last: dict[tuple[Any, ...], tuple[int, int]]) -> str | None:
    """Whether an edition follows the one before it: numbered from one, each naming the last."""
    whose = tuple(row[name] for name in Whose.__dataclass_fields__)
    number, before = last.get(whose, (0, None))
    last[whose] = (row["edition"], row["id"])
    if (row["edition"], row["replaces"]) == (number + 1, before):
        return None
    return "không nối tiếp bản trước; có bản đã ký bị xóa hoặc bị đổi số"


def _called(row: Mapping[str, Any]) -> str:
    period = f"từ {row['first']:%d/%m/%Y} đến {row['last']:%d/%m/%Y}"
    return f"bản đã ký số {row['edition']} của biểu {row['form']}, {row['agency']}, {period}"


def _files_of(row: Mapping[str, Any], numbers: Numbers) -> Iterator[SealedFile]:
    for name, kept in store.files_from_json(json.loads(row["files"])).items():
        yield SealedFile(called=_called(row), format=name, kept=kept, numbers=numbers)


def _edition(row: Mapping[str, Any], table: Table, setup: Setup) -> _Edition | None:
    """A row whose numbers are those of its cases; None where the log says nothing of them."""
    figures, found = json.loads(row["figures"]), from_json(json.loads(row["cases"]))
    form = form_of(row["form"])
    _alike(row, table, form)
    asked = Asked(
        scope=table.scope,
        period=table.period,
        now=row["counted_at"],
        as_known_at=row["as_known_at"],
        switches=table.switches,
        variant=row["variant"],
    )
    if form.opens:
        columns = form.layout(row["variant"], table.switches).columns
        _numbers(row, table, found, [one.cell for one in columns if one.kind == "int"])
    if not counts_facts(form, asked):
        return None
    offices = tuple(figures["offices"])
    return _Edition(
        called=_called(row),
        asked=asked,
        offices=offices,
        position=row["position"],
        root=row["root"],
        found=found,
        tally=RawTally(setup, asked, offices),
        row_for=row_of(form, asked, figures.get("levels") or levels_of(setup)),
        heads=[],
        seen=set(),
        faults=[],
    )


def _alike(row: Mapping[str, Any], table: Table, form: Form) -> None:
    """Hold the head of a row against the head of its table."""
    said = {
        "form": table.form,
        "variant": form.variant(table.variant).code,
        "agency": table.scope.agency,
        "subtree": table.scope.subtree,
        "first": table.period.first,
        "last": table.period.last,
        "as_known_at": table.as_known_at,
        "counted_at": table.made_at,
        "position": table.known_position,
    }
    other = [name for name, value in said.items() if row[name] != value]
    if parsed(json.loads(row["switches"])) != table.switches:
        other.append("switches")
    if other:
        raise _damaged(_called(row), f"số liệu đã giữ không phải của bản này ({', '.join(other)})")


def _numbers(row: Mapping[str, Any], table: Table, found: Placements, names: Sequence[str]) -> None:
    for line, name in found.misfits(table, names):
        words = f"dòng “{line.field}”, ô {name}: {line.cells.get(name, 0)} khác số hồ sơ đã giữ"
        raise _damaged(_called(row), words)
    for name in table.not_adding_up(names):
        raise _damaged(_called(row), f"cột {name} cộng không đúng")


def _count_again(
    connection: Connection, setup: Setup, editions: Sequence[_Edition]
) -> Iterator[Fault]:
    """Hold editions of the same offices against the log up to the place of each."""
    for one in placed_logs(connection, editions[0].offices):
        known: dict[int, KnownCase | None] = {}
        for edition in editions:
            _compare(one, edition, setup, known)
    for edition in editions:
        yield from edition.faults
        if store.root_of(edition.heads) != edition.root:
            words = "nhật ký đến vị trí đã ký không còn như lúc ký"
            yield Fault(place=edition.called, words=words)
        lost = sorted(set(edition.found.spots) - edition.seen)
        if lost:
            words = f"hồ sơ {lost[0]} không có trong nhật ký lúc ký"
            yield Fault(place=edition.called, words=words)


def _compare(
    one: Placed, edition: _Edition, setup: Setup, known: dict[int, KnownCase | None]
) -> None:
    count = one.lines_up_to(edition.position)
    if not count:
        return
    code = one.log.code
    edition.heads.append((code, count, one.links[count - 1]))
    edition.seen.add(code)
    # The first case of an edition is told: one change of the log can move all that follow.
    words = None if edition.faults else _moved(one, edition, setup, known)
    if words is not None:
        edition.faults.append(Fault(place=edition.called, words=words))


def _moved(
    one: Placed, edition: _Edition, setup: Setup, known: dict[int, KnownCase | None]
) -> str | None:
    """How a case stands elsewhere than the edition has it; None where it does not."""
    code = one.log.code
    lines = one.log.lines[: one.lines_up_to(edition.position)]
    lines = tuple(known_at(lines, edition.asked.as_known_at))
    try:
        if len(lines) not in known:
            known[len(lines)] = known_case(one.log, setup, lines)
        spots = _spots(edition, known[len(lines)])
    except (MotcuaError, SlaError, LookupError, ValueError) as error:
        return f"hồ sơ {code} không xếp lại được ({error})"
    kept = edition.found.spots.get(code, ())
    if _as_set(spots) != _as_set(kept):
        return f"hồ sơ {code} đứng ở {_said(kept)}, theo nhật ký lúc ký là {_said(spots)}"
    return None


def _spots(edition: _Edition, case: KnownCase | None) -> tuple[Spot, ...]:
    """Where the events put a case, counted alone."""
    if case is None:
        return ()
    field = case.setting.procedure.field
    edition.tally.count(case)
    counts = edition.tally.counts[field]
    cells = tuple(name for name, number in counts.items() if number)
    edition.tally.counts[field] = dict.fromkeys(counts, 0)
    row = edition.row_for(case.case.agency, field)
    return ((row, cells),) if cells and row is not None else ()


def _as_set(spots: Sequence[Spot]) -> frozenset[tuple[str, str]]:
    return frozenset((row, cell) for row, cells in spots for cell in cells)


def _said(spots: Sequence[Spot]) -> str:
    return "; ".join(f"{row}: {', '.join(cells)}" for row, cells in spots) or "không ô nào"


def _damaged(place: str, words: str) -> Damaged:
    return Damaged(Fault(place=place, words=words))
