import datetime as dt
import uuid

import pytest

from saas.programs import queries, services
from saas.scope import Role
from tests import factories

BASE = "/o/acme"
PLAN = {
    "name": "Spring",
    "starts_on": "2027-03-01",
    "ends_on": "2027-09-01",
    "open_to": "both",
}


@pytest.fixture
def cohort(acme, tenant):
    with tenant(acme):
        return factories.cohort(factories.program("Career"), name="Spring")


@pytest.fixture
def now(acme, tenant, cohort):
    """The cohort as it is saved."""

    def read():
        with tenant(acme) as scope:
            return queries.cohort(scope, cohort.id)

    return read


def test_creating_a_cohort_leads_to_its_page(alice, acme, tenant):
    with tenant(acme):
        program = factories.program("Career")

    response = alice.post(f"{BASE}/programs/{program.id}/cohorts/new", PLAN)

    page = alice.get(response.headers["Location"]).page
    assert page.h1.get_text() == "Spring"
    assert "1 Mar 2027 to 1 Sep 2027" in page.select_one(".head").get_text()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "Enter a name."),
        ("starts_on", "", "Enter a day such as 2027-03-01."),
        ("starts_on", "soon", "Enter a day such as 2027-03-01."),
        ("ends_on", "0027-09-01", "Enter a day such as 2027-03-01."),
        ("ends_on", "2027-03-01", "Choose a last day that is after the first day."),
        ("open_to", "nobody", "Choose one of these."),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence_and_nothing_is_saved(
    alice, acme, tenant, field, value, sentence
):
    with tenant(acme):
        program = factories.program()

    response = alice.post(
        f"{BASE}/programs/{program.id}/cohorts/new", {**PLAN, field: value}, expect=422
    )

    summary = response.page.select(".error-summary li")
    assert [line.get_text(strip=True) for line in summary] == [sentence]
    assert response.page.select_one(f"#{field}-error").get_text() == sentence
    with tenant(acme) as scope:
        assert queries.cohorts_of(scope, [program]) == []


def test_a_cohort_changes(alice, cohort, now):
    alice.post(f"{BASE}/cohorts/{cohort.id}/edit", {**PLAN, "open_to": "mentor"})

    assert (now().open_to, now().starts_on) == ("mentor", dt.date(2027, 3, 1))


def test_a_change_that_cannot_be_changes_nothing(alice, cohort, now):
    alice.post(f"{BASE}/cohorts/{cohort.id}/edit", {**PLAN, "name": ""}, expect=422)

    assert now().name == "Spring"
    assert now().starts_on == cohort.starts_on


def test_intake_opens_and_closes_and_each_can_be_undone(alice, cohort, now):
    page = f"{BASE}/cohorts/{cohort.id}"
    alice.post(f"{page}/intake/open")
    assert now().intake_open
    undo = alice.get(page).page.select_one("#notices form")["action"]

    alice.post(undo)
    assert not now().intake_open
    assert alice.get(page).page.select_one("#notices form")["action"] == f"{page}/intake/open"


def test_htmx_gets_only_the_intake(alice, cohort):
    response = alice.get(f"{BASE}/cohorts/{cohort.id}", htmx=True)

    assert response.page.select_one("#intake .badge").get_text() == "Closed"
    assert response.page.find("main") is None


def test_the_intake_of_an_archived_program_stays_closed(alice, acme, tenant, cohort, now):
    with tenant(acme) as scope:
        services.archive_program(scope, cohort.program_id)

    response = alice.post(f"{BASE}/cohorts/{cohort.id}/intake/open", expect=409)

    assert "restore it first" in response.text
    assert not now().intake_open


def test_a_link_is_made_replaced_and_revoked(alice, acme, cohort, now):
    page = f"{BASE}/cohorts/{cohort.id}"
    assert alice.get(page).page.select_one("#intake-link") is None

    alice.post(f"{page}/link")
    assert "The link is ready." in (said := alice.get(page).text)
    assert "no longer" not in said
    first = alice.get(page).page.select_one("#intake-link")["value"]
    assert first == f"http://127.0.0.1:8000/apply/{acme.id}.{now().apply_token}"

    alice.post(f"{page}/link")
    replaced = alice.get(page)
    assert "the earlier one works no longer" in replaced.text
    assert replaced.page.select_one("#intake-link")["value"] != first

    alice.post(f"{page}/link/revoke")
    assert now().apply_token is None
    assert alice.get(page).page.select_one("#intake-link") is None


def test_a_cohort_shows_how_many_take_part_on_each_side(alice, acme, tenant, cohort):
    with tenant(acme):
        factories.mentor(cohort)
        for _ in range(2):
            factories.mentee(cohort)

    page = alice.get(f"{BASE}/cohorts/{cohort.id}").page

    panel = page.select_one(f"a.card[href='{BASE}/cohorts/{cohort.id}/participants']")
    assert panel.strong.get_text() == "3"
    assert "Mentees: 2, mentors: 1" in panel.get_text()


def test_a_program_admin_reaches_only_the_cohorts_of_their_programs(
    acme, tenant, member, sign_in, cohort
):
    pat = member(acme, Role.PROGRAM_ADMIN, "Pat")
    with tenant(acme) as scope:
        services.assign_program_admin(scope, cohort.program_id, pat.member_id)
        other = factories.cohort()
    browser = sign_in(pat)

    browser.get(f"{BASE}/cohorts/{cohort.id}")
    browser.post(f"{BASE}/cohorts/{cohort.id}/intake/open")
    for path in ("", "/edit", "/participants"):
        browser.get(f"{BASE}/cohorts/{other.id}{path}", expect=404)
    for path in ("/intake/open", "/intake/close", "/link", "/link/revoke", "/edit"):
        browser.post(f"{BASE}/cohorts/{other.id}{path}", expect=404)


def test_viewers_read_and_change_nothing(acme, member, sign_in, cohort, now):
    vera = sign_in(member(acme, Role.VIEWER, "Vera"))

    assert not vera.get(f"{BASE}/cohorts/{cohort.id}").page.select("main form")
    vera.get(f"{BASE}/cohorts/{cohort.id}/participants")
    for path in ("/intake/open", "/link", "/edit"):
        vera.post(f"{BASE}/cohorts/{cohort.id}{path}", expect=403)
    assert (now().intake_open, now().apply_token) == (False, None)


@pytest.mark.parametrize("path", ["", "/edit", "/participants"])
def test_members_see_no_cohorts(bob, cohort, path):
    bob.get(f"{BASE}/cohorts/{cohort.id}{path}", expect=403)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("get", "/edit"),
        ("post", "/edit"),
        ("post", "/intake/open"),
        ("post", "/intake/close"),
        ("post", "/link"),
        ("post", "/link/revoke"),
        ("get", "/participants"),
    ],
)
def test_the_cohorts_of_another_organization_do_not_exist(alice, globex, tenant, method, path):
    with tenant(globex):
        theirs = factories.cohort(name="Theirs").id
    for cohort_id in (theirs, uuid.uuid4()):
        getattr(alice, method)(f"{BASE}/cohorts/{cohort_id}{path}", expect=404)
    with tenant(globex) as scope:
        assert not queries.cohort(scope, theirs).intake_open


def test_the_page_of_a_cohort_costs_the_same_however_many_take_part(
    alice, acme, tenant, cohort, count_queries
):
    with count_queries() as few:
        alice.get(f"{BASE}/cohorts/{cohort.id}")
    with tenant(acme):
        for _ in range(6):
            factories.mentor(cohort)
    with count_queries() as more:
        alice.get(f"{BASE}/cohorts/{cohort.id}")

    assert len(more) == len(few)
