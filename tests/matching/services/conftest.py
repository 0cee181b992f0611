"""What the tests of rules that hold to the end have in common."""

import datetime as dt

import pytest

from saas import clock
from saas.matching import acceptance, swapping
from saas.matching.models import Answer, Proposal, ProposalState, Run, Unplaced
from saas.matching.queries import runs
from saas.matching.services import answers, publishing, undoing
from saas.matching.services import swapping as swapper
from saas.matching.services.answers import Reply
from saas.matching.services.swapping import Seen
from saas.programs.models import OrientationRule, Participant, Program
from tests.matching.conftest import tenant_rows


@pytest.fixture
def say(acme, tenant):
    """Let somebody answer otherwise by now: `say(place, conflicts=[...])`."""

    def act(place, **answers):
        with tenant(acme) as scope:
            row = tenant_rows(Participant, scope, Participant.id == place.id).one()
            row.answers = {**row.answers, **answers}

    return act


@pytest.fixture
def rule(acme, tenant, cohort):
    """Change the rules of the program: `rule(different_unit=True)`."""

    def act(**rules):
        with tenant(acme) as scope:
            row = tenant_rows(Program, scope, Program.id == cohort.program_id).one()
            row.rules = {**row.rules, **rules}

    return act


@pytest.fixture
def orientation_needed(acme, tenant, cohort):
    """Let nobody be matched before the orientation, which nobody has taken: call it."""

    def act():
        with tenant(acme) as scope:
            row = tenant_rows(Program, scope, Program.id == cohort.program_id).one()
            row.orientation = OrientationRule.REQUIRED

    return act


@pytest.fixture
def publish(acme, tenant, ada):
    def act(row):
        with tenant(acme) as scope:
            revision = tenant_rows(Run, scope, Run.id == row.run_id).one().revision
            confirmation = publishing.Confirmation("publish", "a key", revision)
            return publishing.publish(ada.scope, row.run_id, confirmation)

    return act


@pytest.fixture
def answer(acme, tenant):
    def act(person, row, reply=None):
        with tenant(acme):
            given = reply or Reply(Answer.ACCEPTED)
            return answers.answer_proposal(person.scope, row.id, given)

    return act


@pytest.fixture
def followed(monkeypatch):
    """What was made of acceptances."""
    found = []
    monkeypatch.setattr(acceptance, "_followers", [lambda _scope, each: found.append(each)])
    return found


@pytest.fixture
def places_here(mentor, mentee, amara, wei):
    """Wei, who mentors, and Amara."""
    return mentor(person=wei), mentee(person=amara)


@pytest.fixture
def waiting(acme, tenant):
    """Return why the one who was left by a run waits: `waiting(run)`."""

    def read(run):
        with tenant(acme) as scope:
            return tenant_rows(Unplaced, scope, Unplaced.run_id == run.id).one().why

    return read


@pytest.fixture
def send(acme, tenant):
    """Let what a run proposes be sent, and return the first of it: `send(run)`."""

    def act(run):
        with tenant(acme) as scope:
            rows = tenant_rows(Proposal, scope, Proposal.run_id == run.id).all()
            for row in rows:
                row.state, row.published_at = ProposalState.PUBLISHED, clock.now()
                row.expires_at = clock.now() + dt.timedelta(days=7)
            return rows[0]

    return act


@pytest.fixture
def row(places_here, matched, proposals):
    """Wei and Amara, proposed to each other in a cohort."""
    return proposals(matched())[0]


@pytest.fixture
def undo(acme, tenant, ada):
    """Take a step of a board back: `undo(step)`."""

    def act(step):
        with tenant(acme):
            undoing.undo(ada.scope, step.run_id, step.id)

    return act


@pytest.fixture
def planned(acme, tenant, ada):
    """Weigh a swap: `planned(run, mentee, mentor)`."""

    def weigh(run, mentee, mentor):
        with tenant(acme):
            here = runs.managed_run(ada.scope, run.id)
            table = swapping.table_of(ada.scope, here, mentee.id, [mentor.id])
            return here.revision, swapping.plan(table, (mentee.id, mentor.id))

    return weigh


@pytest.fixture
def swap(acme, tenant, ada, planned):
    """Weigh a swap and make it: `swap(run, mentee, mentor)`."""

    def act(run, mentee, mentor, *, revision=None, key=None):
        seen, plan = planned(run, mentee, mentor)
        with tenant(acme):
            given = Seen(seen if revision is None else revision, key or plan.key)
            return swapper.swap(ada.scope, run.id, (mentee.id, mentor.id), given)

    return act


@pytest.fixture
def approved(pair, matched, proposals, decided):
    """The proposal of the two of `pair`, approved."""
    [row] = proposals(matched())
    decided(row)
    return row
