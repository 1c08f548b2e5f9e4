"""Lists in words: the groups at the side, and what each line of a table tells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.lists.catalogue import DeskList
from app.lists.lines import ListRow, RunningStep
from app.services.bulk_steps import Ticked
from app.services.list_frame import Frame, case_is_late
from app.services.lists import Badge, Line
from app.web.render import money, short_at
from app.web.words import CHANNELS, STATES, VERDICTS
from workflows.case import State
from workflows.words import REASONS

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Việc phải làm": (
        "to_accept",
        "supplemented",
        "mine",
        "sent_back",
        "to_approve",
        "to_issue",
        "to_assign",
        "hand_over",
        "to_pay",
    ),
    "Theo hạn": ("overdue", "due_soon", "step_late"),
    "Thư xin lỗi": (
        "apology_owed",
        "apology_drafts",
        "apology_to_issue",
        "apology_unpublished",
        "promise_over",
    ),
    "Đang dừng": ("awaiting_supplement", "paused"),
    "Trả kết quả": ("result_direct", "result_post", "result_online", "uncollected"),
}
_REST = "Theo dõi"
# Whatever stands in one of these is already wrong.
_URGENT = frozenset({"overdue", "step_late", "apology_owed", "promise_over"})
_WAITS: Mapping[str, str] = {"supplement": "chờ công dân bổ sung", **REASONS}
_BEGAN = {"intake": "Nộp lúc", None: "Có kết quả"}
_LATE: Mapping[str, str] = {"intake": "quá giờ tiếp nhận", "step": "chậm bước"}
_LIMIT = {"intake": "Tiếp nhận trước", "step": "Hạn bước"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A list at the side."""

    code: str
    title: str
    href: str
    count: int
    mood: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Lists that belong together."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tag:
    """A word in colour; `mood` is late, near, good or calm."""

    words: str
    mood: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One case in a table.

    Attributes:
        box: what a tick of the line sends: the case as it stands here.
        office: named only to somebody who sees several.
        standing: whether the citizen or somebody else is waited for.
        facts: short sentences on where the case is; they hold data.
        began: a word before `began_at` where the column's heading is not what it is.
        left: what is left of the clock of `limit_at`, in working time.
        beside: the other deadline, where it tells more.
    """

    code: str
    box: str
    href: str
    channel: str
    training: bool
    applicant: str
    office: str
    procedure: str
    procedure_code: str
    state: str
    standing: bool
    tags: tuple[Tag, ...]
    facts: tuple[str, ...]
    began: str
    began_at: datetime | None
    limit_at: datetime | None
    left: str
    mood: str
    beside: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A page of cases under the headings that suit its list; `order` says which is on top."""

    title: str
    order: str
    began: str
    limit: str
    lines: tuple[Shown, ...]


def groups(badges: Sequence[Badge]) -> tuple[Group, ...]:
    """The lists of an officer in groups; one that no group names stands in the last."""
    placed = {code for codes in _GROUPS.values() for code in codes}
    rest = tuple(badge.list.code for badge in badges if badge.list.code not in placed)
    found = {badge.list.code: badge for badge in badges}
    made = (
        Group(title=title, entries=tuple(_entry(found[code]) for code in codes if code in found))
        for title, codes in {**_GROUPS, _REST: rest}.items()
    )
    return tuple(group for group in made if group.entries)


def _entry(badge: Badge) -> Entry:
    one = badge.list
    return Entry(
        code=one.code,
        title=one.title,
        href=url_for("inbox.show", code=one.code),
        count=badge.count,
        mood="urgent" if one.code in _URGENT and badge.count else "",
    )


def table_of_list(one: DeskList, lines: Sequence[Line], frame: Frame, now: datetime) -> Table:
    """The lines of a list."""
    return Table(
        title=one.title,
        order=_order(one),
        began=_BEGAN.get(one.clock, "Tiếp nhận"),
        limit=_LIMIT.get(one.clock or "", "Hạn trả"),
        lines=tuple(_shown(line, frame, now, about=one) for line in lines),
    )


def _order(one: DeskList) -> str:
    if one.newest:
        return "mới nhất ở trên"
    waited = one.order in {"waits_since", "closed_at", "apologised_at"}
    return "chờ lâu nhất ở trên" if waited else "hạn gần nhất ở trên"


def table_of_search(lines: Sequence[Line], frame: Frame, now: datetime) -> Table:
    """What a search has found."""
    return Table(
        title="Tìm hồ sơ",
        order="mới nhất ở trên",
        began="Tiếp nhận",
        limit="Hạn trả",
        lines=tuple(_shown(line, frame, now) for line in lines),
    )


