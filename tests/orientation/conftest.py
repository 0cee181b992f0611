import pytest

from saas.orientation import queries, services
from saas.orientation.models import Scenario
from saas.programs.models import Audience, OrientationRule
from saas.scope import Role
from tests import factories
from tests.partnerships import making


@pytest.fixture
def cohort(acme, tenant):
    """A cohort of a program that needs its orientation, with one guideline and one scenario."""
    with tenant(acme) as scope:
        program = factories.program("Careers", orientation=OrientationRule.REQUIRED)
        factories.guideline(title="Be on time", audience=Audience.MENTEE)
        factories.clause(title="We are honest")
        making.publish(scope, program.id)
        row = factories.cohort(program)
        scenario(title="The train stands still", audience=Audience.MENTEE)
        return row


def scenario(**values):
    values = {
        "situation": "It stands.",
        "answers": ["Wait", "Write"],
        "feedback": ["They wait too.", "Well done."],
        "best": 1,
        "position": 0,
        **values,
    }
    return factories._saved(Scenario(**values))


@pytest.fixture
def ada(acme, tenant, member, cohort):
    """A mentee of the cohort."""
    person = member(acme, Role.MEMBER, "Ada Wong")
    with tenant(acme):
        place = factories.mentee(cohort, person=person, name="Ada Wong")
    return person, place


@pytest.fixture
def grace(acme, tenant, member, cohort):
    """A mentor of the cohort."""
    person = member(acme, Role.MEMBER, "Grace Lee")
    with tenant(acme):
        place = factories.mentor(cohort, person=person)
    return person, place


def take_all(person, place):
    """Take every step of an orientation."""
    while step := queries.taking(person.scope, place.id).following:
        answer = step.scenario.answers[0] if step.scenario else None
        services.take_step(person.scope, place.id, step.key, answer)
    return queries.taking(person.scope, place.id)
