"""A made-up province of any size, from a seed number: its setup pack and its journal of cases.

Everything is invented: offices, people, days and hours; `NOTICE` says so to whoever reads it. The
world is a function of `Plan`: the same plan gives the same bytes on every machine, whatever the
number of processes, for the journal is made in slices that each have dice of their own. Memory
does not grow with the number of cases.

`pack_text(plan)` is loaded first; then the lines of `slice_of(world, number)` for every number
below `plan.slices`, in their order, are imported. Cases stand in the order in which they came in,
all lines of a case together, and they stop at the end of the plan's last day.
"""

from app.sample.province.pack import NOTICE, pack_text
from app.sample.province.plan import MAX_AGENCIES, MAX_CASES, SLICE, Plan
from app.sample.province.slices import Slice, slice_of
from app.sample.province.staff import Staff
from app.sample.province.tree import CODE, Office, offices
from app.sample.province.workers import made
from app.sample.province.world import World, world_of

__all__ = [
    "CODE",
    "MAX_AGENCIES",
    "MAX_CASES",
    "NOTICE",
    "SLICE",
    "Office",
    "Plan",
    "Slice",
    "Staff",
    "World",
    "made",
    "offices",
    "pack_text",
    "slice_of",
    "world_of",
]
