"""What `dataclasses.replace` makes of a value, but quicker; a fold makes some of them per event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plan:
    """How the fields of one kind of value are read and put; none of them is worked out anew.

    Attributes:
        values: asks for all the fields in one go; there are at least two of them.
        puts: the slots put a value in its place without asking whether the class is frozen.
    """

    values: Callable[[Any], tuple[Any, ...]]
    puts: tuple[Callable[[Any, Any], None], ...]
    put: Mapping[str, Callable[[Any, Any], None]]


def _plan_of(kind: type[Any]) -> _Plan:
    names = tuple(field.name for field in fields(kind))
    put = {name: getattr(kind, name).__set__ for name in names}
    return _Plan(values=attrgetter(*names), puts=tuple(put.values()), put=put)


class _Plans(dict[type[Any], _Plan]):
    """The plan of each kind, made when it is first asked for."""

    def __missing__(self, kind: type[Any]) -> _Plan:
        self[kind] = made = _plan_of(kind)
        return made


_PLANS = _Plans()


def successor(value: T, changes: Mapping[str, object]) -> T:
    """The same frozen value with slots but for what changes; the given one stays as it is.

    Raises:
        KeyError: for a name that no field has.
    """
    plan = _PLANS[type(value)]
    made = _copied(value, type(value), plan)
    for name, new in changes.items():
        plan.put[name](made, new)
    return made


def counterpart(value: object, kind: type[T]) -> T:
    """A value of another kind whose fields this one has as well."""
    return _copied(value, kind, _PLANS[kind])


def _copied(value: object, kind: type[T], plan: _Plan) -> T:
    made = object.__new__(kind)
    for put, one in zip(plan.puts, plan.values(value), strict=True):
        put(made, one)
    return made
