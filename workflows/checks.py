"""The linter of procedures: what would strand a case or break a promise, found beforehand."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from graphlib import CycleError, TopologicalSorter

from sla.limits import TimeLimit
from workflows.agency import Level, Role
from workflows.node import Node, wrap_plain
from workflows.problems import Problem
from workflows.procedure import Procedure, Step, procedure_plain

MAX_STEPS = 500  # far beyond any internal process; the checks take time with the square of it
STANDARD_DAY = timedelta(hours=8)  # Bộ luật Lao động 2019, Đ. 105; unverified


def check_procedure(
    procedure: Procedure, node: Node | None = None, *, standard_day: timedelta = STANDARD_DAY
) -> tuple[Problem, ...]:
    """All findings about one procedure, errors and warnings, in the order of its lines.

    Args:
        procedure: what to judge.
        node: where it was read, so that findings have lines; without it they have line 0.
        standard_day: the working time a day of quota stands for: an agency's own
            `CalendarSpec.standard_day()`, or eight hours.
    """
    place = node or wrap_plain(procedure_plain(procedure), procedure.code)
    if len(procedure.steps) > MAX_STEPS:
        return (place.at("steps").problem(f"có quá {MAX_STEPS} bước; hãy gộp bớt các bước"),)
    findings = [
        *_levels(procedure, place),
        *_limits(procedure, place, standard_day),
        *_words(procedure, place),
        *_order(procedure, place),
        *_sums(procedure, place, standard_day),
        *_papers(procedure, place),
    ]
    return tuple(sorted(findings, key=lambda finding: finding.line))


def cycles(after: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The loops in "code: codes before it", none sharing a step; each ends where it began."""
    graph = {code: tuple(before) for code, before in after.items()}
    found = []
    while loop := _loop(graph):
        found.append(_turned(loop, list(after)))
        graph = {code: before for code, before in graph.items() if code not in loop}
    return found


