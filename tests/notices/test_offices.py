"""Where an office is found: kept in the setup, told at the foot of every message."""

import pytest

from app.notices.offices import office_values, week_in_words
from app.store.packs import Counts
from app.store.setup import read_setup
from sla.spec import Week, Window
from tests.notices.telling import CONTACTS, march, ward
from tests.store import desk

DAY = (Window.parse("07:30-11:30"), Window.parse("13:30-17:30"))
HALF = (Window.parse("07:30-11:30"),)
WHOLE = "07:30–11:30, 13:30–17:30"


def test_contacts_loaded_twice_change_nothing_and_other_ones_change_in_place(database_url):
    opened = ward(database_url)

    assert desk.load(opened, CONTACTS) == Counts(same=2)
    assert desk.load(opened, CONTACTS.replace("Ví Dụ", "Mẫu")) == Counts(changed=1, same=1)

    with opened.reading() as connection:
        setup = read_setup(connection)
    assert office_values(setup, setup.agency("H32.PL"), now=march(4, "09:00")) == {
        "office": "UBND phường Phước Long",
        "address": "Số 0 đường Mẫu",
        "place": "Số 0 đường Mẫu",
        "phone": "0258 000 0000",
        "hours": f"{WHOLE}, thứ Hai đến thứ Sáu",
    }
    assert setup.agency("H32.PL").sender == "MAU-PL"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("Số 0 đường Ví Dụ, Phường Phước Long, TP. Mẫu", "Số 0 đường Ví Dụ, TP. Mẫu"),
        ("Số 0 đường Ví Dụ, phường Phước", "Số 0 đường Ví Dụ, phường Phước"),
        ("phường Phước Long", ""),
    ],
)
def test_a_short_message_does_not_say_the_ward_twice(sqlite_url, address, place):
    opened = ward(sqlite_url, contacts=CONTACTS.replace("Số 0 đường Ví Dụ", address))

    with opened.reading() as connection:
        setup = read_setup(connection)
    values = office_values(setup, setup.agency("H32.PL"), now=march(4, "09:00"))
    assert (values["address"], values["place"]) == (address, place)


def test_a_pack_without_contacts_takes_them_away_again(database_url):
    """A pack says all of an office, as of its other keys."""
    opened = ward(database_url)

    assert desk.load(opened, desk.OFFICES) == Counts(changed=2, same=2)

    with opened.reading() as connection:
        assert read_setup(connection).agency("H32.PL").address is None


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ((DAY,) * 5 + ((), ()), f"{WHOLE}, thứ Hai đến thứ Sáu"),
        ((DAY,) * 5 + (HALF, ()), f"{WHOLE}, thứ Hai đến thứ Sáu; 07:30–11:30, thứ Bảy"),
        (
            (DAY, (), DAY, DAY, DAY, (), ()),
            f"{WHOLE}, thứ Hai; {WHOLE}, thứ Tư đến thứ Sáu",
        ),
        (((), (), (), (), (), (), HALF), "07:30–11:30, Chủ nhật"),
    ],
)
def test_a_week_is_told_in_spans_of_like_days(week: Week, words: str):
    assert week_in_words(week) == words


def test_an_office_whose_name_nobody_can_see_is_called_by_its_code(sqlite_url):
    opened = ward(sqlite_url, contacts=CONTACTS.replace("UBND phường Phước Long", '"\\u200b"'))
    with opened.reading() as connection:
        setup = read_setup(connection)

    assert office_values(setup, setup.agency("H32.PL"), now=march(4, "9:00"))["office"] == "H32.PL"
