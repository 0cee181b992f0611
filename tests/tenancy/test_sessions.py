"""The wall of the session layer holds in every order of events, and the proof can fail."""

import contextlib

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import delete, event, select, update

from saas import db as layer
from saas.db import TenantSession, bind_org, db
from saas.programs.models import Goal
from tests.tenancy import sessions
from tests.tenancy.sessions import Sessions, as_set, values_of

SETTINGS = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def run(narrow):
    app, superuser = narrow
    machine = type("Sessions", (Sessions,), {"app": app, "superuser": superuser})
    run_state_machine_as_test(machine, settings=SETTINGS)


def assert_caught(narrow):
    with pytest.raises((AssertionError, pytest.fail.Exception, ExceptionGroup)) as caught:
        run(narrow)
    causes = getattr(caught.value, "exceptions", [caught.value])
    assert all(isinstance(each, AssertionError | pytest.fail.Exception) for each in causes), causes


@contextlib.contextmanager
def changed(superuser, statement, back):
    with superuser.begin() as connection:
        connection.exec_driver_sql(statement)
    try:
        yield
    finally:
        with superuser.begin() as connection:
            connection.exec_driver_sql(back)


@contextlib.contextmanager
def wall_down(superuser):
    """Row-level security off, as if a migration had forgotten it."""
    table = "ALTER TABLE goals {} ROW LEVEL SECURITY"
    with changed(superuser, table.format("DISABLE"), table.format("ENABLE")):
        yield


def test_no_order_of_events_shows_or_changes_anothers_row(narrow):
    run(narrow)


def test_the_proof_catches_a_table_without_its_wall(narrow):
    with wall_down(narrow[1]):
        assert_caught(narrow)


def test_the_proof_catches_a_second_policy_that_lets_everybody_in(narrow):
    with changed(
        narrow[1], "CREATE POLICY wide ON goals USING (true)", "DROP POLICY wide ON goals"
    ):
        assert_caught(narrow)


def test_the_proof_catches_a_setting_that_outlives_its_transaction(narrow, monkeypatch):
    def set_for_the_connection(connection, values):
        if values.get("org_id"):
            connection.exec_driver_sql(f"SET app.org_id = '{values['org_id']}'")

    monkeypatch.setattr(layer, "_set_local", set_for_the_connection)

    assert_caught(narrow)


def test_the_proof_catches_a_session_that_forgets_to_say_whose_it_is(narrow, monkeypatch):
    monkeypatch.setattr(layer, "_set_local", lambda _connection, _values: None)

    assert_caught(narrow)


def test_the_proof_catches_a_session_that_may_change_its_organization(narrow, monkeypatch):
    def rebind(org_id):
        db.session().info["org_id"] = org_id

    monkeypatch.setattr(sessions, "bind_org", rebind)

    assert_caught(narrow)


def test_the_proof_catches_queries_that_need_no_organization(narrow):
    event.remove(TenantSession, "do_orm_execute", layer._keep_to_one_org)
    try:
        assert_caught(narrow)
    finally:
        event.listen(TenantSession, "do_orm_execute", layer._keep_to_one_org)


@pytest.fixture
def rows(narrow):
    """A goal of organization 1 and one of organization 2, with the database's wall down."""
    app, superuser = narrow
    mine, theirs = values_of(1, "Mine"), values_of(2, "Theirs")
    with superuser.begin() as connection:
        connection.exec_driver_sql("TRUNCATE goals CASCADE")
        connection.execute(Goal.__table__.insert(), [mine, theirs])
    with wall_down(superuser), app.app_context():
        bind_org(1)
        yield mine["id"], theirs["id"]


def test_the_filter_of_the_orm_keeps_to_one_organization_by_itself(rows):
    mine, theirs = rows

    assert [goal.id for goal in db.session.scalars(select(Goal))] == [mine]
    assert db.session.get(Goal, (2, theirs)) is None


def test_bulk_changes_through_the_orm_keep_to_one_organization_by_themselves(rows, narrow):
    mine, theirs = rows

    db.session.execute(update(Goal).values(title="Changed"))
    db.session.commit()
    with narrow[1].connect() as connection:
        changed_rows = as_set(connection.execute(sessions.SEEN))
    db.session.execute(delete(Goal))
    db.session.commit()

    assert changed_rows == {(1, mine, "Changed"), (2, theirs, "Theirs")}
    with narrow[1].connect() as connection:
        assert as_set(connection.execute(sessions.SEEN)) == {(2, theirs, "Theirs")}
