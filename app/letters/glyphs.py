"""Which characters the letters' type can draw, read from the font file itself."""

import struct
from functools import cache
from pathlib import Path

from app.press.press import FONTS

# The four faces of Tinos hold the same characters (a test compares them).
FACE = FONTS / "Tinos-Regular.ttf"


@cache
def drawable(face: Path = FACE) -> frozenset[int]:
    """The code points the face has a shape for."""
    font = face.read_bytes()
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for at in range(count):
        platform, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * at)
        if platform == 3 and struct.unpack_from(">H", font, start + offset) == (4,):
            return frozenset(_segments(font, start + offset))
    raise ValueError(f"{face.name}: không có bảng ký tự Unicode")


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for at in range(count):
        found, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * at)
        if found == tag:
            return int(offset)
    raise ValueError("tệp phông chữ thiếu bảng ký tự")


def _segments(font: bytes, start: int) -> list[int]:
    """The characters of a format 4 subtable: stretches of code points, each mapped in one go."""
    (double,) = struct.unpack_from(">H", font, start + 6)
    shape = f">{double // 2}H"
    ends, starts, deltas, offsets = (
        struct.unpack_from(shape, font, start + 14 + skip)
        for skip in (0, double + 2, 2 * double + 2, 3 * double + 2)
    )
    found: list[int] = []
    for at, (first, last) in enumerate(zip(starts, ends, strict=True)):
        array = start + 16 + 3 * double + 2 * at + offsets[at]
        for code in range(first, last + 1):
            glyph = code
            if offsets[at]:
                (glyph,) = struct.unpack_from(">H", font, array + 2 * (code - first))
            if glyph and (glyph + deltas[at]) & 0xFFFF and code != 0xFFFF:
                found.append(code)
    return found
