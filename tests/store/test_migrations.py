"""Migrations: one row of them, up and down on both databases, under many processes at once."""

import re
import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app.errors import DatabaseNotReady
from app.store import schema
from app.store.engine import Connection, database
from app.store.tables import Base
from tests.store import desk, workers

NEWER = text("UPDATE alembic_version SET version_num = '9999'")


def numbers() -> list[str]:
    """The migrations, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    found = ScriptDirectory.from_config(config).walk_revisions("base", "heads")
    return [script.revision for script in found][::-1]


def is_modelled(name: str | None, kind: str, _parents: object = None) -> bool:
    """The index of names is other on each database and stands in migration 0003 alone."""
    of_names = ("case_names",) if kind == "table" else ("ix_cases_name",)
    return not (name or "").startswith(of_names)


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "include_name": is_modelled}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, Base.metadata))


def tables_of(url: str) -> set[str]:
    with database(url).reading() as connection:
        found = set(inspect(connection).get_table_names()) - {"alembic_version"}
        return {name for name in found if is_modelled(name, "table")}


def columns_of(url: str) -> frozenset[tuple[str, str]]:
    with database(url).reading() as connection:
        inspector = inspect(connection)
        return frozenset(
            (name, column["name"])
            for name in inspector.get_table_names()
            if name != "alembic_version" and is_modelled(name, "table")
            for column in inspector.get_columns(name)
        )


def test_migrations_are_numbered_in_a_row_and_the_head_file_names_the_last():
    files = sorted(path.name for path in (schema.MIGRATIONS / "versions").glob("*.py"))

    assert numbers() == [f"{n:04d}" for n in range(1, len(files) + 1)]
    assert [name[:4] for name in files] == numbers()
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in files)
    assert schema.head() == numbers()[-1]


def test_each_migration_goes_up_and_down_and_up(raw_database_url):
    url = raw_database_url
    seen = [frozenset[tuple[str, str]]()]
    schema.upgrade(url)
    for number in numbers()[::-1]:
        seen.append(columns_of(url))
        before = numbers()[numbers().index(number) - 1] if number != "0001" else "base"
        schema.downgrade(url, before)

    assert tables_of(url) == set()
    assert len(set(seen)) == len(seen)
    schema.upgrade(url)
    assert tables_of(url) == {table.name for table in Base.metadata.sorted_tables}


def test_the_tables_are_what_the_models_say(raw_database_url):
    schema.upgrade(raw_database_url)

    with database(raw_database_url).reading() as connection:
        assert differences(connection) == []


def test_the_comparison_would_see_a_column_too_few(database_url):
    with database(database_url).writing() as connection:
        connection.execute(text("ALTER TABLE cases DROP COLUMN verdict"))

        assert "verdict" in repr(differences(connection))


def test_a_database_brought_down_and_up_still_works_and_still_guards(raw_database_url):
    schema.upgrade(raw_database_url)
    schema.downgrade(raw_database_url, "base")
    schema.upgrade(raw_database_url)

    opened = desk.loaded(raw_database_url)
    desk.accepted(opened)
    with pytest.raises(Exception, match="append-only"), opened.writing() as connection:
        connection.execute(text("DELETE FROM case_events"))


@pytest.mark.slow
def test_four_processes_may_bring_an_empty_database_up_at_once(raw_database_url):
    found = workers.together(workers.upgrade, [(raw_database_url,)] * 4)

    assert found == [schema.head()] * 4
    with database(raw_database_url).reading() as connection:
        assert differences(connection) == []
        assert connection.scalar(text("SELECT count(*) FROM setup_revision")) == 1


def test_a_migration_that_fails_leaves_nothing_behind(raw_database_url, tmp_path, monkeypatch):
    broken = tmp_path / "migrations"
    (broken / "versions").mkdir(parents=True)
    names = ("versions/0001_log_and_setup.py", "versions/0002_read_tables.py")
    for name in (".current-head", "env.py", *names):
        source = (schema.MIGRATIONS / name).read_text(encoding="utf-8")
        (broken / name).write_text(source.replace("    _facts()\n", "    1 / 0\n"))
    monkeypatch.setattr(schema, "MIGRATIONS", broken)

    with pytest.raises(ZeroDivisionError):
        schema.upgrade(raw_database_url)

    assert tables_of(raw_database_url) == set()


def test_a_database_newer_than_the_program_is_refused_in_one_sentence(database_url):
    with database(database_url).writing() as connection:
        connection.execute(NEWER)

    for act in (schema.upgrade, lambda url: schema.downgrade(url, "base")):
        with pytest.raises(DatabaseNotReady) as caught:
            act(database_url)
        assert str(caught.value) == (
            f"cơ sở dữ liệu ở phiên bản 9999, mới hơn chương trình này ({schema.head()}); "
            "hãy cập nhật motcua"
        )


def test_an_up_to_date_database_is_only_read(database_url):
    # Whoever wanted to migrate would have to wait for the end of this transaction.
    with database(database_url).writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": schema.LOCK})
        looking = threading.Thread(target=schema.upgrade, args=(database_url,), daemon=True)
        looking.start()
        looking.join(5)

        assert not looking.is_alive()
