"""What notices say: whole texts, plain substitution, every event on every channel."""

from datetime import date

import pytest

from app.notices.sms import segments
from app.notices.word_files import wordbook
from app.notices.wording import MissingValue, UnknownText, preview, render
from workflows.agency import Level
from workflows.events import ClockName
from workflows.ladder import ladder_on
from workflows.rung import plain_ladder

STAFF = ["bell", "mail", "sms", "zalo"]
CITIZEN = ["mail", "sms", "zalo"]
TOPICS = [
    "received", "supplement", "result", "result_post", "result_online", "refused", "returned",
    "late", "moved", "apology",
]  # fmt: skip
LATE = {
    "case": "H32.PL-230615-0001",
    "procedure": "Đăng ký khai sinh",
    "office": "UBND phường Phước Long",
    "address": "",
    "phone": "",
    "hours": "",
    "due": "thứ Sáu 16/06/2023 16:30",
}
HOSTILE = [
    "{office.__class__}", "{0}", "{{case}}", "%(case)s", "${case}", "[, {phone}]", "]{", "<b>x</b>",
]  # fmt: skip


def samples():
    return {name: value.sample for name, value in wordbook().common.values.items()}


def rungs():
    """Every rung of today's ladders, and those that ring where there is no ladder."""
    clocks: tuple[ClockName, ...] = ("intake", "step", "case")
    for clock in clocks:
        for ladder in (ladder_on(clock, date(2026, 1, 5)), plain_ladder(clock)):
            yield from ((clock, rung.code) for rung in ladder.rungs)


@pytest.mark.parametrize(("clock", "rung"), sorted(set(rungs())))
def test_every_rung_has_words_of_its_own_on_every_channel(clock, rung):
    words = wordbook().events[f"staff.{clock}.{rung}"]

    assert sorted(words.texts) == STAFF


@pytest.mark.parametrize("topic", TOPICS)
def test_citizens_are_told_by_every_channel(topic):
    assert sorted(wordbook().events[f"citizen.{topic}"].texts) == CITIZEN


def test_a_letter_by_itself_is_sent_where_it_can_be_carried():
    assert sorted(wordbook().events["citizen.copy"].texts) == ["mail"]


def test_that_an_apology_was_corrected_is_told_by_every_channel():
    assert sorted(wordbook().events["citizen.apology_corrected"].texts) == CITIZEN


@pytest.mark.parametrize("event", ["drafted", "signed", "issued", "second"])
def test_the_turns_of_an_apology_ring_the_bell(event):
    assert sorted(wordbook().events[f"apology.{event}"].texts) == ["bell"]


@pytest.mark.parametrize("event", ["digest", "forecast", "weekly"])
def test_the_morning_has_frames_for_every_channel(event):
    assert sorted(wordbook().events[event].texts) == STAFF


def test_a_rung_somebody_added_without_words_is_told_by_its_name():
    text = render("staff.case.days_2", "bell", Level.COMMUNE, samples())

    assert text.body.startswith("Còn 1 ngày làm việc đến hạn trả: hồ sơ H32.PL-230615-0001")


def test_an_event_nobody_has_words_for_is_an_error():
    with pytest.raises(UnknownText, match=r"citizen\.lost"):
        render("citizen.lost", "sms", Level.COMMUNE, samples())
    with pytest.raises(UnknownText, match="bell"):
        render("citizen.late", "bell", Level.COMMUNE, samples())


def test_the_whole_letter_to_a_citizen_whose_case_is_late():
    values = {
        **LATE,
        "address": "Số 0 đường Ví Dụ",
        "phone": "0258 000 0000",
        "hours": "07:30–11:30, thứ Hai",
    }

    letter = render("citizen.late", "mail", Level.COMMUNE, values)

    assert letter.subject == "Xin lỗi vì hồ sơ H32.PL-230615-0001 chưa có kết quả đúng hẹn"
    assert letter.body == (
        "Kính gửi Ông/Bà,\n\n"
        "Hồ sơ H32.PL-230615-0001 (Đăng ký khai sinh) được hẹn trả kết quả thứ Sáu 16/06/2023 "
        "16:30 nhưng đến nay chưa giải quyết xong. UBND phường Phước Long thành thật xin lỗi "
        "Ông/Bà. Hồ sơ vẫn đang được giải quyết.\n\n"
        "Ông/Bà có thể hỏi về hồ sơ theo địa chỉ dưới đây.\n\n"
        "Bộ phận Một cửa, UBND phường Phước Long\n"
        "Địa chỉ: Số 0 đường Ví Dụ\n"
        "Điện thoại: 0258 000 0000\n"
        "Giờ làm việc: 07:30–11:30, thứ Hai\n"
        "Thư này được gửi tự động; xin không trả lời vào địa chỉ gửi."
    )


def test_what_is_not_known_of_an_office_is_left_out_with_its_words():
    letter = render("citizen.late", "mail", Level.COMMUNE, LATE)
    message = render("citizen.late", "sms", Level.COMMUNE, LATE)

    assert letter.body.endswith(
        "Bộ phận Một cửa, UBND phường Phước Long\n"
        "Thư này được gửi tự động; xin không trả lời vào địa chỉ gửi."
    )
    assert message.body.endswith("Liên hệ: UBND phường Phước Long.")
    assert message.subject == ""


