"""Calendars of a setup pack: from a map to a checked CalendarSpec, and back to plain data."""

from collections.abc import Mapping
from dataclasses import replace

from sla.spec import BadCalendar, CalendarSpec, DayRule, Season, Week, Window, Windows
from workflows.loader import Plain, Record, code, day, integer, list_of, one_of, plain_of, text
from workflows.node import Node
from workflows.problems import BadPack, Problem

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def calendar_from(node: Node) -> CalendarSpec:
    """The calendar a map describes, free of contradictions.

    Beside the contract's keys it knows `seasons: [{from, to, week}]` (other hours between two
    dates, both inclusive), and on a day `windows: [...]` (hours of its own), `source` (the notice
    that declares it) and `status: confirmed | provisional`.

    Raises:
        BadPack: with all that is wrong with it.
    """
    record = Record(node)
    spec = CalendarSpec(
        code=record.need("code", code),
        week=record.need("week", _week),
        covers=record.need("covers", _years),
        days=record.maybe("days", list_of(_day_rule), ()),
        seasons=record.maybe("seasons", list_of(_season), ()),
    )
    record.close()
    _check(spec, node)
    return replace(spec, days=tuple(sorted(spec.days, key=lambda rule: rule.date)))


def calendar_plain(spec: CalendarSpec) -> Plain:
    """The calendar as plain data that `calendar_from` reads back to an equal one."""
    return plain_of(
        spec,
        week=_week_plain(spec.week),
        days=[_rule_plain(rule) for rule in spec.days],
        seasons=[_season_plain(season) for season in spec.seasons],
    )


def _week(node: Node) -> Week:
    record = Record(node)
    week = tuple(record.maybe(weekday, list_of(_window), ()) for weekday in WEEKDAYS)
    record.close()
    if not any(week):
        raise node.fail("tuần không có giờ làm việc nào; hãy ghi giờ cho ít nhất một thứ")
    return week


def _window(node: Node) -> Window:
    try:
        return Window.parse(text(node))
    except BadCalendar as bad:
        raise node.fail(str(bad)) from None


def _years(node: Node) -> tuple[int, int]:
    years = list_of(integer)(node)
    if len(years) != 2:
        raise node.fail("cần năm đầu và năm cuối, như [2019, 2027]")
    return years[0], years[1]


def _day_rule(node: Node) -> DayRule:
    record = Record(node)
    rule = DayRule(
        date=record.need("date", day),
        kind=record.need("kind", one_of("off", "work")),
        windows=record.maybe("windows", list_of(_window), None),
        like=record.maybe("as", _weekday, None),
        name=record.maybe("name", text, ""),
        source=record.maybe("source", text, ""),
        status=record.maybe("status", one_of("confirmed", "provisional"), "confirmed"),
    )
    record.close()
    if rule.like is not None and (rule.kind == "off" or rule.windows is not None):
        raise node.at("as").fail("chỉ dùng “as” cho ngày làm việc không có “windows” riêng")
    return rule


def _weekday(node: Node) -> int:
    return WEEKDAYS.index(one_of(*WEEKDAYS)(node))


def _season(node: Node) -> Season:
    record = Record(node)
    season = Season(
        first=record.need("from", day),
        last=record.need("to", day),
        week=record.need("week", _week),
    )
    record.close()
    return season


def _check(spec: CalendarSpec, node: Node) -> None:
    # The spec names the first contradiction only; asked day by day, each answer has its line.
    problems = _complaints(replace(spec, days=()), node)
    if not problems:
        places = node.entries()["days"].items() if spec.days else ()
        for rule, place in zip(spec.days, places, strict=True):
            problems += _complaints(replace(spec, days=(rule,)), place)
        problems += _repeated(spec.days, places)
    if problems:
        raise BadPack(tuple(problems))


def _complaints(spec: CalendarSpec, place: Node) -> list[Problem]:
    try:
        spec.check()
    except BadCalendar as bad:
        return [place.problem(str(bad))]
    return []


def _repeated(rules: tuple[DayRule, ...], places: tuple[Node, ...]) -> list[Problem]:
    first: dict[object, Node] = {}
    problems = []
    for rule, place in zip(rules, places, strict=True):
        earlier = first.setdefault(rule.date, place)
        if earlier is not place:
            problems.append(
                place.at("date").problem(
                    f"ngày {rule.date:%d/%m/%Y} đã khai ở dòng {earlier.line}; hãy bỏ một trong hai"
                )
            )
    return problems


def _week_plain(week: Week) -> Mapping[str, list[str]]:
    pairs = zip(WEEKDAYS, week, strict=True)
    return {weekday: _windows_plain(windows) for weekday, windows in pairs if windows}


def _windows_plain(windows: Windows) -> list[str]:
    return [str(window) for window in windows]


def _rule_plain(rule: DayRule) -> Plain:
    plain = plain_of(rule)
    if rule.like is not None:
        del plain["like"]
        plain["as"] = WEEKDAYS[rule.like]
    return plain


def _season_plain(season: Season) -> Plain:
    return {
        "from": season.first.isoformat(),
        "to": season.last.isoformat(),
        "week": _week_plain(season.week),
    }