def _shown(line: Line, frame: Frame, now: datetime, *, about: DeskList | None = None) -> Shown:
    row, mood = line.row, _mood(line)
    at_desk = about is not None and about.clock is None
    began = "" if row.accepted_at or (about and about.clock == "intake") else "nộp"
    return Shown(
        code=row.code,
        box=_box(row),
        href=url_for("cases.show", code=row.code),
        channel=CHANNELS.get(row.channel, row.channel),
        training=row.training,
        applicant=row.applicant,
        office=line.agency if len(frame.offices) > 1 else "",
        procedure=line.procedure,
        procedure_code=row.procedure,
        state=STATES[State(row.state)],
        standing=row.waits_for is not None,
        tags=tuple(_tags(line, mood, now)),
        facts=tuple(_facts(line, frame, about)),
        began=began,
        began_at=row.closed_at if at_desk else row.accepted_at or row.arrived_at,
        limit_at=line.left.due_at if line.left else row.due_at,
        left=_left(line, mood),
        mood=mood,
        beside=_beside(line),
    )


def _box(row: ListRow) -> str:
    steps = frozenset(step.step for step in row.steps)
    return str(Ticked(code=row.code, version=row.version, steps=steps))


def _left(line: Line, mood: str) -> str:
    if line.left is None:
        return ""
    words = line.left.in_words()
    return f"dừng khi {words}" if mood == "stopped" else words


def _mood(line: Line) -> str:
    if line.left is None:
        return ""
    if line.left.late:
        return "late"
    if line.row.paused_since is not None:
        return "stopped"
    return "near" if line.near else ""


def _tags(line: Line, mood: str, now: datetime) -> Iterator[Tag]:
    """What has to be seen at once, in words."""
    clock = line.left.clock if line.left else ""
    if mood == "late" and clock in _LATE:
        yield Tag(words=_LATE[clock], mood="late")
    if case_is_late(line.row, now):
        yield Tag(words="quá hạn", mood="late")
    elif mood == "near":
        yield Tag(words="gần hạn", mood="near")
    if line.row.waits_until and line.row.waits_until < now:
        yield Tag(words="hết hạn bổ sung", mood="near")
    if any(step.sent_back for step in line.row.steps):
        yield Tag(words="bị trả lại", mood="near")
    if verdict := line.row.verdict:
        yield Tag(words=VERDICTS[verdict], mood="late" if verdict == "late" else "good")


def _facts(line: Line, frame: Frame, about: DeskList | None) -> Iterator[str]:
    row = line.row
    for name, step in zip(line.steps, row.steps, strict=True):
        yield _step(name, row, step, frame)
        if step.sent_back:
            yield f"Lý do trả lại: {step.sent_back}"
    if row.waits_for:
        yield _waiting(row)
    if about and about.code == "accepted_late":
        yield f"lẽ ra phải tiếp nhận trước {short_at(row.intake_due_at)}"
    if row.state == State.RESOLVED.value:
        yield f"trả {CHANNELS.get(row.result_channel or 'direct', row.result_channel)}"
    owed = (row.fee_due or 0) - row.fee_paid
    # Elsewhere than where money is asked for it would only be one more number.
    if owed > 0 and (about is None or about.clock is None or about.code == "to_pay"):
        yield f"còn phải thu {money(owed)}"


def _step(name: str, row: ListRow, step: RunningStep, frame: Frame) -> str:
    who = frame.people.get(step.assignee, step.assignee) if step.assignee else "chưa giao ai"
    away = "" if step.agency == row.agency else f" ({_office(frame, step.agency)})"
    return f"{name}{away}: {who}"


def _office(frame: Frame, code: str) -> str:
    agency = frame.setup.agencies.get(code)
    return agency.name if agency else code


def _waiting(row: ListRow) -> str:
    """What for, since when, and until when; the state says already that papers are waited for."""
    known = row.state == State.AWAITING_SUPPLEMENT.value
    parts = [] if known else [_WAITS.get(row.waits_for or "", "chờ")]
    parts += [f"từ {short_at(row.waits_since)}"] if row.waits_since else []
    told = " ".join(parts)
    return f"{told}, hạn bổ sung {short_at(row.waits_until)}" if row.waits_until else told


def _beside(line: Line) -> str:
    """The case's own deadline beside that of a step."""
    row = line.row
    if line.left and line.left.clock == "step" and row.due_at:
        return f"hồ sơ: {short_at(row.due_at)}"
    return ""
