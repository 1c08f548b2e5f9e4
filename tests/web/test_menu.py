"""The top line: what waits for a decision is told to whoever decides, and costs others nothing."""

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
