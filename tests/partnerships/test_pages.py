import uuid

import pytest

from saas.db import db
from saas.partnerships import panels, services
from saas.partnerships.models import EndReason
from saas.partnerships.panels import Panel
from saas.programs.models import ProgramAdmin
from saas.scope import Role
from tests import factories
from tests.partnerships import making


def test_each_of_the_two_sees_their_partnership(partners, ada, grace):
    assert "you are the mentee" in ada.get(partners.path).text
    assert "you are the mentor" in grace.get(partners.path).text


def test_an_admin_reads_it_and_has_no_button_to_write(partners, alice):
    page = alice.get(partners.path).page

    assert page.h1.text == "Ada Wong and Grace Lee"
    assert not page.find("a", string=lambda text: text and "Log a meeting" in text)


@pytest.mark.parametrize("where", ["", "/agreement", "/end", "/meetings/new", "/advice/new"])
def test_another_member_finds_nothing(partners, bob, where):
    bob.get(partners.path + where, expect=404)


@pytest.mark.parametrize("where", ["", "/agreement"])
def test_people_of_another_organization_find_nothing(partners, charlie, where):
    charlie.get(partners.path + where, expect=404)
    charlie.get(f"/o/globex/partnerships/{partners.id}{where}", expect=404)


@pytest.mark.parametrize(
    "where",
    ["agreement/edit", "agreement/sign", "agreement/hint", "end", "resume", "meetings/new",
     "advice/new", "thanks/new"],
)  # fmt: skip
def test_what_is_not_theirs_cannot_be_changed(partners, bob, where):
    bob.post(f"{partners.path}/{where}", {"seen": "1", "reason": "other"}, expect=404)
    bob.post(f"/o/acme/partnerships/{uuid.uuid4()}/{where}", expect=404)


def test_a_program_admin_sees_those_of_their_programs_only(acme, tenant, member, partners, sign_in):
    admin = member(acme, Role.PROGRAM_ADMIN)
    browser = sign_in(admin)
    browser.get(partners.path, expect=404)
    assert "Ada Wong" not in browser.get("/o/acme/partnerships").text

    with tenant(acme):
        db.session.add(ProgramAdmin(program_id=partners.program_id, member_id=admin.member_id))

    browser.get(partners.path)
    assert "Ada Wong" in browser.get("/o/acme/partnerships").text


def test_a_member_lists_their_own_whatever_the_address_asks_for(partners, ada, bob):
    assert "Ada Wong" in ada.get("/o/acme/partnerships").text
    page = bob.get("/o/acme/partnerships?whose=all")
    assert "Ada Wong" not in page.text
    assert "No partnership yet" in page.text


def test_the_list_is_filtered_by_name_program_and_state(acme, tenant, member, partners, alice):
    ended = making.partners(tenant, member, acme)
    with tenant(acme):
        services.end_partnership(ended.mentee.scope, ended.id, EndReason.OTHER)

    def shown(query):
        page = alice.get(f"/o/acme/partnerships?{query}").page
        return {link["href"] for link in page.select("tbody th a")}

    assert shown("") == {partners.path}
    assert shown("state=ended") == {ended.path}
    assert shown("q=grace") == {partners.path}
    assert shown("q=nobody") == set()
    assert shown(f"program={partners.program_id}") == {partners.path}
    assert shown(f"program={ended.program_id}") == set()
    assert shown("program=nonsense&page=x") == {partners.path}


def test_the_list_costs_the_same_for_many(acme, tenant, member, alice, count_queries):
    costs = []
    for _ in range(2):
        for _ in range(3):
            with tenant(acme):
                row = factories.partnership(factories.cohort())
                db.session.add(making.agreement_of(row))
        with count_queries() as statements:
            alice.get("/o/acme/partnerships")
        costs.append(len(statements))

    assert costs[0] == costs[1]
    assert costs[1] <= 12


def test_a_long_list_has_pages(acme, tenant, alice):
    with tenant(acme):
        cohort = factories.cohort()
        mentor = factories.mentor(cohort, capacity=51)
        for _ in range(51):
            db.session.add(making.agreement_of(factories.partnership(cohort, mentor)))

    assert "1 to 50 of 51" in alice.get("/o/acme/partnerships").text
    assert "51 to 51 of 51" in alice.get("/o/acme/partnerships?page=2").text


def test_a_partnership_costs_the_same_however_much_happened(
    acme, tenant, partners, ada, count_queries
):
    costs = []
    for _ in range(2):
        for _ in range(3):
            with tenant(acme):
                services.record_advice(partners.mentee.scope, partners.id, "Go on.")
        with count_queries() as statements:
            ada.get(partners.path)
        costs.append(len(statements))

    assert costs[0] == costs[1]


def test_features_above_show_panels(partners, ada, monkeypatch):
    seen = []
    monkeypatch.setattr(panels, "_makers", [])

    @panels.shows_panel
    def later(_scope, view):
        seen.append(view.side)
        return Panel("programs/_job_hint.html", {}, order=2)

    @panels.shows_panel
    def nothing(_scope, _view):
        return None

    view = type("View", (), {"side": "mentee"})
    assert [each.order for each in panels.panels(None, view)] == [2]
    assert seen == ["mentee"]


def test_goals_move_forward(acme, tenant, member, sign_in):
    with tenant(acme):
        factories.goal(title="Test ideas")
    both = making.partners(tenant, member, acme, wishes=["Test ideas"])
    ada = sign_in(both.mentee)
    where = ada.get(both.path).page.find("a", string=lambda text: text == "Note progress")
    link = where or ada.get(both.path).page.select_one("#goals .small a")

    ada.post(link["href"], {"percent": "60"})
    ada.post(link["href"], {"percent": "101"}, expect=422)

    assert "60%" in ada.get(both.path).page.find(id="goals").text


def test_a_cohort_shows_how_many_partnerships_it_has(partners, alice):
    page = alice.get(f"/o/acme/cohorts/{partners.cohort_id}")

    assert "Partnerships" in page.page.find("main").text
