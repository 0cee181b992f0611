"""A token binds one organization; changed to name another, it finds nothing and changes nothing."""

import datetime as dt
import uuid

import pytest
from flask import url_for
from itsdangerous import URLSafeSerializer

from saas.db import bound_org
from saas.errors import NotFoundError
from saas.mail.unsubscribe import read_token, unsubscribe_url
from saas.orgs.links import enter, new_link, open_link, token_for
from tests import factories


@pytest.fixture
def link(tenant, acme, member):
    """A link of acme to somebody there, as its token."""
    person = member(acme)
    with tenant(acme) as scope:
        lasting = {"lasting": dt.timedelta(days=1)}
        return new_link(
            scope, "check_in", subject_id=uuid.uuid4(), member_id=person.member_id, **lasting
        )


@pytest.fixture
def door(tenant, acme, globex):
    """The public link of acme's cohort, while globex has a cohort too."""
    with tenant(globex):
        factories.cohort(apply_token="theirs", intake_open=True)
    with tenant(acme):
        factories.cohort(apply_token="ours", intake_open=True)
    return token_for(acme.id, "ours")


def of(org, token):
    """The same secret, with the number of another organization."""
    return token_for(org.id, token.partition(".")[2])


def test_a_link_opens_in_its_own_organization(app, acme, link):
    with app.app_context():
        scope, _ = open_link(link, "check_in")

        assert scope.org_id == bound_org() == acme.id


def test_a_link_with_the_number_of_another_organization_finds_nothing(app, globex, link):
    with app.app_context(), pytest.raises(NotFoundError):
        open_link(of(globex, link), "check_in", use=True)
    with app.app_context():
        assert open_link(link, "check_in")


def test_a_link_with_the_number_of_no_organization_finds_nothing(app, link):
    with app.app_context(), pytest.raises(NotFoundError):
        open_link(token_for(999_999_999_999_999_999, link.partition(".")[2]), "check_in")


@pytest.mark.parametrize(
    "token",
    ["", ".", "1", "1.", ".x", "-1.x", "1e3.x", " 1.x", "+1.x", "٣.x", "9223372036854775808.x"],
)
def test_what_is_no_token_binds_nothing(app, database, token):
    with app.app_context():
        with pytest.raises(NotFoundError):
            enter(token)

        assert bound_org() is None


def test_the_public_link_opens_the_door_of_its_own_organization(stranger, door):
    assert stranger.get(f"/apply/{door}").page.h1


def test_the_public_link_with_another_number_is_like_one_that_never_was(stranger, globex, door):
    changed = stranger.get(f"/apply/{of(globex, door)}", expect=404)
    unknown = stranger.get("/apply/999999.ours", expect=404)

    assert changed.text == unknown.text


def test_an_unsubscribe_link_names_whom_it_was_made_for(app, acme):
    with app.test_request_context():
        token = unsubscribe_url(acme.id, "Ada@Example.org", "digest").rsplit("/", 1)[1]

        assert read_token(token) == (acme.id, "ada@example.org", "digest")


def tampered(app, acme, globex):
    """What somebody could make of the unsubscribe link they were sent."""
    with app.test_request_context():
        token = unsubscribe_url(acme.id, "ada@example.org", "digest").rsplit("/", 1)[1]
        payload, _, signature = token.rpartition(".")
        other = unsubscribe_url(globex.id, "eve@example.org", "digest").rsplit("/", 1)[1]
    wish = [globex.id, "ada@example.org", "digest"]
    return {
        "another's payload under this signature": f"{other.rpartition('.')[0]}.{signature}",
        "this payload under another's signature": f"{payload}.{other.rpartition('.')[2]}",
        "signed with another key": URLSafeSerializer("guessed", salt="unsubscribe").dumps(wish),
        "signed for another purpose": URLSafeSerializer(
            app.config["SECRET_KEY"], salt="other"
        ).dumps(wish),
        "cut short": token[:-1],
        "not signed": payload,
    }


def test_a_tampered_unsubscribe_link_is_not_found(app, acme, globex, stranger):
    for token in tampered(app, acme, globex).values():
        stranger.get(f"/unsubscribe/{token}", expect=404)
        stranger.post(f"/unsubscribe/{token}", expect=404)
        with app.test_request_context():
            undo = url_for("mail_public.resubscribe", token=token)
        stranger.post(undo, expect=404)
