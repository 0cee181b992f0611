"""What migration 0011 makes of organizations that were there before versions."""

import datetime as dt
import hashlib
import json
import uuid

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from saas.release import MIGRATIONS
from tests.migrations.old import Old, migrate, old_database

AFTER = "0011"
BEFORE = str(ScriptDirectory(str(MIGRATIONS)).get_revision(AFTER).down_revision)
#: What a record of format 1 says.
RECORDED = {
    "format", "agreement", "organization", "program", "program_version", "cohort", "version",
    "started_on", "goals", "every_days", "means", "ends_on", "review_on", "clauses", "guidelines",
    "signatures",
}  # fmt: skip
SIGNED = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
SAID = {
    "guidelines": [{"title": "Be kind", "behavior": "Smiles.", "audience": "both"}],
    "clauses": [{"title": "Honest", "body": "Always."}],
}


@pytest.fixture
def old(environment, monkeypatch):
    """A database as it was before versions, as its owner sees it."""
    with old_database(monkeypatch, "versions_begin", BEFORE, Past) as made:
        yield made


class Past(Old):
    """What there was before versions."""

    def organization(self, slug, said=SAID):
        """One program, and one partnership that signed `said`; return the organization's id."""
        org_id = self.founded(slug)
        common = {"org_id": org_id, "created_at": SIGNED - dt.timedelta(days=60)}
        self._catalogues(common)
        self._partnership(common, said)
        return org_id

    def _catalogues(self, common):
        guideline = {
            "id": uuid.uuid4(), "title": "Be kind", "explanation": "It helps.",
            "audience": "both", "behavior": "Smiles.", "position": 0,
        }  # fmt: skip
        self.put("guidelines", **common, **guideline)
        gone = {**guideline, "id": uuid.uuid4(), "title": "Gone", "retired_at": SIGNED}
        self.put("guidelines", **common, **gone)
        goal = {"id": uuid.uuid4(), "title": "Network", "explanation": "", "position": 0}
        self.put("goals", **common, **goal, builtin_key="expand_network")
        clause = {"id": uuid.uuid4(), "title": "Honest", "body": "Always.", "position": 0}
        self.put("clauses", **common, **clause)

    def _partnership(self, common, said):
        cohort = self.cohort(common, orders=None, waits_for_acceptance=None)
        mentee, mentor, both = (uuid.uuid4() for _ in range(3))
        for side, row_id in (("mentee", mentee), ("mentor", mentor)):
            self.put(
                "participants", **common, id=row_id, cohort_id=cohort,
                member_id=self.member(common, side), side=side, capacity=1, answers={}, waited=0,
            )  # fmt: skip
        self.put(
            "partnerships", **common, id=both, cohort_id=cohort, mentee_id=mentee,
            mentor_id=mentor, started_on="2026-02-20",
        )  # fmt: skip
        self.put(
            "agreements", **common, id=uuid.uuid4(), partnership_id=both, version=1, revision=1,
            every_days=14, means=[], goals=[], review_on="2026-06-01", mentee_signed_at=SIGNED,
            **said,
        )  # fmt: skip


def test_what_every_program_says_becomes_its_version_1(old):
    ids = [old.organization("acme"), old.organization("globex")]

    migrate(old.url, command.upgrade, AFTER)

    for org_id in ids:
        old.bind(org_id)
        [(number, asks, guidelines, goals)] = old.rows(
            "SELECT number, asks, guidelines, goals FROM program_versions"
        )
        assert (number, asks) == (1, False)
        assert [item["title"] for item in guidelines] == ["Be kind"]
        assert [len(item["milestones"]) for item in goals] == [3]
        assert old.rows("SELECT count(*) FROM agreements WHERE program_version_id IS NULL") == [
            (0,)
        ]


def test_whoever_signed_these_words_has_accepted_version_1_since(old):
    old.bind(old.organization("acme"))

    migrate(old.url, command.upgrade, AFTER)

    assert old.rows("SELECT side, accepted_at FROM acceptances") == [("mentee", SIGNED)]


def test_whoever_signed_other_words_has_not_accepted_version_1(old):
    other = {**SAID, "clauses": [{"title": "Honest", "body": "Mostly."}]}
    old.bind(old.organization("acme", other))

    migrate(old.url, command.upgrade, AFTER)

    assert old.rows("SELECT side FROM acceptances") == []
    assert old.rows("SELECT clauses FROM agreements") == [(other["clauses"],)]


def test_what_both_had_signed_is_written_down_as_it_stands(old):
    old.bind(old.organization("acme"))
    old.connection.execute("UPDATE agreements SET mentor_signed_at = mentee_signed_at")

    migrate(old.url, command.upgrade, "0023")

    [(document, digest)] = old.rows("SELECT document, digest FROM signed_agreements")
    said = json.loads(document)
    assert hashlib.sha256(document.encode()).hexdigest() == digest
    assert said.keys() == RECORDED
    assert (said["clauses"], said["guidelines"]) == (SAID["clauses"], SAID["guidelines"])
    assert [(each["side"], each["name"]) for each in said["signatures"]] == [
        ("mentee", "mentee"),
        ("mentor", "mentor"),
    ]


def test_what_one_has_signed_is_not_written_down_yet(old):
    old.bind(old.organization("acme"))

    migrate(old.url, command.upgrade, "0023")

    assert old.rows("SELECT document FROM signed_agreements") == []
    [(clauses,)] = old.rows("SELECT clauses FROM program_versions")
    assert [item["kind"] for item in clauses] == [None]


def test_a_moment_that_nobody_knows_is_refused_by_the_database(old):
    old.bind(old.organization("acme"))
    migrate(old.url, command.upgrade, AFTER)

    with pytest.raises(psycopg.errors.CheckViolation):
        old.connection.execute("UPDATE guidelines SET moment = 'someday'")
    with pytest.raises(psycopg.errors.CheckViolation):
        old.connection.execute("UPDATE goals SET progress_rule = 'luck'")
