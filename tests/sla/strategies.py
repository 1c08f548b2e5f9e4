"""Random calendars, limits, pauses and clocks for the laws that must hold for all of them."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from sla.calendar import WorkingCalendar
from sla.clock import Adjustment, Clock, Pause
from sla.law import law_on
from sla.limits import TimeLimit
from sla.spec import CalendarSpec, DayRule, Season, Week, Window, Windows
from sla.zone import MINUTE, VIETNAM
from tests.sla.builders import FULL

JUNE = datetime(2023, 6, 1, tzinfo=VIETNAM)
LAW = law_on(JUNE.date())
SPAN = 60 * 24 * 60  # minutes from the first of June in which things happen


def _windows_of(marks: list[int]) -> Windows:
    ordered = sorted(marks)
    pairs = zip(ordered[::2], ordered[1::2], strict=False)
    return tuple(Window(first * MINUTE, last * MINUTE) for first, last in pairs)


marks = st.lists(st.integers(0, 1440), unique=True, max_size=6)
windows = st.one_of(marks.map(_windows_of), st.just(FULL))
june_days = st.integers(0, 59).map(lambda n: (JUNE + timedelta(days=n)).date())

# Mondays are always worked, so that no search for working time goes on for months.
weeks: st.SearchStrategy[Week] = st.lists(windows, min_size=6, max_size=6).map(
    lambda rest: (FULL, *rest)
)


@st.composite
def day_rules(draw: st.DrawFn) -> DayRule:
    day = draw(june_days)
    if draw(st.booleans()):
        return DayRule(date=day, kind="off")
    own = draw(windows)
    return DayRule(date=day, kind="work", windows=own or None, like=None if own else 0)


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    first, last = sorted([draw(june_days), draw(june_days)])
    return Season(first=first, last=last, week=draw(weeks))


@st.composite
def specs(draw: st.DrawFn) -> CalendarSpec:
    rules = draw(st.lists(day_rules(), max_size=8, unique_by=lambda rule: rule.date))
    season = draw(st.lists(seasons(), max_size=1))
    return CalendarSpec(
        code="ngẫu nhiên",
        week=draw(weeks),
        covers=(2023, 2024),
        days=tuple(rules),
        seasons=tuple(season),
    )


calendars = specs().map(WorkingCalendar)
whole_minutes = st.integers(0, SPAN).map(lambda n: JUNE + timedelta(minutes=n))
instants = st.integers(0, SPAN * MINUTE).map(lambda us: JUNE + timedelta(microseconds=us))
amounts = st.integers(0, 100 * 60 * MINUTE).map(lambda us: timedelta(microseconds=us))

limits = st.one_of(
    st.integers(1, 120).map(lambda n: f"{n} working_hours"),
    st.integers(1, 30).map(lambda n: f"{n / 2} working_days"),
    st.integers(1, 60).map(lambda n: f"{n / 2} calendar_days"),
    st.just("same_day"),
).map(TimeLimit.parse)


@st.composite
def pauses(draw: st.DrawFn, restarts: bool = False) -> Pause:
    first, last = sorted([draw(instants), draw(instants)])
    return Pause(first, last, restarts and draw(st.booleans()))


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    """Any clock: all limits, promises, restarts, an open pause, published decisions."""
    stops = draw(st.lists(pauses(restarts=True), max_size=4))
    opened = draw(st.lists(instants.map(lambda at: Pause(at, None)), max_size=1))
    promise = draw(st.none() | instants)
    limit = draw(limits if promise is None else st.none() | limits)
    decided = draw(st.lists(st.builds(Adjustment, instants, instants), max_size=2))
    return Clock(
        draw(calendars),
        LAW,
        limit,
        draw(instants),
        promise=promise,
        pauses=(*stops, *opened),
        adjustments=tuple(decided),
    )
