from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from saas.db import db, directory
from saas.identity.models import Identity
from saas.orgs import queries, services
from saas.orgs.models import Invitation, Member, MemberState, Organization
from saas.scope import Role
from tests import factories
from tests.browsing import Browser, path_in

PASSWORD = "seven geese in a row"


@pytest.fixture
def owner(acme, member, sign_in):
    return sign_in(member(acme, Role.OWNER, "Olga Owner"))


def words(response):
    return response.page.get_text(" ", strip=True)


def count(tenant, org, model):
    with tenant(org):
        return db.session.scalar(select(func.count()).select_from(model))


def member_named(tenant, org, name):
    with tenant(org):
        return db.session.scalars(select(Member).where(Member.name == name)).one()


class TestChoosing:
    def test_with_one_organization_one_goes_straight_there(self, alice):
        assert alice.get("/organizations", expect=302).location == "/o/acme/"

    def test_one_may_still_ask_for_the_list(self, alice):
        assert "Acme" in words(alice.get("/organizations?all"))

    def test_with_two_one_chooses(self, app, acme, globex, member, sign_in, tenant):
        person = member(acme, name="Both")
        with tenant(globex):
            services.join(globex.id, directory.get_one(Identity, person.identity_id))

        page = sign_in(person).get("/organizations").page

        assert [a["href"] for a in page.select("main li a")] == ["/o/acme/", "/o/globex/"]

    def test_with_none_one_is_told_what_to_do(self, app, database, sign_in):
        with app.app_context():
            row = factories.identity("Nobody Yet", "nobody@example.org")
            person = factories.Person(None, None, row.id, row.name, row.email, None)

        page = sign_in(person).get("/organizations").page

        assert page.select_one(".empty a")["href"] == "/organizations/new"
        assert "nobody@example.org" in page.text

    def test_a_stranger_signs_in_first(self, stranger):
        assert stranger.get("/organizations", expect=303).location.startswith("/sign-in")


class TestCreating:
    def test_a_signed_in_person_creates_an_organization_and_owns_it(self, charlie, tenant, app):
        done = charlie.post(
            "/organizations", {"name": "Initech", "slug": "", "brand_color": "#b91c1c"}
        )

        assert done.location == "/o/initech/"
        assert "Olga" not in words(charlie.get("/o/initech/people"))
        charlie.get("/o/initech/settings")

    @pytest.mark.parametrize(
        ("values", "field"),
        [({"name": ""}, "name"), ({"slug": "acme"}, "slug"), ({"brand_color": "x"}, "brand_color")],
    )
    def test_what_cannot_be_used_is_refused_and_kept(self, app, alice, values, field):
        given = {"name": "Initech", "slug": "initech", "brand_color": "#b91c1c", **values}

        answer = alice.post("/organizations", given, expect=422)

        assert answer.page.select_one(f"#{field}-error")
        assert answer.page.select_one("#name")["value"] == given["name"]
        with app.app_context():
            assert directory.scalar(select(func.count()).select_from(Organization)) == 1

    def test_the_name_suggests_the_address_until_another_is_typed(self, alice):
        first = alice.get("/organizations/address?name=Acme&slug=&suggested=", htmx=True)
        assert first.page.select_one("#slug")["value"] == "acme-2"

        same = alice.get("/organizations/address?name=Acme+Corp&slug=acme-2&suggested=acme-2")
        assert same.page.select_one("#slug")["value"] == "acme-corp"

        typed = alice.get("/organizations/address?name=Acme+Corp&slug=mine&suggested=acme-2")
        assert typed.page.select_one("#slug")["value"] == "mine"

    @pytest.mark.parametrize("query", ["", "?slug=", "?name=", "?suggested=x"])
    def test_an_address_is_suggested_without_a_name_too(self, alice, query):
        answer = alice.get(f"/organizations/address{query}", htmx=True)

        assert answer.page.select_one("#slug")["value"] == "organization"

    def test_the_preview_shows_a_color_and_survives_nonsense(self, alice):
        assert "#b91c1c" in alice.get("/brand?brand_color=%23b91c1c", htmx=True).text
        assert alice.get("/brand?brand_color=nonsense").page.select("svg")


