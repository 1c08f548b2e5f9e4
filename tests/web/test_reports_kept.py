"""Signed tables on the pages: their kept cases, what has changed, and links that lead there."""

import re
from html import unescape
from types import SimpleNamespace

from flask import render_template
from sqlalchemy import select

from app.deadlines.cut_offs import cut_offs
from app.reports.differences import Change, Differences, Moved
from app.reports.forms import form_of
from app.reports.gate import Gate, Obstacle
from app.services.packs import load_packs
from app.services.report_schedules import NewSchedule, schedule
from app.services.report_seals_page import PETITIONS, ChangesPage
from app.store import sealed
from app.store.notices import NOTICES
from app.web.report_asking import case_address, is_petition
from sla.zone import parse_instant
from tests.web.cases import BOTH, text_of
from tests.web.client import token_of
from tests.web.reporting import (
    ABOVE,
    SEAL,
    TABLE,
    WEEKS,
    closed_late,
    corrected,
    numbers,
    province,
    signed,
)
from workflows.agency import Role
from workflows.officer import Grant, Officer

CUT_OFF = parse_instant("2024-03-15T00:05+07:00")
FIGURES = "/reports/II.07b/seal"


@BOTH
def test_every_number_of_a_signed_table_opens_what_was_signed(sign_in, opened):
    code, client = closed_late(opened), sign_in("binh.ld")
    place = signed(client).headers["Location"]
    found = numbers(client, place)
    corrected(opened, code)

    assert len(found) > 10
    for name, (href, count) in found.items():
        assert href.startswith(f"{place}/cases?cell="), name
        page = client.get(href).text
        assert f"<strong>{count}</strong> hồ sơ đã ký" in page, name
        assert page.count("<tr data-href=") == count, name
    href, count = found["Số lượng hồ sơ đã giải quyết – Quá hạn, TỔNG CỘNG"]
    with client.get(href.replace("/cases?", "/cases.csv?")) as file:
        assert len(file.data.decode("utf-8-sig").splitlines()) == count + 1
    assert client.get(href.replace("/cases?", "/cases.xlsx?")).data[:2] == b"PK"


def test_the_page_of_kept_cases_makes_few_statements(sign_in, opened, count):
    closed_late(opened)
    client = sign_in("binh.ld")
    place = signed(client).headers["Location"]

    for page in ("", "/cases?cell=received.total", "/changes", "/standing"):
        tally = count(lambda page=page: client.get(f"{place}{page}"))
        assert len(tally.statements) <= 12, page


def test_kept_cases_nobody_signed_are_no_page(sign_in, opened):
    client = sign_in("binh.ld")
    place = signed(client).headers["Location"]

    assert client.get(f"{place}/cases?cell=bịa").status_code == 404
    assert client.get(f"{place}/cases").status_code == 404
    assert client.get(f"{place}/cases?cell=received.total&row=bịa").status_code == 400
    for ending in ("", ".csv", ".xlsx"):
        assert client.get(f"/reports/sealed/{10**30}/cases{ending}?cell=voided").status_code == 404
    assert sign_in("lan.mc").get(f"{place}/cases?cell=voided").status_code == 403


def test_the_link_of_a_cut_off_opens_the_table_that_was_sent(sign_in, opened, tmp_path):
    province(opened, tmp_path)
    who = Officer(login=ABOVE, name="", grants=(Grant(agency="H32", role=Role.SUPERVISOR),))
    new = NewSchedule(form="II.06a", agency="H32", kind="quarter", variant="chuan", subtree=True)
    schedule(opened, who, new, now=parse_instant("2024-01-02T08:00+07:00"))
    cut_offs(opened, tmp_path / "files", now=CUT_OFF)
    with opened.reading() as connection:
        told = connection.scalars(select(NOTICES.c.link).where(NOTICES.c.kind == "report"))
        (link,) = set(told)

    words = text_of(sign_in(ABOVE).get(link).text)

    assert "và cấp dưới, Quý I năm 2024 (15/12/2023 – 14/03/2024)" in words
    assert "variant=chuan" in link
    assert "Dừng tính" not in words.partition("TỔNG CỘNG")[0].rpartition("STT")[2]


def test_a_form_of_figures_alone_says_that_figures_changed(sign_in, opened, tmp_path):
    client = sign_in("binh.ld")
    token = token_of(client, f"{FIGURES}?{WEEKS}")
    given = {"csrf_token": token, "key": "d" * 32, "title": "CHỦ TỊCH"}
    answer = client.post(f"{FIGURES}?{WEEKS}", data=given)
    assert answer.status_code == 303, text_of(answer.text)
    place = answer.headers["Location"]
    further = tmp_path / "further.yaml"
    further.write_text(FURTHER, encoding="utf-8")
    load_packs(opened, [further])

    page = client.get(f"{place}/changes").text
    assert re.search(r"\d+ con số đã đổi\.", text_of(page))
    assert "Lập bản thay thế…" in page
    assert re.search(r"\d+ con số đã đổi từ khi ký", text_of(client.get(f"{place}/standing").text))


