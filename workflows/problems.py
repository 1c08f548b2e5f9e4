"""What is wrong with a file somebody wrote: each complaint has its file, line, field and advice."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

WHOLE_FILE = "tệp"  # the field of a complaint about no field in particular


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One complaint, printed as `FILE:LINE: field: message`.

    Attributes:
        source: the file as the user named it, or where kept content came from.
        line: from 1; 0 for content that never had lines.
        field: the way to the value, such as `procedures[2].steps[1].quota`, counted from 1.
        message: in Vietnamese, what is wrong and what to do.
        severity: an error keeps the pack out; a warning is only shown.
    """

    source: str
    line: int
    field: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        warning = "cảnh báo: " if self.severity == "warning" else ""
        return f"{self.source}:{self.line}: {self.field}: {warning}{self.message}"


class BadPack(ValueError):
    """A text that cannot be taken in, with all that is wrong with it in the order of reading."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))
