"""docs/performance.md, made of what was measured and of the words by hand in `bench/words`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import shown
from bench.figures import told
from bench.protocol import Growth, Line
from bench.stage import ROOT
from bench.written import Kept, Results, Run

PAGE = ROOT / "docs" / "performance.md"
WORDS = ROOT / "bench" / "words"
PROFILES = ROOT / "bench" / "profiles"
# As the issue tells the figures; a part not named here comes after, by the alphabet.
ORDER = (
    "calendar", "decide", "step", "rebuild", "report", "timers", "replan", "http", "search",
    "letters",
)  # fmt: skip
_FIGURES = ("figure", "measured", "wanted", "got", "numbers behind", "", "part", "scale")
_LINES = ("what", "wanted", "got: median (least – most)", "numbers behind", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """Where words by hand and profiles lie."""

    words: Path = WORDS
    profiles: Path = PROFILES


def page(results: Results, shelf: Shelf) -> str:
    """Write the whole page."""
    kept = sorted(results.kept, key=lambda each: _place(each.part))
    blocks = [_text(shelf, "head"), *_summary(results, kept), *_machines(results)]
    for part in dict.fromkeys(each.part for each in kept):
        blocks += _section(part, [each for each in kept if each.part == part], results, shelf)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _place(part: str) -> tuple[int, str]:
    return (ORDER.index(part) if part in ORDER else len(ORDER), part)


def _summary(results: Results, kept: Sequence[Kept]) -> Iterator[str]:
    yield "## The figures"
    rows = [row for figure in told(kept) for row in _figure(*figure, results)]
    yield _table(_FIGURES, rows)


def _figure(
    words: str, part: str, found: Sequence[Kept], results: Results
) -> Iterator[Sequence[str]]:
    """Give the rows of one figure: its lines, or that there is none."""
    where = f"[{part}](#{part})" if found else part
    for each in found:
        if isinstance(each.what, Line):
            yield [words, *_cells(each.what), where, results.runs[each.run].scale]
    if not found:
        yield [words, "–", "–", "–", "–", "**not run**", where, "–"]


def _machines(results: Results) -> Iterator[str]:
    if not results.runs:
        return
    yield "## The runs"
    for name, run in results.runs.items():
        of = f", commit {run.commit}" if run.commit else ""
        yield f"Run {name}: {run.at}, scale `{run.scale}`{of}.\n{_machine(run)}"


def _machine(run: Run) -> str:
    return "; ".join(f"{name} {value}" for name, value in run.machine.items()) + "."


def _section(part: str, kept: Sequence[Kept], results: Results, shelf: Shelf) -> Iterator[str]:
    yield f"## {part}"
    command = f".venv/bin/python -m bench --scale {_scale(kept, results)} --only {part}"
    yield f"`{command}` · {_runs(kept)}"
    yield _table(_LINES, [_cells(each.what) for each in kept if isinstance(each.what, Line)])
    for each in kept:
        if isinstance(each.what, Growth):
            yield f"**{each.what.what}**"
            yield _table(each.what.head, each.what.rows)
    yield _text(shelf, part)
    if (shelf.profiles / f"{part}.txt").exists():
        yield f"Where the time goes: [profile](../bench/profiles/{part}.txt)."


def _scale(kept: Sequence[Kept], results: Results) -> str:
    return results.runs[kept[-1].run].scale


def _runs(kept: Iterable[Kept]) -> str:
    names = sorted({each.run for each in kept}, key=int)
    return f"run{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _cells(line: Line) -> list[str]:
    told = f"{line.what} – {line.words}" if line.words else line.what
    return [told, shown.goal(line), shown.spread(line), shown.numbers(line), _state(line)]


def _state(line: Line) -> str:
    return f"**{line.state}**" if line.state in ("missed", "failed", "not run") else line.state


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _text(shelf: Shelf, name: str) -> str:
    file = shelf.words / f"{name}.md"
    words = file.read_text(encoding="utf-8").strip() if file.exists() else ""
    # A link leads from `bench/words` as well as from the page, which lies in `docs`.
    return words.replace("](../../docs/", "](")
