"""What built-in questions say where two meet once."""

import pytest
from sqlalchemy import select

from saas.db import db
from saas.intake import queries
from saas.intake.models import Form, Question
from saas.intake.schema import schema_of
from saas.intake.services import applications
from saas.intake.services.publishing import add_version
from saas.programs.models import Kind, Program, Side

LATER = "Choose what matters most now; you agree on the goals together later."
ONCE = "Choose what matters most; one meeting is short."


@pytest.fixture
def kind(acme, tenant, cohort):
    def change(kind):
        with tenant(acme):
            program = db.session.get(Program, (acme.id, cohort.program_id))
            program.kind = kind
            db.session.flush()

    return change


@pytest.fixture
def draft(acme, tenant, cohort, ben):
    with tenant(acme):
        return applications.start_application(ben.scope, cohort, Side.MENTEE).id


@pytest.mark.parametrize(
    ("of", "said"), [(Kind.ONE_TO_ONE, LATER), (Kind.GROUP, LATER), (Kind.FLASH, ONCE)]
)
def test_goals_are_agreed_on_later_only_where_two_meet_again(sign_in, ben, draft, kind, of, said):
    kind(of)

    page = sign_in(ben).get(f"/o/acme/applications/{draft}").page.find("main").text

    assert [each for each in (LATER, ONCE) if each in page] == [said]


def test_the_preview_says_it_as_the_program_does(alice, acme, tenant, kind):
    kind(Kind.FLASH)
    with tenant(acme):
        form_id = db.session.scalars(select(Form.id)).one()

    assert ONCE in alice.get(f"/o/acme/forms/{form_id}/preview").text


def test_what_an_organization_says_itself_stays(sign_in, acme, tenant, ben, draft, kind):
    kind(Kind.FLASH)
    with tenant(acme) as scope:
        row = db.session.scalars(select(Question).where(Question.help == LATER)).one()
        row.help = "Whatever you like."
        form = db.session.scalars(select(Form)).one()
        db.session.flush()
        add_version(scope, form, schema_of(queries.draft_outline(scope, form)))

    page = sign_in(ben).get(f"/o/acme/applications/{draft}").page.find("main").text

    assert "Whatever you like." in page
    assert ONCE not in page
