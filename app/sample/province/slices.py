"""A slice of the journal: so many cases after one another, with dice of their own."""

import zlib
from dataclasses import dataclass

from app.sample.dice import Dice
from app.sample.province.life import Life
from app.sample.province.plan import SLICE
from app.sample.province.world import World

LEVEL = 6
GZIP = 31  # what zlib calls a deflated stream with the head and tail of a gzip file


@dataclass(frozen=True, kw_only=True, slots=True)
class Slice:
    """Lines of the journal as bytes, and how much they are."""

    content: bytes
    cases: int
    events: int


def slice_of(world: World, number: int, *, packed: bool) -> Slice:
    """The slice of that number, from 0; `packed` as a part of a gzip file, which has many."""
    dice = Dice(f"slice {world.plan.seed} {number}")
    first = number * SLICE
    cases = range(first, min(first + SLICE, world.plan.cases))
    lines = [line for case in cases for line in _lines(world, case, dice)]
    content = "".join(lines).encode()
    return Slice(
        content=_packed(content) if packed else content,
        cases=len(cases),
        events=len(lines),
    )


def _lines(world: World, number: int, dice: Dice) -> list[str]:
    coming = world.coming(number, dice)
    life = Life(world, coming, dice)
    told = life.tell()
    day = world.day_name(coming.wall)
    code = f"{life.desk.code}-{day}-{coming.serial:04d}"
    return told.lines(code, world.end, dice)


def _packed(content: bytes) -> bytes:
    # The head that zlib writes bears no time, so that the same lines are the same bytes.
    deflated = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    return deflated.compress(content) + deflated.flush()
