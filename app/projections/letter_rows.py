"""The rows of a case's letters: what its log says of each, with what later letters say of it."""

from collections.abc import Iterator
from typing import Any

from app.store.event_log import CaseLog
from app.store.read_tables import LARGEST
from workflows import events as ev
from workflows.case import Case
from workflows.issued import corrections, name_of, publications

Row = dict[str, Any]

LAST_YEAR = 9_999


def letter_rows(case: Case, log: CaseLog) -> list[Row]:
    """What `letters` holds of a case with this log, in the order of its events."""
    replaced, published = corrections(case), publications(case)
    rows = []
    for version, event in _issued(case):
        name = name_of(case, event)
        newer, public = replaced.get(name), published.get(name)
        row = _row(case, log, version, event)
        row |= {"replaced_by": newer.number if newer else None}
        row |= {"published_at": public.at if public else None}
        rows.append(row)
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
