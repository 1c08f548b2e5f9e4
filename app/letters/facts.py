"""The facts of a letter: everything a form may say, drawn from the log and nowhere else."""

from collections.abc import Mapping, Sequence

from app.letters.facts_case import case_values, money_values, paper_rows, person_values
from app.letters.facts_course import (
    apology_values,
    asked_rows,
    promise_rows,
    refusal_values,
    result_values,
    stop_values,
    supplement_values,
)
from app.letters.facts_flow import hand_over_rows, partners
from app.letters.facts_office import issue_values, look_up_values, notice_of, office_values
from app.letters.facts_people import address_values, doer_values
from app.letters.facts_source import Facts, Issue, Row, Source
from app.letters.filling import MissingField, sheet_of
from app.letters.forms import day_of_forms
from app.letters.vocabulary import vocabulary
from app.store.setup import Setup
from sla.zone import local_date
from workflows.case import Case
from workflows.filling import lines
from workflows.log import Recorded
from workflows.setting import Setting

__all__ = [
    "Facts",
    "Issue",
    "MissingField",
    "facts_of",
    "made",
    "sample_facts",
    "sheet_of",
]


def facts_of(
    case: Case,
    setting: Setting,
    setup: Setup,
    *,
    people: Mapping[str, str],
    issue: Issue,
    lines: Sequence[Recorded] = (),
) -> Facts:
    """The facts of a letter of one case.

    Args:
        case: as it stands at the instant of the letter.
        setting: what it is bound to.
        setup: all offices and fields.
        people: names by login.
        issue: the making of this letter.
        lines: the log of the case; without it nobody knows who recorded what.

    Raises:
        CalendarGap: when a deadline lies beyond the calendar's years.
        ValueError: for an extra value that is not in the vocabulary.
    """
    source = Source(
        case=case, setting=setting, setup=setup, people=people, issue=issue, lines=lines
    )
    values = _values(source)
    lists = {
        "papers": paper_rows(source),
        "asked": asked_rows(source),
        "promises": promise_rows(values),
        "hand_overs": hand_over_rows(source),
    }
    notice = notice_of(setting.agency, training=case.training)
    return made({**values, **issue.extra}, lists, notice=notice)


def made(
    values: Mapping[str, str],
    lists: Mapping[str, Sequence[Row]],
    *,
    notice: str = "",
) -> Facts:
    """Facts of these values, cleaned of what nobody sees; what is not among them is empty.

    Raises:
        ValueError: for a name that is not in the vocabulary.
    """
    words = vocabulary()
    strange = sorted({*values, *lists} - {*words.values, *words.lists})
    if strange:
        raise ValueError(f"not in the vocabulary: {', '.join(strange)}")
    return Facts(
        values={name: _cleaned(values.get(name)) for name in words.values},
        lists={name: tuple(map(_clean, lists.get(name, ()))) for name in words.lists},
        notice=notice or None,
    )


def sample_facts(*, rows: int = 1) -> Facts:
    """Facts of made-up people in which every value has something to say, and each list so often."""
    words = vocabulary()
    return made(
        {name: word.sample for name, word in words.values.items()},
        {
            name: [{key: word.sample for key, word in each.columns.items()}] * rows
            for name, each in words.lists.items()
        },
    )


def _values(source: Source) -> dict[str, str]:
    case, office, day = source.case, source.setting.agency, day_of_forms(source.case)
    return {
        **issue_values(source.issue),
        **look_up_values(source.issue, case.code),
        **office_values(office, source.setup, day=day, issued=local_date(source.issue.at)),
        **person_values(source),
        **address_values(source),
        **doer_values(source),
        **case_values(source),
        **money_values(source),
        **supplement_values(source),
        **refusal_values(source),
        **stop_values(source),
        **result_values(source),
        **apology_values(source),
        "partners": partners(source),
    }


def _clean(row: Row) -> Row:
    return {key: _cleaned(value) for key, value in row.items()}


def _cleaned(value: str | None) -> str:
    # Most values of a letter are empty, and looking at each letter of each text is dear.
    return lines(value) if value else ""