SETTINGS = {"name": "Acme Corp", "brand_color": "#b91c1c", "time_zone": "Europe/Berlin"}


class TestSettings:
    def test_an_admin_changes_them(self, alice, acme, tenant):
        alice.post("/o/acme/settings", SETTINGS)

        page = alice.get("/o/acme/settings").page
        assert page.select_one("#name")["value"] == "Acme Corp"
        assert page.select_one("#time_zone option[selected]")["value"] == "Europe/Berlin"
        assert "Acme Corp" in page.select_one("aside .org").text

    @pytest.mark.parametrize("wrong", [{"name": " "}, {"time_zone": "Mars"}, {"brand_color": "1"}])
    def test_what_cannot_be_used_is_refused(self, alice, acme, tenant, wrong):
        alice.post("/o/acme/settings", {**SETTINGS, **wrong}, expect=422)

        with tenant(acme) as scope:
            assert queries.workspace(scope).name == "Acme"

    def test_a_member_cannot(self, bob):
        bob.get("/o/acme/settings", expect=403)
        bob.post("/o/acme/settings", SETTINGS, expect=403)

    def test_an_outsider_finds_nothing(self, charlie):
        charlie.get("/o/acme/settings", expect=404)
        charlie.post("/o/acme/settings", SETTINGS, expect=404)


class TestEnding:
    def test_an_owner_who_types_its_address_deletes_it(self, app, acme, owner, alice):
        done = owner.post("/o/acme/settings/end", {"typed": "acme"})

        assert done.location == "/organizations"
        assert "Acme is deleted." in words(owner.get("/organizations"))
        alice.get("/o/acme/people", expect=404)

    def test_typing_something_else_deletes_nothing(self, owner, acme, tenant):
        answer = owner.post("/o/acme/settings/end", {"typed": "globex"}, expect=422)

        assert "Type acme" in words(answer)
        assert count(tenant, acme, Member) == 1

    def test_an_admin_cannot(self, alice, acme, tenant):
        assert not alice.get("/o/acme/settings").page.select("#end")
        alice.post("/o/acme/settings/end", {"typed": "acme"}, expect=403)

        assert count(tenant, acme, Member) == 1

    def test_a_sample_goes_in_one_click(self, app, acme, owner):
        with app.app_context():
            directory.get_one(Organization, acme.id).is_sample = True
            directory.commit()
        (form,) = owner.get("/o/acme/settings").page.select("#end form")

        owner.post(form["action"], {})

        owner.get("/o/acme/settings", expect=404)


