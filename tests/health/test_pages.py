import uuid

import pytest

from saas.db import db
from saas.health import services
from saas.programs.models import ProgramAdmin
from saas.scope import Role
from tests import factories
from tests.partnerships import making

HOME = "/o/acme/health"


@pytest.fixture
def read(acme, tenant, partners):
    """Read the partnership as the worker would."""

    def run():
        with tenant(acme) as scope:
            services.read_partnership(scope, partners.id)

    return run


def names(page):
    return [link.text for link in page.select("tbody th a")]


def test_who_needs_help_first_is_on_top_with_the_reason_and_the_step(
    acme, tenant, member, partners, began, ada, alice, read
):
    fine = making.partners(tenant, member, acme)
    began(30)
    ada.post(f"{partners.path}/check-in", {"felt_quality": "1"})
    read()
    with tenant(acme) as scope:
        services.read_partnership(scope, fine.id)

    page = alice.get(HOME).page

    first = page.select_one("tbody tr")
    assert first.a["href"] == partners.path
    assert "One of them gave a low rating" in first.text
    assert "Talk with each of the two, alone" in first.text
    assert len(names(page)) == 2


def test_filters_by_band_flag_and_program(partners, began, alice, read):
    began(30)
    read()

    assert len(names(alice.get(f"{HOME}?flag=any").page)) == 1
    assert len(names(alice.get(f"{HOME}?flag=no_first_meeting").page)) == 1
    assert len(names(alice.get(f"{HOME}?flag=low_rating").page)) == 0
    assert len(names(alice.get(f"{HOME}?band=not_enough_information").page)) == 1
    assert len(names(alice.get(f"{HOME}?band=thriving").page)) == 0
    assert len(names(alice.get(f"{HOME}?program={partners.program_id}").page)) == 1
    assert len(names(alice.get(f"{HOME}?program={uuid.uuid4()}").page)) == 0
    assert len(names(alice.get(f"{HOME}?band=x&flag=y&program=z&page=w").page)) == 1


def test_program_admins_see_their_own_programs_only(acme, tenant, member, partners, read, sign_in):
    read()
    admin = member(acme, Role.PROGRAM_ADMIN)
    browser = sign_in(admin)
    contact = f"{HOME}/{partners.id}/contact"

    assert names(browser.get(HOME).page) == []
    browser.get(contact, expect=404)
    browser.post(contact, {"outcome": "x"}, expect=404)
    browser.post(f"{HOME}/{partners.id}/ask", expect=404)

    with tenant(acme):
        db.session.add(ProgramAdmin(program_id=partners.program_id, member_id=admin.member_id))

    assert len(names(browser.get(HOME).page)) == 1
    browser.get(contact)


def test_members_have_no_dashboard_and_viewers_only_read(
    acme, member, partners, read, bob, sign_in
):
    read()
    bob.get(HOME, expect=403)
    viewer = sign_in(member(acme, Role.VIEWER))

    page = viewer.get(HOME).page
    assert len(names(page)) == 1
    assert page.find("a", string=lambda text: text and "Log a contact" in text) is None
    viewer.get(f"{HOME}/{partners.id}/contact", expect=403)
    viewer.post(f"{HOME}/{partners.id}/contact", {}, expect=403)
    viewer.post(f"{HOME}/{partners.id}/ask", expect=403)


def test_people_of_another_organization_find_nothing(partners, read, charlie):
    read()

    charlie.get(HOME, expect=404)
    assert names(charlie.get("/o/globex/health").page) == []
    charlie.get(f"/o/globex/health/{partners.id}/contact", expect=404)


def test_an_admin_who_is_one_of_the_two_never_sees_the_others_answer(acme, tenant, member, sign_in):
    admin, other = member(acme, Role.ADMIN), member(acme, Role.MEMBER)
    with tenant(acme) as scope:
        cohort = factories.cohort()
        mentor = factories.mentor(cohort, person=admin)
        row = factories.partnership(cohort, mentor, factories.mentee(cohort, person=other))
        db.session.add(making.agreement_of(row))
        path = f"/o/acme/partnerships/{row.id}"
    sign_in(other).post(f"{path}/check-in", {"felt_quality": "1", "fit": "not_good"})
    with tenant(acme) as scope:
        services.read_partnership(scope, row.id)
    browser = sign_in(admin)

    assert names(browser.get(HOME).page) == []
    browser.get(f"{HOME}/{row.id}/contact", expect=404)
    text = browser.get(path).text
    assert "The mentee rated it" not in text
    assert "low rating" not in text


