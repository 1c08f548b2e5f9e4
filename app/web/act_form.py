"""What the form of an act is: its questions, what is proposed, and the commands it stands for.

What is recorded follows from the form alone and never from how the case stands when it arrives: a
form sent twice asks for the same, and the version in it says what the officer had before them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.services.act_page import ActPage
from app.web.forms import Field, Form
from workflows.commands import Command

Values = Mapping[str, Any]
Commands = tuple[Command, ...]


def _nothing_asked(page: ActPage) -> tuple[Field, ...]:
    return ()


def _no_doubts(page: ActPage, values: Values) -> Mapping[str, str]:
    return {}


def _nothing_proposed(page: ActPage) -> Values:
    return {}


@dataclass(frozen=True, kw_only=True, slots=True)
class ActForm:
    """The form of one act.

    Attributes:
        makes: the commands of what was typed, as of an instant.
        asks: its questions on a case for an officer.
        typed: what stands in them at first.
        doubts: what the officer has to confirm first, a sentence by the field that does.
        moves: whether it may move a deadline: then its effect is shown before it is pressed.
        intro: what the officer should know first.
    """

    makes: Callable[[ActPage, Values, datetime], Commands]
    asks: Callable[[ActPage], tuple[Field, ...]] = _nothing_asked
    typed: Callable[[ActPage], Values] = _nothing_proposed
    doubts: Callable[[ActPage, Values], Mapping[str, str]] = _no_doubts
    moves: bool = False
    intro: str = ""

    def form(self, page: ActPage) -> Form:
        """The questions."""
        return Form(fields=self.asks(page))
