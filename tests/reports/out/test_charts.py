"""Charts: each bar has its figure, harm stays text, and a table without cases has none."""

import pytest
from lxml import etree

from app.reports.charts import MOST_BARS, MOST_POINTS, Point, charts_of, trend_chart
from tests.reports.out import specimens

SVG = "{http://www.w3.org/2000/svg}"
TREND = [Point(name=f"Quý {at}", received=1000 * at, solved=at, open=0) for at in range(1, 12)]


def drawn(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in drawn(svg).iter(f"{SVG}text")]


def test_each_bar_has_its_name_and_figure():
    solved, still = charts_of(specimens.seed_002()[0])

    assert solved.title == "Hồ sơ đã giải quyết theo lĩnh vực"
    assert texts(solved.svg)[4:8] == ["Chứng thực", "1.587", "Hộ tịch", "304"]
    assert texts(still.svg)[3:] == [
        "Hộ tịch", "54", "Liên thông các TTHC", "7", "Người có công (LĐTBXH)", "2",
    ]  # fmt: skip


def test_the_parts_of_a_bar_are_as_long_as_their_figures():
    table, _ = specimens.seed_003()
    solved = charts_of(table)[0]
    bar = drawn(solved.svg).findall(f"{SVG}g")[1]

    early, on_time = (float(box.get("width") or 0) for box in bar.findall(f"{SVG}rect"))

    assert early / on_time == pytest.approx(674, rel=0.1)


def test_beyond_the_longest_bars_the_rest_stands_in_one():
    table, _ = specimens.many(40)
    solved = charts_of(table)[0]

    bars = drawn(solved.svg).findall(f"{SVG}g")

    assert len(bars) == MOST_BARS
    assert any("Các lĩnh vực còn lại" in text for text in texts(solved.svg))
    figures = [int((bar.findall(f"{SVG}text")[1].text or "").replace(".", "")) for bar in bars]
    assert sum(figures) == table.total["solved.total"]


def test_sections_are_added_up_by_field():
    table, _ = specimens.roll_up()

    assert sum(text == "Hộ tịch" for text in texts(charts_of(table)[0].svg)) <= 1


def test_a_trend_shows_the_last_periods():
    shown = texts(trend_chart(TREND).svg)

    assert "Quý 11" in shown
    assert "11.000" in shown
    assert "Quý 3" not in shown
    assert sum(text.startswith("Quý") for text in shown) == MOST_POINTS


def test_one_period_is_no_trend():
    table, _ = specimens.seed_002()

    assert [chart.name for chart in charts_of(table, trend=TREND[:1])] == ["solved", "open"]
    assert [chart.name for chart in charts_of(table, trend=TREND)] == ["solved", "open", "trend"]


def test_a_table_without_cases_has_no_charts():
    assert charts_of(specimens.catalogue()[0]) == ()


def test_names_that_mean_harm_stay_text():
    table, _ = specimens.hostile()
    solved = charts_of(table)[0]

    assert "<w:p/>&amp; ]]> \" ' \\" in texts(solved.svg)
    assert drawn(solved.svg).findall(".//{*}script") == []


def test_nothing_is_styled_in_a_way_the_pages_forbid():
    assert "style=" not in charts_of(specimens.seed_002()[0], trend=TREND)[0].svg
