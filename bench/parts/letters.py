"""Receipts as PDF beside WeasyPrint and reportlab, many at once with number and log, and memory.

Each receipt has another number, other words and other marks, and none is drawn twice: what does
not differ typst keeps laid out, so equal letters would praise it too much. The peers draw the same
words with the same faces; what they are given is made before the clock runs. What is compared
before is the words that can be read back from the PDF.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from itertools import islice

from app.letters.pdf import pdf_of
from app.letters.sheet import Sheet
from bench.letter_page import receipts
from bench.peers import letters as others
from bench.protocol import (
    Compared,
    Found,
    Growth,
    Line,
    NotRun,
    Side,
    alternated,
    at_least,
    at_most,
    equal,
    measured,
)
from bench.stage import ROOT, Stage
from tests.letters.sheets import AT

ENDLESS = 1_000_000
UNIT = "letters/s"


def lines(stage: Stage) -> Iterator[Line | Growth]:
    """Yield ourselves against each peer, then the batches."""
    for name, peer, goal in (
        ("weasyprint", others.weasyprint, 6.0),
        ("reportlab", others.reportlab, 1.3),
    ):
        yield measured(
            name,
            f"a receipt with its marks, drawn by one process, against {name}",
            partial(_beside, stage, name, peer),
            goal=at_least(goal),
        )
    for kind in ("sqlite", "postgresql"):
        yield from _batches(stage, kind)


def _beside(stage: Stage, name: str, peer: Callable[[], others.Peer]) -> Compared:
    prepared, drawn = peer()
    sheets = receipts(ENDLESS)
    few = list(islice(sheets, 3))
    equal([_unread(sheet, _ours(sheet)) for sheet in few], [[]] * 3, "words lost by ours")
    theirs = [_unread(sheet, drawn(prepared(sheet))) for sheet in few]
    equal(theirs, [[]] * 3, f"words lost by {name}")
    ours = _side("typst", sheets, stage.by_scale(20, 200), prepared=_same, drawn=_ours)
    other = _side(name, sheets, stage.by_scale(5, 50), prepared=prepared, drawn=drawn)
    return alternated(ours, other, stage.rounds)


def _side(
    name: str,
    sheets: Iterator[Sheet],
    count: int,
    *,
    prepared: Callable[[Sheet], object],
    drawn: others.Drawer,
) -> Side:
    waiting: list[object] = []

    def prepare() -> None:
        waiting[:] = [prepared(sheet) for sheet in islice(sheets, count)]

    def work() -> int:
        return len([drawn(each) for each in waiting])

    return Side(name=name, unit=UNIT, work=work, prepare=prepare)


def _same(sheet: Sheet) -> Sheet:
    return sheet


def _ours(sheet: Sheet) -> bytes:
    return pdf_of(sheet, at=AT)


def _unread(sheet: Sheet, pdf: bytes) -> list[str]:
    """Return the telling words of the sheet that cannot be read back from its PDF."""
    from pypdf import PdfReader

    read = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    bare = _squeezed(read)
    return [word for word in _telling(sheet) if _squeezed(word) not in bare]


def _telling(sheet: Sheet) -> list[str]:
    lines = [said for block in sheet.blocks for _, said in getattr(block, "parts", ())]
    cells = [row[1] for block in sheet.blocks for row in getattr(block, "rows", ())]
    names = [signature.name for signature in sheet.signatures]
    return [str(sheet.title), str(sheet.head.number), *lines, *cells, *map(str, names)]


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _batches(stage: Stage, kind: str) -> Iterator[Line]:
    """Issue many receipts at once, in a process of its own, whose memory is then its own too."""
    count = stage.by_scale(40, 500, 1_000)
    found: dict[str, float] = {}

    def run() -> Found:
        if kind == "postgresql":
            stage.postgres()
        found.update(_batch(kind, count))
        return found["two_cores_per_s"]

    def memory() -> Found:
        if not found:
            raise NotRun("the batch did not run")
        return found["memory"]

    yield measured(
        f"batch-{kind}",
        f"{count} receipts at once with number, log and kept file on {kind}, as two cores would "
        "make them at best",
        run,
        goal=at_least(100),
        unit=UNIT,
    )
    yield measured(
        f"memory-{kind}",
        f"the most memory after {count} receipts on {kind} beside that after the hundredth",
        memory,
        goal=at_most(1.25),
    )


def _batch(kind: str, count: int) -> dict[str, float]:
    words = [sys.executable, "-m", "bench.letter_batch", kind, "--count", str(count)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().rpartition("\n")[2])
    figures: dict[str, float] = json.loads(done.stdout)
    return figures
