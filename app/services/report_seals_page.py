"""What the pages of signed tables show: before the signature, the signed one, and what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.reports.asked import Asked
from app.reports.differences import Differences
from app.reports.forms import Form, form_of
from app.reports.gate import Gate
from app.reports.kept import from_kept
from app.reports.layout import Layout
from app.reports.out.office import office_of as office_named
from app.reports.switches import Switches
from app.services.case_people import names
from app.services.report_gate import weighed, whose_of
from app.services.report_page import Wanted, asked_in, is_large, known_form, seen_offices
from app.services.reports import Report
from app.services.sealing import office_of, whole_seen
from app.services.sealing_changes import changes_since
from app.services.sealing_rights import may_sign
from app.store import sealed as store
from app.store.engine import Database
from app.store.sealed import Sealed
from app.store.setup import Setup, read_setup
from workflows.officer import Officer

MOST = 200  # editions that a list shows
PETITIONS = "PAKN-"  # how the numbers of petitions begin, and the code of no case does


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """A table before it is signed.

    Attributes:
        asked: the question as the form understands it.
        own: the choices its office counts by.
        office: its name.
        title: what is printed over the signature, as the office has it.
        standing: the edition that stands of it; None before the first.
        may_sign: whether the officer is one of those who sign for the office.
        beside: whether the same table stands in another print, which may ask for a reason; looked
            at only before one signs.
        gate: what stands against it; None where that was not looked at.
        large: whether it takes so long to look that nobody should have to.
    """

    form: Form
    asked: Asked
    own: Switches
    office: str
    title: str
    standing: Sealed | None
    may_sign: bool
    beside: bool = False
    gate: Gate | None = None
    large: bool = False

    @property
    def running(self) -> bool:
        """Whether the period has not ended yet."""
        return self.asked.now < self.asked.period.end


@dataclass(frozen=True, kw_only=True, slots=True)
class SealedPage:
    """A signed table as it was.

    Attributes:
        editions: all of it, newest first.
    """

    sealed: Sealed
    report: Report
    editions: tuple[Sealed, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangesPage:
    """What has changed since a table was signed, with the names of who wrote and approved it.

    Attributes:
        left: names of the offices that were counted and no longer are.
        joined: names of those that are counted now and were not.
    """

    sealed: Sealed
    layout: Layout
    found: Differences
    people: Mapping[str, str]
    may_sign: bool
    left: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    @property
    def petitions(self) -> bool:
        """Whether it counts petitions, and its changes are told in their own register."""
        return self.found.changes != () and self.found.changes[0].case_code.startswith(PETITIONS)


@dataclass(frozen=True, kw_only=True, slots=True)
class SealedList:
    """Signed tables, newest first; `offices` are the names of theirs."""

    rows: tuple[Sealed, ...]
    offices: Mapping[str, str]
    cut: bool


def asking(database: Database, officer: Officer, wanted: Wanted) -> Asking:
    """A table before it is signed, without a look at the table.

    Raises:
        As `app.services.report_page.table_page`.
    """
    with database.reading() as connection:
        asked, own = asked_in(connection, officer, wanted)
        setup = read_setup(connection)
        agency = setup.agency(asked.scope.agency or "")
        whose = whose_of(wanted.form, asked)
        return Asking(
            form=known_form(wanted.form),
            asked=asked,
            own=own,
            office=agency.name,
            title=office_named(agency).signer_title,
            standing=store.latest(connection, whose),
            beside=bool(store.other_prints(connection, whose)),
            may_sign=may_sign(connection, officer, agency.code),
            large=is_large(setup, asked),
        )


def gate_page(database: Database, officer: Officer, wanted: Wanted) -> Asking:
    """The same with what stands against signing it.

    Raises:
        As `app.services.report_page.table_page`.
    """
    with database.reading() as connection:
        asked, own = asked_in(connection, officer, wanted)
        found = weighed(connection, asked, known_form(wanted.form).code, own=own)
        return Asking(
            form=found.form,
            asked=asked,
            own=own,
            office=found.report.office.name,
            title=found.report.office.signer_title,
            standing=found.standing,
            may_sign=may_sign(connection, officer, asked.scope.agency),
            gate=found.gate,
            large=is_large(read_setup(connection), asked),
        )


def sealed_page(database: Database, officer: Officer, number: int) -> SealedPage:
    """A signed table, its figures and all its editions.

    Raises:
        Unknown: where there is none such for the officer.
    """
    with database.reading() as connection:
        kept = whole_seen(connection, officer, number)
        table, whose = from_kept(kept.figures["table"]), kept.sealed.whose
        layout = form_of(table.form).layout(whose.variant, table.switches)
        return SealedPage(
            sealed=kept.sealed,
            report=Report(table=table, layout=layout, office=office_of(kept)),
            editions=store.editions(connection, whose),
        )


def changes_page(
    database: Database, officer: Officer, number: int, *, now: datetime
) -> ChangesPage:
    """What has changed since.

    Raises:
        Unknown: where there is none such for the officer.
    """
    with database.reading() as connection:
        kept = whole_seen(connection, officer, number)
        found = changes_since(connection, kept, now=now)
        table, setup = from_kept(kept.figures["table"]), read_setup(connection)
        return ChangesPage(
            sealed=kept.sealed,
            layout=form_of(table.form).layout(kept.sealed.whose.variant, table.switches),
            found=found,
            people=names(connection, set(_logins(found))),
            may_sign=may_sign(connection, officer, kept.sealed.whose.agency),
            left=_offices(setup, found.offices_left),
            joined=_offices(setup, found.offices_joined),
        )


def sealed_list(database: Database, officer: Officer, agency: str = "") -> SealedList:
    """What was signed for one office, or for all the officer answers for.

    Raises:
        Unknown: for an office that is not the officer's.
    """
    with database.reading() as connection:
        offices = seen_offices(connection, officer, agency)
        codes = [agency] if agency else [code for code, _ in offices]
        found = store.of_offices(connection, codes, most=MOST + 1)
    return SealedList(rows=found[:MOST], offices=dict(offices), cut=len(found) > MOST)


def _offices(setup: Setup, codes: Iterable[str]) -> tuple[str, ...]:
    found = ((code, setup.agencies.get(code)) for code in codes)
    return tuple(office.name if office else code for code, office in found)


def _logins(found: Differences) -> Iterable[str]:
    for change in found.changes:
        for cause in change.causes:
            yield from (login for login in (cause.by, cause.approved_by) if login)
