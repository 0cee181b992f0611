"""A database as it was before a migration, and its rows by the names of their columns."""

import contextlib
import datetime as dt
import json
import uuid

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine, make_url

from saas.release import MIGRATIONS
from tests import cluster

FOUNDED = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


@contextlib.contextmanager
def old_database(monkeypatch, name, before, kind=None):
    """Lend a database as it was at a revision, as its owner sees it."""
    with cluster.fresh_clone(name) as values:
        for variable, value in values.items():
            monkeypatch.setenv(variable, value)
        url = values["DATABASE_OWNER_URL"]
        migrate(url, command.downgrade, before)
        uri = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(uri, autocommit=True) as connection:
            yield (kind or Old)(url, connection)


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

    def founded(self, slug):
        """Make an organization, bind it, and return its id."""
        founder = uuid.uuid4()
        self.put(
            "identities", id=founder, name=slug, email=f"{slug}@example.org",
            email_norm=f"{slug}@example.org", verified_at=FOUNDED, created_at=FOUNDED,
        )  # fmt: skip
        self.put(
            "organizations", slug=slug, name=slug, brand_color="#0f766e", founder_id=founder,
            is_sample=False, created_at=FOUNDED,
        )  # fmt: skip
        [(org_id,)] = self.rows(f"SELECT id FROM organizations WHERE slug = '{slug}'")  # noqa: S608
        self.bind(org_id)
        return org_id

    def member(self, common, name="Somebody"):
        member = uuid.uuid4()
        address = f"{member}@example.org"
        self.put(
            "members", **common, id=member, name=name, email=address, email_norm=address,
            role="member", state="listed", is_sample=False,
        )  # fmt: skip
        return member

    def cohort(self, common, **program):
        """Make a program with one cohort, whose id is returned."""
        program_id, cohort = uuid.uuid4(), uuid.uuid4()
        usual = {
            "name": "Careers", "description": "", "every_days": 14, "weeks": 26,
            "mentor_capacity": 1, "answer_days": 7, "next_in_line": "confirm", "rules": {},
            "is_sample": False, "matched_by": "admin", "open_requests": 3, "request_days": 7,
            "message_required": True, "orders": {}, "waits_for_acceptance": False,
        }  # fmt: skip
        kept = {key: value for key, value in (usual | program).items() if value is not None}
        self.put("programs", **common, id=program_id, **kept)
        self.put(
            "cohorts", **common, id=cohort, program_id=program_id, name="Spring",
            starts_on="2026-02-01", ends_on="2026-08-01", intake_open=False, open_to="both",
        )  # fmt: skip
        return cohort
