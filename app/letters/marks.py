"""What machines read on a letter: the case code as bars, the public look-up as a square."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import segno
from barcode.codex import Code128
from barcode.errors import BarcodeError

from app.errors import BadInput
from app.letters.plain import plain

# Modules of white around: what a reader needs to find the mark (ISO/IEC 15417 and 18004).
QUIET_BARS, QUIET_SQUARE = 10, 4
MODULE_MM = 0.25
# Important: trying all eight masks takes five times as long as the rest, and any is valid. Of 60
# addresses of our look-up this one was the best for 39, and has the least penalty on average.
MASK = 2
_BLACK = re.compile(rb"\x01+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A drawing of black modules on white.

    Attributes:
        rows: True for black; all of one length, quiet zones included.
        svg: the same as a picture, one unit a module.
    """

    rows: tuple[tuple[bool, ...], ...]

    @property
    def svg(self) -> str:
        """The picture: one path, so that no seams show between modules."""
        width, height = len(self.rows[0]), len(self.rows)
        path = "".join(_strokes(self.rows))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'preserveAspectRatio="none"><path d="{path}"/></svg>'
        )


def bars(code: str) -> Mark:
    """A case code as Code 128, one row high: to be stretched.

    Raises:
        BadInput: when it holds what bars cannot say.
    """
    try:
        (modules,) = Code128(code).build()
    except BarcodeError as error:
        raise BadInput(f"mã “{code}” không in thành mã vạch được") from error
    quiet = (False,) * QUIET_BARS
    return Mark(rows=((*quiet, *(module == "1" for module in modules), *quiet),))


def square(said: str) -> Mark:
    """A text as a QR code that survives a fold and a stamp (15 % may be lost)."""
    code = segno.make_qr(plain(said), encoding="utf-8", error="m", mask=MASK)
    # The library would add the quiet zone as well, in twice the time of making the code.
    side, above = (False,) * QUIET_SQUARE, (False,) * (len(code.matrix) + 2 * QUIET_SQUARE)
    inner = ((*side, *map(bool, row), *side) for row in code.matrix)
    return Mark(rows=(*(above,) * QUIET_SQUARE, *inner, *(above,) * QUIET_SQUARE))


def _strokes(rows: Sequence[Sequence[bool]]) -> Iterator[str]:
    for y, row in enumerate(rows):
        for run in _BLACK.finditer(bytes(row)):
            length = run.end() - run.start()
            yield f"M{run.start()} {y}h{length}v1h-{length}z"
