"""What the pages of reports show, and to whom: forms, periods, offices, and one table with its own.

A report of an office may be opened by those who answer for it or oversee it, or an office above.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import BadInput, Unknown
from app.reports.asked import Asked
from app.reports.charts import Point
from app.reports.forms import Form, all_forms, form_of
from app.reports.period import Period
from app.reports.switches import Switches, parsed
from app.reports.trend import trend
from app.services.report_gate import put_of
from app.services.reports import Report, made
from app.store import sealed
from app.store.engine import Connection, Database
from app.store.scope import Scope
from app.store.sealed import Sealed
from app.store.setup import Setup, read_setup
from app.store.visible import AND_BELOW
from workflows.desk_rights import upwards
from workflows.officer import Officer

REPORTERS = AND_BELOW
MOST = 500  # editions of one office that the overview looks at
LARGE = 20  # offices of a table whose files take so long that nobody should wait for them
Named = tuple[str, str]  # a code and what people call it


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """One question as an address asks it.

    Attributes:
        agency: empty for the first office of whoever asks.
        choices: of counting, where they differ from those of the office.
        now: the instant of the request.
    """

    form: str
    period: Period
    now: datetime
    agency: str = ""
    subtree: bool = False
    variant: str = ""
    known_at: datetime | None = None
    choices: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """What there is to be reported, and for whom.

    Attributes:
        agency: the office that is chosen.
        offices: those one may choose, by name.
        forms: in the order of their numbers.
        signed: the editions that stand of this office and period, by form.
        periods: how many editions stand of this office in each period.
    """

    agency: str
    offices: tuple[Named, ...]
    forms: tuple[Form, ...]
    signed: Mapping[str, tuple[Sealed, ...]]
    periods: Mapping[Period, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class TablePage:
    """A table with all that stands around it.

    Attributes:
        asked: the question as the form understood it.
        own: the choices its office counts by in this period.
        below: whether the office has others below it.
        large: whether its files are better made in the background.
    """

    form: Form
    asked: Asked
    report: Report
    own: Switches
    offices: tuple[Named, ...]
    below: bool
    large: bool


def overview(database: Database, officer: Officer, agency: str, period: Period) -> Overview:
    """The forms and the offices, and what is signed of one.

    Raises:
        Unknown: for an office the officer may not report for.
    """
    with database.reading() as connection:
        setup, codes = read_setup(connection), _codes(connection, officer)
        chosen = _agency(agency, codes, officer)
        found = sealed.of_offices(connection, [chosen], most=MOST)
    standing = [one for one in found if one.replaced_by is None]
    return Overview(
        agency=chosen,
        offices=_names(setup, codes),
        forms=tuple(all_forms().values()),
        signed=_by_form(one for one in standing if _period(one) == period),
        periods=Counter(map(_period, standing)),
    )


def table_page(database: Database, officer: Officer, wanted: Wanted) -> TablePage:
    """One table.

    Raises:
        Unknown: for a form there is none of, and an office the officer may not report for.
        BadInput: for a variant or a choice there is none of, and a moment that is yet to come.
    """
    with database.reading() as connection:
        codes = _codes(connection, officer)
        asked, own = _asked(connection, officer, wanted, codes)
        setup = read_setup(connection)
        return TablePage(
            form=known_form(wanted.form),
            asked=asked,
            report=made(connection, wanted.form, asked),
            own=own,
            offices=_names(setup, codes),
            below=any(one.parent == asked.scope.agency for one in setup.agencies.values()),
            large=is_large(setup, asked),
        )


def before(database: Database, page: TablePage) -> Sequence[Point]:
    """The periods before that of a table, where they are cheaply told; two statements at most."""
    with database.reading() as connection:
        return trend(connection, page.asked, page.report.table)


def question(database: Database, officer: Officer, wanted: Wanted) -> tuple[Asked, Switches]:
    """The question alone and the choices of its office, for what is asked beside the table.

    Raises:
        As `table_page`.
    """
    with database.reading() as connection:
        return asked_in(connection, officer, wanted)


def asked_in(connection: Connection, officer: Officer, wanted: Wanted) -> tuple[Asked, Switches]:
    """The same within a transaction.

    Raises:
        As `table_page`.
    """
    return _asked(connection, officer, wanted, _codes(connection, officer))


def known_form(code: str) -> Form:
    """A form by its number.

    Raises:
        Unknown: where there is none such.
    """
    try:
        return form_of(code)
    except BadInput as error:
        raise Unknown("form", str(error)) from None


def seen_offices(connection: Connection, officer: Officer, agency: str = "") -> tuple[Named, ...]:
    """The offices the officer may report for, by name.

    Raises:
        Unknown: where `agency` is none of them.
    """
    codes = _codes(connection, officer)
    if agency:
        _agency(agency, codes, officer)
    return _names(read_setup(connection), codes)


def _codes(connection: Connection, officer: Officer) -> tuple[str, ...]:
    """The offices one answers for or oversees, with all below them, out of the setup at hand."""
    agencies = read_setup(connection).agencies
    tops = frozenset(officer.agencies(*REPORTERS))
    return tuple(
        sorted(
            code
            for code in agencies
            if not tops.isdisjoint(one.code for one in upwards(code, agencies))
        )
    )


def _agency(wanted: str, codes: tuple[str, ...], officer: Officer) -> str:
    chosen = wanted or next(iter(officer.agencies(*REPORTERS)), "")
    if chosen not in codes:
        raise Unknown("agency", "không có cơ quan này trong phạm vi bạn được lập biểu")
    return chosen


def _asked(
    connection: Connection, officer: Officer, wanted: Wanted, codes: tuple[str, ...]
) -> tuple[Asked, Switches]:
    form = known_form(wanted.form)
    agency = _agency(wanted.agency, codes, officer)
    if wanted.known_at is not None and wanted.known_at > wanted.now:
        raise BadInput("lúc “như đã biết” chưa đến; hãy chọn lúc đã qua", field="known")
    own = form.own_choices(connection, agency, wanted.period.last)
    asked = Asked(
        scope=Scope(agency=agency, subtree=wanted.subtree),
        period=wanted.period,
        now=wanted.now,
        as_known_at=wanted.known_at,
        switches=parsed({**own.as_json(), **wanted.choices}),
        variant=wanted.variant,
    )
    return put_of(connection, form.code, asked), own


def is_large(setup: Setup, asked: Asked) -> bool:
    """Whether a table is of so many offices that what it takes longer is done only when asked."""
    return asked.scope.subtree and _below(setup, asked.scope.agency or "") >= LARGE


def _below(setup: Setup, agency: str) -> int:
    """How many offices there are at and below one."""
    every = (upwards(code, setup.agencies) for code in setup.agencies)
    return sum(agency in (one.code for one in way) for way in every)


def _names(setup: Setup, codes: tuple[str, ...]) -> tuple[Named, ...]:
    return tuple(sorted(_named(setup, codes), key=lambda one: one[1]))


def _named(setup: Setup, codes: tuple[str, ...]) -> Iterator[Named]:
    for code in codes:
        if code in setup.agencies:
            yield code, setup.agencies[code].name


def _period(one: Sealed) -> Period:
    return Period(first=one.whose.first, last=one.whose.last)


def _by_form(found: Iterable[Sealed]) -> Mapping[str, tuple[Sealed, ...]]:
    forms: dict[str, tuple[Sealed, ...]] = {}
    for one in found:
        forms[one.whose.form] = (*forms.get(one.whose.form, ()), one)
    return forms
