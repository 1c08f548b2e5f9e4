"""A sent form of an act: understood, put to the services, and what the officer is told then."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import request

from app.errors import BadInput, Refused
from app.services.act import Press, act
from app.services.act_page import ActPage
from app.services.attachments import noted
from app.services.proposals import Draft, propose
from app.services.record import Outcome
from app.store.proposals import Kind, Proposal
from app.web import held as holding
from app.web.act_forms import FORMS, THEN, is_repair, whole_form
from app.web.forms import Filled, Form
from app.web.held import Held
from app.web.moment import db
from workflows import commands as cmd
from workflows.commands import Command
from workflows.desk import ActName

_KINDS: Mapping[str, Kind] = {"correct": "correction", "void": "voiding"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What an officer sent with the form of an act.

    Attributes:
        commands: what it stands for; empty where it cannot be understood.
        key: of the form; the same however often it is sent.
        version: of the case, as the officer had it before them.
        files: by the name of their field.
        confirmed: what the officer has seen the effect of.
    """

    name: ActName
    form: Form
    filled: Filled
    commands: tuple[Command, ...] = ()
    key: str = ""
    version: int = 0
    files: Mapping[str, Held] = field(default_factory=dict)
    confirmed: str = ""

    @property
    def belated(self) -> bool:
        """Whether it is said to have happened at another time than now."""
        return self.filled.values.get("when") == THEN

    @property
    def seal(self) -> str:
        """What stands for all that was typed: a confirmation of something else is none."""
        words = {name: text for name, text in self.filled.typed.items() if text}
        files = {name: one.kept.sha256 for name, one in self.files.items()}
        said = repr((self.name, sorted(words.items()), sorted(files.items())))
        return hashlib.sha256(said.encode()).hexdigest()

    def with_error(self, name: str, sentence: str) -> "Sent":
        """The same with one more complaint."""
        return replace(self, filled=self.filled.with_error(name, sentence))


def read(page: ActPage, name: ActName) -> Sent:
    """Understand the form of an act as it was sent; never raises for what a person typed."""
    form = whole_form(name, page)
    filled = form.read(request.form)
    sent = Sent(
        name=name,
        form=form,
        filled=filled,
        key=request.form.get("key", ""),
        version=_version(request.form.get("version", "")),
        confirmed=request.form.get("confirmed", ""),
    )
    sent = _with_doubts(page, _with_files(sent))
    at = page.now
    if sent.belated and "at" not in sent.filled.errors:
        at = sent.filled.values.get("at") or page.now
        if sent.filled.values.get("at") is None:
            sent = sent.with_error("at", "hãy ghi ngày giờ đã xảy ra")
    return replace(sent, commands=_commands(page, sent, at)) if sent.filled.good else sent


def _version(text: str) -> int:
    """The version of a form; that of no case where a form names none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _with_doubts(page: ActPage, sent: Sent) -> Sent:
    if sent.filled.good:
        for name, sentence in FORMS[sent.name].doubts(page, sent.filled.values).items():
            sent = sent.with_error(name, sentence)
    return sent


def _with_files(sent: Sent) -> Sent:
    found: dict[str, Held] = {}
    for one in sent.form.fields:
        if one.kind != "file":
            continue
        try:
            if (kept := holding.held(one.name)) is not None:
                found[one.name] = kept
        except BadInput as error:
            sent = sent.with_error(one.name, str(error))
    return replace(sent, files=found)


def _commands(page: ActPage, sent: Sent, at: datetime) -> tuple[Command, ...]:
    made = FORMS[sent.name].makes(page, sent.filled.values, at)
    result = sent.files.get("file")
    return (*made, _result_file(result, at)) if result else made


def _result_file(kept: Held, at: datetime) -> Command:
    return cmd.RecordDigitisation(
        at=at,
        parts=1,
        result=True,
        file=kept.kept.sha256,
        name=kept.name,
        media=kept.kept.media,
    )


def record(page: ActPage, sent: Sent) -> Outcome:
    """Record what was sent.

    Raises:
        As `app.services.act.act`.
    """
    result = sent.files.get("file")
    return act(
        db(),
        _press(page, sent),
        page.case.code,
        sent.commands,
        expected_version=sent.version,
        inside=noted(result.kept, page.now) if result else None,
    )


def offer(page: ActPage, sent: Sent) -> Proposal:
    """Put what was sent before a second person.

    Raises:
        As `app.services.proposals.propose`.
    """
    prefix = "" if is_repair(sent.name) else "late_"
    values, proof = sent.filled.values, sent.files.get("proof_file" if not prefix else "late_file")
    draft = Draft(
        kind=_KINDS.get(sent.name, "late"),
        commands=sent.commands,
        reason=values[f"{prefix}reason"],
        evidence=values[f"{prefix}evidence"],
        file=proof.kept if proof else None,
        file_name=proof.name if proof else None,
    )
    press = _press(page, sent)
    return propose(db(), press, page.case.code, draft, expected_version=sent.version)


def unexplained(sent: Sent) -> Sent:
    """The same with a complaint for a proposal that lacks reason or evidence."""
    if is_repair(sent.name):
        return sent
    values: Mapping[str, Any] = sent.filled.values
    for name, words in (
        ("late_reason", "hãy ghi vì sao bây giờ mới ghi; lãnh đạo sẽ duyệt"),
        ("late_evidence", "hãy ghi căn cứ của thời điểm này"),
    ):
        if not values.get(name):
            sent = sent.with_error(name, words)
    return sent


def complaint(sent: Sent, error: Refused | BadInput) -> Sent:
    """The same with what the services said, beside the question it speaks of where there is one."""
    return sent.with_error(_place(sent.form, error.field or ""), str(error))


def _place(form: Form, said: str) -> str:
    last = said.removeprefix("data.").partition(".")[0]
    names = {one.name for one in form.fields}
    return _first((last, _ALIASES.get(last, "")), names)


_ALIASES = {"step": "next", "assignee": "next", "approved_by": "override", "ground": "other_ground"}


def _first(wanted: Sequence[str], names: set[str]) -> str:
    return next((name for name in wanted if name in names), "")


def _press(page: ActPage, sent: Sent) -> Press:
    return Press(officer=page.officer, key=sent.key, now=page.now)
