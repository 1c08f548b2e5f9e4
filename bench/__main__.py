"""Measure the product beside others and beside the bare machine.

`make bench`, or

    python -m bench [--scale small|medium|full] [--only PART…] [--to FOLDER]
    python -m bench --profile PART      a text profile of our side in bench/profiles/PART.txt
    python -m bench --page              docs/performance.md anew from what is kept

Each part is a module of `bench/parts`; how a figure is measured stands in `bench/protocol.py`. What
was measured goes to `bench/results.json` and `docs/performance.md`, replacing the same lines of
earlier runs and no others; to `var/bench` at the small scale, which only shows that the harness
works, and beside a profile, which makes all slower. Ctrl-C keeps the lines that are done. 0 when
all parts ran, whether goals were reached or missed; 1 when a line failed; 130 after Ctrl-C.
"""

import argparse
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from bench import parts, profiling
from bench.page import PAGE, PROFILES, Shelf, page
from bench.protocol import Growth, Line, failed, not_run
from bench.shown import as_row
from bench.stage import ROOT, SCALES, Stage, staged
from bench.written import FILE, Part, merged, read, run_of, write

INTERRUPTED = 130
KEPT = ROOT / "bench"


def main(words: Sequence[str] | None = None) -> int:
    """Measure the parts that were asked for, one after another, and write down what was found."""
    asked = _arguments(words)
    found: dict[str, Part] = {}
    stopped = False
    try:
        if not asked.page:
            _measure(asked, found)
    except KeyboardInterrupt:
        stopped = True
        _say("stopped; what was measured is kept")
    finally:
        # Nor is it lost when a server cannot be stopped or a folder not removed.
        _keep(asked, found)
    return INTERRUPTED if stopped else int(any(_failed(found)))


def _measure(asked: argparse.Namespace, found: dict[str, Part]) -> None:
    with staged(SCALES[asked.scale]) as stage:
        for name in asked.only or parts.names():
            _say(f"{name}:")
            watched = profiling.kept(name, PROFILES, wanted=bool(asked.profile))
            # Closed at once after Ctrl-C: a part may hold servers open between its lines.
            with watched, closing(_lines(stage, name)) as lines:
                _take_up(lines, found.setdefault(name, Part()))


def _take_up(lines: Iterator[Line | Growth], into: Part) -> None:
    """Keep line after line, so that Ctrl-C loses only the one being measured."""
    for line in lines:
        into.lines.append(line)
        if isinstance(line, Line):
            _say(f"  {as_row(line)}")
    into.whole = True


def _lines(stage: Stage, name: str) -> Generator[Line | Growth, None, None]:
    """Give the lines of a part; what a part itself raises is a line as well."""
    try:
        yield from parts.lines_of(name)(stage)
    except ModuleNotFoundError as missing:
        yield not_run(name, f"the part {name}", f"{missing.name} is not installed")
    except Exception as fault:
        yield failed(name, f"the part {name}", fault)


def _keep(asked: argparse.Namespace, found: Mapping[str, Part]) -> None:
    folder = _folder(asked)
    results = read(folder / FILE)
    if any(part.lines for part in found.values()):
        results = merged(results, found, run_of(SCALES[asked.scale]))
    if results.kept:
        write(folder / FILE, results, PROFILES)
    text = PAGE if folder == KEPT else folder / PAGE.name
    text.write_text(page(results, Shelf()), encoding="utf-8")
    _say(f"see {_short(text)}, made of {_short(folder / FILE)}")


def _folder(asked: argparse.Namespace) -> Path:
    """Return the committed place only for a run that says something of speed."""
    aside = asked.profile or (asked.scale == "small" and not asked.page)
    folder = asked.to or (ROOT / "var" / "bench" if aside else KEPT)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def _failed(found: Mapping[str, Part]) -> Iterator[bool]:
    for part in found.values():
        yield from (isinstance(line, Line) and line.state == "failed" for line in part.lines)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--scale", choices=SCALES, default="medium", help="default: medium")
    known = parts.names()
    parser.add_argument("--only", nargs="+", metavar="PART", choices=known, help=", ".join(known))
    parser.add_argument("--profile", metavar="PART", choices=known, help="profile this part alone")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="keep the results there instead")
    parser.add_argument("--page", action="store_true", help="only write the page of results anew")
    asked = parser.parse_args(words)
    asked.only = [asked.profile] if asked.profile else asked.only
    return asked


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
