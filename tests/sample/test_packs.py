"""The packs of the sample ward: together they are exactly the twelve rows of its table."""

from app.sample import AGENCY, PACKS
from app.sample.plan import PROFILES
from app.services.packs import read_all
from tests.sample.sample_year import published
from workflows.agency import Field, Level

FOUND = read_all(PACKS)
FIELDS: dict[str, Field] = {f.record.code: f.record for pack in FOUND for f in pack.fields}


def test_the_fields_are_the_rows_of_the_published_table_in_its_order():
    ordered = sorted(FIELDS.values(), key=lambda field: field.order)

    assert [field.name for field in ordered] == list(published())
    assert [field.order for field in ordered] == list(range(1, 13))


def test_the_ward_lies_in_its_city_and_the_city_in_its_province():
    agencies = {a.record.code: a.record for pack in FOUND for a in pack.agencies}
    ward = agencies[AGENCY]
    city = agencies[str(ward.parent)]
    province = agencies[str(city.parent)]

    assert [office.level for office in (ward, city, province)] == [
        Level.COMMUNE,
        Level.DISTRICT,
        Level.PROVINCE,
    ]
    assert [office.valid_to is None for office in (ward, city, province)] == [True, False, True]


def test_every_procedure_of_the_plan_is_loaded_in_its_field_and_offered_by_a_ward():
    loaded = {p.record.code: p.record for pack in FOUND for p in pack.procedures}

    for field, profile in PROFILES.items():
        for code in profile.procedures:
            assert loaded[code].field == field
            assert Level.COMMUNE in loaded[code].levels
