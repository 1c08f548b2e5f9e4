"""What an act would do to the deadlines, in the words of a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.services.act_page import ActPage
from app.web.act_forms import FORMS
from app.web.forms import Field
from sla.spec import SlaError
from workflows.commands import Command
from workflows.desk import ActName
from workflows.effects import effect
from workflows.guards import Refusal, last_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """The effect of an act: lines, or why it may not be."""

    title: str
    lines: tuple[str, ...] = ()
    refusal: str | None = None


def shown(
    page: ActPage,
    commands: tuple[Command, ...],
    title: str = "Nếu ghi lúc này",
    *,
    at: datetime | None = None,
) -> Shown | None:
    """What commands would do if they were recorded at an instant (None: now); None for none."""
    if not commands:
        return None
    try:
        found = effect(page.case, commands, page.setting, now=at or page.now)
    except SlaError as error:
        return Shown(title=title, refusal=str(error))
    if isinstance(found, Refusal):
        return Shown(title=title, refusal=found.message)
    return Shown(title=title, lines=found.lines)


def foreseen(
    page: ActPage, name: ActName, values: Mapping[str, Any], said: datetime | None = None
) -> Shown | None:
    """The same for a form half filled in, where what is missing does not matter for it.

    Args:
        page: the case.
        name: the act.
        values: what could be read of the form.
        said: when it is said to have happened; None for now.
    """
    form = FORMS[name]
    fields = form.asks(page)
    if any(_is_missing_moment(one, values) for one in fields):
        return None
    given = {**dict(_stand_ins(fields)), **{k: v for k, v in values.items() if v is not None}}
    at = _whole_minute(page)
    return shown(page, form.makes(page, given, said or at), at=at)


def _is_missing_moment(one: Field, values: Mapping[str, Any]) -> bool:
    return one.kind == "moment" and one.required and values.get(one.name) is None


def _whole_minute(page: ActPage) -> datetime:
    """Now without its seconds, which only disturb who reads examples; but not before the case."""
    return max(page.now.replace(second=0, microsecond=0), last_at(page.case))


def _stand_ins(fields: tuple[Field, ...]) -> Iterator[tuple[str, Any]]:
    """For what must be said, words that mean nothing."""
    for one in fields:
        if one.required and one.kind not in ("file", "check"):
            yield one.name, _stand_in(one)


def _stand_in(one: Field) -> Any:
    if one.choices:
        return one.choices[0][0]
    return {"lines": ("-",), "number": 0}.get(one.kind, "-")
