"""A case as a plain ORM keeps it: get the row for update, change it, add an event, commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import ForeignKey, create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from bench.peers.stepping import STEPS


class _Base(DeclarativeBase):
    pass


class _Case(_Base):
    __tablename__ = "orm_cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    applicant: Mapped[str]
    state: Mapped[str]
    officer: Mapped[str | None]
    version: Mapped[int]
    changed_at: Mapped[datetime]


class _Event(_Base):
    __tablename__ = "orm_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("orm_cases.id"), index=True)
    version: Mapped[int]
    kind: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]


class OrmCases:
    """Cases of one database."""

    def __init__(self, begin: sessionmaker[Session]) -> None:
        self._begin = begin
        self._numbers: list[int] = []

    def open(self, cases: int) -> None:
        """Make new cases."""
        now = datetime.now(UTC).replace(tzinfo=None)
        fresh = [
            _Case(applicant="Nguyễn Văn Đo", state="new", version=1, changed_at=now)
            for _ in range(cases)
        ]
        with self._begin() as session:
            session.add_all(fresh)
            session.commit()
            self._numbers = [case.id for case in fresh]

    def go(self) -> int:
        """Take each through its steps."""
        for number in self._numbers:
            for step in range(1, STEPS + 1):
                self._step(number, f"step-{step}")
        return len(self._numbers) * STEPS

    def _step(self, number: int, name: str) -> None:
        now = datetime.now(UTC).replace(tzinfo=None)
        with self._begin() as session:
            case = session.get_one(_Case, number, with_for_update=True)
            case.state, case.officer, case.changed_at = name, "an", now
            case.version += 1
            event = _Event(case_id=number, version=case.version, kind=name, by="an", at=now)
            session.add(event)
            session.commit()

    def finished(self) -> int:
        """How many have had all their steps."""
        done = select(func.count()).where(
            _Case.id.in_(self._numbers), _Case.version == STEPS + 1, _Case.state == f"step-{STEPS}"
        )
        with self._begin() as session:
            return session.scalar(done) or 0


@contextmanager
def stepper(address: str) -> Iterator[OrmCases]:
    """Tables and sessions in a database."""
    engine = create_engine(address)
    _Base.metadata.create_all(engine)
    try:
        yield OrmCases(sessionmaker(engine))
    finally:
        engine.dispose()
