"""The file of ladders: how data/ladders.yaml is read, and what in it is a mistake."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from sla.limits import Unit
from workflows.loader import Record, code, day, limit, list_of, one_of, text
from workflows.node import Node
from workflows.rung import DUE, STEP, Audience, Ladder, LadderRow, Rung, When
from workflows.yamltext import read_yaml

NEAR = "near"
AMOUNT = "{amount}"
AUDIENCES: tuple[Audience, ...] = ("holder", "desk", "leader", "centre")
_AMOUNTS: tuple[When, ...] = ("before", "after", "paused", "supplement", "still")
_COUNTED: tuple[When, ...] = ("share", *_AMOUNTS, "promise")
# Which clock may have a rung of its own kind: only a case stands still, and is apologised for.
_CLOCKS: dict[When, tuple[str, ...]] = {
    "paused": ("case",),
    "still": ("case",),
    "supplement": ("case", "intake"),
    "promise": ("case",),
}
_LONGEST = 32  # what the tables of timers and alerts keep of a code
_SHARE = re.compile(r"0\.\d{1,4}", re.ASCII)
_SLOT = re.compile(r"\{[^}]*\}?|\}")


def read_ladders(raw: str, source: str) -> tuple[LadderRow, ...]:
    """The rows of a file of ladders.

    Args:
        raw: its text.
        source: its name for complaints.

    Raises:
        BadPack: with file, line, field and advice for all that is wrong in it.
    """
    node = read_yaml(raw, source)
    rows = list_of(_row)(node)
    _refuse_overlap(node, rows)
    return rows


def _row(node: Node) -> LadderRow:
    record = Record(node)
    near = record.need("near_share", _share)
    row = LadderRow(
        ladder=Ladder(
            clock=record.need("clock", one_of("intake", "step", "case")),
            near_share=near,
            rungs=record.maybe("rungs", list_of(_rung), ()),
        ),
        valid_from=record.need("valid_from", day),
        valid_to=record.maybe("valid_to", day, None),
        source=record.need("source", text),
        confidence=record.need("confidence", text),
    )
    record.close()
    _check(node, row)
    return replace(row, ladder=_filled(row.ladder))


def _rung(node: Node) -> Rung:
    record = Record(node)
    rung = Rung(
        code=record.need("code", _short_code),
        words=record.need("name", _words),
        tell=record.need("tell", list_of(one_of(*AUDIENCES))),
        level=record.need("level", one_of("info", "warn", "urgent")),
        when=DUE,
        share=record.maybe("share", _share_or_near, None),
        instead_of=record.maybe("instead_of", code, None),
    )
    record.maybe("promise", one_of("over"), None)
    amounts = {key: record.maybe(key, limit, None) for key in _AMOUNTS}
    record.close()
    when = _when(node, rung.code)
    rung = replace(rung, when=when, amount=amounts.get(when))
    _check_amount(node, rung)
    return replace(rung, words=rung.words.replace(AMOUNT, _amount_words(rung)))


def _when(node: Node, name: str) -> When:
    given = [key for key in _COUNTED if key in node.entries()]
    if name == DUE and not given:
        return DUE
    if name == DUE or len(given) != 1:
        wanted = "không có mục nào" if name == DUE else "có đúng một mục"
        raise node.fail(f"bậc “{name}” phải {wanted} trong: {', '.join(_COUNTED)}")
    text(node.at(given[0]))
    return given[0]


def _check_amount(node: Node, rung: Rung) -> None:
    counted = rung.amount
    if counted is None:
        return
    if counted.unit not in {Unit.WORKING_DAYS, Unit.WORKING_HOURS}:
        raise node.at(rung.when).fail("hãy viết theo ngày hoặc giờ làm việc, như 3 working_days")
    days = counted.unit is Unit.WORKING_DAYS and not counted.has_half
    if rung.when == "before" and not days:
        raise node.at(rung.when).fail("đếm lùi chỉ theo ngày làm việc tròn, như 3 working_days")


def _amount_words(rung: Rung) -> str:
    if rung.amount is not None:
        return rung.amount.in_words()
    # The share of "near" is known when the whole ladder is.
    return AMOUNT if rung.share is None else _percent(rung.share)


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}%".replace(".", ",")


def _filled(ladder: Ladder) -> Ladder:
    """The same with the share of "near" wherever a rung refers to it."""
    return replace(ladder, rungs=tuple(_near(rung, ladder.near_share) for rung in ladder.rungs))


def _near(rung: Rung, share: Fraction) -> Rung:
    if rung.when != "share" or rung.share is not None:
        return rung
    return replace(rung, share=share, words=rung.words.replace(AMOUNT, _percent(share)))


def _check(node: Node, row: LadderRow) -> None:
    if row.valid_to is not None and row.valid_to < row.valid_from:
        raise node.at("valid_to").fail("ngày cuối nằm trước ngày đầu; hãy sửa một trong hai")
    codes = [rung.code for rung in row.ladder.rungs]
    if codes and DUE not in codes:
        raise node.at("rungs").fail(f"thiếu bậc “{DUE}”; hạn nào cũng phải được ghi")
    for place, rung in enumerate(row.ladder.rungs):
        _check_rung(node.at("rungs", place), rung, row.ladder, codes[:place])


def _check_rung(node: Node, rung: Rung, ladder: Ladder, before: Sequence[str]) -> None:
    if rung.code in before:
        raise node.at("code").fail(f"bậc “{rung.code}” đã có ở trên; mỗi bậc một mã")
    if rung.instead_of is not None and rung.instead_of not in before:
        raise node.at("instead_of").fail(f"không có bậc “{rung.instead_of}” ở trên bậc này")
    if ladder.clock not in _CLOCKS.get(rung.when, (ladder.clock,)):
        raise node.at(rung.when).fail(f"đồng hồ “{ladder.clock}” không có mục này")


def _refuse_overlap(node: Node, rows: Sequence[LadderRow]) -> None:
    for one, other in combinations(range(len(rows)), 2):
        if _overlap(rows[one], rows[other]):
            words = f"đồng hồ “{rows[one].ladder.clock}” có hai bậc thang cho cùng một ngày"
            raise node.at(other, "valid_from").fail(f"{words} (dòng {node.at(one).line})")


def _overlap(one: LadderRow, other: LadderRow) -> bool:
    if one.ladder.clock != other.ladder.clock:
        return False
    return one.in_force(other.valid_from) or other.in_force(one.valid_from)


def _share(node: Node) -> Fraction:
    found = text(node)
    if _SHARE.fullmatch(found) is None or not Fraction(found):
        raise node.fail(f"“{found}” không phải một phần của thời hạn; hãy viết như 0.75")
    return Fraction(found)


def _share_or_near(node: Node) -> Fraction | None:
    return None if node.value == NEAR else _share(node)


def _short_code(node: Node) -> str:
    found = code(node)
    if len(found) > _LONGEST:
        raise node.fail(f"mã “{found}” dài hơn {_LONGEST} ký tự")
    return found


def _words(node: Node) -> str:
    found = text(node)
    strange = [slot for slot in _SLOT.findall(found) if slot not in {AMOUNT, STEP}]
    if strange:
        raise node.fail(f"“{strange[0]}” không dùng được ở đây; chỉ có {AMOUNT} và {STEP}")
    return found
