"""Procedures (thủ tục hành chính) as data: steps, limits, and which step may come next."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sla.limits import TimeLimit
from workflows.events import PaperKind
from workflows.loader import (
    Plain,
    Record,
    boolean,
    code,
    day,
    integer,
    limit,
    list_of,
    one_of,
    plain_of,
    text,
)
from workflows.node import Node

Resume = Literal["continue", "restart"]
Online = Literal["full", "partial", "info"]
Confidence = Literal["high", "medium", "low"]

CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of the internal process (NĐ 61/2018; article unverified).

    Attributes:
        role: who works on it, one of `workflows.agency.Role`.
        quota: the time one visit may take; None where no quota is set, as for handing over.
        after: codes of the steps that must be done before; empty leaves the order free.
        branch: the name of an alternative way through; a case walks the steps without a branch
            and those of one branch.
        refer_to: who works on this step when it is another office: a level of
            `workflows.agency.Level`, or the code of one agency.
    """

    code: str
    name: str
    role: str
    quota: TimeLimit | None = None
    after: tuple[str, ...] = ()
    branch: str | None = None
    refer_to: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedPaper:
    """One kind of paper of the published list (thành phần hồ sơ), so many times.

    Attributes:
        required: whether a file without it is incomplete; else it depends on the case, see `note`.
        note: when it is needed, what is only shown, where it may be taken from.
    """

    name: str
    kind: PaperKind
    count: int = 1
    required: bool = True
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Procedure:
    """One version of a procedure; a case keeps the version valid at its acceptance.

    An office may lack an approved internal process, though NĐ 61/2018 (article unverified)
    asks for one: a procedure without steps is accepted, paused and closed as any other, and
    `step_started` can name none.

    Attributes:
        levels: the levels of the agencies that offer it, of `workflows.agency.Level`.
        online: full (toàn trình), partial (một phần) or information only.
        time_limit: the statutory limit; None where the law sets none.
        committed_limit: the shorter promise an office has published, if it has.
        resume: whether a supplement continues the limit or starts it afresh.
        valid_from: the first day on which cases are accepted by this version; None for always.
        source: the decision or law this was taken from; `confidence` how sure we are of it.
        papers: the published list; nobody may be asked for more (domain I6).
        fee: what one case usually pays, in whole đồng: 0 for nothing, None where it is not known
            or not the same for all; `fee_note` tells the rest.
        result: what the citizen goes home with.
    """

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    online: Online
    time_limit: TimeLimit | None = None
    committed_limit: TimeLimit | None = None
    resume: Resume = "continue"
    steps: tuple[Step, ...] = ()
    valid_from: date | None = None
    source: str | None = None
    confidence: Confidence | None = None
    note: str | None = None
    statutory_note: str | None = None
    papers: tuple[ListedPaper, ...] = ()
    fee: int | None = None
    fee_note: str | None = None
    result: str | None = None

    @property
    def limit(self) -> TimeLimit | None:
        """The limit the printed deadline follows: the committed one, else the statutory one."""
        return self.committed_limit or self.time_limit

    def step(self, code: str) -> Step | None:
        """The step of that code; None when the procedure has no such step."""
        return next((step for step in self.steps if step.code == code), None)

    def waits_for(self, step: Step, done: AbstractSet[str]) -> tuple[str, ...]:
        """The codes of the steps that must still be done before `step`.

        Where branches meet again, the ways not taken are not waited for.
        """
        return _missing(step, done, self._left_aside(done))

    def next_steps(self, done: AbstractSet[str]) -> tuple[Step, ...]:
        """The steps that may start now, in their usual order, which binds only through `after`."""
        aside = self._left_aside(done)
        return tuple(
            step
            for step in self.steps
            if step.code not in done and step.code not in aside and not _missing(step, done, aside)
        )

    def _left_aside(self, done: AbstractSet[str]) -> frozenset[str]:
        taken = {step.branch for step in self.steps if step.code in done} - {None}
        others = (step for step in self.steps if step.branch and step.branch not in taken)
        return frozenset(step.code for step in others) if taken else frozenset()


def _missing(step: Step, done: AbstractSet[str], aside: AbstractSet[str]) -> tuple[str, ...]:
    # A step of a branch waits literally: what it names in another branch can never be done.
    skipped = frozenset[str]() if step.branch else aside
    return tuple(code for code in step.after if code not in done and code not in skipped)


def procedure_from(node: Node) -> Procedure:
    """The procedure a map describes, as it is written; `workflows.checks` judges its sense.

    Beside the contract's keys it knows `valid_from`, `source`, `confidence`, `note`,
    `statutory_note`, `papers`, `fee`, `fee_note` and `result`, and on a step `after`, `branch`,
    `refer_to` and `note`.

    Raises:
        BadPack: with all that is wrong with it.
    """
    record = Record(node)
    procedure = Procedure(
        code=record.need("code", code),
        name=record.need("name", text),
        field=record.need("field", code),
        levels=record.need("levels", list_of(text)),
        online=record.need("online", one_of("full", "partial", "info")),
        time_limit=record.maybe("time_limit", limit, None),
        committed_limit=record.maybe("committed_limit", limit, None),
        resume=record.maybe("resume", one_of("continue", "restart"), "continue"),
        steps=record.maybe("steps", list_of(_step), ()),
        valid_from=record.maybe("valid_from", day, None),
        source=record.maybe("source", text, None),
        confidence=record.maybe("confidence", one_of(*CONFIDENCES), None),
        note=record.maybe("note", text, None),
        statutory_note=record.maybe("statutory_note", text, None),
        papers=record.maybe("papers", list_of(_paper), ()),
        fee=record.maybe("fee", integer, None),
        fee_note=record.maybe("fee_note", text, None),
        result=record.maybe("result", text, None),
    )
    record.close()
    return procedure


def procedure_plain(procedure: Procedure) -> Plain:
    """The procedure as plain data that `procedure_from` reads back to an equal one."""
    return plain_of(
        procedure,
        steps=[plain_of(step) for step in procedure.steps],
        papers=[plain_of(paper) for paper in procedure.papers],
    )


def _step(node: Node) -> Step:
    record = Record(node)
    step = Step(
        code=record.need("code", code),
        name=record.need("name", text),
        role=record.need("role", text),
        quota=record.maybe("quota", limit, None),
        after=record.maybe("after", list_of(code), ()),
        branch=record.maybe("branch", text, None),
        refer_to=record.maybe("refer_to", code, None),
        note=record.maybe("note", text, None),
    )
    record.close()
    return step


def _paper(node: Node) -> ListedPaper:
    record = Record(node)
    paper = ListedPaper(
        name=record.need("name", text),
        kind=record.need("kind", one_of("original", "copy", "electronic")),
        count=record.maybe("count", integer, 1),
        required=record.maybe("required", boolean, True),
        note=record.maybe("note", text, None),
    )
    record.close()
    return paper
