"""What a simulated province is asked for: its size, its seed, its days."""

from dataclasses import dataclass
from datetime import date

# Vietnam had 10,598 communes in 2023; nobody needs more offices than a country.
MAX_AGENCIES, MAX_CASES = 10_000, 100_000_000
SLICE = 1_000  # cases that share dice and are made at one go


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A province to be made.

    Attributes:
        agencies: how many offices take in cases; the province above them is one more.
        cases: how many come in.
        first: the first day on which they do.
        last: the last one, at whose midnight the journal ends.
    """

    agencies: int
    cases: int
    seed: int
    first: date
    last: date

    @property
    def slices(self) -> int:
        """How many slices the journal has."""
        return -(-self.cases // SLICE)
