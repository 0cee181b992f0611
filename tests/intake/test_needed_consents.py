"""Nobody takes part without the consents that are needed, whatever was undone meanwhile."""

import pytest

from saas.intake import queries
from saas.intake.kinds import QuestionKind
from saas.intake.models import ApplicationState
from saas.intake.schema import schema_of
from saas.intake.services import applications, consents, decisions
from saas.intake.services.building import change_place, place_question
from saas.intake.services.publishing import fingerprint, publish_form
from saas.intake.services.questions import Wording, add_question
from saas.programs.models import Audience, Side

WORDING = Wording(
    label="May we?", help="We keep it.", options=(), audience=Audience.BOTH, feeds=None
)


@pytest.fixture
def asks(acme, tenant, cohort):
    """Let the form ask for a consent, needed or not, and return the id of the question."""

    def publish(*, needed):
        with tenant(acme) as scope:
            row = add_question(scope, QuestionKind.CONSENT, WORDING)
            (form,) = queries.forms(scope)
            place_question(scope, form.id, "s6", row.id)
            change_place(scope, form.id, row.id, section="s6", required=needed)
            seen = fingerprint(schema_of(queries.draft_outline(scope, form)))
            publish_form(scope, form.id, note="", seen=seen)
            return row.id

    return publish


@pytest.fixture
def agreed(acme, tenant, cohort, ben, typed):
    """Send Ben's application with a consent and return its id."""

    def send(consent_id):
        answers = typed()
        with tenant(acme):
            row = applications.start_application(ben.scope, cohort, Side.MENTEE)
            applications.submit_application(
                ben.scope, row.id, {**answers, str(consent_id): "yes 1"}
            )
            return row.id

    return send


@pytest.mark.parametrize("decide", [decisions.approve_applications, decisions.decline_applications])
def test_who_took_it_back_is_not_approved_after_the_decision_is_undone(
    acme, tenant, cohort, ben, asks, agreed, alice, decide
):
    consent_id = asks(needed=True)
    application_id = agreed(consent_id)
    with tenant(acme) as scope:
        decide(scope, cohort.id, [application_id], "So.")
        consents.take_back_consent(ben.scope, application_id, consent_id)
        decisions.undo_decisions(scope, cohort.id, [application_id])

    refused = alice.post(f"/o/acme/applications/{application_id}/approve", expect=409)

    assert "Ben has taken back what they must agree to" in refused.page.find("main").text
    with tenant(acme) as scope:
        assert queries.answers_in(scope, cohort.id) == []


def test_who_agrees_again_is_approved(acme, tenant, cohort, ben, typed, asks, agreed):
    consent_id = asks(needed=True)
    application_id, answers = agreed(consent_id), typed()
    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, [application_id])
        consents.take_back_consent(ben.scope, application_id, consent_id)
        decisions.undo_decisions(scope, cohort.id, [application_id])
        applications.submit_application(
            ben.scope, application_id, {**answers, str(consent_id): "yes 1"}
        )

        (row,) = decisions.approve_applications(scope, cohort.id, [application_id])

        assert row.state is ApplicationState.APPROVED


@pytest.mark.parametrize(
    ("needed", "state"), [(True, ApplicationState.DRAFT), (False, ApplicationState.SUBMITTED)]
)
def test_what_lacks_a_needed_consent_is_a_draft_when_it_is_taken_up_again(
    acme, tenant, ben, asks, agreed, browser, needed, state
):
    consent_id = asks(needed=needed)
    application_id = agreed(consent_id)
    with tenant(acme):
        applications.withdraw_application(ben.scope, application_id)
        consents.take_back_consent(ben.scope, application_id, consent_id)

        assert applications.resume_application(ben.scope, application_id).state is state

    page = browser.get(f"/o/acme/applications/{application_id}").page
    assert page.select_one("input[value='3.5']")
    assert not page.select_one(f"input[name=q_{consent_id.hex}]").has_attr("checked")


def test_who_took_back_what_is_not_needed_is_approved(acme, tenant, cohort, ben, asks, agreed):
    consent_id = asks(needed=False)
    application_id = agreed(consent_id)
    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, [application_id])
        consents.take_back_consent(ben.scope, application_id, consent_id)
        decisions.undo_decisions(scope, cohort.id, [application_id])

        decisions.approve_applications(scope, cohort.id, [application_id])
