"""What migrations 0039 and 0040 make of those whom an admin said never again of before."""

import uuid

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from saas.release import MIGRATIONS
from tests.migrations.old import FOUNDED, migrate, old_database

AFTER, DATED = "0039", "0040"
BEFORE = str(ScriptDirectory(str(MIGRATIONS)).get_revision(AFTER).down_revision)

HOLDS = {"excluded": True, "rejected": False, "declined": False, "ended": False}


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
        assert dict(old.rows("SELECT reason, everywhere FROM exclusions")) == HOLDS

    migrate(old.url, command.upgrade, DATED)

    for org_id in orgs:
        old.bind(org_id)
        since = dict(old.rows("SELECT reason, everywhere_at FROM exclusions"))
        assert since == {reason: FOUNDED if holds else None for reason, holds in HOLDS.items()}

    migrate(old.url, command.downgrade, AFTER)

    for org_id in orgs:
        old.bind(org_id)
        assert dict(old.rows("SELECT reason, everywhere FROM exclusions")) == HOLDS
