"""A case as a BPMN process of SpiffWorkflow, its state read and saved as JSON at every step."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import psycopg

from bench.peers.stepping import STEPS, connected

_TABLE = "CREATE TABLE spiff_cases (id serial PRIMARY KEY, done int, state text NOT NULL)"
_NEW = "INSERT INTO spiff_cases (done, state) VALUES (0, %s) RETURNING id"
_READ = "SELECT state FROM spiff_cases WHERE id = %s FOR UPDATE"
_SAVE = "UPDATE spiff_cases SET state = %s, done = done + 1 WHERE id = %s"
_DONE = "SELECT state FROM spiff_cases WHERE id = ANY(%s) AND done = %s"
_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


class Processes:
    """Cases of one database."""

    def __init__(self, connection: psycopg.Connection, workflow: Any, serializer: Any) -> None:
        self._connection = connection
        self._workflow, self._serializer = workflow, serializer
        self._numbers: list[int] = []

    def open(self, cases: int) -> None:
        """Save new processes that wait at their first task."""
        state = self._serializer.serialize_json(self._workflow)
        with self._connection.transaction():
            made = [self._connection.execute(_NEW, [state]).fetchone() for _ in range(cases)]
        self._numbers = [row[0] for row in made if row]

    def go(self) -> int:
        """Take each through its tasks."""
        for number in self._numbers:
            for _ in range(STEPS):
                with self._connection.transaction():
                    self._step(number)
        return len(self._numbers) * STEPS

    def _step(self, number: int) -> None:
        from SpiffWorkflow import TaskState

        row = self._connection.execute(_READ, [number]).fetchone()
        workflow = self._serializer.deserialize_json(row[0] if row else "")
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        task.data["officer"] = "an"
        task.run()
        workflow.do_engine_steps()
        state = self._serializer.serialize_json(workflow)
        self._connection.execute(_SAVE, [state, number])

    def finished(self) -> int:
        """How many processes say that they are completed."""
        with self._connection.transaction():
            rows = self._connection.execute(_DONE, [self._numbers, STEPS]).fetchall()
        return sum(self._serializer.deserialize_json(row[0]).is_completed() for row in rows)


@contextmanager
def stepper(address: str) -> Iterator[Processes]:
    """A process of six tasks, and a table for its states."""
    from lxml import etree
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(_diagram()))
    workflow = BpmnWorkflow(parser.get_spec("case"))
    workflow.do_engine_steps()
    with connected(address) as connection:
        with connection.transaction():
            connection.execute(_TABLE)
        yield Processes(connection, workflow, BpmnWorkflowSerializer())


def _diagram() -> str:
    tasks = [f"step_{step}" for step in range(1, STEPS + 1)]
    flows = pairwise(["start", *tasks, "end"])
    drawn = [
        '<startEvent id="start"/><endEvent id="end"/>',
        *(f'<manualTask id="{task}" name="{task}"/>' for task in tasks),
        *(f'<sequenceFlow id="to_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows),
    ]
    process = f'<process id="case" isExecutable="true">{"".join(drawn)}</process>'
    return f'<definitions xmlns="{_MODEL}" id="d" targetNamespace="t">{process}</definitions>'
