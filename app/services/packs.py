"""Loading setup packs: read, check every reference, then write in one transaction, idempotently."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import BadInput
from app.store.engine import Database
from app.store.packs import Counts, save
from app.store.setup import Setup, read_setup
from workflows.pack import Pack, read_pack
from workflows.problems import BadPack, Problem

MAX_BYTES = 32 * 1024 * 1024
ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """What loading did, and the warnings that did not stop it."""

    counts: Counts
    warnings: tuple[Problem, ...]


def load_packs(database: Database, paths: Iterable[Path]) -> Loaded:
    """Load files and folders of setup packs (contract 2); all of them or nothing.

    Raises:
        BadInput: with every problem found, each as `FILE:LINE: field: message`.
    """
    packs = read_all(paths)
    with database.writing() as connection:
        setup = read_setup(connection)
        problems = [*_dangling(packs, setup), *_circles(packs, setup)]
        if problems:
            raise _bad(problems)
        counts = save(connection, packs)
    return Loaded(counts=counts, warnings=tuple(each for pack in packs for each in pack.warnings))


def read_all(paths: Iterable[Path]) -> list[Pack]:
    """Read packs from files and folders (in order of name).

    Raises:
        BadInput: as `load_packs`.
    """
    packs: list[Pack] = []
    problems: list[Problem] = []
    for path in _files(paths):
        try:
            packs.append(read_pack(_bytes(path), str(path)))
        except BadPack as error:
            problems += error.problems
    if problems:
        raise _bad(problems)
    return packs


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.suffix in ENDINGS) if path.is_dir() else []
        if path.is_dir() and not inside:
            raise BadInput(f"{path}:0: tệp: thư mục không có tệp .yaml nào")
        found += inside or [path]
    return found


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(f"{path}:0: tệp: lớn hơn {MAX_BYTES // 1024 // 1024} MiB")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}:0: tệp: không đọc được ({error.strerror})") from None


def _dangling(packs: Sequence[Pack], setup: Setup) -> list[Problem]:
    calendars = set(setup.calendars) | {c.record.code for p in packs for c in p.calendars}
    agencies = set(setup.agencies) | {a.record.code for p in packs for a in p.agencies}
    fields = set(setup.fields) | {f.record.code for p in packs for f in p.fields}
    wanted = [
        (item, name, code, known)
        for pack in packs
        for item, name, code, known in (
            *((a, "calendar", a.record.calendar, calendars) for a in pack.agencies),
            *((a, "parent", a.record.parent, agencies) for a in pack.agencies),
            *((a, "successor", a.record.successor, agencies) for a in pack.agencies),
            *((p, "field", p.record.field, fields) for p in pack.procedures),
        )
    ]
    return [
        item.problem(name, f"không có “{code}”; hãy nạp cùng lúc hoặc trước đó")
        for item, name, code, known in wanted
        if code is not None and code not in known
    ]


def _circles(packs: Sequence[Pack], setup: Setup) -> list[Problem]:
    parents = {code: agency.parent for code, agency in setup.agencies.items()}
    parents |= {a.record.code: a.record.parent for pack in packs for a in pack.agencies}
    return [
        item.problem("parent", "cơ quan cấp trên lại nằm dưới chính cơ quan này")
        for pack in packs
        for item in pack.agencies
        if _circular(item.record.code, parents)
    ]


def _circular(code: str, parents: dict[str, str | None]) -> bool:
    above, steps = parents.get(code), 0
    while above is not None and above != code and steps <= len(parents):
        above, steps = parents.get(above), steps + 1
    return above == code


def _bad(problems: Sequence[Problem]) -> BadInput:
    return BadInput("dữ liệu thiết lập có lỗi; chưa nạp gì", [str(each) for each in problems])
