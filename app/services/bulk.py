"""One press for many cases: each is a transaction of its own, with an outcome of its own."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.errors import BadInput, CaseChangedMeanwhile, MotcuaError
from app.services.act import Press, act, must_have_key
from app.store.engine import Database
from workflows.commands import Command

MOST = 200  # cases in one press

Result = Literal["done", "refused", "changed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """What is to be recorded on one case, at the version the list showed (None: whatever is)."""

    code: str
    commands: tuple[Command, ...]
    expected_version: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What came of one item.

    Attributes:
        result: `changed` when somebody else was first on the case; nothing was written then.
        why: a sentence for what was not done.
        since: for `changed`, what has happened on the case meanwhile.
    """

    code: str
    result: Result
    version: int | None = None
    why: str = ""
    since: tuple[str, ...] = ()


def act_many(database: Database, press: Press, items: Sequence[Item]) -> tuple[Line, ...]:
    """Record on each of many cases what can be recorded; sent again, the form finishes the rest.

    Args:
        database: where.
        press: who, with which form, when; each item has a key of its own, made of the form's.
        items: at most `MOST`, each case once.

    Raises:
        BadInput: for too many items, none at all, or a key that no form of ours has.
    """
    must_have_key(press)
    if not 0 < len(items) <= MOST:
        raise BadInput(f"hãy chọn từ 1 đến {MOST} hồ sơ")
    return tuple(_line(database, press, item) for item in dict.fromkeys(items))


def _line(database: Database, press: Press, item: Item) -> Line:
    own = replace(press, key=key_of(press.key, item.code))
    try:
        outcome = act(
            database, own, item.code, item.commands, expected_version=item.expected_version
        )
    except CaseChangedMeanwhile as error:
        return Line(code=item.code, result="changed", why=str(error), since=error.since)
    except MotcuaError as error:
        return Line(code=item.code, result="refused", why=str(error))
    return Line(code=item.code, result="done", version=outcome.version)


def key_of(key: str, code: str) -> str:
    """The key of one case's own press in a press for many."""
    return hashlib.sha256(f"{key}/{code}".encode()).hexdigest()
