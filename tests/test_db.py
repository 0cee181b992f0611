"""The two sessions: what each refuses, what it fills in, and how refusals become sentences."""

import enum
import uuid

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from saas.db import (
    TenantChangedError,
    UnscopedQueryError,
    at_once,
    bind_org,
    bound_org,
    choice,
    db,
    directory,
    found,
    refusing,
)
from saas.errors import ConflictError, NotFoundError
from saas.identity.models import SignInFailure
from saas.orgs.models import Member, Organization
from saas.programs.models import Goal, Program
from tests import factories


class Word(enum.StrEnum):
    ONE = "one"
    TWO = "two"


def test_a_session_begins_bound_to_nothing(app, database):
    with app.app_context():
        assert bound_org() is None


def test_a_session_stays_with_its_organization_after_a_commit(tenant, acme):
    with tenant(acme):
        factories.goal(title="Listen")
        db.session.commit()

        assert bound_org() == acme.id
        assert db.session.scalar(text("SELECT title FROM goals")) == "Listen"


def test_a_session_never_changes_its_organization(tenant, acme, globex):
    with tenant(acme):
        with pytest.raises(TenantChangedError):
            bind_org(globex.id)

        assert bound_org() == acme.id


def test_an_organization_is_not_chosen_inside_a_savepoint(app, acme):
    with app.app_context(), db.session.begin_nested():
        with pytest.raises(TenantChangedError):
            bind_org(acme.id)

        assert bound_org() is None


def test_binding_again_to_the_same_organization_is_harmless_anywhere(tenant, acme):
    with tenant(acme), db.session.begin_nested():
        bind_org(acme.id)

        assert db.session.scalar(text("SELECT current_setting('app.org_id')")) == str(acme.id)


def test_binding_in_the_middle_of_a_transaction_takes_hold_at_once(app, acme):
    with app.app_context():
        before = db.session.scalar(text("SELECT count(*) FROM workspaces"))
        bind_org(acme.id)
        after = db.session.scalar(text("SELECT count(*) FROM workspaces"))

    assert (before, after) == (0, 1)


@pytest.mark.parametrize("literal", ["1; DROP TABLE goals", "1' OR 'a'='a", ""])
def test_only_a_number_is_ever_an_organization(app, database, literal):
    with app.app_context():
        db.session.execute(text("SELECT 1"))

        with pytest.raises(ValueError, match="invalid literal"):
            bind_org(literal)


def test_a_new_row_is_stamped_with_the_organization(tenant, acme):
    with tenant(acme):
        goal = factories.goal()

        assert goal.org_id == acme.id


def test_a_row_has_its_id_before_it_is_saved():
    assert isinstance(Program(name="Any").id, uuid.UUID)


def test_a_row_of_a_tenant_is_refused_without_an_organization(app, database):
    with app.app_context():
        db.session.add(Program(name="Nobody's"))

        with pytest.raises(UnscopedQueryError, match="Program needs an organization"):
            db.session.flush()


def test_a_global_row_is_refused_in_the_session_of_a_tenant(tenant, acme):
    with tenant(acme):
        row = SignInFailure(email_norm="ada@example.org")
        db.session.add(row)

        with pytest.raises(UnscopedQueryError, match="belongs in the directory"):
            db.session.flush()
        db.session.expunge(row)


def test_the_directory_cannot_read_a_tenants_table(app, acme):
    with app.app_context(), pytest.raises(DBAPIError, match="permission denied"):
        directory.execute(select(Goal.__table__))


def test_the_session_of_a_tenant_cannot_read_a_global_table(app, acme):
    with app.app_context():
        bind_org(acme.id)

        with pytest.raises(DBAPIError, match="permission denied"):
            db.session.execute(select(Organization.__table__))


def test_what_must_be_kept_is_kept_whatever_becomes_of_the_rest(fresh_app):
    with fresh_app.app_context():
        with at_once() as session:
            session.add(SignInFailure(id=uuid.uuid4(), email_norm="ada@example.org"))
        directory.rollback()

    with fresh_app.app_context():
        assert directory.scalars(select(SignInFailure.email_norm)).all() == ["ada@example.org"]


def test_a_refusal_of_the_database_becomes_a_sentence_and_spares_the_rest(tenant, acme):
    with tenant(acme):
        factories.program("Kept")
        with (
            pytest.raises(ConflictError, match=r"Choose another name\."),
            refusing("Choose another name."),
        ):
            db.session.add(Program(name="Kept"))

        names = db.session.scalars(select(Program.name).where(Program.org_id == acme.id)).all()

    assert names == ["Kept"]


def test_a_row_that_is_found_is_given_back_and_none_is_a_sentence():
    row = Member(name="Ada")

    assert found(row, "No.") is row
    with pytest.raises(NotFoundError, match=r"There is nobody\."):
        found(None, "There is nobody.")


def test_a_closed_list_of_words_is_text_with_a_check_and_never_an_enum():
    column = choice(Word)

    assert not column.native_enum
    assert (column.enums, column.name) == (["one", "two"], "word")
