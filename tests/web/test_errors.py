"""A fault of ours promises nothing and says which line of the log tells of it."""

from html import unescape

import pytest
from flask import Flask

from app.web.access import public


@pytest.fixture
def broken(app: Flask) -> Flask:
    """An application with one page that falls over, answering as it does at work."""

    @public
    def fall() -> str:
        raise ValueError("người dùng không được thấy")

    app.add_url_rule("/broken", "broken", fall)
    return app


def test_a_fault_tells_its_number_and_not_that_nothing_was_recorded(broken):
    answer = broken.test_client().get("/broken")
    page = unescape(answer.text)

    assert answer.status_code == 500
    assert f"kèm mã {answer.headers['X-Request-Id']}" in page
    assert "xem đã ghi chưa" in page
    assert "Chưa có gì được ghi" not in page
    assert "không được thấy" not in page
