"""In which words migration 0050 says that versions were published."""

import uuid

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from saas.programs.models import Kind
from saas.release import MIGRATIONS
from saas.words import Term, Words, peer_words, words_from
from tests.migrations.old import FOUNDED, migrate, old_database

AFTER = "0050"
BEFORE = str(ScriptDirectory(str(MIGRATIONS)).get_revision(AFTER).down_revision)
OWN = Words(mentor=Term("a", "coach", "coaches"), program=Term("a", "circle", "circles"))


@pytest.fixture
def old(environment, monkeypatch):
    """A database as it was when versions did not note their words."""
    with old_database(monkeypatch, "words_of_versions", BEFORE) as made:
        yield made


def version(old, org_id, **program):
    """Make a version of a program of its own, and return its id."""
    common, row_id = {"org_id": org_id, "created_at": FOUNDED}, uuid.uuid4()
    lists = {name: [] for name in ("agreed_parts", "allowed_means", "review_weeks")}
    orders = {"orders_given_up": {}, "orders_decided": {}}
    rules = {"own_goals": True, "waits_for_signatures": False, "orientation": "off"}
    cohort = old.cohort(common, **lists, **orders, **rules, always_on=False, **program)
    [(program_id,)] = old.rows(f"SELECT program_id FROM cohorts WHERE id = '{cohort}'")  # noqa: S608
    old.put(
        "program_versions", **common, id=row_id, program_id=program_id, number=1, asks=True,
        published_at=FOUNDED, note="", guidelines=[], goals=[], clauses=[],
    )  # fmt: skip
    return row_id


def test_versions_say_what_is_built_in_in_the_words_of_their_organization(old):
    versions = {}
    for slug, words in (("acme", OWN), ("globex", Words())):
        org_id = old.founded(slug)
        old.put(
            "workspaces", org_id=org_id, id=uuid.uuid4(), name=slug, brand_color="#0f766e",
            time_zone="UTC", words=words.as_json(), languages=["en"], created_at=FOUNDED,
        )  # fmt: skip
        versions[org_id] = {
            version(old, org_id, name="Pairs", kind=Kind.ONE_TO_ONE): words,
            version(old, org_id, name="Pool", kind=Kind.PEER): peer_words(words),
        }

    migrate(old.url, command.upgrade, AFTER)

    for org_id, expected in versions.items():
        old.bind(org_id)
        noted = old.rows("SELECT id, words FROM program_versions")
        assert {row_id: words_from(words) for row_id, words in noted} == expected
