"""Two leaders who seal the same table at once, and one who is killed in the middle."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.errors import DatabaseNotReady, Refused
from app.services import sealing
from app.services.sealing import sealed_of
from app.store.engine import database
from app.store.sealed import SEALED, cut
from tests.conformance.moment import NOW
from tests.services.hands import press
from tests.services.pressing import killed, stop_here
from tests.services.sealed import DEPUTY, FORM, HEAD, Q3, quarter, signed
from tests.store import workers
from workflows.officer import Officer


def sealing_as(url: str, folder: str, who: Officer) -> str:
    """Seal; the words of whoever was told to look again, or nothing."""
    try:
        signed(database(url), Path(folder), who=who)
    except Refused as refused:
        return str(refused)
    return ""


def sealing_and_dying(url: str, folder: str, sign: str) -> None:
    """Draw every file, and be killed before the edition is written."""
    name = "written"
    setattr(sealing, name, lambda *_: stop_here(sign))
    signed(database(url), Path(folder))


def test_of_two_leaders_at_once_one_signs_and_the_other_is_told_who(database_url, tmp_path):
    db, folder = quarter(database_url, tmp_path), str(tmp_path / "files")
    calls = [(database_url, folder, who) for who in (HEAD, DEPUTY)]

    said = workers.together(sealing_as, calls)

    (one,) = sealed_of(db, HEAD, FORM, Q3)
    assert said.count("") == 1
    for words in filter(None, said):
        first = f"bản số 1 của báo cáo này vừa được {one.signer_name} ký lúc"
        assert first in words or "không có gì thay đổi kể từ bản số 1" in words


def test_a_press_that_is_sent_twice_at_once_signs_once(database_url, tmp_path):
    db, folder = quarter(database_url, tmp_path), tmp_path / "files"
    form = press(HEAD, NOW)

    found = workers.together(pressing, [(database_url, str(folder), form.key)] * 2)

    assert found == [1, 1]
    with db.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(SEALED)) == 1


def pressing(url: str, folder: str, key: str) -> int:
    return signed(database(url), Path(folder), by=press(HEAD, NOW, key)).edition


def test_whoever_is_killed_between_the_files_and_the_edition_leaves_nothing(database_url, tmp_path):
    db, folder = quarter(database_url, tmp_path), tmp_path / "files"

    died = killed(sealing_and_dying, database_url, str(folder), sign=tmp_path / "sign")

    assert died == -9
    assert sealed_of(db, HEAD, FORM, Q3) == ()
    assert signed(db, folder).edition == 1


def test_no_event_can_slip_in_below_the_place_of_a_table(postgres_url, tmp_path):
    """An event has its place before its transaction commits: the cut waits for that one."""
    db = quarter(postgres_url, tmp_path)
    copied = text(
        "INSERT INTO case_events (case_code, version, type, at, recorded_at, actor, agency, data,"
        " prev_hash, hash) SELECT 'z', 1, type, at, recorded_at, actor, agency, data, prev_hash,"
        " hash FROM case_events WHERE position = 1"
    )
    with db.writing() as slow:
        slow.execute(copied)
        with pytest.raises(DatabaseNotReady, match="đang có việc ghi dài"), db.reading() as other:
            cut(other)

    with db.reading() as connection:
        place = cut(connection)
        with db.writing() as quick:
            quick.execute(text(str(copied).replace("'z'", "'y'")))
        assert cut(connection) == place == 27
        codes = connection.scalars(text("SELECT case_code FROM case_events")).all()
    assert "z" in codes
    assert "y" not in codes
