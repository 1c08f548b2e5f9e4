"""What stands at the head and the foot of an office's letters: optional keys of a pack."""

import pytest

from workflows.pack import read_pack
from workflows.problems import BadPack

OFFICE = """
agencies:
  - {code: H32.PL, name: UBND phường Phước Long, level: commune, calendar: default
"""


def read(more):
    (found,) = read_pack(f"{OFFICE.rstrip()}{more}}}\n", "thử.yaml").agencies
    return found.record


def test_the_keys_are_kept_as_printed():
    office = read(
        ', place: " Phước  Long ", desk: Một cửa, superior: UBND tỉnh, head_title: CHỦ TỊCH'
    )

    assert (office.place, office.desk) == ("Phước Long", "Một cửa")
    assert (office.superior, office.head_title) == ("UBND tỉnh", "CHỦ TỊCH")


def test_an_office_may_say_nothing_of_them():
    office = read("")

    assert (office.place, office.desk, office.superior, office.head_title) == (None,) * 4


@pytest.mark.parametrize("key", ["place", "desk", "superior", "head_title"])
def test_what_fits_no_letter_is_refused(key):
    with pytest.raises(BadPack, match=rf"agencies\[1\].{key}: dài 201 ký tự"):
        read(f", {key}: {'a' * 201}")
