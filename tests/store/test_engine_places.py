"""Where an SQLite database is put, however its address is written."""

from app.store.engine import database


def test_an_address_of_a_file_makes_no_folder_of_its_own_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with database(f"sqlite:///file:{tmp_path}/var/motcua.db?uri=true").writing():
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["var"]