FURTHER = """
procedures:
  - {code: T.9, name: Thủ tục mới, field: HT, levels: [commune], online: full,
     time_limit: 3 working_days, resume: continue, steps: []}
"""


def test_of_many_offices_the_gate_is_asked_for(sign_in, opened, tmp_path):
    province(opened, tmp_path)
    client = sign_in(ABOVE)
    many = WEEKS.replace("H32.PL", "H32")

    whole = client.get(f"{TABLE}?{many}&subtree=1").text
    assert not re.search(r'id="gate"[^>]*hx-trigger="load"', whole)
    assert 'hx-target="#gate">Kiểm tra trước khi ký' in whole
    assert re.search(r'id="gate"[^>]*hx-trigger="load"', client.get(f"{TABLE}?{many}").text)
    assert not re.search(
        r'id="gate"[^>]*hx-trigger="load"', client.get(f"{SEAL}?{many}&subtree=1").text
    )


def test_an_office_with_none_below_has_no_subtree(sign_in):
    client = sign_in("binh.ld")

    page = numbers(client, f"{TABLE}?{WEEKS}&subtree=1")

    assert page
    assert not [href for href, _ in page.values() if "subtree" in href]
    assert "và cấp dưới" not in text_of(client.get(f"{SEAL}?{WEEKS}&subtree=1").text)


def test_counted_again_today_it_is_counted_as_it_was_signed(sign_in, opened):
    client = sign_in("binh.ld")
    place = signed(client).headers["Location"]

    again = re.search(r'<a href="([^"]+)">Lập lại biểu hôm nay', client.get(place).text)

    assert again
    assert "close_at=desk" in unescape(again[1])
    assert client.get(unescape(again[1])).status_code == 200


def test_what_is_a_petition_is_told_by_its_number():
    assert is_petition(f"{PETITIONS}H32.PL-2024-0001")
    assert not is_petition("H32.PL-240103-0001")


def edition(opened, number):
    with opened.reading() as connection:
        return sealed.numbered(connection, number)


def test_what_moved_among_petitions_is_told_as_petitions(app, sign_in, opened):
    client = sign_in("binh.ld")
    number = int(signed(client).headers["Location"].rpartition("/")[2])
    kept = edition(opened, number)
    code = f"{PETITIONS}H32.PL-2024-0001"
    moved = Change(case_code=code, was=(), now=(("HT", ("received.total",)),))
    found = Differences(number=number, edition=1, changes=(moved,), figures=(), rows={})
    page = ChangesPage(
        sealed=kept, layout=form_of("II.05a").layout(), found=found, people={}, may_sign=False
    )

    with app.test_request_context("/"):
        told = text_of(
            render_template("components/report_changes.html", page=page, sealed=kept, renew="")
        )
        standing = text_of(render_template("components/report_standing.html", page=page))

    assert "1 phản ánh, kiến nghị nay đứng ở chỗ khác" in told
    assert "Xem sổ phản ánh, kiến nghị." in told
    assert "hồ sơ" not in told.lower()
    assert "1 phản ánh, kiến nghị đã đổi từ khi ký" in standing


def test_a_cut_list_of_figures_says_so(app, sign_in, opened):
    client = sign_in("binh.ld")
    number = int(signed(client).headers["Location"].rpartition("/")[2])
    kept = edition(opened, number)
    one = Moved(row=None, name="", cell="local.total", was=1, now=2)
    found = Differences(number=number, edition=1, changes=(), figures=(one,) * 201, rows={})
    page = ChangesPage(
        sealed=kept, layout=form_of("II.07b").layout(), found=found, people={}, may_sign=True
    )

    with app.test_request_context("/"):
        told = text_of(
            render_template("components/report_changes.html", page=page, sealed=kept, renew="/r")
        )

    assert "201 con số đã đổi. Lập bản thay thế…" in told
    assert "Chỉ hiện 200 con số đầu trong 201 con số đã đổi." in told


def test_further_petitions_of_an_obstacle_are_no_cases(app):
    one = Obstacle(kind="list", words="Chưa xếp được", cases=(f"{PETITIONS}X-1",), more=3)

    with app.test_request_context("/"):
        told = render_template(
            "components/report_gate.html",
            found=SimpleNamespace(standing=None, running=False),
            form=form_of("II.05a"),
            gate=Gate(obstacles=(one,)),
            where={},
            address_of=case_address,
            is_petition=is_petition,
        )

    assert "và 3 mục nữa" in text_of(told)
