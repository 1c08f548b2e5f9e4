"""A made-up but plausible year of a real ward, from a seed number.

`PACKS` are loaded first, in their order; then `journal(seed)` is imported. People, papers and
officers are invented (`SYNTHETIC` says so to the reader); the table II.06a of `AGENCY` over
`QUARTER` (first and last day, ISO 8601) equals the one the ward printed.

The demonstration goes on from there: `desk_journal(seed)` holds the cases in flight at `MORNING`,
where its clock starts, `pleas(seed)` what waits there for a second person, and `accounts()` who
signs in with `ONE_FOR_ALL`; `DESKS` says which of them opens which desk.
"""

from app.sample.accounts import DESKS, ONE_FOR_ALL, accounts
from app.sample.desk import desk_journal, pleas
from app.sample.lines import SEED, journal
from app.sample.officers import OFFICERS, Officer
from app.sample.plan import PUBLISHED
from app.sample.tale import MORNING
from app.sample.ward import AGENCY, PACKS
from app.sample.words import SYNTHETIC

QUARTER = (PUBLISHED.first.isoformat(), PUBLISHED.last.isoformat())

__all__ = [
    "AGENCY",
    "DESKS",
    "MORNING",
    "OFFICERS",
    "ONE_FOR_ALL",
    "PACKS",
    "QUARTER",
    "SEED",
    "SYNTHETIC",
    "Officer",
    "accounts",
    "desk_journal",
    "journal",
    "pleas",
]
