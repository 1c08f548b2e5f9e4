"""Marks as PNG, for documents that know no SVG; drawn without an image library."""

import struct
import zlib
from collections.abc import Sequence

from app.letters.marks import Mark


def png_of(mark: Mark, *, dots: int, stretch: int = 1) -> bytes:
    """A mark as a PNG of one bit a dot.

    Args:
        mark: what is drawn.
        dots: the width of a module.
        stretch: how much taller than wide a module is.
    """
    lines = (_line(row, dots) * (dots * stretch) for row in mark.rows)
    size = (len(mark.rows[0]) * dots, len(mark.rows) * dots * stretch)
    head = struct.pack(">IIBBBBB", *size, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(*part) for part in parts)


def _line(row: Sequence[bool], dots: int) -> bytes:
    """A row of modules as one line of dots: no filter, then bits, of which 1 is white."""
    bits = "".join(("0" if black else "1") * dots for black in row)
    whole = bits.ljust(-(-len(bits) // 8) * 8, "1")
    return b"\0" + int(whole, 2).to_bytes(len(whole) // 8)


def _part(name: bytes, content: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checked
