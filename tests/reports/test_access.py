import pytest

from saas.concerns.services import name_reader
from saas.programs.services import assign_program_admin
from saas.scope import Role
from tests import factories
from tests.browsing import path_in

HERE = "/o/acme/who-sees-what"


def cells(page, title):
    """What each role may do with a kind of data, as the page says it."""
    row = next(row for row in page.select("main tr") if row.th.text.strip().startswith(title))
    return {cell["data-label"]: cell.text for cell in row.select("td")}


@pytest.mark.parametrize("role", Role)
def test_every_member_can_read_it(acme, member, sign_in, role):
    browser = sign_in(member(acme, role))

    assert HERE in [a["href"] for a in browser.get("/o/acme/").page.select("#side a")]
    assert "You are here as" in browser.get(HERE).page.text


def test_it_says_who_sees_and_who_changes(bob):
    page = bob.get(HERE).page

    assert cells(page, "Programs and cohorts") == {
        "Member": "No",
        "Viewer": "Sees it",
        "Program admin": "Sees and changes it, of their programs",
        "Admin": "Sees and changes it",
        "Owner": "Sees and changes it",
    }
    assert set(cells(page, "What stays between the two").values()) == {"No"}
    assert set(cells(page, "Concerns").values()) == {"No"}
    assert cells(page, "Deleting the organization")["Admin"] == "No"


def test_it_says_another_role_once_the_views_ask_for_another_one(app, bob, monkeypatch):
    for name in ("show_dashboard", "log_contact", "ask_whether_met"):
        view = app.view_functions[f"org.health.{name}"]
        monkeypatch.setattr(view, "required_role", Role.ADMIN)

    assert cells(bob.get(HERE).page, "Health")["Viewer"] == "No"


def test_it_names_who_has_which_right(acme, tenant, member, bob):
    owner = member(acme, Role.OWNER, "Olga Owner")
    runs = member(acme, Role.PROGRAM_ADMIN, "Petra Runs")
    with tenant(acme):
        program = factories.program("Career")
        assign_program_admin(owner.scope, program.id, runs.member_id)
        name_reader(owner.scope, email=owner.email, program_id=None)

    def right(browser, start):
        rows = browser.get(HERE).page.select("main tr")
        return [row.td.text for row in rows if row.th.text.strip().startswith(start) and row.td]

    assert right(bob, "Owner") == ["Olga Owner"]
    assert right(bob, "Confidential readers of the whole") == ["Olga Owner"]
    # Bob takes no part in it, so he does not learn that there is such a program.
    assert right(bob, "Program admins of Career") == []


def test_whoever_takes_part_learns_who_runs_their_program(acme, tenant, member, sign_in):
    ada, runs = member(acme, Role.MEMBER, "Ada"), member(acme, Role.PROGRAM_ADMIN, "Petra Runs")
    with tenant(acme) as scope:
        program = factories.program("Career")
        factories.mentee(factories.cohort(program), person=ada)
        assign_program_admin(scope, program.id, runs.member_id)

    assert "Program admins of Career" in sign_in(ada).get(HERE).text


def test_an_invitation_says_what_the_role_means(alice, stranger, mails):
    alice.post("/o/acme/people/invitations", {"email": "new@example.org", "role": "program_admin"})
    page = stranger.get(path_in(mails()[0], "/invitations/")).page

    sentences = [each.text for each in page.select("main li")]
    assert "The following only of the programs they are named for." in sentences
    assert any(each.startswith("Sees and changes: Programs and cohorts") for each in sentences)
