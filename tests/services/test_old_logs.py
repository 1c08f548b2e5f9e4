"""The vocabulary may only grow: logs that were written before keep their text and their hashes."""

import hashlib
import json
from collections import defaultdict

import pytest

from app.services.journal_lines import read_line
from tests.conformance.moment import NOW
from tests.conformance.worlds import HERE
from workflows.codec import instant_text, to_data
from workflows.log import Recorded, chain

# Made by the program before events had any optional field beyond the contract's first table.
HEADS = {
    "world-1": "1abf5718c0c75abeed02528bce0087249a9a6b4e0f45b28087d409328436b659",
    "world-2": "f3978c98329df030f6883e5fcaee3f32072e24fd86cedf6095a8b9d0e7f9bf3f",
}


def cases(world: str) -> dict[str, list[tuple[bytes, Recorded]]]:
    """The lines of each case, as they stand in the file and as an office's log would hold them."""
    told: dict[str, list[tuple[bytes, Recorded]]] = defaultdict(list)
    raws = (HERE / world / "journal.jsonl").read_bytes().splitlines()
    for number, raw in enumerate(raws, start=1):
        line, lines = read_line(number, raw, NOW), told[json.loads(raw)["case"]]
        kept = Recorded(
            version=len(lines) + 1,
            event=line.event,
            recorded_at=line.recorded_at,
            by=line.by,
            agency="T",
        )
        lines.append((raw, kept))
    return told


@pytest.mark.parametrize("world", HEADS)
def test_the_hashes_of_an_old_log_stay(world):
    heads = [chain(code, [line for _, line in lines])[-1]
             for code, lines in sorted(cases(world).items())]  # fmt: skip

    assert hashlib.sha256("".join(heads).encode()).hexdigest() == HEADS[world]


@pytest.mark.parametrize("world", HEADS)
def test_an_old_line_goes_out_as_it_came_in(world):
    for lines in cases(world).values():
        for raw, line in lines:
            given = json.loads(raw)
            assert to_data(line.event) == given["data"]
            assert instant_text(line.event.at) == given["at"]
