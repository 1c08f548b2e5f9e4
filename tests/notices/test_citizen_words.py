"""The words citizens read: one full stop at an end, and short messages that stay short."""

from app.notices.offices import office_values
from app.notices.sms import segments
from app.notices.word_files import wordbook
from app.notices.wording import render
from app.sample.ward import PACKS
from app.services.packs import load_packs
from app.store.engine import database
from app.store.setup import read_setup
from tests.notices.telling import STARTED, accepted, did, march, submitted, text, ward
from workflows import commands as do
from workflows.agency import Level


def test_a_full_stop_that_the_officer_wrote_is_not_doubled(sqlite_url):
    opened = ward(sqlite_url)
    refused, returned, moved, asked = submitted(opened), *(accepted(opened) for _ in range(3))
    reason, at = "Không thuộc thẩm quyền. ", march(4, "15:00")

    did(opened, refused, do.RefuseCase(at=at, reason=reason, ground="Luật Hộ tịch, Điều 13."))
    did(opened, returned, do.ReturnCase(at=at, reason=reason))
    did(opened, moved, adjusted(at, reason))
    did(opened, asked, do.RequestSupplement(at=at, items=("bản sao;", " . ", "ảnh."), reason="…."))

    letters = [text(opened, "mail", topic) for topic in ("refused", "returned", "moved")]
    assert all("Không thuộc thẩm quyền.\n" in letter for letter in letters)
    assert "\nCăn cứ: Luật Hộ tịch, Điều 13.\n" in letters[0]
    assert " cần bổ sung: bản sao; ảnh.\nLý do: ….\n" in text(opened, "mail", "supplement")


def test_the_number_of_a_result_is_told_bare(sqlite_url):
    opened = ward(sqlite_url)
    code = accepted(opened)
    resolved = do.ResolveCase(at=march(5, "09:00"), outcome="granted", result_no="12/KS.")

    did(opened, code, STARTED, resolved)

    assert " đã có kết quả, số 12/KS. Mời Ông/Bà" in text(opened, "mail", "result")


def adjusted(at, reason):
    return do.AdjustDeadline(at=at, new_due_at=march(8, "09:00"), reason=reason, approved_by="Hùng")


def test_a_short_message_of_the_sample_ward_takes_three_parts_at_most(sqlite_url):
    opened = database(sqlite_url)
    load_packs(opened, PACKS)
    with opened.reading() as connection:
        setup = read_setup(connection)
    said = office_values(setup, setup.agency("H32.PL"), now=march(4, "09:00"))
    samples = {name: value.sample for name, value in wordbook().common.values.items()}
    # What is left out where it does not fit: see test_citizen_apology.py, test_citizen_lookup.py.
    samples |= {"track": "", "public_reason": ""}

    events = wordbook().events
    citizen = [
        code for code in events if code.startswith("citizen.") and "sms" in events[code].texts
    ]
    bodies = [render(one, "sms", Level.COMMUNE, {**samples, **said}).body for one in citizen]

    assert [body for body in bodies if segments(body) > 3] == []
    foot = "UBND phường Phước Long, Số 0 đường Ví Dụ, thành phố Nha Trang, ĐT 0258 000 0000."
    assert [body for body in bodies if not body.endswith(foot)] == []
    assert {body.count("Phước Long") for body in bodies} == {1}
