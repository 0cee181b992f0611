"""Applicants choose from the means of meeting that their program allows."""

import pytest

from saas.errors import ConflictError, InvalidError
from saas.intake import queries
from saas.intake.asking import Expected
from saas.intake.checking import problems
from saas.intake.services.building import set_prerequisite
from saas.programs import queries as programs
from saas.programs.means import means_offered, means_to_allow
from tests.intake.test_forms import publish


@pytest.fixture
def allow(acme, tenant, cohort):
    """Let the program allow these means of meeting alone."""

    def change(*means):
        with tenant(acme) as scope:
            programs.cohort(scope, cohort.id).program.allowed_means = list(means)

    return change


def asked_means(questions):
    return next(each for each in questions() if each.feeds == "means")


def test_a_form_offers_what_the_program_allows(questions, allow):
    assert asked_means(questions).options == ("In person", "Video", "Phone", "Chat")

    allow("phone", "Video")

    assert asked_means(questions).options == ("Video", "Phone")


def test_a_question_that_has_none_of_them_stays_as_it_is(questions, allow):
    allow("In the library")

    assert len(asked_means(questions).options) == 4


def test_what_is_not_allowed_is_not_taken_as_an_answer(questions, allow, apply, ben):
    allow("Phone")

    with pytest.raises(InvalidError) as error:
        apply(ben, means=["Video"])

    assert error.value.field == asked_means(questions).id


def test_what_was_answered_before_stays(acme, tenant, allow, apply, ben, alice):
    application_id = apply(ben, means=["Video"])

    allow("Phone")

    assert "Video" in alice.get(f"/o/acme/applications/{application_id}/review").text
    with tenant(acme) as scope:
        assert queries.outline_for(ben.scope, queries.application(scope, application_id))


def test_a_program_can_allow_what_its_form_asks_about(acme, tenant, cohort):
    with tenant(acme) as scope:
        program = programs.cohort(scope, cohort.id).program
        program.allowed_means = ["Letters"]
        form = queries.form_of(scope, program.id)
        [question] = [each for each in queries.questions(scope) if each.feeds == "means"]
        question.options = ["Video", "In the library"]
        publish(scope, form)

        known = ["In person", "Video", "Phone", "Chat", "In the library", "Letters"]
        assert means_to_allow(scope, program) == known
        assert means_offered(scope, program, ["letters"]) == ["letters", "Letters"]
        program.allowed_means = []
        assert means_offered(scope, program) == known[:-1]


def test_a_prerequisite_that_a_program_does_not_allow_is_found_before_publishing(
    acme, tenant, cohort, allow, alice
):
    with tenant(acme) as scope:
        form = queries.form_of(scope, cohort.program_id)
        [question] = [each for each in queries.questions(scope) if each.feeds == "means"]
        may = Expected(any_of=("In person", "Phone"))
        set_prerequisite(scope, form.id, question.id, may, "")
        [asking] = queries.programs_by_form(scope)[form.id]
        assert problems(queries.draft_outline(scope, form), [asking]) == []

    allow("Video", "phone")
    with tenant(acme) as scope:
        publish(scope, form)
    allow("Video")

    sentence = "so as to take part in “Women in Law”, which does not allow these means"
    assert sentence in alice.get(f"/o/acme/forms/{form.id}").text
    assert sentence in alice.get(f"/o/acme/forms/{form.id}/publish").text
    with tenant(acme) as scope:
        set_prerequisite(scope, form.id, question.id, may, "Meet.")
        with pytest.raises(ConflictError, match="Women in Law"):
            publish(scope, queries.form(scope, form.id))
        set_prerequisite(scope, form.id, question.id, Expected(any_of=("Video",)), "")
        assert publish(scope, queries.form(scope, form.id))
