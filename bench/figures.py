"""The figures the issue asks for, in its order, and which lines of which part tell them.

A figure that no line tells stands on the page as not run, so that none is forgotten; goals beyond
the issue come after.
"""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatch

from bench.lines import Line
from bench.written import Kept

# Part, pattern of the lines' keys, what the issue asks for.
FIGURES: tuple[tuple[str, str, str], ...] = (
    ("calendar", "add-8h-businesstimedelta", "one call, 8 hours: 80 × businesstimedelta"),
    ("calendar", "add-480h-businesstimedelta", "one call, 480 hours: 2,000 × businesstimedelta"),
    ("calendar", "cost", "480 hours cost at most 1.3 × 8 hours"),
    ("calendar", "add-480h-pandas", "480 hours: 10 × pandas"),
    ("calendar", "add-480h-loop", "480 hours: 30 × a day-by-day loop"),
    ("calendar", "array-*", "over an array: 3 million a second on one core"),
    ("calendar", "oracle-*", "100 % agreement with a minute-by-minute oracle"),
    ("decide", "pairs", "decide + evolve: 50,000 a second"),
    ("step", "bare", "a step on PostgreSQL: ⅓ of the same rows bare"),
    ("step", "against-viewflow", "a step: 6 × Viewflow"),
    ("step", "against-eventsourcing", "a step: 2 × eventsourcing"),
    ("step", "against-spiff*", "a step: 2 × SpiffWorkflow with its state saved"),
    ("step", "sixteen", "16 clients no slower than one"),
    ("rebuild", "rebuild", "rebuild: 12 × the replay of eventsourcing"),
    ("rebuild", "import-*", "import: 10,000 events a second"),
    ("report", "facts-bare-*", "II.06a of a province: within 2 × a bare aggregate"),
    ("report", "facts-raw", "II.06a of a province: 15 × the raw fold"),
    ("report", "facts-earlier-*", "an earlier day of knowledge within 3 ×"),
    ("report", "months-duckdb*", "statutory quarter from summaries: 5 × DuckDB"),
    ("report", "months-polars*", "statutory quarter from summaries: 5 × Polars"),
    ("report", "months-growth", "statutory quarter: at most 1.5 × slower at 10 × the cases"),
    ("report", "commune", "II.06a of one commune: under a fiftieth of the province's"),
    ("timers", "fired-*", "timers fired with the real handler: 20 × APScheduler"),
    ("timers", "quiet-growth", "quiet tick at 1 million within 2 × of 100 thousand"),
    ("timers", "quiet-snapshot", "quiet tick with a long snapshot open within 5 ×"),
    ("http", "step-django", "a step over HTTP, two workers: 1.3 × Django"),
    ("http", "inbox-django", "the inbox over HTTP, two workers: 2.5 × Django"),
    ("http", "inbox-p95-*", "inbox p95: 60 ms with one user, 250 ms with 16"),
    ("search", "names-scan", "name search, words in any order: 80 × a scan"),
    ("search", "recall", "name search: recall 100 %"),
    ("letters", "weasyprint", "letters: 6 × WeasyPrint"),
)
BEYOND = "beyond the issue"


def told(kept: Sequence[Kept]) -> Iterator[tuple[str, str, list[Kept]]]:
    """Give the words and the part of each figure with the lines that tell it, perhaps none."""
    left = [each for each in kept if isinstance(each.what, Line) and each.what.goal]
    for part, pattern, words in FIGURES:
        found = [each for each in left if _matches(each, part, pattern)]
        left = [each for each in left if each not in found]
        yield words, part, found
    for each in left:
        yield BEYOND, each.part, [each]


def _matches(kept: Kept, part: str, pattern: str) -> bool:
    return kept.part == part and fnmatch(kept.what.key, pattern)
