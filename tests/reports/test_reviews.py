"""II.04: reviews out of setup packs, counted against the plan of the year."""

from datetime import date

import pytest

from app.errors import BadInput
from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.forms.ii04.query import share
from app.reports.period import Period
from app.services.packs import load_packs
from app.store.engine import database
from app.store.scope import Scope
from sla.zone import parse_instant
from tests.store import desk
from workflows.pack import read_pack
from workflows.problems import BadPack

YEAR = Period(first=date(2023, 12, 15), last=date(2024, 12, 14))
KEEP = "procedure: '1.000894', agency: H32.PL, planned_year: 2024, source: KH 1/KH-UBND"
REVIEWS = """
reviews:
  - {procedure: "1.000894", agency: H32.PL, planned_year: 2024, source: "KH 12/KH-UBND",
     decided_on: 2024-05-20, outcome: amend, saving: 30.000.000, cost_before: 120.000.000}
  - {procedure: "1.000656", agency: H32.PL, planned_year: 2024, source: "KH 12/KH-UBND"}
  - {procedure: "1.000656", agency: H32.BD, planned_year: 2024, planned: false,
     source: "QĐ 5/QĐ-UBND", decided_on: 2024-06-03, outcome: keep}
"""


def pack(tmp_path, text):
    path = tmp_path / "rasoat.yaml"
    path.write_text(text, encoding="utf-8")
    return [path]


def table(opened, period=YEAR, agency="H32"):
    asked = Asked(
        scope=Scope(agency=agency, subtree=True),
        period=period,
        now=parse_instant("2024-12-20T09:00"),
    )
    with opened.reading() as connection:
        return form_of("II.04").table(connection, asked)


def test_reviews_are_counted_against_the_plan_of_the_year(database_url, tmp_path):
    opened = desk.loaded(database_url)
    first = load_packs(opened, pack(tmp_path, REVIEWS)).counts
    again = load_packs(opened, pack(tmp_path, REVIEWS)).counts
    assert (first.new, again.new, again.changed, again.same) == (3, 0, 0, 3)

    total = {name: value for name, value in table(opened).total.items() if value}

    assert total == {
        "plan.total": 2,
        "plan.done": 1,
        "plan.share": 5_000,
        "reviewed.total": 2,
        "reviewed.keep": 1,
        "reviewed.amend": 1,
        "cost.saving": 30_000_000,
        "cost.share": 2_500,
    }
    assert table(opened).broken() == ()


def test_a_decision_counts_in_its_period_and_the_plan_until_its_end(database_url, tmp_path):
    opened = desk.loaded(database_url)
    load_packs(opened, pack(tmp_path, REVIEWS))

    second = table(opened, Period(first=date(2024, 3, 15), last=date(2024, 5, 31))).total
    third = table(opened, Period(first=date(2024, 6, 15), last=date(2024, 9, 14)), "H32.PL").total

    assert (second["reviewed.total"], second["plan.done"]) == (1, 1)
    assert (third["reviewed.total"], third["plan.done"], third["plan.total"]) == (0, 1, 2)
    assert "cost.share" not in third


def test_a_review_that_was_decided_takes_the_place_of_the_plan(database_url, tmp_path):
    opened = desk.loaded(database_url)
    load_packs(opened, pack(tmp_path, REVIEWS))
    decided = REVIEWS.replace(
        'H32.PL, planned_year: 2024, source: "KH 12/KH-UBND"}',
        'H32.PL, planned_year: 2024, source: "KH 12/KH-UBND",\n'
        "     decided_on: 2024-07-01, outcome: abolish}",
    )

    assert load_packs(opened, pack(tmp_path, decided)).counts.changed == 1
    assert table(opened).total["plan.share"] == 10_000


def test_an_office_without_reviews_has_a_table_of_zeros_and_no_share(database_url):
    found = table(desk.loaded(database_url))

    assert [row.key for row in found.rows] == ["HT"]
    assert set(found.total.values()) == {0}
    assert "plan.share" not in found.total


def test_the_table_of_the_seed_that_does_not_add_up_is_seen():
    """domain.md 6.4, fault 28: 68 reviewed, printed as 0 + 6 + 32 + 25 + 0."""
    (identity,) = form_of("II.04").identities
    parts = ("keep", "abolish", "amend", "replace", "interlink", "electronic")
    printed = dict(zip((f"reviewed.{one}" for one in parts), (0, 6, 32, 25, 0, 0), strict=True))

    assert not identity.holds({"reviewed.total": 68, **printed})
    assert identity.holds({"reviewed.total": 63, **printed})


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("outcome: keep", "decided_on"),
        ("decided_on: 2024-05-01", "outcome"),
        ("planned: false", "ngoài kế hoạch thì phải có kết quả"),
        ("saving: -5", "không phải số tiền"),
        ("saving: 7, cost_before: 6", "lớn hơn chi phí trước"),
        ("saving: 7, cost_before: 0", "lớn hơn chi phí trước"),
        ("outcome: shred", "hãy chọn: keep"),
        ("planned_year: 24", "năm 24"),
    ],
)
def test_what_is_wrong_with_a_review_is_told_with_its_line(line, told):
    text = f"reviews:\n  - {{{KEEP}, {line}}}"
    if "planned_year" in line:
        text = text.replace("planned_year: 2024, ", "")
    with pytest.raises(BadPack) as caught:
        read_pack(text, "rasoat.yaml")

    (problem,) = caught.value.problems
    assert told in problem.message
    assert problem.line == 2


def test_a_review_of_something_nobody_knows_is_refused(database_url, tmp_path):
    opened = desk.loaded(database_url)
    lost = REVIEWS.replace("1.000656", "9.999999").replace("H32.BD", "H99")

    with pytest.raises(BadInput) as caught:
        load_packs(opened, pack(tmp_path, lost))

    told = "\n".join(caught.value.problems)
    assert "rasoat.yaml:5" in told
    assert "không có “9.999999”" in told
    assert "không có “H99”" in told
    assert database(database_url) is opened


@pytest.mark.parametrize(("part", "whole", "found"), [(1, 3, 3333), (2, 3, 6667), (1, 8, 1250)])
def test_a_share_is_rounded_half_up(part, whole, found):
    assert share(part, whole) == found
