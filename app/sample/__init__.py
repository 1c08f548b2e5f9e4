"""A made-up but plausible year of a real ward, from a seed number.

`PACKS` are loaded first, in their order; then `journal(seed)` is imported. People, papers and
officers are invented (`SYNTHETIC` says so to the reader); the table II.06a of `AGENCY` over
`QUARTER` (first and last day, ISO 8601) equals the one the ward printed.
"""

from app.sample.lines import SEED, journal
from app.sample.officers import OFFICERS, Officer
from app.sample.plan import PUBLISHED
from app.sample.ward import AGENCY, PACKS
from app.sample.words import SYNTHETIC

QUARTER = (PUBLISHED.first.isoformat(), PUBLISHED.last.isoformat())

__all__ = ["AGENCY", "OFFICERS", "PACKS", "QUARTER", "SEED", "SYNTHETIC", "Officer", "journal"]
