"""The look-up of a case, as anybody opens it without an account."""

import time
from dataclasses import replace

import pytest

from app.factory import create_app
from app.sample import MORNING
from app.services.track import NOT_FOUND
from app.services.track_attempts import TRACK_LIMIT, subject
from app.store import sessions
from sla.zone import later, local
from tests.web.cases import BOTH, TU, appraised, did
from tests.web.client import token_of
from tests.web.public import AGAIN, PRIVATE, SECRETS, apologised, looked, receipt, words_of
from workflows import commands as cmd
from workflows.lockout import Tally


@BOTH
def test_a_receipt_opens_its_case_and_names_nobody(client, opened):
    case = appraised(opened)

    answer = looked(client, case, receipt(opened, case))

    assert answer.status_code == 200
    said = words_of(answer)
    assert "Hồ sơ đang được giải quyết" in said
    assert "Hẹn trả kết quả 07:30 ngày 29/01/2024" in said
    assert "Đang tính, không tạm dừng." in said
    assert "Điện thoại: 0258 000 0000" in said
    assert "Giờ làm việc: Sáng 7h30–11h30" in said
    assert "Ông/Bà nhận kết quả tại Bộ phận" in said
    assert "Vì sao là ngày này?" in said
    assert "3 ngày làm việc" in said
    assert [secret for secret in SECRETS if secret in answer.text] == []


def test_it_says_since_when_the_clock_stands_what_is_missing_and_until_when(client, opened):
    case = appraised(opened)
    did(opened, case, cmd.RequestSupplement(
        at=MORNING, items=("Bản sao <b>khai sinh</b>", f"Đơn của {TU.name}"), reason="thiếu",
        until=AGAIN,
    ))  # fmt: skip

    answer = looked(client, case, receipt(opened, case))

    said = words_of(answer)
    assert "đang tạm dừng từ 08:30 ngày 24/01/2024, chờ bổ sung giấy tờ" in said
    assert "Xin bổ sung trước 16:30 ngày 20/02/2024" in said
    assert "Bản sao &lt;b&gt;khai sinh&lt;/b&gt;" in answer.text
    assert "giấy tờ ghi trên phiếu yêu cầu bổ sung" in said
    assert [secret for secret in SECRETS if secret in answer.text] == []


def test_a_pause_is_told_in_the_citizens_words(client, opened):
    case = appraised(opened)
    did(opened, case, cmd.PauseCase(at=MORNING, reason="payment", note=PRIVATE))

    said = words_of(looked(client, case, receipt(opened, case)))

    assert "từ 08:30 ngày 24/01/2024, chờ Ông/Bà thực hiện nghĩa vụ tài chính" in said
    assert PRIVATE not in said


def test_an_apology_shows_its_new_date_beside_the_first(client, opened):
    case = appraised(opened)
    apologised(opened, case, at=MORNING, again=AGAIN)

    said = words_of(looked(client, case, receipt(opened, case)))

    assert "Hẹn trả kết quả 07:30 ngày 29/01/2024" in said
    assert "Hẹn lại trong thư xin lỗi 16:30 ngày 20/02/2024" in said


def test_a_case_that_ended_promises_no_result(client, opened):
    case = appraised(opened)
    did(opened, case, cmd.WithdrawCase(at=MORNING, reason=PRIVATE))

    said = words_of(looked(client, case, receipt(opened, case)))

    assert "Hồ sơ đã được rút" in said
    assert "Giải quyết xong 08:30 ngày 24/01/2024" in said
    assert "Ông/Bà nhận kết quả" not in said


def test_codes_are_forgiven_their_looks(client, opened):
    case = appraised(opened)
    code = receipt(opened, case)
    typed = f" {code[:4].lower()} {code[4:].lower()} ".replace("0", "o").replace("1", "i")

    assert looked(client, f" {case.lower()} ", typed).status_code == 200


def test_an_unknown_case_reads_like_a_wrong_code(client, opened, count):
    case = appraised(opened)
    right = receipt(opened, case)
    answers = []

    def ask(code, lookup):
        tally = count(lambda: answers.append(looked(client, code, lookup)))
        return tally.statements

    ask(case, "ZZZZZZZZ")  # The setup is read once for each process.
    wrong, unknown = ask(case, "ZZZZZZZZ"), ask("H32.PL-240124-9999", right)

    assert wrong == unknown
    _, one, other = answers
    assert one.status_code == other.status_code == 422
    assert NOT_FOUND[1:] in words_of(one)
    assert words_of(one) == words_of(other)
    typed = {"H32.PL-240124-9999": case, right: "ZZZZZZZZ"}
    text = other.text
    for told, instead in typed.items():
        text = text.replace(f'value="{told}"', f'value="{instead}"')
    assert without_token(text) == without_token(one.text)


def without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf_token" not in line]


