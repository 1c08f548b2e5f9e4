"""A procedure of three steps and cases on it, for the tests of the forecast."""

from datetime import timedelta
from typing import Any

from tests.builders import ask, case_of, desk, quota, setting
from tests.sla.builders import at
from workflows.commands import Command
from workflows.forecast import Outlook, outlook
from workflows.procedure import Step
from workflows.setting import Setting

HOUR = timedelta(hours=1)


def step(code: str, time: str | None, **more: Any) -> Step:
    limit = quota(time) if time else None
    return Step(code=code, name=code.title(), role="specialist", quota=limit, **more)


# Brought on Thursday at 08:00, so due on Monday at 08:00, when 16 hours of work have run.
A, B, C = (
    step("a", "4 working_hours"),
    step("b", "8 working_hours"),
    step("c", "4 working_hours"),
)
ABC = setting("2 working_days", A, B, C)
DUE = at("Mon 2023-06-19 08:00")


def start(code: str, when: str, assignee: str | None = None) -> Command:
    return ask("step_started", when, step=code, assignee=assignee)


def done(code: str, when: str) -> Command:
    return ask("step_completed", when, step=code)


def looked(now: str, *commands: Command, on: Setting = ABC) -> Outlook:
    found = outlook(case_of(desk(), *commands, on=on), on, now=at(now))
    assert found is not None
    return found
