"""What came back of a petition's form, against the version of the petition its person had seen.

A correction is what somebody changed of what they saw, whatever others have recorded since: sent
twice it is the same correction, and sent late it does not undo what its person never saw.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from werkzeug.datastructures import MultiDict

from app.errors import BadInput, PetitionChangedMeanwhile, Refused, Unknown
from app.services.petitions_page import PetitionPage
from app.web import petition_forms as forms
from app.web import petition_words as words
from app.web.forms import Filled, Form
from app.web.render import at_words
from workflows.agency import Field
from workflows.petition_events import Line, PetitionEvent
from workflows.petitions import Petition, fold

CORRECT = "correct"
_GONE = "việc này vừa được gạch đi, không còn gì để đính chính"
Fields = Callable[[], Sequence[Field]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A form of an act, and what was typed into it.

    Attributes:
        version: how many events the petition had when the form was drawn; 0 if it does not say.
        line: the event to be corrected, as it stood then; None for any other act.
    """

    act: str
    version: int
    form: Form
    filled: Filled
    line: Line | None = None

    def event(self, now: datetime) -> PetitionEvent:
        """What is to be recorded."""
        if self.line is not None:
            return forms.correction_of(self.line, self.filled, now)
        return forms.event_of(self.act, self.filled, now)

    def wrong(self, error: BadInput | Refused | PetitionChangedMeanwhile) -> "Sent":
        """The same with what the rules say against it."""
        name = getattr(error, "field", None)
        field = name if name in self.filled.typed else ""
        return replace(self, filled=self.filled.with_error(field or "", str(error)))


def blank(page: PetitionPage, act: str, number: int | None, fields: Fields) -> Sent:
    """The form of an act before anything is typed; of a correction with what the event says.

    Raises:
        Unknown: for an act that has no form, or an event that is none or was struck out.
    """
    form, line = _asked(page.petition, act, number, fields)
    filled = forms.proposed(line) if line else form.blank()
    return Sent(act=act, version=page.petition.version, form=form, filled=filled, line=line)


def read(
    page: PetitionPage, act: str, number: int | None, fields: Fields, given: MultiDict[str, str]
) -> Sent:
    """The form as it was sent.

    Raises:
        Unknown: for an act that has no form, or an event that was none when the form was drawn.
    """
    version = _version(given.get("version", ""))
    seen = fold(page.petition.code, page.lines[:version]) or page.petition
    form, line = _asked(seen, act, number, fields)
    return Sent(act=act, version=version, form=form, filled=form.read(given), line=line)


def again(page: PetitionPage, sent: Sent, fields: Fields) -> Sent:
    """The form drawn once more for the petition as it is now; nothing that was typed is lost."""
    if sent.line is None:
        return replace(sent, version=page.petition.version)
    try:
        form, line = _asked(page.petition, CORRECT, sent.line.version, fields)
    except Unknown:
        return replace(sent, filled=sent.filled.with_error("", _GONE))
    filled = forms.kept(sent.filled, sent.line, line or sent.line)
    return Sent(act=sent.act, version=page.petition.version, form=form, filled=filled, line=line)


def news(page: PetitionPage, sent: Sent) -> tuple[str, ...]:
    """A sentence for each event that was not there when the form was drawn."""
    lines = page.lines[sent.version :] if sent.version else ()
    return tuple(_told(line, page.names) for line in lines)


def _told(line: Line, names: Mapping[str, str]) -> str:
    who = names.get(line.by, line.by)
    return f"{at_words(line.recorded_at)}, {who}: {words.told(line)}"


def _asked(
    petition: Petition, act: str, number: int | None, fields: Fields
) -> tuple[Form, Line | None]:
    if act not in words.ACTS:
        raise Unknown("act", "không có việc này")
    if act != CORRECT:
        return forms.act_form(act), None
    line = next((one for one in petition.lines if one.version == number), None)
    if line is None:
        raise Unknown("event", "không có việc này để đính chính")
    last = line.version == petition.lines[-1].version
    return forms.correction_form(line, fields(), last=last), line


def _version(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else 0
