"""From the leader's signature to the public page: signing, numbering, replacing, and once only."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app import clock
from app.sample import MORNING
from app.services import demo_clock
from app.services.record import record
from app.store.notices import NOTICES
from sla.zone import later
from tests.letters.signing import Authority
from tests.letters.signing import signed as signed_outside
from tests.web.apologising import (
    CASE,
    LAST_DAY,
    NEAR,
    PUBLIC,
    address,
    complaint,
    drafted,
    events,
    form,
    issued,
    posted,
    sent,
    signed,
)
from tests.web.cases import BOTH, HOUR, last, text_of
from tests.web.forms import forms_of
from workflows import commands as cmd
from workflows import events as ev

DAY_LATER = f"{later(MORNING, minutes=2 * 24 * 60):%Y-%m-%d}T17:30"


@pytest.fixture(scope="module")
def authority() -> Authority:
    # Its certificates hold in 2023 and 2024.
    return Authority()


def test_the_leader_reads_signs_and_the_hash_that_was_shown_is_kept(opened, sign_in):
    drafted(sign_in("hue.tp"))
    leader = sign_in("binh.ld")
    shown = re.search(r'class="hash">([0-9a-f]{64})<', leader.get(address()).text)
    assert shown is not None

    signed(leader)

    signature = last(opened, CASE)
    assert isinstance(signature, ev.ApologySigned)
    assert (signature.text_hash, signature.name) == (shown[1], "Đỗ Thanh Bình")
    assert signature.title == "CHỦ TỊCH"
    page = text_of(leader.get(address()).text)
    assert "Chờ cấp số, phát hành" in page
    assert "CHỦ TỊCH" in page


def test_a_leader_who_read_an_older_draft_is_shown_the_new_one(opened, sign_in):
    worker, leader = sign_in("hue.tp"), sign_in("binh.ld")
    drafted(worker)
    read = form(leader, "sign")
    drafted(worker, reason="Lý do mới viết lại")

    answer = leader.post(address("sign"), data=read)

    assert answer.status_code == 422
    assert "Dự thảo đã đổi" in complaint(answer)
    assert "Lý do mới viết lại" in answer.text
    assert "ApologySigned" not in events(opened)
    assert sent(leader, "sign").status_code == 303


def test_a_file_signed_with_a_token_is_kept_with_whom_it_names(opened, sign_in, authority):
    drafted(sign_in("hue.tp"))
    leader = sign_in("binh.ld")
    given = form(leader, "sign")

    offered = leader.post(address("unsigned.pdf"), data=given)
    assert offered.headers["Content-Disposition"].startswith("attachment")
    content = signed_outside(offered.data, authority.signer("ĐỖ THANH BÌNH"))
    other = leader.post(
        address("sign"),
        data={**given, "title": "Q. CHỦ TỊCH", "upload": (io.BytesIO(content), "thu.pdf")},
    )
    answer = leader.post(address("sign"), data={**given, "upload": (io.BytesIO(content), "t.pdf")})

    assert other.status_code == 422
    assert "không phải bản dự thảo đã tải về" in complaint(other)
    assert 'value="Q. CHỦ TỊCH"' in other.text
    assert answer.status_code == 303
    signature = last(opened, CASE)
    assert (signature.certificate, len(signature.file)) == (None, 64)
    assert "chứng thư chưa được kiểm chuỗi tin cậy" in leader.get(address()).text


def test_the_certificate_of_somebody_else_is_no_signature_of_the_leader(opened, sign_in, authority):
    drafted(sign_in("hue.tp"))
    leader = sign_in("binh.ld")
    given = form(leader, "sign")
    offered = leader.post(address("unsigned.pdf"), data=given)
    content = signed_outside(offered.data, authority.signer("Trần Văn Lạ", None))

    answer = leader.post(address("sign"), data={**given, "upload": (io.BytesIO(content), "t.pdf")})

    assert answer.status_code == 422
    assert "“Trần Văn Lạ” không mang tên Đỗ Thanh Bình" in complaint(answer)
    assert "ApologySigned" not in events(opened)


def test_a_leader_signs_what_was_read_and_nothing_else(opened, sign_in):
    drafted(sign_in("hue.tp"))
    leader = sign_in("binh.ld")
    read = form(leader, "sign")

    for other in ("f" * 64, "", "x"):
        answer = leader.post(address("sign"), data={**read, "read": other})
        assert answer.status_code == 422
        assert "đã khác lúc bạn đọc" in complaint(answer)

    assert leader.post(address("sign"), data={**read, "title": "PHÓ CHỦ TỊCH"}).status_code == 303
    assert last(opened, CASE).text_hash == read["read"]


def test_only_the_one_leader_of_an_office_finds_a_title_filled_in(opened, sign_in):
    drafted(sign_in("hue.tp"))
    page = sign_in("binh.ld").get(address()).text
    assert forms_of(page)[address("sign")]["title"] == ""


def test_only_the_authorities_the_installation_names_are_trusted(app, opened, sign_in, authority):
    drafted(sign_in("hue.tp"))
    leader, folder = sign_in("binh.ld"), app.extensions["motcua"].config.files_dir.parent / "roots"
    installed = app.extensions["motcua"]
    app.extensions["motcua"] = replace(
        installed, config=replace(installed.config, sign_roots=folder)
    )
    folder.mkdir()
    offered = leader.post(address("unsigned.pdf"), data=form(leader, "sign")).data
    content = signed_outside(offered, authority.signer("Đỗ Thanh Bình"))

    def signing():
        return sent(leader, "sign", upload=(io.BytesIO(content), "thu.pdf"))

    empty = signing()
    (folder / "ca.pem").write_bytes(Authority("Nơi khác", slot=1).root())
    stranger = signing()
    (folder / "ca.pem").write_bytes(authority.root())

    assert "MOTCUA_SIGN_ROOTS" in complaint(empty)
    assert "không do tổ chức chứng thực" in complaint(stranger)
    assert signing().status_code == 303
    assert last(opened, CASE).certificate == "Đỗ Thanh Bình (UBND xã Phước Long)"
    assert "ký số bởi" in leader.get(address()).text


@BOTH
def test_the_clerk_numbers_it_the_kept_letter_is_shown_and_it_is_published_once(opened, sign_in):
    number = issued(sign_in)
    clerk = sign_in("tam.vt")
    letter = clerk.get(address("letter.pdf"))
    publishing = form(clerk, "publish")

    assert number == "01/PXL"
    text = " ".join(PdfReader(io.BytesIO(letter.data)).pages[0].extract_text().split())
    assert "Số: 01/PXL" in text
    assert "XEM TRƯỚC" not in text
    assert "không gỡ xuống được" in text_of(clerk.get(address()).text)
    assert clerk.post(address("publish"), data=publishing).status_code == 303
    assert clerk.post(address("publish"), data=publishing).status_code == 303
    assert events(opened)[-1] == "LetterPublished"
    assert events(opened).count("LetterPublished") == 1
    assert "Đã đăng công khai" in text_of(clerk.get(address()).text)
    assert "publish" not in clerk.get(address()).text.split("<main")[1]


def test_a_number_is_taken_once_however_often_the_form_is_sent(opened, sign_in):
    drafted(sign_in("hue.tp"))
    signed(sign_in("binh.ld"))
    clerk = sign_in("tam.vt")
    given = form(clerk, "issue")

    assert [clerk.post(address("issue"), data=given).status_code for _ in range(2)] == [303, 303]
    assert events(opened).count("LetterIssued") == 1


def test_a_letter_with_a_mistake_is_replaced_by_another(opened, sign_in):
    number, clerk = issued(sign_in), sign_in("tam.vt")

    unsaid = sent(clerk, "correct")
    assert unsaid.status_code == 422
    assert "Thư có sai sót gì" in complaint(unsaid)
    assert sent(clerk, "correct", reason="Sai tên người nộp").status_code == 303

    page = text_of(clerk.get(address()).text)
    assert f"Số {number}" in page
    assert "thay bằng số 02/PXL" in page
    assert form(clerk, "publish")["number"] == "02/PXL"
    again = posted(clerk, address("publish"), key="0" * 32, number=number)
    assert again.status_code == 422
    assert "đã được thay bằng số 02/PXL" in complaint(again)


def test_a_second_one_is_refused_with_what_to_do_and_told_upwards(opened, sign_in):
    worker = sign_in("hue.tp")
    stale = {**form(worker, "draft"), "act": "save", "public_reason": PUBLIC}
    issued(sign_in)

    meanwhile = worker.post(address("draft"), data=stale)
    assert meanwhile.status_code == 409
    assert "Hồ sơ đã có thư xin lỗi nên không ghi dự thảo nữa" in complaint(meanwhile)
    assert told_of_a_second(opened) == []
    stale |= {"version": str(len(events(opened))), "new_due_at": DAY_LATER}
    refused = worker.post(address("draft"), data=stale)

    assert refused.status_code == 422
    assert "không được hẹn lại lần nữa" in complaint(refused)
    shown = text_of(refused.text)
    assert "không soạn được thư thứ hai" in shown
    assert "Lãnh đạo và trung tâm đã được báo" in shown
    assert told_of_a_second(opened) == ["binh.ld", "kiem.soat", "thao.ld"]
    assert sent(worker, "escalate").status_code == 303
    assert told_of_a_second(opened) == ["binh.ld", "kiem.soat", "thao.ld"]


def told_of_a_second(opened) -> list[str]:
    with opened.reading() as connection:
        rows = connection.execute(select(NOTICES.c.login, NOTICES.c.key))
        return sorted(row.login for row in rows if f"{CASE}:second" in row.key)


def test_what_changed_since_it_was_signed_has_to_be_signed_again(opened, sign_in):
    """A standstill moves the deadline that the letter names."""
    worker, leader, clerk = sign_in("hue.tp"), sign_in("binh.ld"), sign_in("tam.vt")
    drafted(worker, LAST_DAY)
    signed(leader, LAST_DAY)
    given, soon = form(clerk, "issue", LAST_DAY), MORNING + HOUR
    record(opened, LAST_DAY, cmd.PauseCase(at=soon, reason="payment"), by="hue.tp", now=soon)
    record(opened, LAST_DAY, cmd.ResumeCase(at=soon + HOUR), by="hue.tp", now=soon + HOUR)
    demo_clock.move(opened, to=soon + 2 * HOUR, by=None, wall=clock.now())

    refused = clerk.post(address("issue", LAST_DAY), data=given)

    assert refused.status_code == 422
    assert "nội dung thư đã khác lúc ký" in complaint(refused).lower()
    assert "phải soạn lại và ký lại" in text_of(clerk.get(address(code=LAST_DAY)).text)
    assert "hãy soạn lại để lãnh đạo ký lại" in text_of(worker.get(address(code=LAST_DAY)).text)
    drafted(worker, LAST_DAY)
    signed(leader, LAST_DAY)
    assert sent(clerk, "issue", LAST_DAY).status_code == 303


def test_ticked_letters_are_published_together(opened, sign_in):
    number = issued(sign_in)
    clerk, path = sign_in("tam.vt"), "/lists/apology_unpublished"
    page = clerk.get(path).text
    boxes = re.findall(r'name="codes" value="([^"]+)"', page)
    assert [one.partition("|")[0] for one in boxes] == [CASE]
    assert "không gỡ xuống được" in page
    assert "/bulk/publish" not in sign_in("kiem.soat").get(path).text

    key = "3" * 32
    codes = [*boxes, f"{NEAR}|1|", "khong-co|1|"]
    answers = [posted(clerk, "/bulk/publish", key=key, codes=codes).text for _ in range(2)]

    for answer in map(text_of, answers):
        assert "Đã ghi 1 trong 3 hồ sơ" in answer
        assert "không có thư xin lỗi nào để đăng" in answer.lower()
    assert number == last(opened, CASE).number
    assert events(opened).count("LetterPublished") == 1
    assert posted(clerk, "/bulk/publish", key=key).status_code == 400
