import pytest

from saas.partnerships.services import Start, start_partnership
from saas.scope import Role
from tests import factories


def test_an_admin_is_led_through_setting_up(alice):
    page = alice.get("/o/acme/").page

    steps = page.select("#set-up li")
    assert len(steps) >= 5
    assert "0 of" in page.select_one("#set-up header").text
    assert page.select_one("#set-up .stack > .checklist + p")


def test_a_member_is_not_asked_to_set_up_anything(bob):
    page = bob.get("/o/acme/").page

    assert page.select_one("#set-up") is None
    assert "Nothing waits for you" in page.main.text


def test_what_waits_is_the_same_as_in_the_digest(acme, member, sign_in, tenant):
    mia, max_ = member(acme, Role.MEMBER, "Mia"), member(acme, Role.MEMBER, "Max")
    with tenant(acme):
        cohort = factories.cohort()
        run = factories.run(cohort)
        mentee, mentor = (
            factories.mentee(cohort, person=mia),
            factories.mentor(cohort, person=max_),
        )
        factories.proposal(run, mentor, mentee, state="published")

    page = sign_in(mia).get("/o/acme/").page

    assert "A proposal waits for your answer: Max" in page.select_one("#waiting").text


@pytest.mark.parametrize("people", [1, 4])
def test_the_overview_costs_the_same_however_much_waits(
    acme, member, sign_in, tenant, count_queries, people
):
    mia = member(acme, Role.MEMBER, "Mia")
    with tenant(acme):
        cohort = factories.cohort()
        mentee = factories.mentee(cohort, person=mia)
        for _ in range(people):
            mentor = factories.mentor(cohort)
            start_partnership(acme.scope, Start(cohort.id, mentee.id, mentor.id, None))
    browser = sign_in(mia)

    with count_queries() as statements:
        browser.get("/o/acme/")

    assert len(statements) <= 32
