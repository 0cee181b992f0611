"""Two at once, with real commits: each race is won by one of them, and nothing is done twice."""

import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from saas.db import bind_org, db, directory
from saas.errors import ConflictError
from saas.intake import queries
from saas.intake.models import Application, ApplicationState
from saas.intake.services import applications, decisions
from saas.intake.services.standard import furnish_intake
from saas.programs import queries as programs
from saas.programs.models import Participant, Side
from saas.programs.services.catalogues import furnish_catalogues
from saas.programs.services.life import archive_program, wind_down_program
from saas.scope import Role, Scope
from tests import factories
from tests.racing import during


@pytest.fixture
def org(fresh_app):
    with fresh_app.app_context():
        return factories.organization("races")


@pytest.fixture
def inside(fresh_app, org):
    """Act in a transaction of one's own: `with inside() as scope: …`."""

    @contextmanager
    def act():
        with fresh_app.app_context():
            bind_org(org.id)
            yield org.scope
            directory.commit()
            db.session.commit()

    return act


@pytest.fixture
def at_once(inside):
    """Let all do their work at the same time, each after having looked at things as they were."""

    def run(look, *works):
        ready, outcomes = threading.Barrier(len(works)), []

        def work_in_thread(work):
            with inside() as scope:
                seen = look(scope)  # Kept, so that the session knows it as it was.
                ready.wait(timeout=60)
                try:
                    work(scope)
                except ConflictError as error:
                    db.session.rollback()
                    outcomes.append(str(error))
                else:
                    db.session.commit()
                    outcomes.append(None)
                assert seen is not None

        threads = [threading.Thread(target=work_in_thread, args=[work]) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return outcomes

    return run


def count(kind):
    return db.session.scalar(select(func.count()).select_from(kind))


def test_of_approving_and_withdrawing_at_once_one_wins(inside, at_once):
    with inside() as scope:
        furnish_catalogues(scope)
        furnish_intake(scope)
        cohort = factories.cohort(intake_open=True)
        version = queries.version_asked(scope, cohort.program_id)
        row = factories.application(cohort, Side.MENTEE, form_version_id=version.id)
        cohort_id, application_id, member_id = cohort.id, row.id, row.member_id

    outcomes = at_once(
        lambda scope: queries.application(scope, application_id),
        lambda scope: decisions.approve_applications(scope, cohort_id, [application_id]),
        lambda scope: applications.withdraw_application(
            Scope(scope.org_id, member_id, Role.MEMBER), application_id
        ),
    )

    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    with inside() as scope:
        state = queries.application(scope, application_id).state
        assert count(Participant) == (1 if state is ApplicationState.APPROVED else 0)


def test_an_application_started_twice_at_once_is_one(inside, at_once):
    with inside():
        cohort_id = factories.cohort(intake_open=True).id
        member_id = factories.listed_member().id

    def start(scope):
        cohort = programs.cohort(scope, cohort_id)
        actor = Scope(scope.org_id, member_id, Role.MEMBER)
        applications.start_application(actor, cohort, Side.MENTEE)

    at_once(lambda scope: programs.cohort(scope, cohort_id), start, start)

    with inside():
        assert count(Application) == 1


def test_an_approval_beside_starting_anew_leaves_no_draft_of_whoever_takes_part(
    fresh_app, org, inside
):
    with inside() as scope:
        furnish_catalogues(scope)
        furnish_intake(scope)
        cohort = factories.cohort(intake_open=True)
        version = queries.version_asked(scope, cohort.program_id)
        row = factories.application(
            cohort, Side.MENTEE, form_version_id=version.id, state=ApplicationState.WITHDRAWN
        )
        cohort_id, application_id, member_id = cohort.id, row.id, row.member_id
    actor = Scope(org.id, member_id, Role.MEMBER)

    def take_up_and_approve():
        applications.resume_application(actor, application_id)
        decisions.approve_applications(org.scope, cohort_id, [application_id])

    def start():
        applications.start_application(actor, programs.cohort(actor, cohort_id), Side.MENTEE)

    raised = during(fresh_app, org, take_up_and_approve, start)

    assert len(raised) == 1
    with inside() as scope:
        assert queries.application(scope, application_id).state is ApplicationState.APPROVED


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (lambda scope, row_id: applications.submit_application(scope, row_id, {}), "draft"),
        (applications.resume_application, "withdrawn"),
    ],
)
def test_nothing_is_sent_to_a_program_that_is_being_archived(fresh_app, org, inside, act, state):
    with inside() as scope:
        furnish_catalogues(scope)
        furnish_intake(scope)
        cohort = factories.cohort(intake_open=True)
        version = queries.version_asked(scope, cohort.program_id)
        row = factories.application(cohort, state=state, form_version_id=version.id)
        actor, program_id, row_id = (
            Scope(org.id, row.member_id, Role.MEMBER),
            cohort.program_id,
            row.id,
        )

    (refusal,) = during(
        fresh_app,
        org,
        lambda: archive_program(org.scope, program_id),
        lambda: act(actor, row_id),
    )

    assert "closed at the moment" in refusal
    with inside() as scope:
        assert queries.application(scope, row_id).state == state


def test_nobody_is_approved_into_a_program_that_begins_to_wind_down(fresh_app, org, inside):
    with inside() as scope:
        furnish_catalogues(scope)
        furnish_intake(scope)
        cohort = factories.cohort(intake_open=True)
        version = queries.version_asked(scope, cohort.program_id)
        row = factories.application(cohort, Side.MENTEE, form_version_id=version.id)
        cohort_id, program_id, application_id = cohort.id, cohort.program_id, row.id

    (refusal,) = during(
        fresh_app,
        org,
        lambda: wind_down_program(org.scope, program_id, "wind down"),
        lambda: decisions.approve_applications(org.scope, cohort_id, [application_id]),
    )

    assert "winding down" in refusal
    with inside():
        assert count(Participant) == 0
