"""The import contracts hold, and each of them turns red when it is broken on purpose."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, pyproject

CONTRACTS = {c["id"]: c for c in pyproject()["tool"]["importlinter"]["contracts"]}
LINTER = Path(sys.executable).with_name("lint-imports")


@dataclass(frozen=True, kw_only=True, slots=True)
class Break:
    """One way to break a contract: files to add, and a word the report must then contain."""

    contract: str
    files: dict[str, str]
    told: str


def added(contract: str, path: str, line: str, told: str) -> Break:
    return Break(contract=contract, files={path: line}, told=told)


BREAKS = [
    added("layers", "app/store/bad.py", "import app.web", "app.store.bad"),
    added("layers", "app/projections/bad.py", "from app import services", "app.projections.bad"),
    added("layers", "app/web/bad.py", "import app.api", "app.web.bad"),
    added("layers", "app/errors.py", "import app.store", "app.errors"),
    added("layers", "app/press/bad.py", "import app.errors", "app.press.bad"),
    added("layers", "app/newcomer/__init__.py", "", "newcomer"),
    added("centre", "workflows/bad.py", "import app.errors", "workflows.bad"),
    added("centre", "sla/bad.py", "import workflows", "sla.bad"),
    added("sql", "app/cli/bad.py", "import sqlalchemy", "app.cli.bad"),
    added("sql", "app/services/bad.py", "import sqlite3", "app.services.bad"),
    added("sql", "app/letters/bad.py", "from psycopg import connect", "app.letters.bad"),
    added("bell", "app/web/bad.py", "import apscheduler", "app.web.bad"),
    added("bell", "app/cli/bad.py", "from apscheduler.job import Job", "app.cli.bad"),
    *(
        added("pure", f"{package}/bad.py", f"import {module}", f"{package}.bad")
        for package in CONTRACTS["pure"]["source_modules"]
        for module in ("flask", "sqlalchemy", "click", "config", "time", "app")
    ),
    *(
        Break(
            contract="acyclic",
            files={f"{p}/hen.py": f"import {p}.egg", f"{p}/egg.py": f"import {p}.hen"},
            told=".hen",
        )
        for p in CONTRACTS["acyclic"]["ancestors"]
    ),
]


def lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    only = ["--contract", contract] if contract else []
    command = [str(LINTER), "--no-logo", "--no-cache", *only]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def without_white_space(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
def copy(tmp_path):
    """A copy of the tree that may be spoilt."""
    for package in ("app", "sla", "workflows"):
        shutil.copytree(ROOT / package, tmp_path / package)
    for file in ("pyproject.toml", "config.py"):
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


def test_the_tree_keeps_every_contract():
    report = lint(ROOT)

    assert report.returncode == 0, report.stdout + report.stderr
    assert f"{len(CONTRACTS)} kept, 0 broken" in report.stdout


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: f"{case.contract}-{min(case.files)}")
def test_a_broken_contract_is_reported_with_the_offender(copy, case):
    for name, text in case.files.items():
        path = copy / name
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")

    report = lint(copy, case.contract)

    # The report is wrapped to the width of a terminal, wherever a word happens to stand.
    said = without_white_space(report.stdout)
    assert report.returncode != 0
    assert without_white_space(f"{CONTRACTS[case.contract]['name']} BROKEN") in said
    assert case.told in said


def test_every_contract_has_been_broken_once():
    assert {case.contract for case in BREAKS} == set(CONTRACTS)


def test_no_contract_looks_away_from_an_import():
    assert [c["id"] for c in CONTRACTS.values() if c.get("ignore_imports")] == []
