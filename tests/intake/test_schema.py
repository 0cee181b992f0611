import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.intake.asking import Asked, Outline, Section
from saas.intake.kinds import QuestionKind
from saas.intake.reading import as_typed, read_document
from saas.intake.schema import outline_of, schema_of
from saas.intake.validating import check_schema, faults
from saas.programs.models import Audience, Side
from tests.intake.outlines import GOALS, answered, outlines

sides = st.sampled_from(list(Side))
some = settings(max_examples=60)


@some
@given(outlines())
def test_every_form_is_a_json_schema_and_comes_back_from_it(outline):
    schema = schema_of(outline)

    check_schema(schema)
    assert outline_of(json.loads(json.dumps(schema))) == outline


@some
@given(answered(), sides)
def test_what_is_read_is_what_the_schema_describes(case, side):
    outline, typed = case
    document, wrong = read_document(outline.with_goals(GOALS), side, typed)

    found = faults(json.loads(json.dumps(schema_of(outline))), side, document)

    # What could not be read is absent, so all that the schema can miss is what was refused.
    assert set(found) <= set(wrong)
    assert bool(found) <= bool(wrong)
    if not wrong:
        assert found == {}


@some
@given(answered(), sides)
def test_the_schema_misses_what_was_required_and_not_answered(case, side):
    outline, typed = case
    document, _ = read_document(outline.with_goals(GOALS), side, typed)
    needed = {
        asked.id
        for asked in outline.questions
        if asked.needed and asked.is_asked(side, document) and asked.id not in document
    }

    assert set(faults(schema_of(outline), side, document)) == needed


@some
@given(answered(), sides)
def test_a_question_that_is_not_asked_never_blocks_and_is_never_kept(case, side):
    outline, typed = case
    document, wrong = read_document(outline.with_goals(GOALS), side, typed)
    hidden = {each.id for each in outline.questions if not each.is_asked(side, document)}

    assert hidden.isdisjoint(wrong)
    assert hidden.isdisjoint(document)
    shown = [each.id for each in outline.for_answers(side, document).questions]
    assert hidden.isdisjoint(shown)
    for question_id in hidden:
        assert question_id in faults(schema_of(outline), side, {**document, question_id: "x"})


@some
@given(answered(), sides)
def test_answers_read_once_are_read_again_to_the_same(case, side):
    outline, typed = case
    outline = outline.with_goals(GOALS)
    document, wrong = read_document(outline, side, typed)
    if wrong:
        return

    again = {key: as_typed(value) for key, value in json.loads(json.dumps(document)).items()}

    assert read_document(outline, side, again) == (document, {})


@some
@given(answered(), outlines(), sides)
def test_answers_stay_readable_under_their_version_whatever_is_published_later(case, later, side):
    outline, typed = case
    kept = json.dumps(schema_of(outline))
    document, _ = read_document(outline.with_goals(GOALS), side, typed)

    newer, _ = read_document(later.with_goals(GOALS), side, typed)

    assert outline_of(json.loads(kept)) == outline
    assert {each.id for each in outline.questions} >= set(document)
    assert {each.id for each in later.questions} >= set(newer)


def one(**values):
    asked = Asked(**{"id": "q", "label": "How?", "kind": QuestionKind.SHORT_TEXT, **values})
    return schema_of(Outline("Form", (Section("s", "S", "", (asked,)),)))


@pytest.mark.parametrize(
    ("asked", "document", "says"),
    [
        ({"required": True}, {}, "Answer “How?”."),
        ({}, {"q": 3}, "The answer to “How?” cannot be used"),
        ({}, {"else": "x"}, "question that is not asked"),
        ({"audience": Audience.MENTOR}, {"q": "x"}, "not asked after your other answers"),
        ({"kind": QuestionKind.DATE}, {"q": "2027-02-31"}, "cannot be used"),
        ({"kind": QuestionKind.CONSENT}, {"q": False}, "cannot be used"),
    ],
)
def test_what_the_schema_refuses_is_said_in_a_sentence(asked, document, says):
    (sentence,) = faults(one(**asked), Side.MENTEE, document).values()

    assert says in sentence
