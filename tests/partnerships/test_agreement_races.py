"""An agreement that one of the two signs or changes while its program publishes; real commits."""

import pytest

from saas.db import bind_org, db
from saas.partnerships import queries, services
from saas.partnerships.services import Start, Terms
from saas.programs.models import Guideline
from saas.programs.services import change_listed
from tests import factories
from tests.partnerships import making
from tests.racing import during


@pytest.fixture
def town(fresh_app):
    """An organization, and the partnership of two who have not signed yet."""
    with fresh_app.app_context():
        org = factories.organization("town")
    with fresh_app.app_context():
        bind_org(org.id)
        factories.guideline(title="Be kind", behavior="Helps a lot.")
        cohort = factories.cohort()
        ada = factories.member(org)
        here, there = factories.mentee(cohort, person=ada), factories.mentor(cohort)
        row = services.start_partnership(org.scope, Start(cohort.id, here.id, there.id))
        db.session.commit()
    return org, ada, row.id, cohort.program_id


@pytest.mark.parametrize("act", ["sign", "change"])
def test_whoever_acts_while_the_program_publishes_reads_it_first(fresh_app, town, act):
    org, ada, row_id, program_id = town

    def publish():
        [row] = db.session.query(Guideline).all()
        change_listed(org.scope, Guideline, row.id, behavior="Helps everybody.")
        making.publish(org.scope, program_id)

    def acting():
        row = queries.agreement(org.scope, row_id)
        terms = Terms(7, [], [], row.review_on, row.ends_on)
        if act == "sign":
            services.sign_agreement(ada.scope, row_id, seen=1)
        else:
            services.change_agreement(ada.scope, row_id, terms, seen=1)

    raised = during(fresh_app, org, publish, acting)

    assert ["changed meanwhile" in each for each in raised] == [True]
    with fresh_app.app_context():
        bind_org(org.id)
        row = queries.agreement(org.scope, row_id)
        assert (row.revision, row.is_draft) == (2, True)
        assert [each["behavior"] for each in row.guidelines] == ["Helps everybody."]