class TestPeople:
    def test_members_are_listed_by_name_with_role_and_state(self, alice, bob, tenant, acme):
        with tenant(acme):
            factories.listed_member("Zoe Listed")

        rows = alice.get("/o/acme/people").page.select("tbody tr")

        assert [row.select_one("tbody th a").text for row in rows] == ["Alice", "Bob", "Zoe Listed"]
        assert "Admin" in rows[0].text
        assert "Never signed in" in rows[2].text

    def test_search_finds_part_of_a_name_or_address(self, alice, tenant, acme):
        with tenant(acme):
            factories.listed_member("Grace Hopper", "grace@navy.example")
            factories.listed_member("100% Sure", "sure@example.org")

        def found(words):
            page = alice.get(f"/o/acme/people?{urlencode({'q': words})}", htmx=True).page
            return [a.text for a in page.select("tbody th a")]

        assert found("hopp") == ["Grace Hopper"]
        assert found("NAVY") == ["Grace Hopper"]
        assert found("100%") == ["100% Sure"]
        assert found("nobody") == []

    def test_the_partial_is_the_list_alone(self, alice):
        answer = alice.get("/o/acme/people", htmx=True)

        assert answer.page.select_one("#people")
        assert "<html" not in answer.text
        assert not answer.page.select("aside")

    def test_removed_members_are_in_a_list_of_their_own(self, alice, bob, tenant, acme):
        bob_id = member_named(tenant, acme, "Bob").id
        alice.post(f"/o/acme/people/{bob_id}/remove")

        assert "Bob" not in alice.get("/o/acme/people").page.select_one("#people").text
        assert "Bob" in alice.get("/o/acme/people?state=removed").page.select_one("#people").text
        bob.get("/o/acme/", expect=404)

    def test_fifty_a_page_in_a_constant_number_of_queries(self, alice, tenant, acme, count_queries):
        with count_queries() as few:
            alice.get("/o/acme/people")
        with tenant(acme):
            for number in range(60):
                factories.listed_member(f"Person {number:02}")

        with count_queries() as many:
            page = alice.get("/o/acme/people").page

        assert len(many) == len(few) <= 11
        assert len(page.select("tbody tr")) == 50
        assert "1 to 50 of 61" in page.text
        second = alice.get(page.select_one("a[rel=next]")["href"]).page
        assert len(second.select("tbody tr")) == 11

    @pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=9999999999", "state=x"])
    def test_an_address_that_makes_no_sense_shows_a_list(self, alice, query):
        alice.get(f"/o/acme/people?{query}")

    def test_a_role_is_changed(self, alice, bob, tenant, acme):
        bob_id = member_named(tenant, acme, "Bob").id

        alice.post(f"/o/acme/people/{bob_id}/role", {"role": "viewer"})

        assert member_named(tenant, acme, "Bob").role is Role.VIEWER
        assert "Viewer" in words(alice.get(f"/o/acme/people/{bob_id}"))

    @pytest.mark.parametrize("role", ["owner", "king", ""])
    def test_a_role_that_an_admin_cannot_give_is_refused(self, alice, bob, tenant, acme, role):
        bob_id = member_named(tenant, acme, "Bob").id

        alice.post(f"/o/acme/people/{bob_id}/role", {"role": role}, expect=422)

        assert member_named(tenant, acme, "Bob").role is Role.MEMBER

    def test_the_last_owner_is_told_why_they_stay(self, owner, tenant, acme):
        olga = member_named(tenant, acme, "Olga Owner").id

        answer = owner.post(f"/o/acme/people/{olga}/role", {"role": "member"}, expect=422)

        assert "needs an owner" in words(answer)

    def test_removal_can_be_undone_from_the_notice(self, alice, bob, tenant, acme):
        bob_id = member_named(tenant, acme, "Bob").id
        alice.post(f"/o/acme/people/{bob_id}/remove")
        undo = alice.get("/o/acme/people").page.select_one(".notice form")

        alice.post(undo["action"])

        assert member_named(tenant, acme, "Bob").state is MemberState.ACTIVE

    @pytest.mark.parametrize("act", ["role", "remove", "restore", "invite"])
    def test_nobody_below_an_admin_and_nobody_from_elsewhere_changes_people(
        self, bob, charlie, alice, tenant, acme, globex, act
    ):
        bob_id = member_named(tenant, acme, "Bob").id
        charlie_id = member_named(tenant, globex, "Charlie").id
        given = {"role": "viewer"}

        bob.post(f"/o/acme/people/{bob_id}/{act}", given, expect=403)
        charlie.post(f"/o/acme/people/{bob_id}/{act}", given, expect=404)
        alice.post(f"/o/acme/people/{charlie_id}/{act}", given, expect=404)
        bob.get(f"/o/acme/people/{bob_id}", expect=403)
        alice.get(f"/o/acme/people/{charlie_id}", expect=404)


