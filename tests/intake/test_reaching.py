import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saas.intake.asking import Asked, Condition, Expected, Outline, Section
from saas.intake.checking import can_be, problems, remarks
from saas.intake.forms.application import application_form, name_of
from saas.intake.kinds import MEASURED, QuestionKind
from saas.intake.reaching import MOST_COMPARED, answerable, sides_asked
from saas.programs.models import Audience, Side

YES, NO = Expected(any_of=(True,)), Expected(any_of=(False,))
OPTIONS = ("Red", "Green", "Blue")
KINDS = (
    QuestionKind.YES_NO,
    QuestionKind.ONE,
    QuestionKind.MANY,
    QuestionKind.RANKING,
    QuestionKind.NUMBER,
)
some_options = st.lists(st.sampled_from(OPTIONS), min_size=1, unique=True).map(tuple)
bounds = st.sampled_from([None, 0, 0.5, 1, 2])
spans = st.tuples(bounds, bounds).filter(lambda span: span != (None, None))
audiences = st.sampled_from([*Audience, Audience.BOTH])


def asked(name, when=(), **values):
    conditions = tuple(Condition(other, expected) for other, expected in when)
    usual = {"label": f"Question {name}?", "kind": QuestionKind.YES_NO}
    return Asked(id=name, when=conditions, **usual | values)


def form(*questions):
    return Outline("Form", (Section("s", "S", "", questions),))


def expected_of(draw, kind):
    if kind in MEASURED:
        least, most = draw(spans)
        return Expected(least=least, most=most)
    if kind is QuestionKind.YES_NO:
        return draw(st.sampled_from([YES, NO]))
    return Expected(any_of=draw(some_options))


@st.composite
def forms(draw):
    """Up to five questions that can be told apart, hanging on each other in chains."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(KINDS))
        looked_at = draw(st.lists(st.sampled_from(made), max_size=3)) if made else []
        when = [(each.id, expected_of(draw, each.kind)) for each in looked_at]
        values = {"kind": kind, "options": OPTIONS, "audience": draw(audiences)}
        if kind is QuestionKind.NUMBER:
            values |= {"least": 0, "most": 2, "whole": draw(st.booleans())}
        if kind is QuestionKind.RANKING:
            values["most"] = draw(st.sampled_from([None, 1, 2]))
        if draw(st.integers(0, 4)) == 0:
            values["must"] = expected_of(draw, kind)
        made.append(asked(f"q{number}", when, **values))
    return form(*made)


def answers_to(question):
    """Every answer that differs in what a condition of these forms can tell."""
    if question.kind is QuestionKind.NUMBER:
        found = [0, 1, 2] if question.whole else [0, 0.25, 0.5, 0.75, 1, 1.5, 2]
    elif question.kind is QuestionKind.YES_NO:
        found = [True, False]
    elif question.kind is QuestionKind.ONE:
        found = list(OPTIONS)
    else:
        most = int(question.most or 3) if question.kind is QuestionKind.RANKING else 3
        sizes = range(1, most + 1)
        found = [list(some) for size in sizes for some in itertools.combinations(OPTIONS, size)]
    return [each for each in found if question.must is None or question.must.accepts(each)]


def met(side, questions, document):
    """Return every question that somebody meets who goes on from these answers."""
    if not questions:
        return set()
    first, rest = questions[0], questions[1:]
    found = met(side, rest, document)
    if first.is_asked(side, document):
        found.add(first.id)
        for answer in answers_to(first):
            found |= met(side, rest, {**document, first.id: answer})
    return found


@settings(max_examples=150, deadline=None)
@given(forms())
def test_who_can_be_asked_is_who_is_asked_after_some_answers(outline):
    questions = list(outline.questions)
    tried = {side: met(side, questions, {}) for side in Side}

    assert sides_asked(outline) == {
        each.id: frozenset(side for side in Side if each.id in tried[side]) for each in questions
    }


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_answers_can_hold_together_when_one_of_them_does(data):
    kind = data.draw(st.sampled_from(KINDS))
    most = data.draw(st.sampled_from([None, 1, 2])) if kind is QuestionKind.RANKING else None
    span = {"least": 0, "most": 2} if kind is QuestionKind.NUMBER else {"most": most}
    question = asked("q", kind=kind, options=OPTIONS, **span)
    expected = [expected_of(data.draw, kind) for _ in range(data.draw(st.integers(1, 3)))]

    holds = any(all(each.accepts(one) for each in expected) for one in answers_to(question))

    assert answerable(question, expected) == holds


def test_many_wishes_for_one_ranking_are_looked_at_in_good_time():
    options = tuple(f"Choice {number}" for number in range(60))
    ranking = asked("q", kind=QuestionKind.RANKING, options=options, most=5)
    each_its_own = [Expected(any_of=(option,)) for option in options]

    assert not answerable(ranking, each_its_own)
    assert not answerable(ranking, each_its_own[: MOST_COMPARED - 2])
    assert answerable(ranking, each_its_own[:5])


def test_the_goals_of_a_program_may_be_any():
    goals = asked("q", kind=QuestionKind.ONE, feeds="goals")

    assert can_be(goals, Expected(any_of=("Network",)))
    assert not answerable(goals, [Expected(any_of=("Network",)), Expected(any_of=("Skills",))])


@pytest.mark.parametrize("kind", [QuestionKind.DATE, QuestionKind.SHORT_TEXT])
def test_no_condition_looks_at_what_cannot_be_told(kind):
    assert not can_be(asked("q", kind=kind), Expected(any_of=("x",)))


def test_a_form_is_not_published_while_nobody_can_be_asked_a_question_of_it():
    first = asked("a")
    second = asked("b", [("a", YES)])
    torn = asked("c", [("a", NO), ("b", YES)])
    last = asked("d", [("c", YES)])

    (problem,) = problems(form(first, second, torn, last))

    # What hangs on it is right again once it is.
    assert problem.question == "c"
    assert problem.sentence.startswith("Nobody can ever be asked “Question c?”")


def test_what_only_one_side_can_be_asked_is_remarked_and_can_be_published(app):
    first = asked("a", audience=Audience.MENTEE)
    second = asked("b", [("a", YES)])
    third = asked("c", [("b", YES)])
    outline = form(first, second, third)

    with app.test_request_context():
        (remark,) = remarks(outline)

    assert problems(outline) == []
    assert remark.question == "b"
    assert remark.sentence.startswith("Mentors are never asked “Question b?”")


def test_what_is_meant_for_one_side_is_no_remark():
    first = asked("a", audience=Audience.MENTEE)
    assert remarks(form(first, asked("b", [("a", YES)], audience=Audience.MENTEE))) == []


def test_a_number_that_nobody_can_give_keeps_its_form_from_being_published():
    between = asked("n", kind=QuestionKind.NUMBER, whole=True, least=0.4, most=0.6)

    assert ["allows no number" in each.sentence for each in problems(form(between))] == [True]


@pytest.mark.parametrize(("most", "places"), [(5, 3), (2, 2), (None, 3)])
def test_a_ranking_has_no_more_places_than_choices(app, most, places):
    ranking = asked("r", kind=QuestionKind.RANKING, options=("A", "B", "C"), most=most)
    outline = form(ranking)
    with app.test_request_context():
        field = application_form(outline, Side.MENTEE, {})[name_of("r")]

    assert len(field.places) == places
