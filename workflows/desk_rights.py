"""Who may do what on a case: the table of rights, and an officer seated before one case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workflows import commands as cmd
from workflows.agency import Agency, Role
from workflows.case import Case, StepRun
from workflows.commands import Command
from workflows.officer import Officer
from workflows.procedure import Step
from workflows.setting import Setting

ActName = Literal[
    "accept", "request_supplement", "receive_supplement", "refuse", "start_step",
    "complete_step", "return_step", "assign_step", "pause", "resume", "resolve", "deliver",
    "return_case", "withdraw", "reopen", "pay_fee", "digitise", "rate", "draft_apology",
    "sign_apology", "apologise", "publish_letter", "correct", "void",
]  # fmt: skip

# Every act of the desk in the order of a case's life, and the command it records.
ACTS: Mapping[ActName, type[Command]] = {
    "accept": cmd.AcceptCase,
    "request_supplement": cmd.RequestSupplement,
    "receive_supplement": cmd.ReceiveSupplement,
    "refuse": cmd.RefuseCase,
    "start_step": cmd.StartStep,
    "complete_step": cmd.CompleteStep,
    "return_step": cmd.ReturnStep,
    "assign_step": cmd.AssignStep,
    "pause": cmd.PauseCase,
    "resume": cmd.ResumeCase,
    "resolve": cmd.ResolveCase,
    "deliver": cmd.DeliverResult,
    "return_case": cmd.ReturnCase,
    "withdraw": cmd.WithdrawCase,
    "reopen": cmd.ReopenCase,
    "pay_fee": cmd.RecordFee,
    "digitise": cmd.RecordDigitisation,
    "rate": cmd.RateCase,
    "draft_apology": cmd.DraftApology,
    "sign_apology": cmd.SignApology,
    "apologise": cmd.IssueApology,
    "publish_letter": cmd.PublishLetter,
    "correct": cmd.CorrectEvent,
    "void": cmd.VoidCase,
}

_DESK = (Role.ONE_STOP,)
_CASE_WORK = (Role.ONE_STOP, Role.SPECIALIST, Role.LEADER)
_EVERYBODY = (Role.ONE_STOP, Role.SPECIALIST, Role.LEADER, Role.CLERK)

# Ours, from the duties in domain.md 9.2; no law gives it. The roles are held at the case's office.
# Steps are not here: they belong to the role the procedure names (`workflows.desk_steps`).
# A letter is issued by the rights of its kind (`workflows.letters`).
# A deadline is adjusted from no case's own page, but for all cases a decision is about.
# Supervisor, auditor and admin record nothing on a case.
RIGHTS: Mapping[type[Command], tuple[Role, ...]] = {
    cmd.SubmitCase: _DESK,
    cmd.AcceptCase: _DESK,
    cmd.RequestSupplement: _CASE_WORK,
    cmd.ReceiveSupplement: _DESK,
    cmd.RefuseCase: _DESK,
    cmd.PauseCase: (Role.SPECIALIST, Role.LEADER),
    cmd.ResumeCase: _CASE_WORK,
    cmd.ResolveCase: (Role.SPECIALIST, Role.LEADER, Role.CLERK),
    cmd.DeliverResult: _DESK,
    cmd.ReturnCase: (Role.ONE_STOP, Role.LEADER),
    cmd.WithdrawCase: _DESK,
    cmd.ReopenCase: (Role.LEADER,),
    cmd.RecordFee: (Role.CASHIER, Role.ONE_STOP),
    cmd.RecordDigitisation: (Role.ONE_STOP, Role.SPECIALIST, Role.CLERK),
    cmd.RateCase: _DESK,
    cmd.DraftApology: _CASE_WORK,
    cmd.SignApology: (Role.LEADER,),
    cmd.IssueApology: (Role.CLERK, Role.LEADER),
    cmd.PublishLetter: (Role.CLERK, Role.LEADER, Role.ONE_STOP),
    cmd.AdjustDeadline: (Role.LEADER,),
    cmd.CorrectEvent: _EVERYBODY,
    cmd.VoidCase: _EVERYBODY,
}

# What the office that works on a step of somebody else's case may do as well while it does.
WHILE_WORKING: frozenset[type[Command]] = frozenset(
    {
        cmd.RequestSupplement,
        cmd.PauseCase,
        cmd.ResumeCase,
        cmd.RecordDigitisation,
        cmd.DraftApology,
    }
)

# As the glossary has them; keyed by text, since a step names its role so.
ROLES: Mapping[str, str] = {
    Role.ONE_STOP: "công chức một cửa",
    Role.SPECIALIST: "công chức chuyên môn",
    Role.LEADER: "lãnh đạo",
    Role.CLERK: "văn thư",
    Role.CASHIER: "người thu phí, lệ phí",
    Role.SUPERVISOR: "người theo dõi, đôn đốc",
    Role.AUDITOR: "người kiểm tra",
    Role.ADMIN: "quản trị viên",
}


def step_agency(step: Step, case_agency: str, agencies: Mapping[str, Agency]) -> str:
    """The code of the office that works on a step.

    `refer_to` names it, or a level: then it is the nearest office of that level from the case's
    own upwards. An office nobody loaded cannot work: the step stays with the case's own.
    """
    wanted = step.refer_to
    if wanted is None or wanted in agencies:
        return wanted or case_agency
    above = (one.code for one in upwards(case_agency, agencies) if one.level == wanted)
    return next(above, case_agency)


def upwards(code: str, agencies: Mapping[str, Agency]) -> Iterator[Agency]:
    """An office and all above it, the nearest first; nothing for an office nobody loaded."""
    # A parent that was set in a circle must not hang whoever asks.
    seen = set[str]()
    here = agencies.get(code)
    while here is not None and here.code not in seen:
        seen.add(here.code)
        yield here
        here = agencies.get(here.parent or "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """An officer before one case (None: one to be opened), with all offices by code."""

    case: Case | None
    setting: Setting
    officer: Officer
    agencies: Mapping[str, Agency]

    @property
    def home(self) -> str:
        """The case's own office."""
        return self.setting.agency.code

    @property
    def running(self) -> tuple[StepRun, ...]:
        """The visits to steps that are not ended."""
        return tuple(run for run in self.case.steps if run.end is None) if self.case else ()

    def step(self, code: str) -> Step | None:
        """A step of the case's procedure."""
        return self.setting.procedure.step(code)

    def office(self, code: str) -> str:
        """Where a step is worked."""
        step = self.step(code)
        return step_agency(step, self.home, self.agencies) if step else self.home

    def offices(self, kind: type[Command]) -> tuple[str, ...]:
        """Where a role must be held to record such a command on the case."""
        if kind is cmd.AdjustDeadline:
            # What moves the deadlines of many offices is decided by the one above them.
            return (self.home, *(one.code for one in upwards(self.home, self.agencies)))
        if kind is cmd.SignApology:
            return (self.home, *self._at_fault())
        if kind not in WHILE_WORKING:
            return (self.home,)
        return (self.home, *(self.office(run.step) for run in self.running))

    def _at_fault(self) -> tuple[str, ...]:
        """The office that caused the delay, by the draft: its head may sign as well."""
        draft = self.case.draft if self.case else None
        return (draft.unit,) if draft and draft.unit else ()

    def name_of(self, office: str) -> str:
        """What people call an office."""
        return self.agencies.get(office, self.setting.agency).name

    def leads(self, *offices: str) -> bool:
        """Whether the officer is a leader at one of some offices."""
        return Role.LEADER in self.officer.roles_at(*offices)

    def works(self, code: str) -> bool:
        """Whether the officer has the role of a step where it is worked."""
        step = self.step(code)
        return step is not None and step.role in self.officer.roles_at(self.office(code))

    def holds(self, run: StepRun) -> bool:
        """Whether a visit to a step lies in the officer's own hands, or in nobody's of the role."""
        return self.works(run.step) and (
            run.assignee is None or run.assignee in self.officer.logins
        )

    def answers_for(self, run: StepRun) -> bool:
        """Whether the officer holds a visit, or leads those who do."""
        return self.holds(run) or self.leads(self.office(run.step))

    def hands_on(self) -> bool:
        """Whether what was done last lay in the officer's hands, so that they pass the case on.

        Before the first step that is the desk, which has taken the case in.
        """
        if self.case is None or not self.case.steps:
            return Role.ONE_STOP in self.officer.roles_at(self.home)
        ends = [run.end for run in self.case.steps if run.end is not None]
        last = max(ends, default=None)
        return any(self.answers_for(run) for run in self.case.steps if run.end and run.end == last)


def whose(roles: Sequence[str], office: str) -> str:
    """The sentence for somebody without any of the roles that a thing needs at an office."""
    words = [ROLES.get(role, role) for role in roles]
    told = f"{', '.join(words[:-1])} hoặc {words[-1]}" if len(words) > 1 else words[0]
    return f"việc này của {told} tại {office}"
