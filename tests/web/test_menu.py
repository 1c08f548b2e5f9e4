"""The top line: daily work, groups for the rest, and what waits for a decision for who decides."""

import re

import pytest

from tests.web.test_proposals import decided, sent

BADGE = re.compile(r'<a href="/proposals"[^>]*>[^<]*<span class="badge[^"]*">(\d+)<')


def test_a_leader_sees_how_many_proposals_wait_until_they_are_decided(sign_in):
    leader = sign_in("binh.ld")
    assert BADGE.findall(leader.get("/proposals").text) == []
    sent(sign_in("hue.tp"))

    for path in ("/proposals", "/lists/to_approve", "/password"):
        assert BADGE.findall(leader.get(path).text) == ["1"], path
    assert "đang chờ bạn duyệt" in leader.get("/proposals").text

    decided(leader, "approve")
    assert BADGE.findall(leader.get("/proposals").text) == []


@pytest.mark.parametrize("login", ["hue.tp", "lan.mc", "thanh.tra", "kiem.soat"])
def test_who_decides_nothing_sees_no_number_and_asks_for_none(sign_in, count, login):
    sent(sign_in("hue.tp"))
    client = sign_in(login)

    tally = count(lambda: client.get("/password"))

    assert BADGE.findall(client.get("/proposals").text) == []
    assert not any("FROM proposals" in one for one in tally.statements)


def test_ones_own_proposal_does_not_wait_for_oneself(sign_in):
    leader, other = sign_in("binh.ld"), sign_in("thao.ld")
    sent(leader, "void", when="now", reason="nhập trùng", evidence="sổ tiếp nhận")

    assert BADGE.findall(leader.get("/proposals").text) == []
    assert BADGE.findall(other.get("/proposals").text) == ["1"]


GROUP = re.compile(r"<summary[^>]*>([^<]+)</summary>\s*<ul[^>]*>(.*?)</ul>", re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)"[^>]*>([^<]+)')


def nav_of(text):
    """The markup of the top line of a page."""
    found = re.search(r'<nav class="main-nav".*?</nav>', text, re.DOTALL)
    assert found
    return found[0]


def line_of(client, path="/password"):
    """The links in the line itself, and those of each group by its name."""
    nav = nav_of(client.get(path).text)
    groups = {name: [label for _, label in LINK.findall(box)] for name, box in GROUP.findall(nav)}
    return [label for _, label in LINK.findall(GROUP.sub("", nav))], groups


def test_daily_work_stands_first_and_the_rest_in_groups(sign_in):
    line, groups = line_of(sign_in("binh.ld"))

    assert line == ["Việc hôm nay", "Dự báo", "Giải trình", "Đề nghị chờ duyệt"]
    assert list(groups) == ["Văn bản", "Báo cáo", "Quản trị"]
    assert groups["Báo cáo"] == ["Lập biểu", "Đã ký", "Lịch gửi biểu", "Kiểm tra biểu"]
    assert groups["Quản trị"] == ["Thay thế", "Mẫu giấy tờ"]


def test_who_only_administers_finds_everything_in_the_line(sign_in):
    line, groups = line_of(sign_in("quantri.pl"))

    assert groups == {}
    assert line[-1] == "Vận hành"


@pytest.mark.parametrize("login", ["lan.mc", "binh.ld", "yen.kt", "thanh.tra", "quantri.pl"])
def test_every_link_leads_somewhere_and_its_keys_are_in_the_table(sign_in, login):
    client = sign_in(login)
    text = client.get("/password").text
    nav = nav_of(text)
    told = re.findall(r"<kbd>(g)</kbd> <kbd>(.)</kbd>", text)

    assert {"".join(one) for one in told} == {"gc", *re.findall(r'data-key="(..)"', nav)}
    for href, _ in LINK.findall(nav):
        assert client.get(href, follow_redirects=True).status_code == 200, href


def test_the_open_page_is_marked_and_so_is_its_group(sign_in):
    client = sign_in("lan.mc")

    assert '<summary aria-current="true">Văn bản<' in client.get("/letters").text
    assert "<summary aria-current" not in client.get("/intake").text
    assert 'href="/intake" aria-current="page"' in client.get("/intake").text
