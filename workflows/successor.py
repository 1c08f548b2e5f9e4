"""What `dataclasses.replace` makes of a case in a third of the time; a fold makes one per event."""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from workflows.case import Case

_NAMES = tuple(field.name for field in fields(Case))
_values: Callable[[Case], tuple[Any, ...]] = attrgetter(*_NAMES)
# The slots put a value in its place without asking whether the class is frozen.
_PUT: dict[str, Callable[[Case, Any], None]] = {name: vars(Case)[name].__set__ for name in _NAMES}
_PUTS = tuple(_PUT.values())


def successor(case: Case, changes: dict[str, Any]) -> Case:
    """The same case but for what changes; the given one stays as it is.

    Raises:
        KeyError: for a name that no field has.
    """
    made: Case = object.__new__(Case)
    for put, value in zip(_PUTS, _values(case), strict=True):
        put(made, value)
    for name, value in changes.items():
        _PUT[name](made, value)
    return made
