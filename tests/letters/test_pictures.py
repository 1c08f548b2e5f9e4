"""The marks as pictures hold the same modules as their drawings."""

import struct
import zlib

from app.letters.marks import Mark, bars, square
from app.letters.pictures import png_of


def modules(picture: bytes, *, dots: int, stretch: int = 1) -> tuple[tuple[bool, ...], ...]:
    """What a PNG of one bit a dot shows, asked in the middle of each module."""
    width, height, *kind = struct.unpack_from(">IIBBBBB", picture, 16)
    assert kind == [1, 0, 0, 0, 0]
    start = picture.index(b"IDAT") + 4
    (length,) = struct.unpack_from(">I", picture, start - 8)
    lines, step = zlib.decompress(picture[start : start + length]), 1 + -(-width // 8)
    across = range(dots // 2, width, dots)
    down = range(dots * stretch // 2, height, dots * stretch)
    rows = [lines[y * step + 1 : (y + 1) * step] for y in down]
    return tuple(tuple(not row[x // 8] >> (7 - x % 8) & 1 for x in across) for row in rows)


def test_each_module_is_where_it_was():
    drawn = square("https://motcua.example/track#H32.PL-240105-0001.7K2MX9QD")

    assert modules(png_of(drawn, dots=6), dots=6) == drawn.rows


def test_bars_are_stretched_and_not_smeared():
    drawn = bars("H32.PL-240105-0001")

    assert modules(png_of(drawn, dots=3, stretch=20), dots=3, stretch=20) == drawn.rows


def test_a_width_that_fills_no_byte_ends_white():
    picture = png_of(Mark(rows=((True, False, True),)), dots=1)

    assert modules(picture, dots=1) == ((True, False, True),)
