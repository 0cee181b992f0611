import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.errors import NotFoundError
from saas.intake.asking import Condition, Expected
from saas.intake.layout import (
    Layout,
    Part,
    Place,
    layout_from,
    moved_part,
    moved_question,
    moved_to_part,
    with_question,
    without_part,
    without_question,
)
from tests.intake.outlines import took_part

places = st.builds(
    Place,
    id=st.just(""),
    required=st.booleans(),
    when=st.just(()) | st.just((Condition("x", Expected(any_of=("A",))),)),
    must=st.none() | st.just(Expected(least=5)),
    refusal=st.just("") | st.text(max_size=5),
)


@st.composite
def layouts(draw):
    parts, number = [], 0
    for at in range(draw(st.integers(0, 3))):
        rows = []
        for place in draw(st.lists(places, max_size=3)):
            rows.append(Place(f"q{number}", place.required, place.when, place.must, place.refusal))
            number += 1
        parts.append(Part(f"s{at}", draw(st.text(max_size=5)), "", tuple(rows)))
    return Layout(tuple(parts), draw(took_part))


def ids(layout):
    return [each.id for each in layout.places]


@settings(max_examples=100)
@given(layouts())
def test_a_layout_comes_back_from_json(layout):
    assert layout_from(json.loads(json.dumps(layout.as_json()))) == layout


@settings(max_examples=100)
@given(layouts(), st.data())
def test_moving_loses_no_question_and_can_be_taken_back(layout, data):
    if not layout.places:
        return
    question, up = data.draw(st.sampled_from(ids(layout))), data.draw(st.booleans())

    after = moved_question(layout, question, up=up)

    assert sorted(ids(after)) == sorted(ids(layout))
    if after != layout:
        assert moved_question(after, question, up=not up) == layout


@settings(max_examples=50)
@given(layouts(), st.data())
def test_sections_move_and_go_with_their_questions(layout, data):
    if not layout.parts:
        return
    part = data.draw(st.sampled_from(layout.parts))

    moved = moved_part(layout, part.id, up=data.draw(st.booleans()))

    assert sorted(moved.parts, key=lambda each: each.id) == list(layout.parts)
    left = set(ids(without_part(layout, part.id)))
    assert left == set(ids(layout)) - {each.id for each in part.places}


TWO = Layout((Part("a", "A", places=(Place("1"), Place("2"))), Part("b", "B")))


def test_a_question_is_asked_once():
    assert with_question(TWO, "b", Place("1")) == TWO


def test_a_question_moves_over_the_edge_of_its_section():
    after = moved_question(TWO, "2", up=False)

    assert after.part("b").places == (Place("2"),)
    assert moved_to_part(after, "2", "a") == TWO


@pytest.mark.parametrize(
    "change",
    [
        lambda: moved_question(TWO, "9", up=True),
        lambda: without_question(TWO, "9"),
        lambda: without_part(TWO, "z"),
        lambda: moved_to_part(TWO, "1", "z"),
        lambda: TWO.earlier("9"),
    ],
)
def test_what_is_not_there_is_not_found(change):
    with pytest.raises(NotFoundError):
        change()
