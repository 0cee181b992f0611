"""Imports and what others do at the same instant, with real commits."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from saas.db import bind_org, db
from saas.orgs.models import Member
from saas.people.models import RowState
from saas.people.queries import imports as queries
from saas.people.services import imports as services
from saas.people.services.taking_in import take_in_some
from saas.programs.models import Participant, Side
from saas.programs.services import archive_program
from tests import factories
from tests.people.seeing import rows_of

NAMES = [f"P{number:02}" for number in range(40)]


@pytest.fixture
def org(fresh_app):
    with fresh_app.app_context():
        return factories.organization("races")


@pytest.fixture
def two(fresh_app, org, monkeypatch):
    """Two confirmed imports of the same new people, in opposite orders, for the worker to do."""
    monkeypatch.setattr(services, "AT_ONCE", 0)
    with fresh_app.app_context():
        bind_org(org.id)
        cohort = factories.cohort()
        ids = [start(org.scope, cohort, names) for names in (NAMES, NAMES[::-1])]
        db.session.commit()
        return ids


def start(scope, cohort, names):
    text = "Name,E-mail\n" + "".join(f"{name},{name}@example.org\n" for name in names)
    file = io.BytesIO(text.encode())
    row = services.start_import(scope, cohort.id, Side.MENTEE, filename="p.csv", file=file)
    services.map_columns(scope, row.id, row.mapping["columns"])
    services.examine_import(scope, row.id)
    while services.examine_some(scope, row.id):
        pass
    services.confirm_import(scope, row.id, skip_bad=False)
    return row.id


def test_two_files_with_the_same_people_are_taken_in_one_after_the_other(fresh_app, org, two):
    ready = threading.Barrier(2)

    def take_in(import_id):
        with fresh_app.app_context():
            bind_org(org.id)
            ready.wait(timeout=10)
            take_in_some(org.scope, import_id)
            db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(take_in, two))

    with fresh_app.app_context():
        bind_org(org.id)
        assert sorted(each.name for each in db.session.scalars(select(Member))) == NAMES
        assert len(db.session.scalars(select(Participant)).all()) == len(NAMES)
        added = [len(rows_of(org.scope, each, RowState.ADDED)) for each in two]
        skipped = [rows_of(org.scope, each, RowState.SKIPPED) for each in two]
    assert sorted(added) == [0, len(NAMES)]
    whys = {row.why.partition(" ")[2] for rows in skipped for row in rows}
    assert whys == {"already takes part."}


def test_a_program_archived_since_it_was_looked_at_takes_nobody_in(fresh_app, org, two):
    with fresh_app.app_context():
        bind_org(org.id)
        program = queries.managed_import(org.scope, two[0]).cohort.program
        assert program.is_running  # The session knows it so.
        archive_elsewhere(fresh_app, org, program.id)

        take_in_some(org.scope, two[0])
        db.session.commit()
        assert db.session.scalars(select(Participant)).all() == []


def archive_elsewhere(fresh_app, org, program_id):
    with fresh_app.app_context():
        bind_org(org.id)
        archive_program(org.scope, program_id)
        db.session.commit()
