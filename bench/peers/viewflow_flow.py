"""A case of six tasks as a flow of Viewflow; only imported by its own process, which has Django."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process

OFFICER: list[Any] = []


def _task(following: Any) -> Any:
    # The page is never asked for; whoever does the task is known from the beginning.
    task = flow.View(lambda request: None).Assign(lambda activation: OFFICER[0])
    return task.Next(following)


class CaseFlow(flow.Flow):
    """Six tasks in a row."""

    process_class = Process

    start = flow.StartHandle(this.begin).Next(this.step_1)
    step_1 = _task(this.step_2)
    step_2 = _task(this.step_3)
    step_3 = _task(this.step_4)
    step_4 = _task(this.step_5)
    step_5 = _task(this.step_6)
    step_6 = _task(this.end)
    end = flow.End()

    def begin(self, activation: Any) -> Any:
        """Begin a process."""
        return activation.process
