"""What the tests of races between changes of a program have in common."""

import pytest

from saas.db import bind_org, db
from tests import factories


@pytest.fixture
def town(fresh_app):
    """An organization whose program inherits a goal: (org, program id, goal)."""
    with fresh_app.app_context():
        org = factories.organization("town")
    with fresh_app.app_context():
        bind_org(org.id)
        program_id, goal = factories.program().id, factories.goal(title="A")
        db.session.commit()
    return org, program_id, goal
