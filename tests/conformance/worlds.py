"""The two invented worlds of shared/conformance, copied beside this file."""

import json
from pathlib import Path
from typing import Any

from app.services.journal import import_journal
from app.services.packs import load_packs
from app.store.engine import Database, database
from tests.conformance.moment import NOW

HERE = Path(__file__).parent
WORLDS = ("world-1", "world-2")


def loaded(url: str, world: str) -> Database:
    """A database with a world's setup and journal."""
    db = database(url)
    load_packs(db, [HERE / world / "pack.yaml"])
    with (HERE / world / "journal.jsonl").open("rb") as lines:
        result = import_journal(db, lines, world, now=NOW)
    assert result.problems == []
    return db


def expected(world: str) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = json.loads(
        (HERE / world / "expected.json").read_text(encoding="utf-8")
    )
    return tables
