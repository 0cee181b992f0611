"""The session layer as a state machine: whatever order things come in, one organization only.

The model knows every row of both organizations; after each step the session must see
exactly the rows of the organization it is bound to, and none while it is bound to none.
"""

import contextlib
import uuid

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from saas import clock
from saas.db import TenantChangedError, UnscopedQueryError, bind_org, bound_org, db
from saas.programs.models import Cohort, Goal, Program

ORGS = (1, 2)
SEEN = text("SELECT org_id, id, title FROM goals")
orgs = st.sampled_from(ORGS)
titles = st.sampled_from(["Write", "Speak", "Rest"])


def values_of(org_id, title):
    row = {"org_id": org_id, "id": uuid.uuid4(), "title": title, "explanation": ""}
    return {**row, "position": 0, "created_at": clock.now()}


def as_set(rows):
    return {(row.org_id, row.id, row.title) for row in rows}


class Sessions(RuleBasedStateMachine):
    """Sessions of two organizations that take turns on one connection."""

    app = None
    superuser = None

    def __init__(self):
        super().__init__()
        self.committed = {org: {} for org in ORGS}
        self.cohorts = {}
        with self.app.app_context():
            db.engine.dispose()  # Each story begins on a connection that knows nothing.
        with self.superuser.begin() as connection:
            connection.exec_driver_sql("TRUNCATE programs, goals CASCADE")
            for org in ORGS:
                self._furnish(connection, org)
        self._begin_anew()

    def _furnish(self, connection, org):
        row = values_of(org, "Listen")
        self.committed[org][row["id"]] = row["title"]
        program, cohort = uuid.uuid4(), uuid.uuid4()
        self.cohorts[org] = cohort
        days = {"starts_on": clock.today(), "ends_on": clock.today().replace(year=2099)}
        own = {"org_id": org, "created_at": clock.now()}
        connection.execute(insert(Goal.__table__), row)
        connection.execute(insert(Program.__table__), {**own, "id": program, "name": f"P{org}"})
        connection.execute(
            insert(Cohort.__table__),
            {**own, **days, "id": cohort, "program_id": program, "name": f"C{org}"},
        )

    def _begin_anew(self):
        self.context = self.app.app_context()
        self.context.push()
        self.org = None
        self.savepoints = []
        self._reload()

    def _reload(self):
        self.pending = {org: dict(rows) for org, rows in self.committed.items()}

    def _expected(self):
        return {(self.org, *item) for item in self.pending.get(self.org, {}).items()}

    def _own(self):
        """Let a query through when an organization is bound; expect the refusal when none is."""
        if self.org is None:
            return pytest.raises(UnscopedQueryError)
        return contextlib.nullcontext()

    def _everything(self):
        with self.superuser.connect() as connection:
            return as_set(connection.execute(SEEN))

    # -- binding and the life of a session

    @rule(org=orgs)
    def bind(self, org):
        if self.org not in (None, org):
            with pytest.raises(TenantChangedError):
                bind_org(org)
        elif self.org is None and self.savepoints:
            with pytest.raises(TenantChangedError):
                bind_org(org)
            assert bound_org() is None
        else:
            bind_org(org)
            self.org = org

    @rule()
    def commit(self):
        db.session.commit()
        self.committed = {org: dict(rows) for org, rows in self.pending.items()}
        self.savepoints = []
        assert self._everything() == {
            (org, *item) for org, rows in self.committed.items() for item in rows.items()
        }

    @rule()
    def rollback(self):
        db.session.rollback()
        self.savepoints = []
        self._reload()

    @rule()
    def another_session(self):
        self.context.pop()
        self._begin_anew()

    @rule()
    def remove(self):
        db.session.remove()
        self.org, self.savepoints = None, []
        self._reload()

    @precondition(lambda self: len(self.savepoints) < 3)
    @rule()
    def savepoint(self):
        before = {org: dict(rows) for org, rows in self.pending.items()}
        self.savepoints.append((db.session.begin_nested(), before))

    @precondition(lambda self: self.savepoints)
    @rule()
    def release(self):
        self.savepoints.pop()[0].commit()

    @precondition(lambda self: self.savepoints)
    @rule()
    def rollback_to_savepoint(self):
        transaction, self.pending = self.savepoints.pop()
        transaction.rollback()

    # -- reading

    @rule()
    def select_rows(self):
        with self._own():
            rows = db.session.execute(select(Goal).execution_options(populate_existing=True))
            assert as_set(rows.scalars()) == self._expected()

    @rule()
    def select_columns(self):
        with self._own():
            seen = db.session.execute(select(Goal.org_id, Goal.id, Goal.title))
            assert as_set(seen) == self._expected()

    @rule()
    def select_by_table(self):
        assert as_set(db.session.execute(select(Goal.__table__))) == self._expected()

    @rule(org=orgs)
    def get_by_key(self, org):
        for goal_id in self.committed[org]:
            with self._own():
                found = db.session.get(Goal, (org, goal_id), populate_existing=True)
                assert (found is not None) == (goal_id in self.pending[org] and org == self.org)

    @rule(org=orgs)
    def load_a_relationship(self, org):
        with self._own():
            cohort = db.session.get(Cohort, (org, self.cohorts[org]))
            assert (cohort is not None) == (org == self.org)
            assert cohort is None or cohort.program.name == f"P{org}"

    # -- writing

    @rule(title=titles)
    def add(self, title):
        goal = Goal(title=title, explanation="", position=0)
        db.session.add(goal)
        try:
            with self._own():
                db.session.flush()
        finally:
            if self.org is None:
                db.session.expunge(goal)
        if self.org is not None:
            self.pending[self.org][goal.id] = title

    @rule(org=orgs, title=titles)
    def insert_by_table(self, org, title):
        row = values_of(org, title)
        self._attempt(insert(Goal.__table__).values(row), allowed=org == self.org)
        if org == self.org:
            self.pending[org][row["id"]] = title

    @precondition(lambda self: self.org is not None)
    @rule(org=orgs, title=titles)
    def add_to(self, org, title):
        goal = Goal(org_id=org, title=title, explanation="", position=0)
        if org == self.org:
            db.session.add(goal)
            db.session.flush()
            self.pending[org][goal.id] = title
        else:
            with pytest.raises(DBAPIError), db.session.begin_nested():
                db.session.add(goal)

    @precondition(lambda self: self.org is not None and self.pending[self.org])
    @rule(org=orgs)
    def move_rows_to(self, org):
        moving = text("UPDATE goals SET org_id = :org").bindparams(org=org)
        self._attempt(moving, allowed=org == self.org)

    @rule(title=titles, table=st.sampled_from([Goal, Goal.__table__, "raw"]))
    def change_every_row(self, title, table):
        if table == "raw":
            db.session.execute(text("UPDATE goals SET title = :title"), {"title": title})
        else:
            with self._own() if table is Goal else contextlib.nullcontext():
                db.session.execute(update(table).values(title=title))
        for goal_id in self.pending.get(self.org, {}):
            self.pending[self.org][goal_id] = title

    @rule(table=st.sampled_from([Goal, Goal.__table__, "raw"]))
    def delete_every_row(self, table):
        if table == "raw":
            db.session.execute(text("DELETE FROM goals"))
        else:
            with self._own() if table is Goal else contextlib.nullcontext():
                db.session.execute(delete(table))
        self.pending.get(self.org, {}).clear()

    @precondition(lambda self: self.pending.get(self.org))
    @rule()
    def delete_one(self):
        goal_id = next(iter(self.pending[self.org]))
        db.session.delete(db.session.get_one(Goal, (self.org, goal_id), populate_existing=True))
        db.session.flush()
        del self.pending[self.org][goal_id]

    def _attempt(self, statement, *, allowed):
        if allowed:
            db.session.execute(statement)
        else:
            with pytest.raises(DBAPIError), db.session.begin_nested():
                db.session.execute(statement)

    # -- always

    @invariant()
    def sees_its_own_and_nothing_else(self):
        assert as_set(db.session.execute(SEEN)) == self._expected()

    def teardown(self):
        self.context.pop()
