"""What the tests of matching have in common: a cohort with people, and the admin who matches."""

import uuid

import pytest

from saas.db import db
from saas.jobs import enqueue
from saas.matching.models import Proposal, Run
from saas.matching.services import publishing, requests
from saas.matching.services.board import Decision, decide
from saas.matching.services.executing import execute_run
from saas.matching.services.runs import start_run
from saas.matching.services.steps import standing
from saas.programs.models import MatchedBy
from saas.scope import Role
from tests import factories

MENTOR = {"field": "Law", "years_experience": 12, "goals": ["network"], "languages": ["English"]}
MENTEE = {
    "field": "Sales",
    "years_experience": 2,
    "aspired_field": "Law",
    "goals": ["network"],
    "languages": ["English"],
}


@pytest.fixture
def compiled():
    """Loops of large markets that a child process finds compiled."""
    from tests.matching.compiling import compile_all

    compile_all()


@pytest.fixture
def ada(acme, member):
    """Ada administers acme and starts runs."""
    return member(acme, Role.ADMIN, "Ada Admin")


@pytest.fixture
def cohort(acme, tenant):
    with tenant(acme):
        program = factories.program("Women in Law", answer_days=7)
        cohort = factories.cohort(program)
        assert cohort.program is program  # Loaded, for when the session is gone.
        return cohort


@pytest.fixture
def mentor(acme, tenant, cohort):
    """Let a mentor take part: `mentor("Wei", capacity=2)`."""

    def make(name=None, *, person=None, capacity=1, **answers):
        with tenant(acme):
            return factories.mentor(
                cohort, name=name, person=person, capacity=capacity, **{**MENTOR, **answers}
            )

    return make


@pytest.fixture
def mentee(acme, tenant, cohort):
    """Let a mentee take part: `mentee("Amara", aspired_field="Law")`."""

    def make(name=None, *, person=None, capacity=1, **answers):
        with tenant(acme):
            return factories.mentee(
                cohort, name=name, person=person, capacity=capacity, **{**MENTEE, **answers}
            )

    return make


@pytest.fixture
def matched(acme, tenant, ada, cohort):
    """Match the cohort as the worker would and return the run: `matched()`."""

    def run():
        with tenant(acme):
            run = start_run(ada.scope, cohort.id)
            execute_run(acme.scope, run.id, lambda _percent, _step: None)
            assert run.cohort.program.name  # Loaded, for when the session is gone.
            return run

    return run


@pytest.fixture
def proposals(acme, tenant):
    """Read the proposals of a run, best first: `proposals(run)`."""

    def read(run):
        with tenant(acme) as scope:
            return (
                tenant_rows(Proposal, scope, Proposal.run_id == run.id)
                .order_by(Proposal.fit.desc(), Proposal.id)
                .all()
            )

    return read


@pytest.fixture
def decided(acme, tenant, ada):
    """Decide about a proposal as Ada: `decided(proposal, Decision.APPROVE)`."""

    def act(row, decision=Decision.APPROVE):
        with tenant(acme):
            return decide(ada.scope, row.run_id, row.id, decision, standing(row))

    return act


@pytest.fixture
def published(acme, tenant, ada, decided, proposals):
    """Approve all of a run's board and publish it; returns the proposals: `published(run)`."""

    def act(run):
        for row in proposals(run):
            decided(row)
        with tenant(acme) as scope:
            revision = tenant_rows(Run, scope, Run.id == run.id).one().revision
            confirmation = publishing.Confirmation("publish", "key", revision)
            publishing.publish(ada.scope, run.id, confirmation)
        return proposals(run)

    return act


@pytest.fixture
def hour(acme, tenant, work):
    """Let an hour come round, as the ticker and the worker would: `hour()`."""

    def come_round():
        with tenant(acme) as scope:
            enqueue(scope, "matching.follow_up", key=f"matching.follow_up:{uuid.uuid4()}")
        work()

    return come_round


def tenant_rows(kind, scope, *conditions):
    return (
        db.session.query(kind).populate_existing().where(kind.org_id == scope.org_id, *conditions)
    )


@pytest.fixture
def by_request(acme, tenant, ada, cohort):
    """Let the mentees of the cohort ask: `by_request(open_requests=1)`."""

    def let(**changed):
        terms = requests.RequestTerms(
            matched_by=MatchedBy.BLENDED, open_requests=3, request_days=7, message_required=False
        )
        with tenant(acme):
            requests.change_request_terms(ada.scope, cohort.program_id, {**terms, **changed})

    return let


@pytest.fixture
def ask(acme, tenant):
    """Ask a mentor as a mentee: `ask(amara, place, mentor_place, "Please")`."""

    def act(person, place, mentor_place, message="Please be my mentor"):
        with tenant(acme):
            wanted = requests.asking.Wanted(place.id, mentor_place.id, message)
            return requests.ask_mentor(person.scope, wanted)

    return act


@pytest.fixture
def reread(acme, tenant):
    """Read a row again: `reread(row)`."""

    def read(row):
        with tenant(acme) as scope:
            return tenant_rows(type(row), scope, type(row).id == row.id).one()

    return read


@pytest.fixture
def amara(acme, member):
    return member(acme, name="Amara")


@pytest.fixture
def wei(acme, member):
    return member(acme, name="Wei")
