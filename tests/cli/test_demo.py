"""`motcua demo` on an empty database, and its refusal of anybody's own."""

import pytest

from app.sample import SYNTHETIC
from tests.cli.conftest import program


@pytest.mark.slow
def test_the_demo_prints_the_published_table_twice(sqlite_url, monkeypatch, capsys):
    motcua = program(sqlite_url, monkeypatch, capsys)
    first, second = motcua("demo"), motcua("demo")
    assert first.status == second.status == 0
    assert first.out == second.out
    assert first.out.startswith(SYNTHETIC)
    total = next(line for line in first.out.splitlines() if "TỔNG CỘNG" in line)
    figures = [int(word) for word in total.replace("│", " ").split()[2:]]
    assert figures == [2074, 384, 1601, 89, 2011, 2011, 0, 0, 63, 63, 0, 0, 0]
    assert "motcua verify" in first.out
    assert motcua("case", "H32.PL-230615-0001").status == 0
    assert motcua("verify").status == 0


def test_the_demo_leaves_an_office_of_ones_own_alone(world):
    before = world("export").out
    ran = world("demo")
    assert ran.status == 2
    assert ran.err.startswith("MOTCUA_DATABASE_URL: demo: đã có cơ quan T;")
    assert world("export").out == before
