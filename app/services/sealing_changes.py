"""What has changed since an edition: its kept cases beside those of the same question today."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from app.errors import Refused
from app.reports.asked import Asked
from app.reports.differences import (
    Differences,
    causes,
    moved_cases,
    moved_figures,
    row_names,
)
from app.reports.forms import form_of
from app.reports.kept import from_kept
from app.reports.placements import Placements, from_json, placements
from app.reports.switches import parsed
from app.services.report_gate import Weighed, whose_of
from app.services.sealing_opening import Tree
from app.store import sealed as store
from app.store.engine import Connection
from app.store.sealed import Sealed, Whole


def changes_since(connection: Connection, kept: Whole, *, now: datetime) -> Differences:
    """The same question as known now, counted by the choices of then."""
    old = from_kept(kept.figures["table"])
    form = form_of(kept.sealed.whose.form)
    asked = form.asked(
        Asked(
            scope=old.scope,
            period=old.period,
            now=now,
            switches=old.switches,
            variant=kept.sealed.whose.variant,
        )
    )
    new = form.table(connection, asked)
    moved = moved_cases(from_json(kept.cases), placements(connection, form, asked, new))
    codes = [one.case_code for one in moved]
    sealed = kept.sealed
    told = causes(connection, codes, after=sealed.position, known_at=sealed.as_known_at)
    tree = Tree.between(connection, kept, asked)
    return Differences(
        number=kept.sealed.id,
        edition=kept.sealed.edition,
        changes=tuple(replace(one, causes=told.get(one.case_code, ())) for one in moved),
        figures=moved_figures(old, new),
        rows=row_names(old, new),
        offices_left=tree.left,
        offices_joined=tree.joined,
    )


def must_have_changed(connection: Connection, found: Weighed) -> None:
    """Refuse a new edition that would say the same as the one that stands.

    Raises:
        Refused: when no case stands elsewhere, no number is another, and it is counted alike.
    """
    kept = store.whole(connection, found.standing.id) if found.standing else None
    if kept is None:
        return
    alike = parsed(kept.sealed.switches) == found.asked.switches
    moved = moved_cases(from_json(kept.cases), found.found)
    figures = moved_figures(from_kept(kept.figures["table"]), found.report.table)
    if alike and not moved and not figures:
        words = f"không có gì thay đổi kể từ bản số {kept.sealed.edition}; không cần lập bản mới"
        raise Refused(words, "edition")


def other_print(connection: Connection, found: Weighed) -> Sealed | None:
    """The signed table of the same days in another print, where it says something else."""
    for one in store.other_prints(connection, whose_of(found.form.code, found.asked)):
        kept = store.whole(connection, one.id)
        if kept is not None and _differs(kept, found):
            return one
    return None


def _differs(kept: Whole, found: Weighed) -> bool:
    """Whether another print has other cases or sums in the cells that both have."""
    old, new = from_kept(kept.figures["table"]), found.report.table
    both = {*old.total} & {*new.total}
    if any(old.total[cell] != new.total[cell] for cell in both):
        return True
    return _whole(from_json(kept.cases), both) != _whole(found.found, both)


def _whole(found: Placements, cells: Collection[str]) -> frozenset[tuple[str, str]]:
    """Which case stands in which cell, in whatever row."""
    return frozenset((code, cell) for code, _, own in found.rows() for cell in own if cell in cells)
