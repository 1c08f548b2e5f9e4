"""Loading setup packs: read, check every reference, then write in one transaction, idempotently."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import BadInput
from app.projections.rebuild import mark_stale
from app.services.calendar_losses import days_lost
from app.services.rebuild import renewed
from app.store.engine import Database, why
from app.store.packs import Counts, save
from app.store.setup import Setup, read_setup
from workflows.agency import Level
from workflows.pack import Located, Pack, read_pack
from workflows.problems import WHOLE_FILE, BadPack, Problem
from workflows.yamltext import MAX_BYTES

ENDINGS = (".yaml", ".yml")
KINDS = ("calendars", "agencies", "fields", "procedures")


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """What loading did, and the warnings that did not stop it."""

    counts: Counts
    warnings: tuple[Problem, ...]


def load_packs(database: Database, paths: Iterable[Path]) -> Loaded:
    """Load files and folders of setup packs (contract 2); all of them or nothing.

    A record that stands in several files is taken from the last one, with a warning where they
    differ, so that loading the same files again changes nothing. A calendar that lacks days added
    by page is taken as it stands, with a warning that names them.

    Raises:
        BadInput: with every problem found, each as `FILE:LINE: field: message`.
    """
    packs = read_all(paths)
    warnings = [warning for pack in packs for warning in pack.warnings]
    warnings += _overridden(packs)
    with database.writing() as connection:
        setup = read_setup(connection)
        problems = [*_dangling(packs, setup), *_circles(packs, setup)]
        if problems:
            raise _bad(problems)
        warnings += days_lost(connection, packs, setup)
        counts = save(connection, packs)
        if _moved(packs, setup):
            mark_stale(connection)
    renewed(database)
    return Loaded(counts=counts, warnings=tuple(warnings))


def read_all(paths: Iterable[Path]) -> list[Pack]:
    """Read packs from files, and from folders all `.yaml` and `.yml` files in order of name.

    Raises:
        BadInput: as `load_packs`.
    """
    packs: list[Pack] = []
    problems: list[Problem] = []
    for file in (file for path in paths for file in _files(path)):
        try:
            packs.append(read_pack(_bytes(file), str(file)))
        except BadPack as error:
            problems += error.problems
    if problems:
        raise _bad(problems)
    return packs


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.rglob("*") if _is_pack(file.relative_to(path), file))
    # An empty folder cannot be read as a file, and is complained of as one.
    return found or [path]


def _is_pack(inside: Path, file: Path) -> bool:
    hidden = any(part.startswith(".") for part in inside.parts)
    return file.suffix in ENDINGS and not hidden and file.is_file()


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise _unusable(path, f"thư mục không có tệp {' hay '.join(ENDINGS)} nào")
    try:
        with path.open("rb") as file:
            # One byte more than allowed is enough for the reader to refuse it.
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unusable(path, f"không đọc được ({why(error)})") from None


def _unusable(path: Path, words: str) -> BadPack:
    return BadPack((Problem(source=str(path), line=0, field=WHOLE_FILE, message=words),))


def _located(pack: Pack) -> Iterator[tuple[tuple[str, str], Located[Any]]]:
    for kind in (*KINDS, "reviews", "reporting"):
        for item in getattr(pack, kind):
            yield (kind, item.record.code), item


def _overridden(packs: Sequence[Pack]) -> Iterator[Problem]:
    """A warning for each record that replaces another one of the same load."""
    seen: dict[tuple[str, str], Located[Any]] = {}
    for pack in packs:
        for key, item in _located(pack):
            first = seen.get(key)
            if first is not None and first.content != item.content:
                words = f"“{key[1]}” khác với {first.source}:{first.line}; lấy bản ở đây"
                yield item.node.at("code").problem(words, severity="warning")
            seen[key] = item


def _dangling(packs: Sequence[Pack], setup: Setup) -> list[Problem]:
    known = {
        kind: set(getattr(setup, kind))
        | {item.record.code for pack in packs for item in getattr(pack, kind)}
        for kind in KINDS
    }
    return [
        item.problem(name, f"không có “{code}”; hãy nạp cùng lúc hoặc trước đó")
        for pack in packs
        for item, name, kind in _references(pack)
        if (code := getattr(item.record, name)) is not None and code not in known[kind]
    ] + [problem for pack in packs for problem in _lost_referrals(pack, known["agencies"])]


def _references(pack: Pack) -> Iterator[tuple[Located[Any], str, str]]:
    """Each record with a field that names another record, and the kind of that one."""
    for agency in pack.agencies:
        yield agency, "calendar", "calendars"
        yield agency, "parent", "agencies"
        yield agency, "successor", "agencies"
    for procedure in pack.procedures:
        yield procedure, "field", "fields"
    for review in pack.reviews:
        yield review, "procedure", "procedures"
        yield review, "agency", "agencies"
    for chosen in pack.reporting:
        yield chosen, "agency", "agencies"


def _lost_referrals(pack: Pack, agencies: set[str]) -> Iterator[Problem]:
    """Steps that refer to neither a level nor an office."""
    for procedure in pack.procedures:
        for place, step in enumerate(procedure.record.steps):
            if step.refer_to is not None and step.refer_to not in {*agencies, *Level}:
                node = procedure.node.at("steps", place, "refer_to")
                yield node.problem(
                    f"không có cấp hay cơ quan “{step.refer_to}”; "
                    f"hãy nạp cơ quan đó, hoặc ghi một cấp: {', '.join(Level)}"
                )


def _circles(packs: Sequence[Pack], setup: Setup) -> list[Problem]:
    parents = {code: agency.parent for code, agency in setup.agencies.items()}
    parents |= {item.record.code: item.record.parent for pack in packs for item in pack.agencies}
    return [
        item.problem("parent", "cơ quan cấp trên lại nằm dưới chính cơ quan này; hãy sửa lại")
        for pack in packs
        for item in pack.agencies
        if _circular(item.record.code, parents)
    ]


def _circular(code: str, parents: Mapping[str, str | None]) -> bool:
    above, steps = parents.get(code), 0
    while above is not None and above != code and steps <= len(parents):
        above, steps = parents.get(above), steps + 1
    return above == code


def _moved(packs: Sequence[Pack], setup: Setup) -> bool:
    """Whether an office has another one above it now, or another level.

    Then a step referred to a level may be worked elsewhere, which the read tables say.
    """
    agencies = (item.record for pack in packs for item in pack.agencies)
    known = ((setup.agencies.get(one.code), one) for one in agencies)
    return any(old and (old.parent, old.level) != (one.parent, one.level) for old, one in known)


def _bad(problems: Sequence[Problem]) -> BadInput:
    return BadInput("dữ liệu thiết lập có lỗi; chưa nạp gì", [str(each) for each in problems])
