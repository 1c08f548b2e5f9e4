"""The files of this checkout, for the tests that read them."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OURS = ("app", "sla", "workflows", "tests", "migrations", "config.py", "wsgi.py")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file git keeps or would keep, so that a new file is judged before it is added."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return tuple(sorted({path for path in paths if path.is_file()}))


def python_files(*tops: str) -> list[Path]:
    """The Python files under these top-level names."""
    return [p for p in tracked() if p.suffix == ".py" and p.relative_to(ROOT).parts[0] in tops]


def shown(path: Path) -> str:
    """The path as a person at the root would write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def pyproject() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
