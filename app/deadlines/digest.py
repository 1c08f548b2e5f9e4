"""What one person is told in the morning: parts of lines, told in full or as a number."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.deadlines.digest_rows import Attention, Group, Total
from app.deadlines.forecasting import Risk
from sla.words import instant_in_words
from workflows.words import step_name

LINES = 20  # of one part; the rest stands in the lists of the desk

_TITLES: Mapping[Group, str] = {
    "overdue": "Đã quá hạn",
    "today": "Đến hạn hôm nay",
    "near": "Sắp đến hạn",
    "intake": "Chờ tiếp nhận",
}
_DUE: Mapping[Group, str] = {"intake": "phải trả lời trước"}
_RANKS = {group: rank for rank, group in enumerate(_TITLES)}
_NOT_HERE = "người được giao hiện không làm việc tại đơn vị"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Lines under a title.

    Attributes:
        lines: those that are told; a letter shows the first of them.
        codes: the cases the part is about, for counting each once.
        unsaid: lines beyond those that are told.
        more: cases that are counted beyond those of `codes`.
        urgent: whether something has gone wrong already, or will.
    """

    title: str
    lines: tuple[str, ...]
    codes: frozenset[str] = frozenset()
    unsaid: int = 0
    more: int = 0
    urgent: bool = False

    def text(self) -> str:
        """The part as it stands in a letter."""
        number = len(self.codes) + self.more
        shown = [f"- {line}" for line in self.lines[:LINES]]
        hidden = len(self.lines) - len(shown) + self.unsaid
        rest = [f"- … và {hidden} dòng nữa"] if hidden else []
        return "\n".join([f"{self.title} ({number}):", *shown, *rest])


def number_of(parts: Iterable[Part]) -> int:
    """How many cases some parts are about, each counted once."""
    parts = list(parts)
    codes = frozenset[str]().union(*(part.codes for part in parts))
    return len(codes) + sum(part.more for part in parts)


def text_of(parts: Iterable[Part]) -> str:
    """The lines of a letter."""
    return "\n\n".join(part.text() for part in parts)


def attention_parts(found: Sequence[Attention], *, but: Collection[str] = ()) -> Iterator[Part]:
    """The cases and steps that need a look, by how pressing they are.

    Args:
        found: most pressing first.
        but: cases that stand in another part already.
    """
    for group, title in _TITLES.items():
        ours = [one for one in found if one.group == group and one.code not in but]
        if ours:
            codes = frozenset(one.code for one in ours)
            urgent = group == "overdue"
            # Important: thousands may be late at one office, and each line is put into words.
            lines = tuple(map(_attention, ours[:LINES]))
            unsaid = len(ours) - len(lines)
            yield Part(title=title, lines=lines, codes=codes, unsaid=unsaid, urgent=urgent)


def once(found: Iterable[Attention]) -> list[Attention]:
    """Each case once, by what is most pressing of it; the case itself before a step of it."""
    kept: dict[str, Attention] = {}
    for one in sorted(found, key=lambda one: (_RANKS[one.group], one.step is not None, one.due)):
        kept.setdefault(one.code, one)
    return list(kept.values())


def risk_part(risks: Sequence[tuple[Risk, str | None]], *, more: int = 0) -> Iterator[Part]:
    """The cases that will miss unless a step is done in time; nothing where there are none.

    Args:
        risks: most pressing first, each with the name of whoever has it, or None for not saying so.
        more: cases at risk beyond these.
    """
    if risks:
        yield Part(
            title="Sẽ trễ hạn nếu không xong đúng giờ",
            lines=tuple(_risk(risk, who or "") for risk, who in risks),
            codes=frozenset(risk.code for risk, _ in risks),
            more=more,
            urgent=True,
        )


def totals_part(
    found: Sequence[Total], names: Mapping[str, str], *, told: frozenset[str] = frozenset()
) -> Iterator[Part]:
    """The numbers of the offices below.

    Args:
        found: the worst first.
        names: of the offices.
        told: cases within these numbers that stand in another part as well.
    """
    if found:
        yield Part(
            title="Theo đơn vị",
            lines=tuple(_total(one, names) for one in found),
            codes=told,
            more=sum(one.sum for one in found) - len(told),
            urgent=any(one.overdue for one in found),
        )


def news_part(texts: Mapping[str, Sequence[str]]) -> Iterator[Part]:
    """What the bell has told since the last morning, by case."""
    if texts:
        lines = tuple(text for told in texts.values() for text in told)
        yield Part(title="Đã nhắc từ bản tin trước", lines=lines, codes=frozenset(texts))


def _attention(one: Attention) -> str:
    due = _DUE.get(one.group, "hạn")
    if one.step is None:
        return f"{one.code}, {one.procedure}: {due} {instant_in_words(one.due)}"
    free = "" if one.login else f" ({_NOT_HERE if one.left else 'chưa giao ai'})"
    return f"{one.code}, {one.procedure}: bước {one.step}{free}, hạn {instant_in_words(one.due)}"


def _risk(risk: Risk, who: str) -> str:
    outlook = risk.outlook
    by = f"lẽ ra phải {_what(risk)} trước" if outlook.too_late else f"{_what(risk)} trước"
    hands = f", {who}" if who else ""
    words = f"{by} {instant_in_words(outlook.done_by)}{hands}"
    return f"{risk.code}, {risk.procedure.name}: {words}; hạn {instant_in_words(outlook.due)}"


def _what(risk: Risk) -> str:
    outlook = risk.outlook
    if outlook.step is not None:
        return f"xong bước {step_name(risk.procedure, outlook.step)}"
    return "tiếp nhận" if outlook.clock == "intake" else "ra kết quả"


def _total(one: Total, names: Mapping[str, str]) -> str:
    numbers = (
        (one.overdue, "quá hạn"),
        (one.today, "đến hạn hôm nay"),
        (one.near, "sắp đến hạn"),
        (one.intake, "chờ tiếp nhận"),
    )
    told = ", ".join(f"{number} {words}" for number, words in numbers if number)
    return f"{names.get(one.agency, one.agency)}: {told}"
