"""What the tests of intake have in common: a cohort that takes applications, and its questions."""

import pytest

from saas.intake import queries
from saas.intake.services import applications
from saas.intake.services.standard import furnish_intake
from saas.orgs.links import token_for
from saas.programs.models import Side
from saas.programs.services.catalogues import furnish_catalogues
from saas.scope import Role
from tests import factories

TYPED = {
    "field": "Law",
    "years_experience": "3.5",
    "aspired_field": "Technology",
    "skills": "Negotiation, Writing",
    "support": ["Advice", "Counsel"],
    "goals": ["Expand my professional network"],
    "capacity": "2",
    "time_zone": "europe/berlin",
    "availability": ["mon 09:00-10:00"],
    "means": ["Video"],
    "languages": "English; German",
    "conflicts": ["friend@example.org"],
}


@pytest.fixture
def cohort(acme, tenant):
    """A cohort of acme whose intake is open, by its public link too; built-in questions."""
    with tenant(acme) as scope:
        furnish_catalogues(scope)
        furnish_intake(scope)
        program = factories.program("Women in Law", mentor_capacity=3)
        cohort = factories.cohort(program, intake_open=True, apply_token="open-sesame")
        assert cohort.program is program  # Loaded, for when the session is gone.
        return cohort


@pytest.fixture
def questions(acme, tenant, cohort):
    """The questions asked of a side: `questions(Side.MENTEE)`."""

    def read(side=Side.MENTEE):
        with tenant(acme) as scope:
            return list(queries.outline_now(scope, cohort.program_id, side).questions)

    return read


@pytest.fixture
def typed(questions):
    """Good answers of a side by question id, some replaced by what they feed."""

    def make(side=Side.MENTEE, **replaced):
        answers = {**TYPED, **replaced}
        asked = questions(side)
        goals = next(each for each in asked if each.feeds == "goals")
        answers["goals"] = [goals.options[0]]
        return {each.id: answers[each.feeds] for each in asked if each.feeds in answers}

    return make


@pytest.fixture
def fields(questions):
    """Good answers of a side as its form posts them, some replaced by what they feed."""

    def make(side=Side.MENTEE, **replaced):
        answers = {**TYPED, **replaced}
        data = {}
        for asked in questions(side):
            name = f"q_{asked.id.replace('-', '')}"
            if asked.feeds == "availability":
                data |= {f"{name}-day": "mon", f"{name}-from": "09:00", f"{name}-to": "10:00"}
            elif asked.feeds == "goals":
                data[name] = [asked.options[0]]
            elif asked.feeds in answers:
                value = answers[asked.feeds]
                data[name] = "\n".join(value) if asked.kind == "people" else value
        return data

    return make


@pytest.fixture
def ben(acme, member):
    return member(acme, Role.MEMBER, "Ben")


@pytest.fixture
def apply(acme, tenant, cohort, typed):
    """Send somebody's application with good answers and return its id."""

    def send(person, side=Side.MENTEE, **replaced):
        answers = typed(side, **replaced)
        with tenant(acme):
            row = applications.start_application(person.scope, cohort, side)
            applications.submit_application(person.scope, row.id, answers)
            return row.id

    return send


@pytest.fixture
def door(acme):
    """The path of the public link to the cohort."""
    return f"/apply/{token_for(acme.id, 'open-sesame')}"


@pytest.fixture
def browser(ben, sign_in):
    """Ben's browser."""
    return sign_in(ben)


@pytest.fixture
def draft(acme, tenant, cohort, ben):
    """The path of Ben's draft as a mentee."""
    with tenant(acme):
        row = applications.start_application(ben.scope, cohort, Side.MENTEE)
        return f"/o/acme/applications/{row.id}"


@pytest.fixture
def kept(acme, tenant, ben):
    """Ben's application as it is now."""

    def read():
        with tenant(acme) as scope:
            (row,) = queries.applications_of(scope, ben.member_id)
            return row

    return read
