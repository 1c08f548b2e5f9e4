"""The machine a run was made on, without anything that tells whose it is."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.stage import ROOT
from tests import databases

# Ours that a figure depends on, beside the peers of the extra `bench`.
_OURS = ("apscheduler", "flask", "gunicorn", "numpy", "psycopg", "sqlalchemy", "typst")


def described() -> dict[str, str]:
    """Name cores, processor, memory and the versions that matter; what is not there is left out."""
    told = {
        "cores": str(len(os.sched_getaffinity(0))),
        "processor": _processor(),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version(),
        "PostgreSQL": _postgres(),
        "SQLite": sqlite3.sqlite_version,
        **{name: _version(name) for name in sorted({*_OURS, *peers()})},
    }
    return {name: value for name, value in told.items() if value}


def peers() -> list[str]:
    """Return the packages of the extra `bench` of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["optional-dependencies"]["bench"]
    return [re.split(r"[^A-Za-z0-9._-]", each, maxsplit=1)[0] for each in asked]


def commit() -> str:
    """Return the commit of the tree, marked when the tree is not quite that; empty without git."""
    git = shutil.which("git")
    if git is None:
        return ""
    words = [git, "-c", f"safe.directory={ROOT}", "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    return _found("/proc/cpuinfo", r"^model name\s*: (.+)$") or platform.machine()


def _memory() -> str:
    kilobytes = _found("/proc/meminfo", r"^MemTotal:\s+(\d+) kB$")
    return f"{int(kilobytes) / 1024**2:.0f} GiB" if kilobytes else ""


def _found(file: str, pattern: str) -> str:
    try:
        text = Path(file).read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(pattern, text, flags=re.MULTILINE)
    return found[1].strip() if found else ""


def _postgres() -> str:
    found = databases.installed() or databases.from_wheel()
    if found is None:
        return ""
    done = subprocess.run([found.folder / "postgres", "--version"], capture_output=True, text=True)
    number = re.search(r"\d+(?:\.\d+)+", done.stdout)
    return number[0] if number else ""
