"""What was measured, kept as JSON: earlier lines stay until their part is measured again.

Each line names its run, and each run tells when it was made, at which scale, of which commit and on
what machine; a run is forgotten with its last line.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from app import clock
from bench.machine import commit, described
from bench.protocol import Goal, Growth, Line, Shown, Spread
from bench.stage import Scale
from sla.zone import local

FILE = "results.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """When, at which scale, of which commit and on what machine lines were measured."""

    at: str
    scale: str
    commit: str = ""
    machine: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A line or table with the part and the run that it is of."""

    part: str
    run: str
    what: Line | Growth

    @property
    def name(self) -> tuple[str, str]:
        """What a later run replaces it by."""
        return self.part, self.what.key


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """All that is kept: the runs by their names, and their lines."""

    runs: Mapping[str, Run] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()


@dataclass(kw_only=True, slots=True)
class Part:
    """What a part gave in this run; not `whole` when it was stopped on its way."""

    lines: list[Line | Growth] = field(default_factory=list)
    whole: bool = False


def run_of(scale: Scale) -> Run:
    """Describe a run that is made now."""
    at = local(clock.now()).isoformat(timespec="minutes")
    return Run(at=at, scale=scale.name, commit=commit(), machine=described())


def merged(earlier: Results, found: Mapping[str, Part], run: Run) -> Results:
    """Put a run's lines in the place of those of the same parts, or keys where a part is cut off.

    A part measured anew that gave nothing at all, or was cut off before its first line, takes
    nothing away.
    """
    name = str(max((int(each) for each in earlier.runs), default=0) + 1)
    new = [Kept(part=part, run=name, what=line) for part in found for line in found[part].lines]
    names = {kept.name for kept in new}
    whole = {part for part, given in found.items() if given.whole and given.lines}
    old = [k for k in earlier.kept if k.part not in whole and k.name not in names]
    kept = tuple(sorted([*old, *new], key=_place))
    used = {each.run for each in kept}
    runs = {key: each for key, each in {**earlier.runs, name: run}.items() if key in used}
    return Results(runs=runs, kept=kept)


def _place(kept: Kept) -> tuple[str, bool]:
    return kept.part, isinstance(kept.what, Growth)


def read(path: Path) -> Results:
    """Read what an earlier run kept; nothing where there is no file."""
    if not path.exists():
        return Results()
    content = json.loads(path.read_text(encoding="utf-8"))
    runs = {name: Run(**run) for name, run in content["runs"].items()}
    kept = _kept_of(content["lines"], content["tables"])
    return Results(runs=runs, kept=tuple(sorted(kept, key=_place)))


def write(path: Path, results: Results, profiles: Path) -> None:
    """Write all in one go, so that Ctrl-C never leaves half a file; name the profiles there are."""
    lines, tables = _by_kind(results.kept)
    runs = {name: asdict(run) for name, run in results.runs.items()}
    parts = sorted({kept.part for kept in results.kept})
    named = {part: f"profiles/{part}.txt" for part in parts if (profiles / f"{part}.txt").exists()}
    content = {"runs": runs, "lines": lines, "tables": tables, "profiles": named}
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    text = json.dumps(content, indent=1, ensure_ascii=False)
    aside.write_text(text + "\n", encoding="utf-8")
    os.replace(aside, path)


def _by_kind(kept: Iterable[Kept]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    lines: list[dict[str, Any]] = []
    tables: list[dict[str, Any]] = []
    for each in kept:
        into = lines if isinstance(each.what, Line) else tables
        into.append({"part": each.part, "run": each.run, **_lean(asdict(each.what))})
    return lines, tables


def _lean(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "")}


def _kept_of(lines: Sequence[Any], tables: Sequence[Any]) -> Iterable[Kept]:
    for fields in lines:
        part, run = fields.pop("part"), fields.pop("run")
        yield Kept(part=part, run=run, what=_line_of(fields))
    for fields in tables:
        part, run = fields.pop("part"), fields.pop("run")
        yield Kept(part=part, run=run, what=Growth(**fields))


def _line_of(fields: dict[str, Any]) -> Line:
    kinds = {"goal": Goal, "got": Spread, "ours": Shown, "peer": Shown}
    inner = {name: kind(**fields[name]) for name, kind in kinds.items() if name in fields}
    return Line(**{**fields, **inner})
