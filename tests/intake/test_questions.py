import pytest

from saas.errors import ConflictError, InvalidError
from saas.intake import queries
from saas.intake.builtin import BUILT_IN
from saas.intake.kinds import QuestionKind
from saas.intake.services import questions as services
from saas.intake.services.building import remove_question
from saas.intake.services.questions import Wording
from saas.intake.services.standard import furnish_intake
from saas.programs.models import Audience, Side


@pytest.fixture
def scope(acme, tenant):
    with tenant(acme) as scope:
        furnish_intake(scope)
        yield scope


def wording(**values):
    usual = {"label": "Why?", "help": "", "options": (), "audience": Audience.BOTH, "feeds": None}
    return Wording(**{**usual, **values})


def test_the_built_in_questions_and_their_form_are_furnished_once(scope):
    furnish_intake(scope)

    assert len(queries.questions(scope)) == len(BUILT_IN)
    (form,) = queries.forms(scope)
    assert [each.number for each in queries.form_versions(scope, form.id)] == [1]


@pytest.mark.parametrize("side", list(Side))
def test_the_standard_form_feeds_everything_that_matching_compares(cohort, questions, side):
    feeds = {each.feeds for each in questions(side)}

    assert feeds >= {
        "field", "years_experience", "goals", "support", "skills", "languages", "means",
        "time_zone", "availability", "site", "conflicts", "prefers", "avoids", "not_on",
        "manager_id",
    }  # fmt: skip
    assert ("capacity" in feeds) is (side is Side.MENTOR)
    assert ("aspired_field" in feeds) is (side is Side.MENTEE)


def test_goals_are_those_of_the_program(cohort, questions):
    goals = next(each for each in questions() if each.feeds == "goals")

    assert len(goals.options) == 6


def test_a_question_that_a_form_asks_is_not_retired_under_it(scope):
    question, (form,) = queries.questions(scope)[1], queries.forms(scope)

    with pytest.raises(ConflictError, match="The form “Intake form” asks this"):
        services.retire_question(scope, question.id)
    remove_question(scope, form.id, question.id)
    services.retire_question(scope, question.id)
    assert question not in queries.questions(scope)
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
        (QuestionKind.NUMBER, {"limits": {"least": 5, "most": 1}}, "most"),
        (QuestionKind.NUMBER, {"limits": {"most": 1e12}}, "most"),
        (QuestionKind.NUMBER, {"limits": {"least": 0.4, "most": 0.6, "whole": True}}, "most"),
        (QuestionKind.SCALE, {"limits": {"most": 11}}, "most"),
        (QuestionKind.SCALE, {"limits": {"most": 2.5}}, "most"),
        (QuestionKind.SCALE, {"limits": {"most": float("nan")}}, "most"),
        (QuestionKind.SCALE, {"limits": {"low": "x" * 201}}, "low"),
        (QuestionKind.RANKING, {"options": ("A", "B"), "limits": {"most": 0}}, "most"),
        (QuestionKind.RANKING, {"options": ("A", "B"), "limits": {"most": 1.5}}, "most"),
        (QuestionKind.CONSENT, {"help": ""}, "help"),
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


def test_a_scale_begins_at_1_and_ends_at_5_unless_it_says_otherwise(scope):
    usual = services.add_question(scope, QuestionKind.SCALE, wording(limits={"low": " never "}))
    longer = services.add_question(scope, QuestionKind.SCALE, wording(limits={"most": 7}))

    assert usual.limits == {"least": 1, "most": 5, "low": "never", "high": ""}
    assert longer.limits["most"] == 7
