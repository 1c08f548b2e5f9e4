"""The grounds a desk may choose from follow the law of the day."""

from datetime import date

from app.web.grounds import grounds_on


def test_the_decree_of_2018_ends_where_that_of_2025_begins():
    before, after = (" ".join(grounds_on(date(2025, *day))) for day in ((6, 30), (7, 1)))

    assert "NĐ 61/2018" in before
    assert "NĐ 118/2025" not in before
    assert "NĐ 118/2025/NĐ-CP" in after
    assert "NĐ 61/2018" not in after
