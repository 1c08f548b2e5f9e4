"""A long table is asked for, left, found again on the overview, and fetched."""

import re

import pytest

from app.sample import MORNING
from app.services.report_jobs import carry_on
from app.store.report_jobs import JOBS, lease
from app.web.installed import NAME
from sla.zone import later
from tests.web.cases import accepted, text_of
from tests.web.client import token_of
from tests.web.reporting import ABOVE, KEY, numbers, province, scheduled

FORM = "/reports/II.06c"
ASKS = "agency=H32&first=2023-12-15&last=2024-03-14"
BUTTON = re.compile(r'action="(/reports/jobs\?[^"]+)"')


@pytest.fixture
def client(sign_in, opened, tmp_path):
    province(opened, tmp_path)
    return sign_in(ABOVE)


@pytest.fixture
def folder(app):
    return app.extensions[NAME].config.files_dir


def wanted(client, **typed):
    """Press the button of the table; the address one is led to."""
    address = f"{FORM}?{ASKS}"
    button = BUTTON.search(client.get(address).text)
    assert button
    given = {"csrf_token": token_of(client, address), "key": KEY, **typed}
    return client.post(button[1].replace("&amp;", "&"), data=given)


def test_a_table_of_many_offices_offers_to_be_made_in_the_background(client, sign_in):
    page = client.get(f"{FORM}?{ASKS}").text

    assert "Lập nền PDF, DOCX, XLSX" in page
    assert "table.pdf" not in page
    assert "table.csv" in page
    assert "Lập nền" not in sign_in("binh.ld").get("/reports/II.06a").text


def test_it_is_asked_for_once_left_and_found_again_with_all_its_files(client, opened, folder):
    scheduled(opened)
    there = wanted(client).headers["Location"]
    assert wanted(client).headers["Location"] == there
    waiting = text_of(client.get(there).text)
    assert "Có thể rời trang này" in waiting
    assert "đang lập 0/6" in text_of(client.get("/reports").text)
    assert "Đang chờ đến lượt" in client.get(f"{there}/progress").text

    assert carry_on(opened, folder, now=MORNING) == 1

    over = client.get(f"{there}/progress")
    assert (over.status_code, over.headers["HX-Redirect"]) == (204, there)
    assert "đã xong" in text_of(client.get("/reports").text)
    page = client.get(there).text
    assert "TỔNG CỘNG" in page
    href, total = numbers(client, there)["Số lượng hồ sơ tiếp nhận – Tổng số, TỔNG CỘNG"]
    accepted(opened, at=later(MORNING, minutes=10))
    assert f"{total} hồ sơ" in text_of(client.get(href).text)
    files = re.findall(r'href="([^"]+/table\.\w+)" download', page)
    assert [one.rpartition(".")[2] for one in files] == ["pdf", "docx", "xlsx", "csv", "json"]
    for one in files:
        assert client.get(one).headers["Content-Disposition"].startswith("attachment"), one


def test_without_a_scheduler_the_page_says_so_and_makes_it_here(client):
    there = wanted(client).headers["Location"]
    page = client.get(there).text
    assert "bộ hẹn giờ không chạy" in page
    assert "hx-get" not in page.partition('id="progress"')[2].partition("</form>")[0]

    answer = client.post(f"{there}/go", data={"csrf_token": token_of(client, there)})

    assert (answer.status_code, answer.headers["Location"]) == (303, there)
    assert "Tải biểu" in client.get(there).text


def test_somebody_at_work_on_it_is_waited_for(client, opened):
    there = wanted(client).headers["Location"]
    with opened.writing() as connection:
        lease(connection, now=MORNING, until=later(MORNING, minutes=100_000_000))

    given = {"csrf_token": token_of(client, there)}
    answer = client.post(f"{there}/go", data=given, follow_redirects=True)

    assert "đang có nơi khác lập" in answer.text


def test_only_ones_own_table_is_made_here_and_not_the_oldest(client, sign_in, opened):
    with opened.writing() as connection:
        connection.execute(
            JOBS.insert().values(
                key="b" * 32, by="ai.do", made_at=MORNING, form="II.06a", asked="{}",
                lease_no=0, done=0, files="{}",
            )
        )  # fmt: skip
    there = wanted(client).headers["Location"]

    client.post(f"{there}/go", data={"csrf_token": token_of(client, there)})

    assert "Tải biểu" in client.get(there).text


def test_a_fault_is_told_in_a_sentence_and_the_table_can_be_asked_for_again(client, opened):
    there = wanted(client).headers["Location"]
    with opened.writing() as connection:
        broken = JOBS.update().values(error="không có <b>lịch</b> năm 2030", finished_at=MORNING)
        connection.execute(broken)

    page = client.get(there).text

    assert "Không có &lt;b&gt;lịch&lt;/b&gt; năm 2030</span>." in page
    assert f"{FORM}?agency=H32" in page
    assert "lỗi" in text_of(client.get("/reports").text)


def test_files_that_were_swept_can_be_made_again(client, opened, folder):
    there = wanted(client).headers["Location"]
    carry_on(opened, folder, now=MORNING)
    for one in folder.rglob("*"):
        if one.is_file():
            one.unlink()

    page = client.get(there)

    assert page.status_code == 200
    assert "tệp đã được dọn" in page.text
    assert client.get(f"{there}/table.pdf").status_code == 404


def test_nobody_else_sees_it(client, sign_in, opened, folder):
    there = wanted(client).headers["Location"]
    carry_on(opened, folder, now=MORNING)
    other = sign_in("binh.ld")

    for path in ("", "/progress", "/table.json"):
        assert other.get(f"{there}{path}").status_code == 404, path
    given = {"csrf_token": token_of(other, "/password")}
    assert other.post(f"{there}/go", data=given).status_code == 404
    assert "Biểu lập nền" not in other.get("/reports").text


@pytest.mark.parametrize("path", ["/table.table", "/table.exe"])
def test_there_are_only_the_formats_of_a_table(client, opened, folder, path):
    there = wanted(client).headers["Location"]
    carry_on(opened, folder, now=MORNING)

    assert client.get(f"{there}{path}").status_code == 404


def test_what_makes_no_sense_is_refused(client, sign_in):
    there = "/reports/jobs?form=II.06c&" + ASKS
    token = token_of(client, "/password")

    assert client.post(there, data={"csrf_token": token, "key": "x"}).status_code == 400
    assert client.post(there, data={"key": KEY}).status_code == 400
    assert wanted(client).status_code == 303
    given = {"csrf_token": token, "key": KEY}
    assert client.post(there.replace("2024-03-14", "2024-03-15"), data=given).status_code == 422
    other = sign_in("binh.ld")
    given = {"csrf_token": token_of(other, "/password"), "key": "c" * 32}
    assert other.post(there, data=given).status_code == 404


def test_the_waiting_page_and_the_made_one_ask_little(client, opened, folder, count):
    there = wanted(client).headers["Location"]
    for path in (there, f"{there}/progress"):
        assert len(count(lambda path=path: client.get(path)).statements) <= 12, path
    carry_on(opened, folder, now=MORNING)

    assert len(count(lambda: client.get(there)).statements) <= 12
    assert len(count(lambda: client.get(f"{there}/table.pdf")).statements) <= 12
    assert len(count(lambda: client.get("/reports")).statements) <= 12
    assert len(count(lambda: client.get(f"{FORM}?{ASKS}")).statements) <= 12
