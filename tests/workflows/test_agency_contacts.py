"""Where an office is found: optional keys of a pack, refused where no message could use them."""

import pytest

from workflows.agency import Agency
from workflows.pack import Located, read_pack
from workflows.problems import BadPack

OFFICE = """
agencies:
  - code: H32.PL
    name: UBND phường Phước Long
    level: commune
    calendar: default
"""


def office(more: str) -> Located[Agency]:
    (found,) = read_pack(f"{OFFICE}    {more}\n", "thử.yaml").agencies
    return found


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ("address: Số 0 đường Ví Dụ", "Số 0 đường Ví Dụ"),
        ('address: "Số 0\\n  đường Ví Dụ"', "Số 0 đường Ví Dụ"),
        ("phone: 0258 388 1234", "0258 388 1234"),
        ("phone: +84 (258) 388-1234", "+84 (258) 388-1234"),
        ("phone: 1900.1234", "1900.1234"),
        ("hours_note: Sáng 7h30–11h30", "Sáng 7h30–11h30"),
        ("sender: UBNDPLONG", "UBNDPLONG"),
        ("sender: UBND P.LONG", "UBND P.LONG"),
    ],
)
def test_a_contact_is_kept_as_printed_on_one_line(more, kept):
    key, found = more.split(":")[0], office(more)

    assert getattr(found.record, key) == kept
    assert found.content[key] == kept


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("phone: gọi bàn số 3", "thử.yaml:7: agencies[1].phone: “gọi bàn số 3” không phải số"),
        ("phone: 12", "agencies[1].phone"),
        ("sender: UBNDPHUOCLONG", "thử.yaml:7: agencies[1].sender: “UBNDPHUOCLONG” không dùng"),
        ("sender: PHƯỚC LONG", "agencies[1].sender"),
        ("sender: 0258388123", "agencies[1].sender"),
        ("sender: A@B", "agencies[1].sender"),
        (f"address: {'a' * 201}", "agencies[1].address: dài 201 ký tự, nhiều nhất là 200"),
        ("hour_note: Sáng", "không có mục “hour_note”"),
    ],
)
def test_what_no_message_could_use_is_refused_with_its_place(more, said):
    with pytest.raises(BadPack) as caught:
        office(more)

    assert said in str(caught.value)


def test_an_office_without_contacts_has_none():
    found = office("parent: H32").record

    assert (found.address, found.phone, found.hours_note, found.sender) == (None,) * 4
