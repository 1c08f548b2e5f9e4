"""Offices' own templates of letters, by version; of an office and a kind at most one is in use."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from app.errors import WriteConflict
from app.store.engine import Connection, dialect_of
from app.store.office_template_tables import OfficeTemplateRow
from app.store.tables import table_of
from workflows.events import LetterKind

TEMPLATES = table_of(OfficeTemplateRow)
_NAMES = ("agency", "kind", "version", "sha256", "name", "size", "uploaded_by", "at", "retired_at")
_COLUMNS = [TEMPLATES.c[name] for name in _NAMES]


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeTemplate:
    """One version of an office's template; see `OfficeTemplateRow`.

    Attributes:
        name: of the file as it was uploaded.
        size: in bytes.
    """

    agency: str
    kind: LetterKind
    version: int
    sha256: str
    name: str
    size: int
    uploaded_by: str
    at: datetime
    retired_at: datetime | None

    @property
    def ref(self) -> str:
        """What a letter made from it names as its template."""
        return f"own:{self.agency}/{self.kind}@{self.version}"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewTemplate:
    """A file that is to become the next version; `key` is that of its form."""

    agency: str
    kind: LetterKind
    key: str
    sha256: str
    name: str
    size: int


def current(connection: Connection, agency: str, kind: LetterKind) -> OfficeTemplate | None:
    """The template an office's letters of a kind are made from; None for the built-in form."""
    own = (TEMPLATES.c.agency == agency, TEMPLATES.c.kind == kind)
    query = select(*_COLUMNS).where(*own, TEMPLATES.c.retired_at.is_(None))
    return _one(connection.execute(query).mappings().first())


def version(
    connection: Connection, agency: str, kind: LetterKind, number: int
) -> OfficeTemplate | None:
    """One version, in use or not; None where there is none."""
    own = (TEMPLATES.c.agency == agency, TEMPLATES.c.kind == kind)
    query = select(*_COLUMNS).where(*own, TEMPLATES.c.version == number)
    return _one(connection.execute(query).mappings().first())


def keyed(connection: Connection, key: str) -> OfficeTemplate | None:
    """What a form brought; None for one that was not sent yet."""
    query = select(*_COLUMNS).where(TEMPLATES.c.key == key)
    return _one(connection.execute(query).mappings().first())


def of_office(connection: Connection, agency: str) -> Sequence[OfficeTemplate]:
    """Every version of an office, newest first within each kind."""
    order = (TEMPLATES.c.kind, TEMPLATES.c.version.desc())
    query = select(*_COLUMNS).where(TEMPLATES.c.agency == agency).order_by(*order)
    return [_made(dict(row)) for row in connection.execute(query).mappings()]


def put(connection: Connection, new: NewTemplate, *, by: str, now: datetime) -> OfficeTemplate:
    """Keep a file as the next version and use it from now on.

    Raises:
        WriteConflict: when another version came at the same moment; to be tried again.
    """
    retire(connection, new.agency, new.kind, by=by, now=now)
    own = (TEMPLATES.c.agency == new.agency, TEMPLATES.c.kind == new.kind)
    last = connection.scalar(select(func.max(TEMPLATES.c.version)).where(*own)) or 0
    row = {**asdict(new), "version": last + 1, "uploaded_by": by, "at": now}
    statement = dialect_of(connection).insert(TEMPLATES).values(row).on_conflict_do_nothing()
    # Important: what was written is asked for. PostgreSQL's count of rows is -1 here either way.
    if connection.scalar(statement.returning(TEMPLATES.c.version)) is None:
        raise WriteConflict("mẫu này vừa được người khác thay; hãy làm lại")
    return _made(row)


def retire(
    connection: Connection, agency: str, kind: LetterKind, *, by: str, now: datetime
) -> bool:
    """Stop using what is in use; whether there was anything."""
    own = (TEMPLATES.c.agency == agency, TEMPLATES.c.kind == kind)
    in_use = (*own, TEMPLATES.c.retired_at.is_(None))
    done = update(TEMPLATES).where(*in_use).values(retired_at=now, retired_by=by)
    return bool(connection.execute(done).rowcount)


def _one(row: Any) -> OfficeTemplate | None:
    return _made(row) if row else None


def _made(row: Mapping[str, Any]) -> OfficeTemplate:
    given: dict[str, Any] = {name: row.get(name) for name in _NAMES}
    return OfficeTemplate(**given)
