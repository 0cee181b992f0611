"""What migration 0039 makes of those whom an admin said never again of before."""

import uuid

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from saas.release import MIGRATIONS
from tests.migrations.old import FOUNDED, migrate, old_database

AFTER = "0039"
BEFORE = str(ScriptDirectory(str(MIGRATIONS)).get_revision(AFTER).down_revision)


@pytest.fixture
def old(environment, monkeypatch):
    """A database as it was when never again held in one cohort."""
    with old_database(monkeypatch, "apart_everywhere", BEFORE) as made:
        for name in ("cohort_id", "mentee_id", "mentor_id"):  # It needs none of the people.
            made.connection.execute(
                f"ALTER TABLE exclusions DROP CONSTRAINT fk_exclusions_org_id_{name}"
            )
        yield made


def test_never_again_comes_to_hold_everywhere_and_nothing_else_does(old):
    orgs = [old.founded(slug) for slug in ("acme", "globex")]
    for org_id in orgs:
        old.bind(org_id)
        for reason in ("excluded", "rejected", "declined", "ended"):
            ids = {name: uuid.uuid4() for name in ("id", "cohort_id", "mentee_id", "mentor_id")}
            old.put("exclusions", org_id=org_id, reason=reason, created_at=FOUNDED, **ids)

    migrate(old.url, command.upgrade, AFTER)

    for org_id in orgs:
        old.bind(org_id)
        found = dict(old.rows("SELECT reason, everywhere FROM exclusions"))
        assert found == {"excluded": True, "rejected": False, "declined": False, "ended": False}
