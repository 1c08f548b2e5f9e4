"""The list of files handed over: a letter about many cases."""

from collections.abc import Iterable, Iterator

from app.letters.facts import made
from app.letters.facts_office import issue_values, notice_of, office_values
from app.letters.facts_register import due_of, notes_of, short
from app.letters.facts_source import Facts, Issue, Row
from app.letters.facts_words import NOTHING
from app.store.setup import Setup
from sla.zone import local_date
from workflows.agency import Agency
from workflows.case import Case


def handover_facts(office: Agency, cases: Iterable[Case], setup: Setup, *, issue: Issue) -> Facts:
    """The list of files that go from one desk to another.

    The one who makes it gives, for the office's desk; `issue.extra` names the taker, and may name
    another giver: giver, giver_name, taker, taker_name.

    Raises:
        Unknown: for a case whose setup nobody loaded.
        CalendarGap: when a deadline lies beyond the calendar's years.
    """
    rows = tuple(_handed(cases, setup))
    at_office = office_values(office, setup, day=local_date(issue.at))
    values = {
        **issue_values(issue),
        **at_office,
        "giver": at_office["desk"],
        "giver_name": issue.by_name,
        "count": f"{len(rows):02d}",
    }
    return made({**values, **issue.extra}, {"handed": rows}, notice=notice_of(office))


def _handed(cases: Iterable[Case], setup: Setup) -> Iterator[Row]:
    for number, case in enumerate(cases, start=1):
        setting = setup.setting_of(case)
        papers = sum(paper.count for paper in case.papers)
        yield {
            "no": str(number),
            "case": case.code,
            "procedure": setting.procedure.name,
            "applicant": case.applicant.name if case.applicant else NOTHING,
            "papers": f"{papers:02d}" if papers else NOTHING,
            "due": short(due_of(case, setting)),
            "note": "; ".join(notes_of(case)) or NOTHING,
        }
