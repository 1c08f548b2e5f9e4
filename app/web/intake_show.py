"""The page of an intake as it is shown: what was typed, what is known, what it would promise."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template, url_for

from app.services.intake import IntakePage, Preview, preview
from app.services.intake_people import Earlier, applicant_of, earlier
from app.web.forms import Field
from app.web.installed import installed
from app.web.intake_fields import AGENT, APPLICANT, LATE
from app.web.intake_files import BLANK, Group
from app.web.intake_form import IntakeSent, commands, person_typed, seal
from app.web.intake_way import Way
from app.web.moment import db
from workflows.words import PAPERS


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """The form of an intake on its page.

    Attributes:
        key: of the form; the same however often it is sent.
        groups: the scans.
        trouble: a sentence for each file that could not be kept.
        doubts: what looks wrong, by field; pressed again, it is taken as it is.
        told: what happened meanwhile, if anything did.
        before: the case that this very form has opened already, if that is what is wrong.
    """

    page: IntakePage
    sent: IntakeSent
    way: Way
    key: str
    groups: tuple[Group, ...] = BLANK
    trouble: tuple[str, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)
    told: str | None = None
    before: str | None = None

    def telling(self, sentence: str) -> "Shown":
        """The same after something happened meanwhile."""
        return replace(self, told=sentence)

    def doubting(self, doubts: Mapping[str, str]) -> "Shown":
        """The same with what looks wrong."""
        return replace(self, doubts=doubts)

    def complaining(self, said: str, sentence: str, *, before: str | None = None) -> "Shown":
        """The same with what the services said, beside the question it speaks of."""
        place = _place(self.sent, said)
        return replace(self, sent=self.sent.with_error(place, sentence), before=before)

    @property
    def late(self) -> bool:
        """Whether a leader is to be asked."""
        filled = self.sent.filled
        return any(filled.typed.get(one.name) or one.name in filled.errors for one in LATE)

    @property
    def known(self) -> tuple[Earlier, ...]:
        """Who is known by the number that was typed."""
        typed = self.sent.filled.typed.get("id_no") or ""
        return earlier(db(), self.page.officer, typed) if typed else ()


def drawn(shown: Shown) -> str:
    """The page."""
    page, sent = shown.page, shown.sent
    return render_template(
        "pages/intake.html",
        **_parts(shown),
        rules=page.setting.procedure,
        due=promised(page, sent),
        seal=seal(shown.doubts),
        kinds=tuple(PAPERS.items()),
        megabytes=installed().config.max_upload_mb,
        action=url_for("intake.save", procedure=page.setting.procedure.code),
    )


def promised(page: IntakePage, sent: IntakeSent) -> Preview:
    """What the form as it stands would promise, to the minute."""
    minute = replace(page, now=page.now.replace(second=0, microsecond=0))
    return preview(minute, commands(minute, sent))


def fragment(shown: Shown) -> str:
    """The questions about the applicant alone; what comes next there has the cursor."""
    return render_template("components/applicant.html", **_parts(shown, cursor="name"))


def filled_from(shown: Shown, code: str | None) -> Shown:
    """The same with what an earlier case knows of the applicant, and without complaints.

    Raises:
        Unknown: for a case the officer does not see.
    """
    filled = shown.sent.filled
    typed = dict(filled.typed)
    if code and (person := applicant_of(db(), shown.page.officer, code)):
        typed |= {name: value for name, value in person_typed(person).items() if value}
    return replace(shown, sent=replace(shown.sent, filled=replace(filled, typed=typed, errors={})))


def _parts(shown: Shown, cursor: str = "id_no") -> dict[str, Any]:
    asked = {one.name: _focused(one, cursor) for one in shown.sent.form.fields}
    return {
        "shown": shown,
        "page": shown.page,
        "form": shown.sent.form,
        "filled": shown.sent.filled,
        "asked": asked,
        "known": shown.known,
        "applicant_fields": [asked[one.name] for one in APPLICANT],
        "agent_fields": [asked[one.name] for one in AGENT],
    }


def _focused(one: Field, cursor: str) -> Field:
    return replace(one, autofocus=one.name == cursor)


def _place(sent: IntakeSent, said: str) -> str:
    """The question that a field of a command comes from."""
    last = said.removeprefix("data.").partition(".")[0]
    online = sent.filled.values.get("channel") == "online"
    aliases = {"agency": "office", "applicant": "name", "at": "submitted_at" if online else "at"}
    place = aliases.get(last, last)
    known = {one.name for one in sent.form.fields} | {"papers"}
    return place if place in known else ""
