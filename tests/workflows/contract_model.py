"""Contract section 3 once more, tiny and plain: what may be recorded of a case, and what follows.

It knows nothing of the program's own rules, so that the random walk has something to be held to.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.builders import TABLE, WHERE_IT_WAS

CLOCK_WORK = {"deadline_missed", "deadline_warned"}
# Dated by the program as it makes the paper: no correction moves them, no work waits for them.
PAPERS = {"apology_drafted", "apology_signed", "letter_issued", "letter_published"}
CLOSING = {"resolved", "returned", "withdrawn", "voided"}
# The steps of the tests' procedure, and what each must wait for.
AFTER: dict[str, set[str]] = {"intake": set(), "appraise": set(), "sign": {"appraise"}}


@dataclass
class Model:
    """One case as a reader of the contract would keep it on paper."""

    no_limit: bool = False
    state: str | None = None
    before: str | None = None
    online: bool = False
    accepted: bool = False
    apologised: bool = False
    drafted_as: int | None = None  # the draft that waits for a signature
    letters: set[str] = field(default_factory=set)
    published: set[str] = field(default_factory=set)
    papers: list[datetime] = field(default_factory=list)  # when they were made
    running: set[str] = field(default_factory=set)
    has: dict[str, str | None] = field(default_factory=dict)  # who has a running step
    done: set[str] = field(default_factory=set)
    told: set[tuple[object, ...]] = field(default_factory=set)
    # Of each event: when it truly happened, and whether that orders the case.
    times: list[tuple[datetime, bool]] = field(default_factory=list)

    def allows(self, name: str, command: Any, now: datetime) -> bool:
        """Whether the contract lets it be recorded at `now`."""
        return (
            self.state in TABLE[name]
            and command.at <= now
            and self._in_order(name, command.at)
            and not (name in {"returned", "withdrawn", "voided"} and self._unanswered())
            and self._sensible(name, command)
        )

    def last(self) -> datetime:
        """The true time of the latest thing in the office."""
        return max(at for at, orders in self.times if orders)

    def note(self, name: str, command: Any) -> None:
        """What follows from a recorded event."""
        after = TABLE[name][self.state]
        if after == "paused" != self.state:
            self.before = self.state
        self.state = self.before if after == WHERE_IT_WAS else after
        self.times.append((command.at, name not in CLOCK_WORK | PAPERS | {"corrected"}))
        if name in PAPERS:
            self.papers.append(command.at)
        self.online = self.online or (name == "submitted" and command.channel == "online")
        self.accepted = self.accepted or name == "accepted"
        self.apologised = self.apologised or name == "apology_issued"
        self._note_paper(name, command)
        self._note_step(name, command)
        if name in CLOCK_WORK:
            self.told.add(_words(name, command))
        if name == "corrected":
            self.times[command.of - 1] = (command.true_at, True)

    def _unanswered(self) -> bool:
        return self.online and not self.accepted

    def _in_order(self, name: str, at: datetime) -> bool:
        if name in CLOCK_WORK:
            return at >= self.times[0][0]
        papers = self.papers if name in PAPERS | {"apology_issued"} else []
        return not self.times or at >= max([self.last(), *papers])

    def _sensible(self, name: str, command: Any) -> bool:
        check = getattr(self, f"_{name}", None)
        return check is None or bool(check(command))

    def _submitted(self, command: Any) -> bool:
        return command.channel in {"online", "post"}

    def _accepted(self, command: Any) -> bool:
        if self.state is None and command.channel == "online":
            return False
        return not self.no_limit if command.due_at is None else command.due_at >= command.at

    def _step_started(self, command: Any) -> bool:
        return command.step in AFTER and self.done >= AFTER[command.step]

    def _step_completed(self, command: Any) -> bool:
        return command.step in self.running or self._step_started(command)

    def _step_returned(self, command: Any) -> bool:
        return command.step in AFTER

    def _step_assigned(self, command: Any) -> bool:
        return command.step in self.running

    def _apology_issued(self, command: Any) -> bool:
        return not self.apologised

    def _apology_drafted(self, command: Any) -> bool:
        return not self.apologised and command.step in {None, *AFTER}

    def _apology_signed(self, command: Any) -> bool:
        return not self.apologised and command.draft == self.drafted_as

    def _letter_issued(self, command: Any) -> bool:
        return command.number not in self.letters

    def _letter_published(self, command: Any) -> bool:
        return command.number in self.letters - self.published

    def _deadline_missed(self, command: Any) -> bool:
        return _words("deadline_missed", command) not in self.told

    def _deadline_warned(self, command: Any) -> bool:
        return _words("deadline_warned", command) not in self.told

    def _corrected(self, command: Any) -> bool:
        of = command.of
        if not 1 <= of <= len(self.times) or not self.times[of - 1][1]:
            return False
        mended = [*self.times[: of - 1], (command.true_at, True), *self.times[of:]]
        order = [at for at, orders in mended if orders]
        return order == sorted(order) and command.true_at <= command.at

    def _note_paper(self, name: str, command: Any) -> None:
        if name == "apology_drafted":
            self.drafted_as = len(self.times)
        if name == "apology_signed":
            self.drafted_as = None  # To be signed again it is drafted again.
        if name == "letter_issued":
            self.letters.add(command.number)
        if name == "letter_published":
            self.published.add(command.number)

    def _note_step(self, name: str, command: Any) -> None:
        if name in {"step_started", "step_assigned"}:
            self.has[command.step] = command.assignee
        if name == "step_started":
            self.running.add(command.step)
            self.done.discard(command.step)
        if name == "step_completed":
            self.running.discard(command.step)
            self.done.add(command.step)
        if name == "step_returned":
            self.done.discard(command.step)
        if name == "step_returned" or name in CLOSING:
            self.running.clear()


def _words(name: str, command: Any) -> tuple[object, ...]:
    rung = getattr(command, "rung", None)
    return name, command.clock, command.due_at, command.step, command.run, rung
