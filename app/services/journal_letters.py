"""Whose numbers the letters of an imported case may bear."""

from app.errors import Unknown
from app.projections.letter_audit import SHARED
from app.store.setup import Setup
from workflows import events as ev
from workflows.case import Case
from workflows.desk import step_agency
from workflows.event_base import Event
from workflows.setting import Setting


def must_be_of(event: Event, case: Case | None, setting: Setting, setup: Setup) -> None:
    """Say no to a letter by the numbers of an office that has nothing to do with its case.

    Raises:
        Unknown: for an office that nobody loaded, or that is neither the case's own, nor one that
            a step is referred to, nor above one of these. A list of many cases may be of any.
    """
    if not isinstance(event, ev.LetterIssued) or case is None or event.agency is None:
        return
    setup.agency(event.agency)
    if event.kind in SHARED or event.agency in _at_work(case, setting, setup):
        return
    words = f"cơ quan {event.agency} không giải quyết hồ sơ này nên không cấp số cho giấy tờ của nó"
    raise Unknown("data.agency", words)


def _at_work(case: Case, setting: Setting, setup: Setup) -> set[str]:
    """The offices that work on a case, and whatever stands above them."""
    found: set[str] = set()
    waiting = [case.agency]
    waiting += [step_agency(one, case.agency, setup.agencies) for one in setting.procedure.steps]
    while waiting:
        agency = setup.agencies.get(waiting.pop())
        if agency is not None and agency.code not in found:
            found.add(agency.code)
            waiting += [agency.parent] if agency.parent else []
    return found
