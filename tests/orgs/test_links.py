import datetime as dt
import uuid

import pytest
import time_machine

from saas import clock
from saas.errors import NotFoundError
from saas.orgs import links, services
from saas.scope import Role

DAY = dt.timedelta(days=1)


@pytest.fixture
def token(tenant, acme, member):
    """A link for an admin, who gets no more than a member's rights by it."""
    person = member(acme, Role.ADMIN, "Alice")
    with tenant(acme) as scope:
        return links.new_link(
            scope, "check_in", subject_id=uuid.UUID(int=7), member_id=person.member_id, lasting=DAY
        ), person


def test_a_link_names_who_acts_and_on_what_with_the_rights_of_a_member(tenant, acme, token):
    value, person = token
    with tenant(acme):
        scope, link = links.open_link(value, "check_in")

        assert (scope.actor_id, scope.role) == (person.member_id, Role.MEMBER)
        assert link.subject_id == uuid.UUID(int=7)


def test_looking_does_not_use_a_link_up_and_acting_does(tenant, acme, token):
    for use in (False, False, True):
        with tenant(acme):
            links.open_link(token[0], "check_in", use=use)

    with tenant(acme), pytest.raises(NotFoundError):
        links.open_link(token[0], "check_in")


def test_a_link_is_for_one_kind_of_thing(tenant, acme, token):
    with tenant(acme), pytest.raises(NotFoundError):
        links.open_link(token[0], "proposal")


def test_a_link_ends(tenant, acme, token):
    with time_machine.travel(clock.now() + DAY), tenant(acme), pytest.raises(NotFoundError):
        links.open_link(token[0], "check_in")


def test_a_link_of_one_organization_is_nothing_in_another(app, tenant, globex, token):
    secret = token[0].partition(".")[2]

    with app.app_context(), pytest.raises(NotFoundError):
        links.open_link(links.token_for(globex.id, secret), "check_in")


def test_a_removed_member_cannot_act_by_an_old_link(tenant, acme, member, token):
    owner = member(acme, Role.OWNER)
    with tenant(acme):
        services.remove_member(owner.scope, token[1].member_id)

    with tenant(acme), pytest.raises(NotFoundError):
        links.open_link(token[0], "check_in")