class TestInviting:
    def invite(self, alice, email="new@example.org", role="member", expect=303):
        return alice.post(
            "/o/acme/people/invitations", {"email": email, "role": role}, expect=expect
        )

    def test_a_new_person_joins_by_the_link_with_a_new_sign_in(self, alice, stranger, mails):
        self.invite(alice, role="viewer")
        link = path_in(mails()[0], "/invitations/")
        page = stranger.get(link)
        assert "new@example.org, with this role: Viewer" in words(page)

        done = stranger.post(link, {"name": "New Person", "password": PASSWORD})

        assert done.location == "/o/acme/"
        assert "New Person" in words(alice.get("/o/acme/people"))
        stranger.get("/sessions")
        assert stranger.post(link).location == "/o/acme/"

    def test_a_weak_password_is_refused_and_nobody_joins(self, app, alice, stranger, mails):
        self.invite(alice)
        link = path_in(mails()[0], "/invitations/")

        stranger.post(link, {"name": "New", "password": "short"}, expect=422)

        assert "New" not in [a.text for a in alice.get("/o/acme/people").page.select("tbody th a")]
        stranger.post(link, {"name": "New", "password": PASSWORD})

    def test_whoever_has_a_sign_in_signs_in_and_accepts(
        self, alice, charlie, globex, tenant, mails, app
    ):
        email = member_named(tenant, globex, "Charlie").email
        self.invite(alice, email, "admin")
        link = path_in(mails()[0], "/invitations/")
        away = Browser(app.test_client()).get(link).page
        assert away.select_one("main a.btn")["href"] == f"/sign-in?next={link}"
        assert not away.select("input[type=password]")

        assert charlie.post(charlie.get(link).page.select_one("main form")["action"])

        charlie.get("/o/acme/people")

    def test_whoever_is_signed_in_as_somebody_else_is_told(self, alice, charlie, mails):
        self.invite(alice)
        link = path_in(mails()[0], "/invitations/")

        assert "This invitation is for new@example.org" in words(charlie.get(link))
        charlie.post(link, expect=409)
        charlie.get("/o/acme/people", expect=404)

    @pytest.mark.parametrize(
        ("email", "role"), [("nonsense", "member"), ("n@example.org", "owner"), ("", "member")]
    )
    def test_what_cannot_be_invited_is_refused_and_nothing_is_sent(
        self, alice, acme, tenant, mails, email, role
    ):
        self.invite(alice, email, role, expect=422)

        assert count(tenant, acme, Invitation) == 0
        assert mails() == []

    def test_a_member_is_not_invited_again(self, alice, bob, acme, tenant):
        email = member_named(tenant, acme, "Bob").email

        assert "member already" in words(self.invite(alice, email, expect=422))

    def test_an_open_invitation_is_sent_again_and_revoked(self, alice, stranger, mails):
        self.invite(alice)
        again = alice.get("/o/acme/people/invitations").page.select_one("form[action$=resend]")
        alice.post(again["action"])
        page = alice.get("/o/acme/people/invitations").page
        assert len(page.select("tbody tr")) == 1

        alice.post(page.select_one("form[action$=revoke]")["action"])

        assert not alice.get("/o/acme/people/invitations").page.select("tbody tr")
        for message in mails():
            stranger.get(path_in(message, "/invitations/"), expect=404)

    def test_a_listed_member_is_invited_from_their_page(self, alice, acme, tenant, mails):
        with tenant(acme):
            zoe = factories.listed_member("Zoe Listed", "zoe@example.org").id
        page = alice.get(f"/o/acme/people/{zoe}").page

        alice.post(page.select_one("form[action$=invite]")["action"])

        assert mails()[0]["To"] == "zoe@example.org"

    def test_invitations_are_for_admins_of_this_organization(self, bob, charlie):
        for browser, status in ((bob, 403), (charlie, 404)):
            browser.get("/o/acme/people/invitations", expect=status)
            self.invite(browser, expect=status)

    def test_the_list_takes_a_constant_number_of_queries(self, alice, count_queries):
        self.invite(alice)
        alice.get("/o/acme/people/invitations")
        with count_queries() as few:
            alice.get("/o/acme/people/invitations")
        for number in range(5):
            self.invite(alice, f"n{number}@example.org")
        alice.get("/o/acme/people/invitations")

        with count_queries() as many:
            alice.get("/o/acme/people/invitations")

        assert len(many) == len(few) <= 11