def _loop(graph: Mapping[str, tuple[str, ...]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _turned(loop: list[str], order: list[str]) -> tuple[str, ...]:
    # Said from the step that stands first in the list, so that the same loop reads the same.
    ring = loop[:-1]
    start = ring.index(min(ring, key=order.index))
    return (*ring[start:], *ring[:start], ring[start])


def _levels(procedure: Procedure, place: Node) -> Iterator[Problem]:
    if not procedure.levels:
        yield place.at("levels").problem("chưa có cấp nào; hãy ghi ít nhất một cấp giải quyết")
    for index, level in enumerate(procedure.levels):
        if level not in set(Level):
            yield place.at("levels", index).problem(
                f"không có cấp “{level}”; hãy chọn: {', '.join(Level)}"
            )


def _limits(procedure: Procedure, place: Node, day: timedelta) -> Iterator[Problem]:
    committed, statutory = procedure.committed_limit, procedure.time_limit
    if procedure.limit is None:
        yield place.problem(
            "không có time_limit lẫn committed_limit; mỗi hồ sơ sẽ phải ghi ngày hẹn trả (due_at)",
            severity="warning",
        )
    if committed and statutory and _longer(committed, statutory, day):
        yield place.at("committed_limit").problem(
            f"thời hạn cam kết ({committed.in_words()}) dài hơn thời hạn luật định "
            f"({statutory.in_words()}); hãy rút ngắn hoặc bỏ đi"
        )


def _longer(committed: TimeLimit, statutory: TimeLimit, day: timedelta) -> bool:
    if committed.unit is statutory.unit:
        return committed.amount > statutory.amount
    one, other = committed.working_time(day), statutory.working_time(day)
    # Calendar days and working time have no fixed ratio, so nothing is said of such a pair.
    return one is not None and other is not None and one > other


def _words(procedure: Procedure, place: Node) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, step in enumerate(procedure.steps):
        if step.role not in set(Role):
            yield place.at("steps", index, "role").problem(
                f"không có vai trò “{step.role}”; hãy chọn: {', '.join(Role)}"
            )
        earlier = first.setdefault(step.code, index)
        if earlier != index:
            line = place.at("steps", earlier).line
            yield place.at("steps", index, "code").problem(
                f"bước “{step.code}” đã có ở dòng {line}; hãy đặt mã khác"
            )


def _order(procedure: Procedure, place: Node) -> Iterator[Problem]:
    after = {step.code: step.after for step in procedure.steps}
    loops = cycles(
        {code: [one for one in before if one in after] for code, before in after.items()}
    )
    looped = {code for loop in loops for code in loop}
    reached = _reached(procedure)
    for index, step in enumerate(procedure.steps):
        unknown = [code for code in step.after if code not in after]
        yield from _unknown(unknown, step, place.at("steps", index))
        if step.code not in reached and not unknown and step.code not in looped:
            yield _stranded(step, place.at("steps", index))
    for loop in loops:
        index = next(n for n, step in enumerate(procedure.steps) if step.code == loop[0])
        yield place.at("steps", index, "after").problem(
            f"các bước chờ nhau thành vòng: {' -> '.join(loop)}; hãy bỏ một “after” trong vòng"
        )


def _unknown(codes: list[str], step: Step, place: Node) -> Iterator[Problem]:
    for code in codes:
        yield place.at("after", step.after.index(code)).problem(
            f"bước “{step.code}” phải sau “{code}”, nhưng thủ tục không có bước này; "
            "hãy sửa mã hoặc thêm bước"
        )


def _stranded(step: Step, place: Node) -> Problem:
    return place.at("after").problem(
        f"không bao giờ tới được bước “{step.code}”: nó chờ {', '.join(step.after)}, "
        "mà không nhánh nào làm xong hết; hãy sửa “after” hoặc “branch”"
    )


def _reached(procedure: Procedure) -> set[str]:
    return {code for branch in _branches(procedure) for code in _walked(procedure, branch)}


def _walked(procedure: Procedure, branch: str | None) -> set[str]:
    """The steps a case can do that takes one branch, in whatever order they open."""
    done: set[str] = set()
    while fresh := {
        step.code for step in procedure.next_steps(done) if step.branch in (None, branch)
    }:
        done |= fresh
    return done


def _branches(procedure: Procedure) -> list[str | None]:
    named = dict.fromkeys(step.branch for step in procedure.steps if step.branch)
    return [*named] or [None]


def _sums(procedure: Procedure, place: Node, day: timedelta) -> Iterator[Problem]:
    limit = procedure.limit
    promised = limit.working_time(day) if limit else None
    if promised is None:
        return
    for branch in _branches(procedure):
        total = _sum(procedure, branch, day)
        if total is not None and total != promised:
            yield place.at("steps").problem(
                _difference(total, promised, branch), severity="warning"
            )


def _sum(procedure: Procedure, branch: str | None, day: timedelta) -> timedelta | None:
    """The working time of a branch's quotas; None where it cannot be told."""
    quotas = [
        step.quota for step in procedure.steps if step.branch in (None, branch) and step.quota
    ]
    times = [quota.working_time(day) for quota in quotas]
    known = [time for time in times if time is not None]
    return sum(known, timedelta()) if known and len(known) == len(times) else None


def _difference(total: timedelta, promised: timedelta, branch: str | None) -> str:
    way = f" theo nhánh “{branch}”" if branch else ""
    more = "thừa" if total > promised else "thiếu"
    return (
        f"tổng thời gian các bước{way} là {_hours(total)}, thời hạn là {_hours(promised)} "
        f"({more} {_hours(abs(total - promised))}); hãy sửa định mức các bước cho khớp"
    )


def _hours(time: timedelta) -> str:
    hours = f"{time / timedelta(hours=1):.2f}".rstrip("0").rstrip(".")
    return f"{hours.replace('.', ',')} giờ làm việc"


def _papers(procedure: Procedure, place: Node) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, paper in enumerate(procedure.papers):
        here = place.at("papers", index)
        if paper.count < 1:
            yield here.at("count").problem(
                "phải có ít nhất một bản; hãy sửa số bản hoặc bỏ giấy tờ"
            )
        earlier = first.setdefault(paper.name, index)
        if earlier != index:
            line = place.at("papers", earlier).line
            yield here.at("name").problem(
                f"giấy tờ “{paper.name}” đã có ở dòng {line}; hãy gộp hai mục làm một"
            )
    if procedure.fee is not None and procedure.fee < 0:
        yield place.at("fee").problem("phí, lệ phí không được âm; hãy ghi 0 nếu không thu")
