"""Who is only listed, as from a file, signs up with that address and goes in."""

import pytest

from saas.db import db
from saas.orgs import services
from saas.orgs.models import Member, MemberState
from saas.scope import Role
from tests import factories

JOIN = "/organizations/acme/join"
HOME = "/o/acme/proposals?x=1"


@pytest.fixture
def listed(tenant, acme):
    with tenant(acme):
        return factories.listed_member("Ada Listed", "ada@example.org").id


@pytest.fixture
def ada(app, database, sign_in):
    """Has proved her address, and belongs to no organization."""
    with app.app_context():
        row = factories.identity("Ada L.", "Ada@example.org")
    return sign_in(factories.Person(None, None, row.id, row.name, row.email, Role.MEMBER))


@pytest.fixture
def state_of(tenant, acme):
    def read(member_id):
        with tenant(acme):
            return db.session.get_one(Member, (acme.id, member_id)).state

    return read


def test_a_link_into_the_organization_leads_to_joining_and_on(ada, listed, state_of):
    asked = ada.get(HOME, expect=303).location
    assert asked.startswith(f"{JOIN}?next=")

    page = ada.get(asked).page
    assert "Join Acme" in page.select_one("h1").get_text()
    assert state_of(listed) is MemberState.LISTED
    onward = ada.post(page.select_one("main form")["action"]).location

    assert onward == HOME
    assert state_of(listed) is MemberState.ACTIVE
    assert "No proposals yet" in ada.get(onward).text


def test_htmx_leaves_the_page_for_joining(ada, listed):
    answer = ada.get(HOME, htmx=True)

    assert answer.headers["HX-Redirect"].startswith(JOIN)


@pytest.mark.parametrize("next_", ["https://evil.example", "//evil.example", ""])
def test_joining_leads_nowhere_else(ada, listed, next_):
    assert ada.post(f"{JOIN}?next={next_}").location == "/o/acme/"


def test_joining_twice_finds_nothing_the_second_time(ada, listed):
    ada.post(JOIN)

    ada.get(JOIN, expect=404)
    ada.post(JOIN, expect=404)


def test_nothing_is_done_there_before_joining(ada, listed, state_of):
    ada.post("/o/acme/proposals/00000000-0000-4000-8000-000000000000/answer", expect=404)

    assert state_of(listed) is MemberState.LISTED


def test_who_is_not_listed_finds_nothing(ada, acme, tenant):
    with tenant(acme):
        factories.listed_member("Another", "another@example.org")

    for path in (HOME, JOIN, "/organizations/nowhere/join", "/o/nowhere/"):
        ada.get(path, expect=404)
    ada.post(JOIN, expect=404)


def test_who_was_removed_finds_nothing(ada, acme, tenant, listed, member):
    owner = member(acme, Role.OWNER, "Olga")
    with tenant(acme):
        services.remove_member(owner.scope, listed)

    ada.get(HOME, expect=404)
    ada.post(JOIN, expect=404)


def test_another_organization_that_lists_nobody_stays_closed(ada, listed, globex):
    ada.get("/o/globex/", expect=404)
    ada.get("/organizations/globex/join", expect=404)


def test_nobody_is_let_in_before_signing_in(stranger, listed):
    assert stranger.get(JOIN, expect=303).location.startswith("/sign-in?next=")


def test_whoever_is_listed_as_an_admin_becomes_one(ada, acme, tenant, listed, member):
    owner = member(acme, Role.OWNER, "Olga")
    with tenant(acme):
        services.change_role(owner.scope, listed, Role.ADMIN)

    ada.post(JOIN)

    with tenant(acme):
        row = db.session.get_one(Member, (acme.id, listed))
    assert (row.role, row.state) == (Role.ADMIN, MemberState.ACTIVE)
