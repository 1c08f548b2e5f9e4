"""Why something may not be recorded."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why a command may not be recorded: one Vietnamese sentence, and the field it speaks of."""

    message: str
    field: str = "type"
