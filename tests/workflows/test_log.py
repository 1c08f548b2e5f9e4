"""The envelope and the chain: whoever changes one field of one line breaks the link."""

from dataclasses import fields, replace
from datetime import UTC, timedelta
from hashlib import sha256
from typing import get_type_hints

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builders import START, ask, events_of
from tests.people import LAN, MINH, SON, WARD
from tests.workflows.test_codec import EVENTS, INSTANTS, value_of
from workflows.log import FIRST_LINK, Recorded, chain, known_at, link

WRITTEN = events_of(ask("submitted", START), ask("accepted", START), ask("resolved", START))
LINES = [
    Recorded(
        version=number,
        event=event,
        recorded_at=START + timedelta(minutes=number),
        by=LAN.login,
        agency=WARD.code,
    )
    for number, event in enumerate(WRITTEN, start=1)
]
RECORDED = st.builds(
    Recorded,
    version=st.integers(1, 9),
    event=EVENTS,
    recorded_at=INSTANTS,
    by=st.none() | st.text(),
    agency=st.text(),
)


def test_the_first_link_hangs_on_zeros_and_each_next_one_on_the_one_before():
    links = chain("H32.PL-1", LINES)

    assert links[0] == link("H32.PL-1", LINES[0], FIRST_LINK)
    assert links[2] == link("H32.PL-1", LINES[2], links[1])
    assert chain("H32.PL-1", LINES[1:], links[0]) == links[1:]
    assert chain("H32.PL-1", []) == []


def test_a_link_is_the_sha_256_of_one_line_of_json():
    # Databases hold links of this recipe: another one would call them all forged.
    text = (
        '["x",3,"resolved","2023-06-15T08:00:00+07:00","2023-06-15T08:03:00+07:00","lan","H32.PL",'
        f'{{"outcome":"granted","result_no":"12/KS"}},"{"0" * 64}"]'
    )

    assert link("x", LINES[2], FIRST_LINK) == sha256(text.encode()).hexdigest()


def test_the_same_instants_on_other_clocks_give_the_same_link():
    line = LINES[2]
    event = replace(line.event, at=line.event.at.astimezone(UTC))
    elsewhere = replace(line, event=event, recorded_at=line.recorded_at.astimezone(UTC))

    assert link("x", elsewhere, FIRST_LINK) == link("x", line, FIRST_LINK)


@given(RECORDED, st.data())
def test_another_content_of_any_one_field_of_the_envelope_gives_another_link(line, data):
    other = data.draw(RECORDED)
    name = data.draw(st.sampled_from([item.name for item in fields(Recorded)]))
    changed = replace(line, **{name: getattr(other, name)})
    assume(changed != line)

    assert link("x", changed, FIRST_LINK) != link("x", line, FIRST_LINK)


@given(RECORDED, st.data())
def test_another_content_of_any_one_field_of_the_event_gives_another_link(line, data):
    hints = get_type_hints(type(line.event))
    name = data.draw(st.sampled_from(sorted(hints)))
    event = replace(line.event, **{name: data.draw(value_of(hints[name]))})
    assume(event != line.event)

    assert link("x", replace(line, event=event), FIRST_LINK) != link("x", line, FIRST_LINK)


@given(RECORDED, st.text(), st.text(), st.text(), st.text())
def test_another_case_or_another_link_before_gives_another_link(line, case, other, prev, forged):
    assume(case != other)
    assume(prev != forged)

    assert link(case, line, prev) != link(other, line, prev)
    assert link(case, line, prev) != link(case, line, forged)


@given(st.integers(0, 2), st.sampled_from([MINH.login, SON.login, None]))
def test_a_forged_line_breaks_every_link_from_there_on(index, by):
    honest = chain("x", LINES)
    forged = chain("x", [*LINES[:index], replace(LINES[index], by=by), *LINES[index + 1 :]])

    assert [one == other for one, other in zip(honest, forged, strict=True)] == [
        number < index for number in range(3)
    ]


def test_what_was_known_is_a_beginning_of_the_log():
    assert known_at(LINES, None) == LINES
    assert known_at(LINES, START + timedelta(minutes=2)) == LINES[:2]
    assert known_at(LINES, START) == []