def test_neither_side_sees_the_others_answer_nor_score_nor_flag(partners, began, ada, grace, read):
    began(40)
    grace.post(f"{partners.path}/check-in", {"felt_quality": "1", "fit": "not_good"})
    read()

    panel = ada.get(partners.path).page.find(id="health").text

    assert "What would help most next" in panel
    assert "How you find it" in panel
    for words in ("The mentor rated", "1 of 5", "How the mentor finds it", "suit", "Confidence"):
        assert words not in panel
    own = grace.get(partners.path).page.find(id="health").text
    assert "The mentor rated it 1 of 5" in own
    assert "You told us it is not going as you hoped" in own


def test_each_side_looks_the_same_whatever_the_other_answered(partners, began, ada, grace):
    began(40)
    before = ada.get(partners.path).page.find(id="health").text

    grace.post(f"{partners.path}/check-in", {"felt_quality": "1", "fit": "not_good"})

    assert ada.get(partners.path).page.find(id="health").text == before


def test_staff_see_the_whole_reading_with_a_chart_and_its_table(partners, began, alice, read):
    began(30)
    read()

    page = alice.get(partners.path).page.find(id="health")

    assert "No first meeting yet" in page.text
    assert "What the score is made of" in page.text
    assert len(page.select("svg.chart")) in (0, 2)


def test_scores_over_time_are_drawn_and_listed(partners, began, ada, alice, read):
    began(40)
    ada.post(f"{partners.path}/check-in", {"felt_quality": "4"})
    read()

    page = alice.get(partners.path).page.find(id="health")

    assert len(page.select("svg.chart[role=img]")) == 2
    assert len(page.select("table tbody tr")) == 1


def test_a_contact_is_logged_with_its_outcome_and_read_again(partners, began, alice, read, work):
    began(30)
    read()
    where = f"{HOME}/{partners.id}/contact"
    day = alice.get(where).page.find("input", {"name": "contacted_on"})["value"]

    fields = {"contacted_on": day, "outcome": "Both are well.", "flag": "no_first_meeting"}
    alice.post(where, fields)
    work()

    assert "Both are well." in alice.get(HOME).text
    assert "Both are well." in alice.get(partners.path).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"outcome": ""}, "Write down what came of it"),
        ({"contacted_on": "2999-01-01"}, "not in the future"),
        ({"contacted_on": ""}, "Enter a day"),
        ({"flag": "boredom"}, "Choose one of these"),
    ],
)
def test_a_wrong_contact_is_not_saved(partners, began, alice, ada, read, fields, sentence):
    began(30)
    read()
    right = {"contacted_on": "2026-01-01", "outcome": "kept", "flag": ""}

    page = alice.post(f"{HOME}/{partners.id}/contact", {**right, **fields}, expect=422).page

    assert sentence in page.find(class_="error-summary").text
    assert "None noted" in alice.get(HOME).text
    assert "kept" not in ada.get(partners.path).text


def test_the_two_never_see_what_staff_wrote(acme, partners, began, alice, ada, read):
    began(30)
    read()
    fields = {"contacted_on": "2026-01-01", "outcome": "She was in tears.", "flag": ""}
    alice.post(f"{HOME}/{partners.id}/contact", fields)

    assert "in tears" not in ada.get(partners.path).text


def test_the_dashboard_costs_the_same_for_many(acme, tenant, alice, count_queries):
    costs = []
    for _ in range(2):
        with tenant(acme) as scope:
            cohort = factories.cohort()
            for _ in range(3):
                row = factories.partnership(cohort)
                db.session.add(making.agreement_of(row))
                db.session.flush()
                services.read_partnership(scope, row.id)
        with count_queries() as statements:
            assert len(names(alice.get(HOME).page)) >= 3
        costs.append(len(statements))

    assert costs[0] == costs[1]
    assert costs[1] <= 14


def test_an_empty_dashboard_says_what_goes_there(alice):
    assert "Nothing to read yet" in alice.get(HOME).text


def test_a_cohort_shows_how_many_need_somebody(partners, began, alice, read):
    where = f"/o/acme/cohorts/{partners.cohort_id}"
    assert "need somebody" not in alice.get(where).text
    began(30)
    read()

    assert "of 1 partnerships need somebody" in alice.get(where).text