def test_an_unknown_case_takes_as_long_as_a_wrong_code(client, opened):
    case = appraised(opened)
    receipt(opened, case)
    token = token_of(client, "/track")

    def took(code, number):
        typed = {"code": code, "lookup": "ZZZZZZZZ", "csrf_token": token}
        begun = time.perf_counter()
        client.post("/track", data=typed, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"})
        return time.perf_counter() - begun

    took(case, 0)
    # Each from an address of its own, so that the same is written for both.
    times = [
        (took(case, number), took("H32.PL-240124-9999", number + 1)) for number in range(1, 80, 2)
    ]
    # The quickest of many: whatever else the machine does only makes single ones slower.
    known, unknown = (min(each) for each in zip(*times, strict=True))

    assert 0.5 < known / unknown < 2


def test_too_many_failures_are_told_until_when_by_every_process(app, config, opened):
    case = appraised(opened)
    right = receipt(opened, case)
    one, other = app.test_client(), create_app(config).test_client()
    with opened.writing() as connection:
        sessions.held_tally(connection, subject("127.0.0.1"))
        many = Tally(failures=TRACK_LIMIT.failures - 4, since=MORNING)
        sessions.keep_tally(connection, subject("127.0.0.1"), many)
    for number in range(4):
        answer = looked((one, other)[number % 2], case, "ZZZZZZZZ")
        assert answer.status_code == 422

    closed = looked(one, case, right)

    assert closed.status_code == 429
    assert 0 < int(closed.headers["Retry-After"]) <= TRACK_LIMIT.steps[0] * 60
    until = later(MORNING, minutes=TRACK_LIMIT.steps[0])
    assert f"hãy thử lại sau {local(until):%H:%M}" in words_of(closed)
    assert case in closed.text  # What was typed is kept.
    assert looked(other, "H32.PL-240124-9999", right).status_code == 429
    elsewhere = looked(other, case, right, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 200


def test_only_a_trusted_proxy_says_who_asks(config, opened):
    case = appraised(opened)
    behind = create_app(replace(config, trusted_proxies=1)).test_client()
    open_to_all = create_app(config).test_client()
    for client, expected in ((open_to_all, 429), (behind, 422)):
        for number in range(TRACK_LIMIT.failures + 1):
            told = {"X-Forwarded-For": f"198.51.100.{number}"}
            looked(client, case, "ZZZZZZZZ", headers=told)
        told = {"X-Forwarded-For": "198.51.100.99"}
        assert looked(client, case, "ZZZZZZZZ", headers=told).status_code == expected


@pytest.mark.parametrize(
    ("code", "lookup"), [("", "7K2M9QXA"), ("H32", ""), ("x" * 65, "7"), ("H32", "7" * 33)]
)
def test_what_is_lacking_is_said_beside_its_field_and_counted_against_nobody(client, code, lookup):
    for _ in range(TRACK_LIMIT.failures + 1):
        looked(client, code, lookup)

    answer = looked(client, code, lookup)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert '-error">' in answer.text


def test_what_is_typed_is_shown_as_text(client):
    answer = looked(client, '"><script>alert(1)</script>', "{{ 7*7 }}")

    assert "<script>alert" not in answer.text
    assert 'value="{{ 7*7 }}"' in answer.text


def test_a_form_without_its_secret_keeps_what_was_typed_and_asks_nothing(client, opened, count):
    case = appraised(opened)
    code = receipt(opened, case)
    answers = []

    tally = count(
        lambda: answers.append(client.post("/track", data={"code": case, "lookup": code}))
    )

    assert answers[0].status_code == 400
    assert "xin bấm Tra cứu lần nữa" in words_of(answers[0])
    assert f'value="{code}"' in answers[0].text
    assert not [one for one in tally.statements if "lookup_codes" in one]


def test_no_page_asks_the_database_more_than_a_dozen_times(client, opened, count):
    case = appraised(opened)
    apologised(opened, case, at=MORNING, again=AGAIN)
    typed = {
        "code": case,
        "lookup": receipt(opened, case),
        "csrf_token": token_of(client, "/track"),
    }
    asked = [lambda page=page: client.get(page) for page in ("/track", "/apologies")]

    tallies = [count(one) for one in (*asked, lambda: client.post("/track", data=typed))]

    assert max(len(tally.statements) for tally in tallies) <= 12


def test_codes_in_the_address_are_not_read(client, opened):
    case = appraised(opened)

    answer = client.get(f"/track?code={case}&lookup={receipt(opened, case)}")

    assert case not in answer.text


def test_no_code_stands_in_the_log(client, opened, capfd):
    case = appraised(opened)
    code = receipt(opened, case)
    looked(client, case, code)
    looked(client, case, "ZZZZZZZZ")

    written = "".join(capfd.readouterr())

    assert "public.track" in written
    assert case not in written
    assert code not in written


def test_the_answer_is_kept_by_nobody_and_gathered_by_nobody(client, opened):
    case = appraised(opened)
    answer = looked(client, case, receipt(opened, case))

    assert answer.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert '<meta name="robots" content="noindex">' in client.get("/track").text
