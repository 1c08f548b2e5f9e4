"""What an office says of itself on letters, kept on both databases and changed by loading again."""

from pathlib import Path

from app.services.packs import load_packs
from app.store.engine import database
from app.store.setup import read_setup
from workflows.agency import Agency

PACK = """
calendars:
  - code: default
    week: {mon: ["07:30-11:30", "13:30-17:30"]}
    covers: [2023, 2026]
agencies:
  - {code: H32.PL, name: UBND phường Phước Long, level: commune, calendar: default, place: PLACE,
     desk: Một cửa, superior: UBND tỉnh Khánh Hòa, head_title: CHỦ TỊCH}
"""


def kept(url: str, folder: Path, place: str) -> Agency:
    path = folder / "pack.yaml"
    path.write_text(PACK.replace("PLACE", place), encoding="utf-8")
    opened = database(url)
    load_packs(opened, [path])
    with opened.reading() as connection:
        return read_setup(connection).agency("H32.PL")


def test_the_letterhead_is_kept_and_changed_by_loading_again(database_url, tmp_path):
    first = kept(database_url, tmp_path, "Phước Long")
    assert (first.place, first.desk) == ("Phước Long", "Một cửa")
    assert (first.superior, first.head_title) == ("UBND tỉnh Khánh Hòa", "CHỦ TỊCH")

    assert kept(database_url, tmp_path, "Nha Trang").place == "Nha Trang"
