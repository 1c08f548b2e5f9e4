"""The cells of form II.06a and the sums they obey, by the choices of the province."""

from app.reports.switches import CONTRACT, Switches
from app.reports.table import Identity

FORM = "II.06a"
CELLS = (
    "received.total", "received.online", "received.direct", "received.carried",
    "solved.total", "solved.early", "solved.on_time", "solved.late",
    "open.total", "open.in_time", "open.late", "open.paused",
    "voided",
)  # fmt: skip
RETURNED = "solved.returned"  # returned and withdrawn cases, where they are counted on their own

_RECEIVED = Identity(
    words="received = online + direct + carried",
    text="(3) = (4) + (5) + (6)",
    whole="received.total",
    parts=("received.online", "received.direct", "received.carried"),
)
_BALANCE = Identity(
    words="received = solved + open",
    text="(3) = (7) + (11)",
    whole="received.total",
    parts=("solved.total", "open.total"),
)
_BALANCE_WITH_PAUSED = Identity(
    words="received = solved + open + paused",
    text="(3) = (7) + (11) + Dừng tính",
    whole="received.total",
    parts=("solved.total", "open.total", "open.paused"),
)
_SOLVED = Identity(
    words="solved = early + on_time + late",
    text="(7) = (8) + (9) + (10)",
    whole="solved.total",
    parts=("solved.early", "solved.on_time", "solved.late"),
)
_SOLVED_WITH_RETURNED = Identity(
    words="solved = early + on_time + late + returned",
    text="(7) = (8) + (9) + (10) + Trả lại, rút",
    whole="solved.total",
    parts=("solved.early", "solved.on_time", "solved.late", RETURNED),
)
_OPEN = Identity(
    words="open = in_time + late",
    text="(11) = (12) + (13)",
    whole="open.total",
    parts=("open.in_time", "open.late"),
)


def cells_of(switches: Switches) -> tuple[str, ...]:
    """The cells in the order of the columns; returned cases have one only where it is asked for."""
    if switches.returned_in != "separate":
        return CELLS
    place = CELLS.index("solved.late") + 1
    return (*CELLS[:place], RETURNED, *CELLS[place:])


def identities_of(switches: Switches) -> tuple[Identity, ...]:
    """The sums that must hold on every row and the total (contract 4; domain 4.3)."""
    own = switches.paused_in == "own_column"
    separate = switches.returned_in == "separate"
    return (
        _BALANCE_WITH_PAUSED if own else _BALANCE,
        _RECEIVED,
        _SOLVED_WITH_RETURNED if separate else _SOLVED,
        _OPEN,
    )


IDENTITIES = identities_of(CONTRACT)
