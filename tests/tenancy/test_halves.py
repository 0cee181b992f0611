"""An organization is written in two databases' worth of rights; a half of one is made whole."""

import pytest
from sqlalchemy import create_engine, func, select, update

from saas import ticker
from saas.db import TenantScoped, bind_org, db, directory
from saas.errors import InvalidError
from saas.orgs.models import Member, Membership, Organization
from saas.orgs.services import create_organization, finish_organization, mark_ready
from saas.scope import Role
from tests import factories

NAMED = {"name": "Acme", "slug": "acme", "brand_color": "#0f766e"}
LONG_AGO = ticker.HALF_FOR * 2


class PowerCutError(Exception):
    """The process ended between the two commits."""


@pytest.fixture
def relay(fresh_app):
    engine = create_engine(fresh_app.config["SQLALCHEMY_BINDS"]["relay"])
    yield engine
    engine.dispose()


@pytest.fixture
def half(fresh_app):
    """Commit the directory's half of an organization only; return its id."""

    def make():
        with fresh_app.app_context():
            founder = factories.identity("Ada Founder")
            organization = create_organization(founder, **NAMED)
            directory.commit()
            db.session.rollback()
            return organization.id

    return make


def age(app, by=LONG_AGO):
    with app.app_context():
        directory.execute(update(Organization).values(created_at=Organization.created_at - by))
        directory.commit()


def rows(app, org_id):
    """How many rows the organization has, by table."""
    models = [m.class_ for m in db.Model.registry.mappers if issubclass(m.class_, TenantScoped)]
    with app.app_context():
        bind_org(org_id)
        counts = {
            model.__tablename__: db.session.scalar(
                select(func.count()).where(model.org_id == org_id)
            )
            for model in models
        }
    return {name: count for name, count in counts.items() if count and name != "outbox"}


def ready_at(app, org_id):
    with app.app_context():
        return directory.get_one(Organization, org_id).ready_at


def whole(app):
    """What an organization has when nothing goes wrong."""
    with app.app_context():
        founder = factories.identity("Bea Founder")
        made = create_organization(founder, **(NAMED | {"slug": "whole"}))
        directory.commit()
        db.session.commit()
        mark_ready(made.id)
        directory.commit()
        return rows(app, made.id)


def test_a_half_has_no_rows_and_is_not_ready(fresh_app, half):
    org_id = half()

    assert rows(fresh_app, org_id) == {}
    assert ready_at(fresh_app, org_id) is None


def test_the_ticker_makes_a_half_whole(fresh_app, half, relay):
    org_id = half()
    age(fresh_app)

    ticker.tick(fresh_app, relay)

    assert rows(fresh_app, org_id) == whole(fresh_app)
    assert ready_at(fresh_app, org_id)
    with fresh_app.app_context():
        bind_org(org_id)
        owner = db.session.scalars(select(Member).where(Member.org_id == org_id)).one()
        listed = directory.scalars(select(Membership).where(Membership.org_id == org_id)).one()
        assert (owner.role, owner.id) == (Role.OWNER, listed.member_id)


def test_ticking_again_changes_nothing(fresh_app, half, relay):
    org_id = half()
    age(fresh_app)
    ticker.tick(fresh_app, relay)
    before, ready = rows(fresh_app, org_id), ready_at(fresh_app, org_id)

    ticker.tick(fresh_app, relay)

    assert rows(fresh_app, org_id) == before
    assert ready_at(fresh_app, org_id) == ready


def test_a_half_that_may_still_be_in_its_request_is_left_alone(fresh_app, half, relay):
    org_id = half()

    ticker.tick(fresh_app, relay)

    assert rows(fresh_app, org_id) == {}


def test_a_repair_cut_off_before_the_directory_hears_of_it_is_finished_later(
    fresh_app, half, relay, monkeypatch
):
    org_id = half()
    age(fresh_app)

    def cut_off(_org_id):
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(ticker, "mark_ready", cut_off)
        ticker.tick(fresh_app, relay)
    before, was_ready = rows(fresh_app, org_id), ready_at(fresh_app, org_id)
    ticker.tick(fresh_app, relay)

    assert was_ready is None
    assert before
    assert rows(fresh_app, org_id) == before
    assert ready_at(fresh_app, org_id)


def test_a_half_that_cannot_be_repaired_does_not_hold_up_the_others(
    fresh_app, half, relay, monkeypatch
):
    broken = half()
    with fresh_app.app_context():
        founder = factories.identity("Cy Founder")
        mended = create_organization(founder, **(NAMED | {"slug": "other"})).id
        directory.commit()
        db.session.rollback()
    age(fresh_app)

    def finish(org_id):
        if org_id == broken:
            raise PowerCutError
        finish_organization(org_id)

    monkeypatch.setattr(ticker, "finish_organization", finish)
    ticker.tick(fresh_app, relay)

    assert ready_at(fresh_app, broken) is None
    assert ready_at(fresh_app, mended)


def test_finishing_a_whole_organization_changes_nothing(fresh_app, half, relay):
    org_id = half()
    age(fresh_app)
    ticker.tick(fresh_app, relay)
    before = rows(fresh_app, org_id)

    with fresh_app.app_context():
        finish_organization(org_id)
        db.session.commit()

    assert rows(fresh_app, org_id) == before


def test_a_slug_taken_by_a_half_stays_taken(fresh_app, half):
    half()

    with fresh_app.app_context():
        founder = factories.identity("Dee Founder")
        with pytest.raises(InvalidError) as refused:
            create_organization(founder, **NAMED)

    assert refused.value.field == "slug"
