"""The rows of a case's letters: what its log says of each, with what later letters say of it."""

from collections.abc import Iterator
from typing import Any

from app.store.event_log import CaseLog
from app.store.read_tables import LARGEST
from workflows import events as ev
from workflows.case import Case

Row = dict[str, Any]

LAST_YEAR = 9_999
# What names a letter in its case: whose number, which kind, and the number as printed.
_Name = tuple[str, str, str]


def letter_rows(case: Case, log: CaseLog) -> list[Row]:
    """What `letters` holds of a case with this log, in the order of its events."""
    rows = [_row(case, log, version, event) for version, event in _issued(case)]
    replaced = {_corrects(row): row["number"] for row in rows if row["replaces"]}
    published = {_name(case, event): event.at for event in reversed(case.published)}
    for row in rows:
        name = (row["agency"], row["kind"], row["number"])
        row |= {"replaced_by": replaced.get(name), "published_at": published.get(name)}
    return rows


def _issued(case: Case) -> Iterator[tuple[int, ev.LetterIssued]]:
    """The letters at their true times, with the numbers of their events."""
    for version, event in enumerate(case.log, start=1):
        if isinstance(event, ev.LetterIssued):
            yield version, event


def _row(case: Case, log: CaseLog, version: int, event: ev.LetterIssued) -> Row:
    return {
        "case_code": case.code,
        "version": version,
        "agency": event.agency or case.agency,
        "kind": event.kind,
        "form": event.form,
        "number": event.number,
        "serial": min(event.serial, LARGEST),
        "year": min(event.year, LAST_YEAR),
        "training": case.training,
        "file": event.file,
        "media": event.media,
        "size": min(event.size, LARGEST),
        "template": event.template,
        "issued_at": event.at,
        "by": log.lines[version - 1].by,
        "replaces": event.replaces,
    }


def _corrects(row: Row) -> _Name:
    return row["agency"], row["kind"], row["replaces"]


def _name(case: Case, event: ev.LetterPublished) -> _Name:
    return event.agency or case.agency, event.kind, event.number
