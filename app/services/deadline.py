"""A deadline before there is a case, and how it comes about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import BadInput
from app.store.engine import Database
from app.store.setup import read_setup
from sla.clock import Clock, Pause
from sla.explain import explain
from sla.law import law_on
from sla.zone import local, local_date
from workflows.setting import Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """The clock of a case that might be accepted."""

    setting: Setting
    clock: Clock

    def lines(self) -> list[tuple[datetime, str]]:
        """The computation line by line: an instant and a Vietnamese sentence each."""
        return [(line.at, line.text) for line in explain(self.clock)]

    def as_json(self) -> dict[str, Any]:
        """For `motcua due --json`."""
        procedure, clock = self.setting.procedure, self.clock
        return {
            "procedure": procedure.code,
            "procedure_version": self.setting.procedure_version,
            "agency": self.setting.agency.code,
            "calendar": self.setting.calendar_ref,
            "limit": str(clock.limit),
            "at": local(clock.start).isoformat(),
            "pauses": [
                [local(pause.start).isoformat(), local(pause.end).isoformat()]
                for pause in clock.pauses
                if pause.end is not None
            ],
            "due": clock.due().isoformat(),
            "explanation": [{"at": at.isoformat(), "text": text} for at, text in self.lines()],
        }


def deadline(
    database: Database,
    procedure: str,
    agency: str,
    at: datetime,
    pauses: Sequence[tuple[datetime, datetime]],
) -> Deadline:
    """When a case accepted at an instant would be due, with these pauses.

    Raises:
        Unknown: for a procedure or agency nobody loaded.
        BadInput: when the procedure has no limit.
        SlaError: beyond the calendar's years, or for a pause that ends before it starts.
    """
    with database.reading() as connection:
        setting = read_setup(connection).setting(agency, procedure, on=local_date(at))
    limit = setting.procedure.limit
    if limit is None:
        raise BadInput(f"--procedure: thủ tục {procedure} không có thời hạn nên không tính được")
    clock = Clock(
        calendar=setting.calendar,
        law=law_on(local_date(at)),
        limit=limit,
        start=at,
        pauses=tuple(Pause(start, end) for start, end in pauses),
    )
    return Deadline(setting=setting, clock=clock)
