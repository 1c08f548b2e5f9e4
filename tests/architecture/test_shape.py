"""The shape of the code: short files, each with its place; a pure centre; one home for time."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from app.store import read_tables, tables
from tests.architecture.tree import ROOT, pyproject, python_files, shown

LONGEST = 300
PRODUCT = ("app", "sla", "workflows", "config.py", "wsgi.py")
EVERYTHING = (*PRODUCT, "tests", "migrations")
SILENCERS = re.compile(r"noqa|type:\s*ignore|mypy:|ruff:|fmt:\s*off")
EVASIONS = {"skip", "skipif", "skipUnless", "importorskip", "xfail"}
DELTAS = {"timedelta", "relativedelta"}

# Each file and comment that silences a rule, with the reason.
SILENCED: dict[tuple[str, str], str] = {}
# Modules of app/ that may do arithmetic with dates, with the reason; deadlines belong to sla.
RECKONERS: dict[str, str] = {}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def comments(path: Path) -> list[str]:
    source = io.StringIO(path.read_text(encoding="utf-8"))
    return [
        t.string for t in tokenize.generate_tokens(source.readline) if t.type == tokenize.COMMENT
    ]


def names_used(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute):
            yield node.attr
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


def as_modules(package: str) -> Iterator[str]:
    for path in python_files(package):
        yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_no_file_is_longer_than_a_person_reads_at_once():
    lines = {shown(p): len(p.read_text(encoding="utf-8").splitlines()) for p in files()}

    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def files() -> list[Path]:
    found = python_files(*EVERYTHING)
    assert len(found) > 20, "the walk over the tree lost its way"
    return found


def test_every_module_says_what_its_place_is():
    silent = [shown(p) for p in python_files(*PRODUCT) if not ast.get_docstring(tree_of(p))]

    assert silent == []


@pytest.mark.parametrize("package", ["sla", "workflows"])
def test_the_pure_packages_load_neither_web_nor_database(package):
    barred = {"flask", "sqlalchemy", "alembic", "marshmallow", "click", "rich", "config", "app"}
    program = f"import {', '.join(as_modules(package))}\nimport sys\nprint(*sys.modules)"

    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = set(ran.stdout.split())
    assert package in loaded
    assert loaded & barred == set()


def test_no_table_stores_lateness_as_a_flag():
    kept = tables.metadata.tables
    columns = [f"{name}.{column.name}" for name in kept for column in kept[name].columns]

    assert {"case_events", read_tables.CaseRow.__tablename__} <= set(kept)
    assert [c for c in columns if re.search(r"overdue|is_late|breached", c)] == []


def test_only_the_pure_packages_reckon_with_time():
    reckoners = {shown(p) for p in python_files("app") if DELTAS & set(names_used(p))}

    assert reckoners == set(RECKONERS)


def test_ruff_keeps_watching_for_naive_times():
    rules = pyproject()["tool"]["ruff"]["lint"]
    switched_off = [*rules["ignore"], *chain.from_iterable(rules["per-file-ignores"].values())]

    assert "DTZ" in rules["select"]
    assert [rule for rule in switched_off if rule.startswith("DTZ")] == []


def test_nothing_is_silenced_without_a_reason_here():
    found = {(shown(p), c) for p in files() for c in comments(p) if SILENCERS.search(c)}

    assert found == set(SILENCED)


def test_no_test_is_let_off():
    evading = {shown(p) for p in python_files("tests") if EVASIONS & set(names_used(p))}

    assert evading == set()
