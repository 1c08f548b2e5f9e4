import pytest

from config import DEFAULT_URL, BadConfig, Config


def test_without_an_environment_the_database_is_sqlite_in_var():
    assert Config.from_environment({}).database_url == DEFAULT_URL
    assert DEFAULT_URL.startswith("sqlite:////")
    assert DEFAULT_URL.endswith("/var/motcua.db")


def test_an_empty_variable_is_as_good_as_none():
    assert Config.from_environment({"MOTCUA_DATABASE_URL": ""}).database_url == DEFAULT_URL


@pytest.mark.parametrize("url", ["postgresql+psycopg://lan@/motcua", "sqlite:////tmp/x.db"])
def test_both_kinds_of_database_are_taken(url):
    assert Config.from_environment({"MOTCUA_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("url", ["postgresql://lan:bimat@host/x", "mysql://x", "motcua.db"])
def test_anything_else_is_refused_without_showing_a_password(url):
    with pytest.raises(BadConfig, match="MOTCUA_DATABASE_URL") as caught:
        Config.from_environment({"MOTCUA_DATABASE_URL": url})
    assert "bimat" not in str(caught.value)


@pytest.mark.parametrize("path", ["", ":memory:", "?timeout=5", "file::memory:?uri=true"])
def test_a_database_that_keeps_nothing_is_refused(path):
    with pytest.raises(BadConfig, match="phải có đường dẫn tệp"):
        Config.from_environment({"MOTCUA_DATABASE_URL": f"sqlite:///{path}"})
