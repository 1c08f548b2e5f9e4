"""Receipts as PDF: how many a second, beside WeasyPrint, and whether the memory stays flat.

    .venv/bin/python -m bench.letters [--count 1000] [--others 100] [--weasyprint PYTHON]

The same receipt with another number and other marks each time, drawn by one process, then by two at
once, and laid out as a web page for WeasyPrint with the same words, faces and marks. WeasyPrint is
no dependency of ours: `python -m venv /tmp/weasy && /tmp/weasy/bin/pip install weasyprint==70.0`,
then `--weasyprint /tmp/weasy/bin/python`. Its pages are made beforehand; ours are timed from the
sheet on. Writes `bench/letters.json`, with what `bench/letter_batch.py` measures
(`measured() -> dict[str, float]`) where that exists.
"""

import argparse
import importlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.letter_page import page_of, receipts

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "bench" / "letters.json"
# At least so many letters of ours for the work of one of WeasyPrint's; at most so much more memory
# after the last letter than after the hundredth.
RATIO, MEMORY = 2.0, 1.25


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What a runner tells of its letters but the first.

    Attributes:
        seconds: by the clock on the wall.
        cpu: seconds of work, which a busy machine changes less.
        size: bytes of the last.
        peak_100: the most memory until the hundredth, in MB; `peak` until the end.
    """

    letters: int
    seconds: float
    cpu: float
    size: int
    peak_100: float
    peak: float

    @property
    def per_second(self) -> float:
        """Letters in a second."""
        return self.letters / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of work for a letter."""
        return 1000 * self.cpu / self.letters


def main() -> int:
    """Measure; 0 when the limits are kept, 1 otherwise."""
    asked = _arguments()
    (one,) = _run(sys.executable, "ours", [str(asked.count)])
    two = _run(sys.executable, "ours", [str(asked.count // 2)] * 2)
    found = {
        "one_per_s": one.per_second,
        "two_per_s": sum(run.per_second for run in two),
        "cpu_ms": one.cpu_ms,
        "bytes": one.size,
        "peak_100_mb": one.peak_100,
        "peak_mb": one.peak,
        "memory": one.peak / one.peak_100,
        **_beside(asked, one),
        **_batch(),
    }
    return _reported(found, asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=1_000, help="letters of ours")
    parser.add_argument("--others", type=int, default=100, help="letters of WeasyPrint")
    parser.add_argument("--weasyprint", default=sys.executable, help="a Python that has it")
    return parser.parse_args()


def _run(python: str, what: str, works: list[str]) -> list[Run]:
    """A runner for each work, all at once."""
    # By its path for a foreign Python, which need not know our packages.
    runner = [python, str(ROOT / "bench" / "letter_runner.py"), what]
    started = [
        subprocess.Popen(
            [*runner, work], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
        )
        for work in works
    ]
    return [Run(**json.loads(process.communicate()[0])) for process in started]


def _beside(asked: argparse.Namespace, one: Run) -> dict[str, float]:
    if subprocess.run(
        [asked.weasyprint, "-c", "import weasyprint"], capture_output=True
    ).returncode:
        print(
            "WeasyPrint is not there: see the head of bench/letters.py for how to install it aside"
        )
        return {}
    with tempfile.TemporaryDirectory() as folder:
        for at, sheet in enumerate(receipts(asked.others + 1)):
            Path(folder, f"{at:05}.html").write_text(page_of(sheet), encoding="utf-8")
        (other,) = _run(asked.weasyprint, "weasyprint", [folder])
    return {
        "weasyprint_per_s": other.per_second,
        "weasyprint_cpu_ms": other.cpu_ms,
        "weasyprint_bytes": other.size,
        "weasyprint_peak_mb": other.peak,
        "ratio": other.cpu_ms / one.cpu_ms,
    }


def _batch() -> dict[str, float]:
    if importlib.util.find_spec("bench.letter_batch") is None:
        return {}
    measured: dict[str, float] = importlib.import_module("bench.letter_batch").measured()
    return measured


def _reported(found: dict[str, float], asked: argparse.Namespace) -> int:
    for name, figure in found.items():
        print(f"{name:>20}: {figure:,.2f}")
    sizes = {"count": asked.count, "others": asked.others}
    KEPT.write_text(json.dumps({"sizes": sizes, "found": found}, indent=2) + "\n", encoding="utf-8")
    kept = found["memory"] <= MEMORY and found.get("ratio", RATIO) >= RATIO
    print("within the limits" if kept else "NOT within the limits")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
