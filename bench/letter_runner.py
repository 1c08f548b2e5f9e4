"""Letters drawn and timed in a process of their own; run by `bench.letters`.

Given a folder of web pages it is WeasyPrint that draws them, and nothing of ours is imported.
"""

import json
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from pathlib import Path

EARLY = 100


def main() -> None:
    """Draw what the arguments name; tell the figures as JSON."""
    what, where = sys.argv[1:]
    sizes = _pages(Path(where)) if what == "weasyprint" else _receipts(int(where))
    print(json.dumps(timed(sizes)))


def timed(sizes: Iterator[int]) -> dict[str, float]:
    """Draw them all; the first letter reads the faces and is not counted."""
    size = next(sizes)
    early = peak_mb()
    start, worked = time.perf_counter(), time.process_time()
    for done in count():
        if done == EARLY:
            early = peak_mb()
        following = next(sizes, None)
        if following is None:
            break
        size = following
    seconds, cpu = time.perf_counter() - start, time.process_time() - worked
    peaks = {"peak_100": early, "peak": peak_mb()}
    return {"letters": done, "seconds": seconds, "cpu": cpu, "size": size, **peaks}


def peak_mb() -> float:
    """The most memory this process has had, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _receipts(wanted: int) -> Iterator[int]:
    from app.letters.pdf import pdf_of
    from bench.letter_page import receipts
    from tests.letters.sheets import AT

    return (len(pdf_of(sheet, at=AT)) for sheet in receipts(wanted + 1))


def _pages(folder: Path) -> Iterator[int]:
    weasyprint = import_module("weasyprint")
    faces = import_module("weasyprint.text.fonts").FontConfiguration()
    for path in sorted(folder.glob("*.html")):
        page = weasyprint.HTML(string=path.read_text(encoding="utf-8"), base_url=str(folder))
        yield len(page.write_pdf(font_config=faces))


if __name__ == "__main__":
    main()
