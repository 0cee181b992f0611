import pytest

from saas.errors import ConflictError, InvalidError
from saas.intake import queries
from saas.intake.builtin import BUILT_IN
from saas.intake.models import QuestionKind, Section
from saas.intake.services import questions as services
from saas.intake.services.questions import Wording
from saas.programs.models import Audience, Side


@pytest.fixture
def scope(acme, tenant):
    with tenant(acme) as scope:
        services.furnish_questions(scope)
        yield scope


def wording(**values):
    usual = {
        "label": "Why?",
        "help": "",
        "section": Section.MORE,
        "options": (),
        "audience": Audience.BOTH,
        "required": False,
        "feeds": None,
    }
    return Wording(**{**usual, **values})


def test_the_built_in_questions_are_furnished_once(scope):
    services.furnish_questions(scope)

    assert len(queries.questions(scope)) == len(BUILT_IN)


@pytest.mark.parametrize("side", list(Side))
def test_the_built_in_questions_feed_everything_that_matching_compares(cohort, questions, side):
    feeds = {each.feeds for each in questions(side)}

    assert feeds >= {
        "field", "years_experience", "goals", "support", "skills", "languages", "means",
        "time_zone", "availability", "conflicts", "prefers", "avoids", "not_on", "manager_id",
    }  # fmt: skip
    assert ("capacity" in feeds) is (side is Side.MENTOR)
    assert ("aspired_field" in feeds) is (side is Side.MENTEE)


def test_goals_are_those_of_the_catalogue(cohort, questions):
    goals = next(each for each in questions() if each.feeds == "goals")

    assert len(goals.options) == 6


def test_a_new_question_is_the_last_of_its_section(scope):
    added = services.add_question(
        scope, QuestionKind.SHORT_TEXT, wording(section=Section.WORK, label="Last")
    )

    asked = [each for each in queries.questions(scope) if each.section is Section.WORK]
    assert asked[-1] is added


def test_a_question_moves_within_its_section_and_no_further(scope):
    first, second = queries.questions(scope)[:2]

    services.move_question(scope, first.id, up=True)
    assert queries.questions(scope)[:2] == [first, second]
    services.move_question(scope, first.id, up=False)
    assert queries.questions(scope)[:2] == [second, first]


def test_a_retired_question_is_asked_no_more_and_keeps_its_place(scope):
    question = queries.questions(scope)[1]

    services.retire_question(scope, question.id)
    assert question not in queries.questions(scope)
    with pytest.raises(ConflictError, match="restore it first"):
        services.move_question(scope, question.id, up=True)
    services.restore_question(scope, question.id)
    assert queries.questions(scope)[1] is question


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (QuestionKind.SHORT_TEXT, {"label": " "}, "label"),
        (QuestionKind.SHORT_TEXT, {"label": "x" * 201}, "label"),
        (QuestionKind.SHORT_TEXT, {"help": "x" * 1001}, "help"),
        (QuestionKind.SHORT_TEXT, {"feeds": "availability"}, "feeds"),
        (QuestionKind.ONE, {"options": ("A", " A ")}, "options"),
        (QuestionKind.MANY, {"options": tuple(map(str, range(61)))}, "options"),
        (QuestionKind.MANY, {"options": ("A", "x" * 201)}, "options"),
    ],
)
def test_what_cannot_be_asked_is_refused(scope, kind, values, field):
    with pytest.raises(InvalidError) as refused:
        services.add_question(scope, kind, wording(**values))

    assert refused.value.field == field


def test_only_questions_with_something_to_choose_keep_choices(scope):
    text = services.add_question(scope, QuestionKind.SHORT_TEXT, wording(options=("A", "B")))
    goals = services.add_question(scope, QuestionKind.MANY, wording(feeds="goals"))

    assert (text.options, goals.options) == ([], [])
