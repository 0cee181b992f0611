"""What migration 0048 makes of the answers that people chose in scenarios before."""

import uuid

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from saas.release import MIGRATIONS
from tests.migrations.old import FOUNDED, migrate, old_database

AFTER = "0048"
BEFORE = str(ScriptDirectory(str(MIGRATIONS)).get_revision(AFTER).down_revision)
ANSWERS = ["Wait", "Write", "“Cancel”"]
GONE = str(uuid.uuid4())


@pytest.fixture
def old(environment, monkeypatch):
    """A database as it was when the place of an answer was kept."""
    with old_database(monkeypatch, "choices_in_words", BEFORE) as made:
        made.connection.execute(  # It needs none of the people.
            "ALTER TABLE orientations DROP CONSTRAINT fk_orientations_org_id_participant_id"
        )
        yield made


def scenario(old, org_id, answers):
    row_id = uuid.uuid4()
    old.put(
        "scenarios", org_id=org_id, id=row_id, position=0, title="Late", situation="You are late.",
        audience="both", answers=answers, feedback=answers, best=0, created_at=FOUNDED,
    )  # fmt: skip
    return str(row_id)


def orientation(old, org_id, chosen):
    row_id = uuid.uuid4()
    old.put(
        "orientations", org_id=org_id, id=row_id, participant_id=uuid.uuid4(),
        taken=["expectations", *chosen], chosen=chosen, completed_at=FOUNDED, created_at=FOUNDED,
    )  # fmt: skip
    return row_id


def chosen(old):
    return dict(old.rows("SELECT id, chosen FROM orientations"))


def test_places_become_the_words_that_stand_there_and_places_again(old):
    kept = {}
    for slug in ("acme", "globex"):
        org_id = old.founded(slug)
        late, early = (scenario(old, org_id, [*ANSWERS, slug]) for _ in range(2))
        rows = {
            orientation(old, org_id, {late: 2, early: 0}): {late: "“Cancel”", early: "Wait"},
            orientation(old, org_id, {late: 3, early: 4, GONE: 0}): {late: slug},
            orientation(old, org_id, {}): {},
        }
        kept[org_id] = (late, early, rows)

    migrate(old.url, command.upgrade, AFTER)

    for org_id, (_late, _early, rows) in kept.items():
        old.bind(org_id)
        assert chosen(old) == rows
        assert old.rows("SELECT count(*) FROM orientations WHERE completed_at IS NULL") == [(0,)]

    old.connection.execute("UPDATE scenarios SET answers = '[\"Write\"]' WHERE id = %s", [early])
    migrate(old.url, command.downgrade, BEFORE)

    old.bind(org_id)
    assert list(chosen(old).values()) == [{late: 2}, {late: 3}, {}]
