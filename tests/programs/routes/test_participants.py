import itertools
import uuid

import pytest

from saas.programs import queries, services
from saas.scope import Role
from tests import factories

BASE = "/o/acme"


@pytest.fixture
def cohort(acme, tenant):
    with tenant(acme):
        return factories.cohort(factories.program("Career"), name="Spring")


@pytest.fixture
def mentor(acme, tenant, cohort):
    with tenant(acme):
        return factories.mentor(cohort, name="Ada")


@pytest.fixture
def now(acme, tenant, mentor):
    """The mentor as saved."""

    def read():
        with tenant(acme) as scope:
            return queries.managed_participant(scope, mentor.id)

    return read


def shown(response):
    return [
        cell.get_text(strip=True) for cell in response.page.select("tbody th strong, tbody th a")
    ]


def test_an_empty_cohort_says_how_people_come_in(alice, cohort):
    page = alice.get(f"{BASE}/cohorts/{cohort.id}/participants").page

    assert "application is approved" in page.select_one(".empty p").get_text()


def test_the_list_can_be_narrowed_to_one_side(alice, acme, tenant, cohort, mentor):
    with tenant(acme):
        factories.mentee(cohort, name="Grace")
    path = f"{BASE}/cohorts/{cohort.id}/participants"

    assert shown(alice.get(path)) == ["Ada", "Grace"]
    assert shown(alice.get(f"{path}?side=mentor")) == ["Ada"]
    assert shown(alice.get(f"{path}?side=mentee")) == ["Grace"]


@pytest.mark.parametrize("query", ["side=left", "page=x", "page=0", "page=-1"])
def test_an_address_that_makes_no_sense_shows_the_first_page(alice, cohort, mentor, query):
    assert shown(alice.get(f"{BASE}/cohorts/{cohort.id}/participants?{query}")) == ["Ada"]


def test_a_page_past_the_end_leads_back(alice, cohort, mentor):
    page = alice.get(f"{BASE}/cohorts/{cohort.id}/participants?page={10**30}").page

    assert page.select_one(".empty a.btn")["href"] == f"{BASE}/cohorts/{cohort.id}/participants"


def test_fifty_stand_on_a_page_with_a_way_to_the_next(alice, acme, tenant, cohort, count_queries):
    path = f"{BASE}/cohorts/{cohort.id}/participants"
    with tenant(acme):
        factories.mentee(cohort, name="Person 00")
    with count_queries() as few:
        alice.get(path)
    with tenant(acme):
        for number in range(1, 51):
            factories.mentee(cohort, name=f"Person {number:02}")
    with count_queries() as more:
        response = alice.get(path)

    assert len(more) == len(few)
    assert len(shown(response)) == 50
    assert len(response.page.find_all(True)) < 1500
    onward = response.page.select_one("a[rel=next]")["href"]
    assert shown(alice.get(onward)) == ["Person 50"]


def test_a_capacity_changes(alice, mentor, now):
    alice.post(f"{BASE}/participants/{mentor.id}", {"capacity": "3"})

    assert now().capacity == 3


@pytest.mark.parametrize("capacity", ["", "many", "-1", "51", "1.5"])
def test_a_capacity_that_cannot_be_changes_nothing(alice, mentor, now, capacity):
    response = alice.post(f"{BASE}/participants/{mentor.id}", {"capacity": capacity}, expect=422)

    assert response.page.select_one("#capacity")["value"] == capacity
    assert (
        response.page.select_one("#capacity-error").get_text()
        == "Enter a whole number from 0 to 50."
    )
    assert now().capacity == 1


def test_whoever_is_withdrawn_comes_back_by_undo(alice, mentor, now):
    response = alice.post(f"{BASE}/participants/{mentor.id}/withdraw")
    assert now().withdrawn_at
    page = alice.get(response.headers["Location"]).page
    assert page.select_one("tbody .badge").get_text() == "Withdrew"

    alice.post(page.select_one("#notices form")["action"])
    assert now().withdrawn_at is None


def test_the_page_of_somebody_withdrawn_offers_to_let_them_take_part_again(alice, mentor):
    alice.post(f"{BASE}/participants/{mentor.id}/withdraw")

    page = alice.get(f"{BASE}/participants/{mentor.id}").page

    assert page.select_one("#taking-part form")["action"].endswith("/restore")


STEPS = ("", "/withdraw", "/restore")


def test_only_program_admins_change_participants(acme, member, sign_in, mentor, now):
    for role in (Role.MEMBER, Role.VIEWER):
        browser = sign_in(member(acme, role))
        for path in STEPS:
            browser.post(f"{BASE}/participants/{mentor.id}{path}", {"capacity": "3"}, expect=403)

    assert (now().capacity, now().withdrawn_at) == (1, None)


def test_a_program_admin_reaches_only_the_participants_of_their_programs(
    acme, tenant, member, sign_in, mentor
):
    pat = member(acme, Role.PROGRAM_ADMIN)
    with tenant(acme) as scope:
        services.assign_program_admin(scope, factories.program().id, pat.member_id)

    browser = sign_in(pat)
    for path in STEPS:
        browser.post(f"{BASE}/participants/{mentor.id}{path}", {"capacity": "3"}, expect=404)


def test_the_participants_of_another_organization_do_not_exist(alice, globex, tenant):
    with tenant(globex):
        theirs = factories.mentor(factories.cohort()).id
    for participant_id, path in itertools.product((theirs, uuid.uuid4()), STEPS):
        alice.post(f"{BASE}/participants/{participant_id}{path}", {"capacity": "3"}, expect=404)
    with tenant(globex) as scope:
        assert queries.managed_participant(scope, theirs).capacity == 1