@pytest.mark.parametrize("hole", [{"due": ""}, {"due": " \n"}, {"due": "\u200b"}])
def test_a_hole_is_never_sent(hole):
    with pytest.raises(MissingValue, match="due"):
        render("citizen.late", "sms", Level.COMMUNE, {**LATE, **hole})
    without = {name: value for name, value in LATE.items() if name != "due"}
    with pytest.raises(MissingValue, match="due"):
        render("citizen.late", "sms", Level.COMMUNE, without)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("channel", CITIZEN)
def test_a_value_is_text_whatever_stands_in_it(hostile, channel):
    said = render("citizen.late", channel, Level.COMMUNE, {**LATE, "office": hostile})

    assert hostile in said.body
    assert said.body.count("H32.PL-230615-0001") == 1


@pytest.mark.parametrize(
    ("hostile", "seen"),
    [
        ("Sở\r\nBcc: ai@example.com", "Sở Bcc: ai@example.com"),
        ("Sở\u2028Hai\x00\x1b[31m", "Sở Hai [31m"),
        ("Sở \u202eđảo\u2066 ngược\u200b", "Sở đảo ngược"),
        ("  Sở   Một ", "Sở Một"),
        ("So\u031b\u0309", "Sở"),
    ],
)
def test_values_come_out_on_one_line_that_reads_as_it_looks(hostile, seen):
    values = {**LATE, "case": hostile}

    said = render("citizen.late", "mail", Level.COMMUNE, values)

    assert said.subject == f"Xin lỗi vì hồ sơ {seen} chưa có kết quả đúng hẹn"
    assert f"Hồ sơ {seen} (Đăng ký khai sinh) được hẹn" in said.body


def test_only_the_lines_of_a_digest_keep_their_lines():
    values = {**samples(), "lines": "một\x00\r\n{office}\n\u202eba", "office": "Hai\nhàng"}

    letter = render("digest", "mail", Level.COMMUNE, values)

    assert "\n\nmột\n{office}\nba\n\n" in letter.body
    assert "tại Hai hàng, có 3 hồ sơ" in letter.body


def test_a_long_value_is_cut_where_every_letter_costs_and_whole_in_a_letter():
    long = "giấy " * 100
    values = {**samples(), "items": long}

    short = render("citizen.supplement", "sms", Level.COMMUNE, values).body
    whole = render("citizen.supplement", "mail", Level.COMMUNE, values).body

    assert "giấy…" in short
    assert segments(short) <= 6
    assert long.strip() in whole


def test_short_messages_name_neither_procedure_nor_reason():
    values = {**samples(), "procedure": "Xác nhận khuyết tật", "reason": "con của bà Tư"}
    for topic in TOPICS:
        for channel in ("sms", "zalo"):
            said = render(f"citizen.{topic}", channel, Level.COMMUNE, values).body
            assert "bà Tư" not in said
        assert "khuyết tật" not in render(f"citizen.{topic}", "sms", Level.COMMUNE, values).body


@pytest.mark.parametrize("level", list(Level))
def test_the_preview_shows_every_text_whole(level):
    shown = preview(level)

    events = wordbook().events
    assert [(one.event, one.channel) for one in shown] == [
        (code, channel) for code in events for channel in STAFF if channel in events[code].texts
    ]
    for one in shown:
        assert not set("{}[]") & set(one.subject + one.body), one
        assert "\n" not in one.subject
        assert bool(one.subject) == (one.channel == "mail")
        assert one.channel == "mail" or "\n" not in one.body
        assert one.characters == len(one.body)
        assert bool(one.segments) == (one.channel == "sms")


def test_short_messages_to_officers_fit_into_160_letters():
    long = [
        one.event
        for one in preview(Level.COMMUNE)
        if one.channel == "sms" and one.event.startswith("staff.") and one.characters > 160
    ]

    assert long == []


def test_each_level_signs_by_the_name_of_its_desk():
    signed = {
        level: one.body
        for level in Level
        for one in preview(level)
        if (one.event, one.channel) == ("citizen.received", "mail")
    }

    assert "\nTrung tâm Phục vụ hành chính công, UBND" in signed[Level.PROVINCE]
    assert "\nBộ phận Tiếp nhận và Trả kết quả, UBND" in signed[Level.DEPARTMENT]
    assert "\nBộ phận Một cửa, UBND" in signed[Level.COMMUNE]
    assert "\nBộ phận Một cửa, UBND" in signed[Level.DISTRICT]


def test_a_text_reads_the_same_where_everything_optional_is_missing():
    """No doubled blanks, no stray commas, no empty brackets around what is left out."""
    needed = {"case", "procedure", "office", "due", "accepted", "old_due", "new_due", "rung"}
    needed |= {"day", "week", "until_day", "count", "lines"}
    needed |= {"letter", "number", "come"}
    values = {name: said if name in needed else "" for name, said in samples().items()}
    # What only ever tells that a letter takes another's place.
    replacing = {"citizen.apology_corrected": {**values, "replaces": samples()["replaces"]}}
    replacing["citizen.moved_again"] = {**values, "promised": samples()["promised"]}
    for code, words in wordbook().events.items():
        for channel in words.texts:
            known = replacing.get(code, values)
            said = render(code, channel, Level.COMMUNE, known)
            for wrong in ("  ", " ,", " .", "..", ",,", "()", ": .", "\n\n\n"):
                assert wrong not in said.subject + said.body, (code, channel, said)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ồ" * 70, 1),
        ("ồ" * 71, 2),
        ("ồ" * 134, 2),
        ("ồ" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_the_segments_of_a_short_message(text, count):
    assert segments(text) == count
