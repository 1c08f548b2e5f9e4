"""Letters in the pages: issued by one press, kept, printed again, replaced, found."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.sample import MORNING
from app.store.channels import announce
from app.store.engine import database
from tests.services.lettering import docx_text
from tests.web.cases import BOTH, accepted, appraised, did, opened, resolved, text_of
from tests.web.intaking import FORM, code_in, typed
from tests.web.lettering import href, issued, pressed, words_of
from workflows import commands as cmd
from workflows.events import Applicant

__all__ = ["opened"]
MINUTE = timedelta(minutes=1)
TITLE = "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"


@pytest.fixture
def lan(sign_in) -> FlaskClient:
    browser: FlaskClient = sign_in("lan.mc")
    return browser


@BOTH
def test_a_receipt_is_issued_once_and_stands_on_the_page_of_the_case(lan, opened):
    code = accepted(opened)
    assert "Chưa phát hành giấy tờ nào" in lan.get(f"/cases/{code}").text

    first = pressed(lan, f"/cases/{code}/letters/receipt")
    again = pressed(lan, f"/cases/{code}/letters/receipt")

    assert (first.status_code, again.status_code) == (303, 303)
    (row,) = issued(opened, code)
    page = lan.get(first.location).text
    words = text_of(page)
    assert row.number in words
    assert "mẫu số 01" in words
    assert f'href="{href(row)}"' in page
    assert f'id="{first.location.partition("#")[2]}"' in page
    assert "đã cấp giấy tiếp nhận hồ sơ và hẹn trả kết quả số" in words.lower()


def test_the_file_is_what_was_issued_and_no_page_of_ours(lan, opened):
    code = accepted(opened, applicant=Applicant(name="Nguyễn Thị <b>Bưởi</b>"))
    pressed(lan, f"/cases/{code}/letters/receipt")
    (row,) = issued(opened, code)

    answer = lan.get(href(row))

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Nguyễn Thị <b>Bưởi</b>" in words_of(answer.data)
    assert lan.get(href(row)).data == answer.data
    copy = lan.get(href(row, ".docx"))
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert "Nguyễn Thị <b>Bưởi</b>" in docx_text(copy.data)


def test_a_preview_has_no_number_and_keeps_nothing(lan, opened):
    code = accepted(opened)

    answer = lan.get(f"/cases/{code}/letters/receipt/preview")

    assert "BẢN XEM TRƯỚC" in words_of(answer.data)
    assert issued(opened, code) == ()


def test_what_cannot_be_issued_says_why(lan, opened):
    code = accepted(opened)

    shown = lan.get(f"/cases/{code}/letters/result")
    refused = pressed(lan, f"/cases/{code}/letters/result")

    assert (shown.status_code, refused.status_code) == (422, 422)
    for answer in (shown, refused):
        assert "hồ sơ chưa có kết quả" in text_of(answer.text)
    page = text_of(lan.get(f"/cases/{code}").text)
    assert "hồ sơ chưa có kết quả" in page
    assert issued(opened, code) == ()
    assert lan.get(f"/cases/{code}/letters/apology").status_code == 404
    assert lan.get(f"/cases/{code}/letters/nothing").status_code == 404


def test_printing_a_receipt_opens_the_one_there_is(lan, opened):
    code = accepted(opened)
    first = pressed(lan, f"/cases/{code}/letters/receipt", then="print")
    other = pressed(lan, f"/cases/{code}/letters/receipt", then="print", key="b" * 32)

    (row,) = issued(opened, code)
    assert first.location == other.location == href(row)


def test_a_stop_notice_asks_who_signs_and_nothing_typed_is_lost(lan, opened):
    code = accepted(opened)
    did(opened, code, cmd.WithdrawCase(at=MORNING - MINUTE, reason="Không còn nhu cầu"))
    path = f"/cases/{code}/letters/stop"

    form = lan.get(path)
    empty = pressed(lan, path, head="")
    long = pressed(lan, path, head="<b>" + "Ô" * 200)

    assert "hôm nay: " in form.text
    assert (empty.status_code, long.status_code) == (422, 422)
    assert 'id="f-head-error"' in empty.text
    assert "&lt;b&gt;ÔÔÔ" in long.text
    assert issued(opened, code) == ()
    look = pressed(lan, f"{path}/preview", head="Phạm Văn Ký", head_title=TITLE)
    assert "Phạm Văn Ký" in words_of(look.data)
    assert pressed(lan, path, head="Phạm Văn Ký", head_title=TITLE).status_code == 303
    (row,) = issued(opened, code)
    assert "Phạm Văn Ký" in words_of(lan.get(href(row)).data)


def test_a_faulty_letter_is_replaced_by_one_that_names_it(lan, opened):
    code = accepted(opened)
    pressed(lan, f"/cases/{code}/letters/receipt")
    (row,) = issued(opened, code)

    form = lan.get(href(row, "/replace"))
    silent = pressed(lan, href(row, "/replace"), key="b" * 32)
    why = {"reason": "Sai tên <b>đường</b>"}
    answer = pressed(lan, href(row, "/replace"), key="b" * 32, **why)
    late = pressed(lan, href(row, "/replace"), key="c" * 32, **why)

    assert f"Số {row.number} vẫn được giữ nguyên" in re.sub(r"\s+", " ", text_of(form.text))
    assert (silent.status_code, answer.status_code) == (422, 303)
    assert 'id="f-reason-error"' in silent.text
    first, second = issued(opened, code)
    assert (second.replaces, first.replaced_by) == (first.number, second.number)
    assert late.status_code == 422
    assert f"đã được thay bằng bản số {second.number}" in text_of(late.text)
    assert first.number in words_of(lan.get(href(second)).data)
    page = text_of(lan.get(f"/cases/{code}").text)
    assert f"đã thay bằng {second.number}" in page
    assert f"thay cho {first.number}" in page
    assert f"thay cho số {first.number}: Sai tên &lt;b&gt;đường" in page


def test_a_copy_of_a_lost_answer_is_told_and_not_refused(lan, opened):
    code = accepted(opened)
    did(opened, code, cmd.WithdrawCase(at=MORNING - MINUTE, reason="Thôi"))
    path = f"/cases/{code}/letters/stop"
    pressed(lan, path, head="Phạm Văn Ký", head_title=TITLE)

    again = pressed(lan, path, head="Người khác", head_title=TITLE)

    assert again.status_code == 303
    assert "đã được ghi trước đó" in lan.get(again.location).text
    assert len(issued(opened, code)) == 1


def test_who_only_looks_on_reads_and_issues_nothing(sign_in, lan, opened):
    code = accepted(opened)
    pressed(lan, f"/cases/{code}/letters/receipt")
    (row,) = issued(opened, code)
    auditor = sign_in("thanh.tra")

    page = auditor.get(f"/cases/{code}").text

    assert row.number in page
    assert "Phát hành<" not in page
    assert auditor.get(href(row)).status_code == 200
    assert auditor.get(href(row, "/replace")).status_code == 403
    assert pressed(auditor, f"/cases/{code}/letters/control").status_code == 403


def test_a_letter_of_a_case_one_may_not_see_is_not_there(lan, opened):
    code, other = accepted(opened), accepted(opened)
    pressed(lan, f"/cases/{code}/letters/receipt")
    (row,) = issued(opened, code)

    for path in (
        href(row).replace(code, other),
        href(row).replace("/1.pdf", "/99999999999999999999.pdf"),
        href(row).replace("receipt", "letter"),
        href(row).replace(code, "H32.TM-240124-0001"),
        "/cases/H32.TM-240124-0001/letters/receipt/preview",
    ):
        assert lan.get(path).status_code == 404, path


def test_a_lost_file_is_said_in_one_sentence(lan, opened, config):
    code = accepted(opened)
    pressed(lan, f"/cases/{code}/letters/receipt")
    (row,) = issued(opened, code)
    for path in config.files_dir.rglob(row.file):
        path.unlink()

    answer = lan.get(href(row))

    assert answer.status_code == 404
    assert "không còn trong kho tệp" in text_of(answer.text)


def test_the_receipt_is_the_next_act_after_an_intake(lan, opened):
    page = lan.get(lan.post(FORM, data=typed(lan)).location).text

    assert "In giấy tiếp nhận" in page
    assert page.index("In giấy tiếp nhận") < page.index("Người tiếp theo")
    assert 'name="then" value="print"' in page
    assert "bản sao được gửi" not in page


def test_a_copy_by_mail_is_promised_where_it_will_go(lan, opened):
    with opened.writing() as connection:
        announce(connection, ["mail"], now=MORNING)

    with_mail = lan.get(lan.post(FORM, data=typed(lan, email="buoi@example.vn")).location).text
    without = lan.get(lan.post(FORM, data=typed(lan)).location).text

    assert "bản sao được gửi vào thư điện tử" in with_mail
    assert "bản sao được gửi" not in without


def test_what_waits_for_papers_gets_its_request_on_paper(lan, opened):
    answer = lan.post(FORM, data=typed(lan, paper=["1"], missing="ask"))

    assert "In phiếu yêu cầu bổ sung" in lan.get(answer.location).text
    given = pressed(lan, f"/cases/{code_in(answer)}/letters/supplement", then="print")
    assert "Bản chính giấy tờ, văn bản" in words_of(lan.get(given.location).data)


def test_each_kind_of_the_desk_comes_out_of_the_page(lan, opened):
    code = resolved(opened)
    started = appraised(opened)

    assert pressed(lan, f"/cases/{code}/letters/result").status_code == 303
    assert pressed(lan, f"/cases/{started}/letters/control", key="b" * 32).status_code == 303
    assert {row.kind for row in issued(opened, code)} == {"result"}


def test_pages_ask_the_database_little(lan, opened, count):
    code = accepted(opened)
    pressed(lan, f"/cases/{code}/letters/receipt")
    (row,) = issued(opened, code)

    for path in (
        f"/cases/{code}",
        f"/cases/{code}/letters/stop",
        f"/cases/{code}/letters/control/preview",
        href(row),
        href(row, ".docx"),
        href(row, "/replace"),
        "/letters",
        "/letters.xlsx",
    ):
        assert len(count(lambda path=path: lan.get(path)).statements) <= 12, path


def test_nothing_is_written_by_looking(lan, opened, ward_url):
    code = accepted(opened)
    for path in (f"/cases/{code}/letters/receipt", f"/cases/{code}/letters/receipt/preview"):
        assert lan.get(path).status_code == 200
    assert issued(database(ward_url), code) == ()
