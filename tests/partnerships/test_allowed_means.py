"""Two agree on means of meeting that their program allows; what was agreed before stays."""

import datetime as dt

import pytest

from saas import clock
from saas.errors import InvalidError
from saas.partnerships import queries, services
from saas.partnerships.services import Terms
from tests import factories
from tests.partnerships import making


def allow(acme, tenant, partners, *means):
    with tenant(acme) as scope:
        program = queries.partnership(scope, partners.id).cohort.program
        program.allowed_means = list(means)


def offered(page):
    return [each["value"] for each in page.find_all("input", {"name": "means"})]


def terms(*means):
    return Terms(7, list(means), [], clock.today() + dt.timedelta(days=60))


def test_the_form_offers_what_the_program_allows_and_what_they_have(acme, tenant, partners, ada):
    edit = f"{partners.path}/agreement/edit"
    assert offered(ada.get(edit).page) == ["Video", "In person", "Phone", "Chat"]

    allow(acme, tenant, partners, "Phone", "In the library")

    assert offered(ada.get(edit).page) == ["Video", "Phone", "In the library"]


def test_what_the_program_does_not_allow_cannot_be_agreed_on_anew(acme, tenant, partners):
    allow(acme, tenant, partners, "Phone")
    with tenant(acme) as scope:
        for means in (["Chat"], ["Video", "Chat"]):
            with pytest.raises(InvalidError, match="your program allows") as error:
                services.change_agreement(partners.mentee.scope, partners.id, terms(*means), seen=1)
            assert error.value.field == "means"

        row = services.change_agreement(
            partners.mentee.scope, partners.id, terms("Video", "Phone"), seen=1
        )
        assert queries.agreement(scope, partners.id).means == row.means == ["Video", "Phone"]


@pytest.mark.parametrize(
    ("allowed", "draft"),
    [([], ["Video", "Chat"]), (["chat", "Phone"], ["Chat"]), (["Phone"], [])],
)
def test_a_draft_begins_with_what_both_named_and_the_program_allows(
    acme, tenant, member, allowed, draft
):
    with tenant(acme):
        program = factories.program(allowed_means=allowed)
    partners = making.partners(tenant, member, acme, means=["Video", "Chat"], program=program)

    with tenant(acme) as scope:
        assert queries.agreement(scope, partners.id).means == draft


def test_a_meeting_is_noted_by_what_they_agreed_on_or_else_by_what_is_allowed(
    acme, tenant, member, sign_in
):
    with tenant(acme):
        program = factories.program(allowed_means=["Phone"])
    partners = making.partners(tenant, member, acme, means=[], program=program)

    page = sign_in(partners.mentee).get(f"{partners.path}/meetings/new").page

    assert [each["value"] for each in page.find_all("input", {"name": "means"})] == ["Phone"]
