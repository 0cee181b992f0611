import uuid

import pytest

from saas import clock
from saas.errors import ConflictError
from saas.intake.models import ApplicationState
from saas.intake.services.decisions import approve_applications, decline_applications
from saas.intake.services.publishing import choose_form
from saas.matching.models import ProposalState
from saas.matching.services.requests import RequestTerms, change_request_terms
from saas.matching.services.rules import save_rules, stand_of
from saas.orientation.services import change_orientation_rule
from saas.programs import services
from saas.programs.models import Guideline, MatchedBy, OrientationRule
from saas.programs.services import Publication
from tests import factories
from tests.programs.services.test_programs import TERMS


def test_a_program_whose_partnerships_last_is_not_archived(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        partnership = factories.partnership(cohort)

        with pytest.raises(ConflictError, match="wind it down instead"):
            services.archive_program(scope, cohort.program_id)

        partnership.ended_on = clock.today()
        assert services.archive_program(scope, cohort.program_id).archived_at


def test_a_program_whose_proposals_wait_for_answers_is_not_archived(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        people = factories.mentor(cohort), factories.mentee(cohort)
        factories.proposal(factories.run(cohort), *people, state=ProposalState.PUBLISHED)

        with pytest.raises(ConflictError, match="wind it down instead"):
            services.archive_program(scope, cohort.program_id)


def test_a_program_with_applications_that_wait_is_not_archived_and_says_where_to_decide(
    acme, tenant
):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        factories.application(cohort, state=ApplicationState.DRAFT)
        application = factories.application(cohort)

        with pytest.raises(ConflictError, match=r"decide on them under Applications.*wind it down"):
            services.archive_program(scope, cohort.program_id)

        decline_applications(scope, cohort.id, [application.id], "It is full.")
        assert services.archive_program(scope, cohort.program_id).archived_at


def changes(cohort, application, participant):
    """Everything that changes a program, as a call each."""
    program_id = cohort.program_id
    plan = {
        "name": "X",
        "starts_on": cohort.starts_on,
        "ends_on": cohort.ends_on,
        "open_to": "both",
    }
    guideline = Guideline(title="X", explanation="", audience="both", behavior="")
    request_terms = RequestTerms(
        matched_by=MatchedBy.BLENDED, open_requests=1, request_days=7, message_required=False
    )
    return {
        "terms": lambda scope: services.change_program(scope, program_id, TERMS),
        "cohort": lambda scope: services.create_cohort(scope, program_id, plan),
        "plan": lambda scope: services.change_cohort(scope, cohort.id, plan),
        "intake": lambda scope: services.open_intake(scope, cohort.id),
        "link": lambda scope: services.make_link(scope, cohort.id),
        "words": lambda scope: services.add_entry(scope, program_id, guideline),
        "file": lambda scope: services.import_entries(scope, program_id, Guideline, []),
        "agreement": lambda scope: services.change_agreement_rules(
            scope, program_id, {"own_goals": True, "review_weeks": []}
        ),
        "form": lambda scope: choose_form(scope, program_id, uuid.uuid4()),
        "orientation": lambda scope: change_orientation_rule(
            scope, program_id, OrientationRule.OPTIONAL
        ),
        "version": lambda scope: services.publish_version(
            scope, program_id, Publication("", asks=False, seen="")
        ),
        "rules": lambda scope: save_rules(
            scope, program_id, {"minimum": 0.5}, stand_of(cohort.program)
        ),
        "requests": lambda scope: change_request_terms(scope, program_id, request_terms),
        "application": lambda scope: approve_applications(scope, cohort.id, [application.id]),
        "capacity": lambda scope: services.change_capacity(scope, participant.id, 3),
        "withdrawal": lambda scope: services.withdraw_participant(scope, participant.id),
    }


def test_an_archived_program_can_only_be_read_until_it_is_restored(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        application = factories.application(cohort, state=ApplicationState.DECLINED)
        every = changes(cohort, application, factories.mentee(cohort))
        services.archive_program(scope, cohort.program_id)

        for change in every.values():
            with pytest.raises(ConflictError, match="archived"):
                change(scope)

        services.restore_program(scope, cohort.program_id)
        services.change_capacity(scope, factories.mentee(cohort).id, 3)
