"""Whether a table may be sealed now: all that is asked about it, in one view of the database."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.errors import BadInput, Refused
from app.reports.asked import Asked
from app.reports.differences import moved_cases, moved_figures
from app.reports.forms import Form, form_of
from app.reports.gate import Gate, Obstacle, lists, obstacle, sums
from app.reports.gate_cases import unclassified
from app.reports.placements import Placements, placements
from app.reports.switches import Switches
from app.services.reports import Report, made
from app.services.sealing_opening import Counted, Tree, against, is_alone, kept_before
from app.services.sealing_rights import must_see
from app.store import sealed as store
from app.store.engine import Connection, Database
from app.store.sealed import Sealed, Whose
from sla.zone import local
from workflows.officer import Officer


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """A table with all that is to be known before it is sealed.

    Attributes:
        asked: the question as the form understands it.
        standing: the edition that stands of it; None before the first.
    """

    form: Form
    asked: Asked
    report: Report
    found: Placements
    standing: Sealed | None
    gate: Gate


class GateClosed(Refused):
    """A table may not be sealed yet; `gate` says all that stands against it."""

    def __init__(self, gate: Gate) -> None:
        more = len(gate.obstacles) - 1
        rest = f" (và {more} điều khác)" if more else ""
        super().__init__(f"chưa ký được báo cáo: {gate.obstacles[0]}{rest}", "form")
        self.gate = gate


def gate_of(database: Database, officer: Officer, asked: Asked, form: str) -> Gate:
    """What stands against sealing a table, for whoever prepares it.

    Args:
        database: what is counted.
        officer: works at the office, or leads or oversees it from there or above.
        asked: whose cases, of which days; with the choices of the office (`asked_of`).
        form: its official number.

    Raises:
        BadInput: for a form or variant there is none of, and without an office.
        Unknown: for an office nobody loaded, or that is not the officer's.
    """
    with database.reading() as connection:
        must_see(connection, officer, must_be_of_one(asked))
        return weighed(connection, asked, form).gate


def weighed(
    connection: Connection, asked: Asked, form: str, *, own: Switches | None = None
) -> Weighed:
    """A table and what stands against it; `own` are the choices of its office, where known.

    Raises:
        BadInput: as `gate_of`.
        Unknown: for an office nobody loaded.
    """
    chosen = form_of(form)
    # What is signed for ever is counted anew, whatever is kept for the readers of the day.
    put = replace(put_of(connection, form, asked), from_facts=True)
    report = made(connection, form, put)
    found = placements(connection, chosen, put, report.table)
    whose = whose_of(form, put)
    counted = Counted(form=chosen, asked=put, report=report, found=found)
    chain = _opening(connection, counted, whose)
    own = own or chosen.own_choices(connection, put.scope.agency, put.period.last)
    obstacles = (
        *_of_the_question(put, own),
        *_known_since(connection, counted),
        *sums(report.table, report.layout, found),
        *(lists(report.table, report.layout, found) if chosen.opens else ()),
        *(unclassified(connection, put) if counted.facts else ()),
        *chain.obstacles,
    )
    return Weighed(
        form=chosen,
        asked=put,
        report=report,
        found=found,
        standing=store.latest(connection, whose),
        gate=Gate(obstacles=obstacles, notices=chain.notices),
    )


def put_of(connection: Connection, form: str, asked: Asked) -> Asked:
    """The question as the form understands it; an office without any below it is only itself.

    Two questions that mean the same would otherwise be two tables, each with its own editions.

    Raises:
        BadInput: for a form or variant there is none of.
    """
    chosen = form_of(form)
    put, scope = chosen.asked(asked), asked.scope
    if chosen.subtree or not scope.subtree or scope.agency is None:
        return put
    # What was signed as the table of more offices is replaced as such, though they went since.
    signed = store.has_subtree(connection, whose_of(form, put))
    if signed or not is_alone(connection, scope.agency):
        return put
    return replace(put, scope=replace(scope, subtree=False))


def must_be_of_one(asked: Asked) -> str:
    """The office a table is about.

    Raises:
        BadInput: for a table of everything at once, which nobody could sign.
    """
    if asked.scope.agency is None:
        raise BadInput("báo cáo để ký phải là của một cơ quan", field="agency")
    return asked.scope.agency


def whose_of(form: str, put: Asked) -> Whose:
    """What all editions of a table share; `put` as the form understands the question."""
    return Whose(
        form=form,
        variant=put.variant,
        agency=must_be_of_one(put),
        subtree=put.scope.subtree,
        first=put.period.first,
        last=put.period.last,
    )


def _of_the_question(put: Asked, own: Switches) -> Iterator[Obstacle]:
    end = put.period.end
    if put.now < end:
        when = f"{local(end):%H:%M ngày %d/%m/%Y}"
        yield Obstacle(kind="not_ended", words=f"Kỳ báo cáo chưa kết thúc; ký được từ {when}")
    if put.as_known_at is not None and put.as_known_at < end:
        words = "Biểu theo thời điểm ghi nhận trước khi hết kỳ không phải là biểu của cả kỳ"
        yield Obstacle(kind="not_ended", words=words)
    if put.switches != own:
        words = "Cách đếm của biểu này khác cách đếm của cơ quan; hãy lập lại theo cách của cơ quan"
        yield Obstacle(kind="choices", words=words)


def _known_since(connection: Connection, counted: Counted) -> Iterator[Obstacle]:
    """What was recorded after the moment of a table and moves its cases or figures."""
    put = counted.asked
    if put.as_known_at is None or put.as_known_at < put.period.end:
        return
    today = replace(put, as_known_at=None)
    table = counted.form.table(connection, today)
    moved = moved_cases(counted.found, placements(connection, counted.form, today, table))
    if moved or moved_figures(counted.report.table, table):
        when = f"{local(put.as_known_at):%H:%M ngày %d/%m/%Y}"
        words = f"Điều được ghi sau {when} làm đổi biểu này; hãy lập biểu theo điều đã biết hôm nay"
        yield obstacle("known", words, [one.case_code for one in moved])


def _opening(connection: Connection, counted: Counted, whose: Whose) -> Gate:
    """What the signed table of the period before says against this one."""
    kept = kept_before(connection, counted, whose)
    if kept is None:
        return Gate()
    tree = Tree.between(connection, kept, counted.asked)
    found = tuple(against(connection, counted, kept, tree))
    return Gate(obstacles=found, notices=tuple(tree.notices()))
