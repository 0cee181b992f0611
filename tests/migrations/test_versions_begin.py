"""What migration 0011 makes of organizations that were there before versions."""

import datetime as dt
import hashlib
import json
import uuid

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, make_url

from saas.release import MIGRATIONS
from tests import cluster

AFTER = "0011"
BEFORE = str(ScriptDirectory(str(MIGRATIONS)).get_revision(AFTER).down_revision)
#: What a record says: as saas.partnerships.record writes it today.
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
    with cluster.fresh_clone("versions_begin") as values:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        url = values["DATABASE_OWNER_URL"]
        migrate(url, command.downgrade, BEFORE)
        uri = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(uri, autocommit=True) as connection:
            yield Old(url, connection)


def migrate(url, step, revision):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with create_engine(url, poolclass=NullPool).connect() as connection:
        config.attributes["connection"] = connection
        step(config, revision)


class Old:
    """Fills tables by the names of their columns; what must be there and is not is made up."""

    def __init__(self, url, connection):
        self.url, self.connection = url, connection

    def put(self, table, **values):
        names = ", ".join(values)
        marks = ", ".join(["%s"] * len(values))
        self.connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
            [json.dumps(v) if isinstance(v, list | dict) else v for v in values.values()],
        )

    def rows(self, statement):
        return self.connection.execute(statement).fetchall()

    def bind(self, org_id):
        self.connection.execute(f"SET app.org_id = '{org_id}'")

    def organization(self, slug, said=SAID):
        """One program, and one partnership that signed `said`; return the organization's id."""
        founder, now = uuid.uuid4(), SIGNED - dt.timedelta(days=60)
        self.put(
            "identities", id=founder, name=slug, email=f"{slug}@example.org",
            email_norm=f"{slug}@example.org", verified_at=now, created_at=now,
        )  # fmt: skip
        self.put(
            "organizations", slug=slug, name=slug, brand_color="#0f766e", founder_id=founder,
            is_sample=False, created_at=now,
        )  # fmt: skip
        [(org_id,)] = self.rows(f"SELECT id FROM organizations WHERE slug = '{slug}'")  # noqa: S608
        self.bind(org_id)
        common = {"org_id": org_id, "created_at": now}
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
        program, cohort, mentee, mentor, both = (uuid.uuid4() for _ in range(5))
        self.put(
            "programs", **common, id=program, name="Careers", description="", every_days=14,
            weeks=26, mentor_capacity=1, answer_days=7, next_in_line="confirm", rules={},
            is_sample=False, matched_by="admin", open_requests=3, request_days=7,
            message_required=True,
        )  # fmt: skip
        self.put(
            "cohorts", **common, id=cohort, program_id=program, name="Spring",
            starts_on="2026-02-01", ends_on="2026-08-01", intake_open=False, open_to="both",
        )  # fmt: skip
        for side, row_id in (("mentee", mentee), ("mentor", mentor)):
            member = uuid.uuid4()
            address = f"{member}@example.org"
            self.put(
                "members", **common, id=member, name=side, email=address, email_norm=address,
                role="member", state="listed", is_sample=False,
            )  # fmt: skip
            self.put(
                "participants", **common, id=row_id, cohort_id=cohort, member_id=member,
                side=side, capacity=1, answers={}, waited=0,
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
