import uuid

import pytest

from saas.programs import queries, services
from saas.scope import Role
from tests import factories

PROGRAMS = "/o/acme/programs"
TERMS = {
    "name": "Career",
    "description": "For everybody.",
    "every_days": "14",
    "weeks": "26",
    "mentor_capacity": "2",
    "answer_days": "7",
    "next_in_line": "confirm",
    "kind": "one_to_one",
}

ENDS = {"Archive", "Wind down"}


@pytest.fixture
def pat(acme, member):
    return member(acme, Role.PROGRAM_ADMIN, "Pat")


@pytest.fixture
def vera(acme, member, sign_in):
    return sign_in(member(acme, Role.VIEWER, "Vera"))


@pytest.fixture
def program(acme, tenant):
    with tenant(acme):
        return factories.program("Career")


@pytest.fixture
def names(acme, tenant):
    def read(*, archived=False):
        with tenant(acme) as scope:
            return [program.name for program in queries.programs(scope, archived=archived)]

    return read


def assign(tenant, acme, program, person):
    with tenant(acme) as scope:
        services.assign_program_admin(scope, program.id, person.member_id)


def test_the_first_page_says_what_a_program_is_and_offers_to_create_one(alice):
    page = alice.get(PROGRAMS).page

    assert page.select_one(".empty a.btn")["href"] == f"{PROGRAMS}/templates"


def test_creating_a_program_leads_to_its_page(alice, names):
    response = alice.post(f"{PROGRAMS}/new", TERMS)

    page = alice.get(response.headers["Location"]).page
    assert page.h1.get_text() == "Career"
    assert page.select_one("#cohorts .empty a.btn")
    assert names() == ["Career"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Enter a name."),
        ("name", "x" * 201, "Shorten this to at most 200 characters."),
        ("description", "x" * 4001, "Shorten this to at most 4000 characters."),
        ("every_days", "0", "Enter a whole number from 1 to 365."),
        ("every_days", "often", "Enter a whole number from 1 to 365."),
        ("weeks", "", "Enter a whole number from 1 to 520."),
        ("weeks", "9" * 5000, "Enter a whole number from 1 to 520."),
        ("mentor_capacity", "-1", "Enter a whole number from 0 to 50."),
        ("answer_days", "61", "Enter a whole number from 1 to 60."),
        ("next_in_line", "never", "Choose one of these."),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence_and_nothing_is_saved(
    alice, names, field, value, sentence
):
    response = alice.post(f"{PROGRAMS}/new", {**TERMS, field: value}, expect=422)

    summary = response.page.select(".error-summary li")
    assert [line.get_text(strip=True) for line in summary] == [sentence]
    assert response.page.select_one(f"#{field}-error").get_text() == sentence
    assert (
        response.page.select_one("#answer_days")["value"] == {**TERMS, field: value}["answer_days"]
    )
    assert names() == []


def test_a_name_that_is_taken_is_told_at_the_name(alice, program, names):
    response = alice.post(f"{PROGRAMS}/new", TERMS, expect=422)

    assert "choose another name" in response.page.select_one("#name-error").get_text()
    assert names() == ["Career"]


def test_the_terms_of_a_program_change(alice, acme, tenant, program):
    alice.post(f"{PROGRAMS}/{program.id}/edit", {**TERMS, "weeks": "30"})

    with tenant(acme) as scope:
        assert queries.program(scope, program.id).weeks == 30


def test_terms_that_cannot_be_change_nothing(alice, acme, tenant, program):
    alice.post(f"{PROGRAMS}/{program.id}/edit", {**TERMS, "weeks": "0"}, expect=422)

    with tenant(acme) as scope:
        assert queries.program(scope, program.id).weeks == 26


def test_an_archived_program_can_be_taken_back_by_undo(alice, program, names):
    alice.post(f"{PROGRAMS}/{program.id}/archive")
    assert (names(), names(archived=True)) == ([], ["Career"])
    page = alice.get(f"{PROGRAMS}?archived=1").page
    assert page.select_one(".card h2").get_text(strip=True) == "Career"

    alice.post(page.select_one("#notices form")["action"])
    assert names() == ["Career"]


def test_an_archived_program_says_so_and_offers_to_restore_it(alice, program):
    alice.post(f"{PROGRAMS}/{program.id}/archive")

    page = alice.get(f"{PROGRAMS}/{program.id}").page

    assert page.select_one(".banner form")["action"].endswith("/restore")
    assert not page.select(f"a[href='{PROGRAMS}/{program.id}/cohorts/new']")


def test_program_admins_are_assigned_and_unassigned(alice, acme, tenant, program, pat):
    path = f"{PROGRAMS}/{program.id}/admins/{pat.member_id}"

    alice.post(path)
    shown = alice.get(f"{PROGRAMS}/{program.id}", htmx=True).page
    assert shown.select_one("#program-admins .person strong").get_text() == "Pat"

    alice.post(f"{path}/unassign")
    undo = alice.get(f"{PROGRAMS}/{program.id}").page.select_one("#notices form")["action"]
    assert undo == path
    with tenant(acme) as scope:
        assert queries.program_admins(scope, program.id) == []


def test_of_an_archived_program_admins_are_unassigned_and_nobody_is_assigned(
    alice, acme, tenant, member, program, pat
):
    member(acme, Role.PROGRAM_ADMIN, "Paul")
    assign(tenant, acme, program, pat)
    alice.post(f"{PROGRAMS}/{program.id}/archive")
    alice.get(f"{PROGRAMS}?archived=1")

    offered = alice.get(f"{PROGRAMS}/{program.id}").page.select("#program-admins form")
    alice.post(*(each["action"] for each in offered))

    assert not alice.get(f"{PROGRAMS}/{program.id}").page.select(
        "#program-admins form, #notices form"
    )
    with tenant(acme) as scope:
        assert queries.program_admins(scope, program.id) == []


def test_a_program_is_archived_where_nothing_goes_on_and_wound_down_where_something_does(
    alice, acme, tenant, program
):
    def ways():
        menu = alice.get(f"{PROGRAMS}/{program.id}").page.select_one(".head, main")
        return {each.get_text(strip=True) for each in menu.select("button, a")} & ENDS

    assert ways() == ENDS
    with tenant(acme):
        factories.partnership(factories.cohort(program))
    assert ways() == {"Wind down"}


def test_somebody_who_is_no_program_admin_cannot_be_assigned(alice, acme, tenant, program, member):
    bob = member(acme, Role.MEMBER, "Bob")

    response = alice.post(f"{PROGRAMS}/{program.id}/admins/{bob.member_id}", expect=409)

    assert "give this person that role first" in response.text
    with tenant(acme) as scope:
        assert queries.program_admins(scope, program.id) == []


def test_a_program_admin_sees_and_changes_only_their_programs(acme, tenant, program, pat, sign_in):
    with tenant(acme):
        other = factories.program("Other")
    assign(tenant, acme, program, pat)
    browser = sign_in(pat)

    listed = [link.get_text() for link in browser.get(PROGRAMS).page.select(".card h2 a")]
    assert listed == ["Career"]
    browser.post(f"{PROGRAMS}/{program.id}/edit", {**TERMS, "weeks": "30"})
    browser.get(f"{PROGRAMS}/{other.id}", expect=404)
    browser.post(f"{PROGRAMS}/{other.id}/edit", TERMS, expect=404)
    browser.post(f"{PROGRAMS}/{other.id}/archive", expect=404)


def test_a_program_admin_neither_creates_programs_nor_says_who_runs_them(
    acme, tenant, program, pat, sign_in
):
    assign(tenant, acme, program, pat)
    browser = sign_in(pat)

    assert not browser.get(PROGRAMS).page.select(f"a[href='{PROGRAMS}/new']")
    browser.post(f"{PROGRAMS}/new", {**TERMS, "name": "Mine"}, expect=403)
    browser.post(f"{PROGRAMS}/{program.id}/admins/{pat.member_id}/unassign", expect=403)


def test_a_program_admin_without_a_program_is_told_whom_to_ask(pat, sign_in, program):
    page = sign_in(pat).get(PROGRAMS).page

    assert "ask an administrator" in page.select_one(".empty p").get_text()


def test_viewers_read_and_change_nothing(vera, program, names):
    page = vera.get(f"{PROGRAMS}/{program.id}").page

    assert page.h1.get_text() == "Career"
    assert not page.select("main form")
    vera.get(f"{PROGRAMS}/{program.id}/edit", expect=403)
    vera.post(f"{PROGRAMS}/{program.id}/archive", expect=403)
    assert names() == ["Career"]


def test_members_see_no_programs(bob, program):
    for path in ("", "/new", f"/{program.id}", f"/{program.id}/edit"):
        bob.get(PROGRAMS + path, expect=403)


def test_the_programs_of_another_organization_do_not_exist(alice, globex, tenant, pat):
    with tenant(globex):
        theirs = factories.program("Theirs").id
    admin = f"/admins/{pat.member_id}"
    for program_id in (theirs, uuid.uuid4()):
        address = f"{PROGRAMS}/{program_id}"
        for path in ("", "/edit", "/cohorts/new"):
            alice.get(address + path, expect=404)
        for path in ("/edit", "/archive", "/restore", admin, f"{admin}/unassign"):
            alice.post(address + path, expect=404)
    with tenant(globex) as scope:
        assert queries.program(scope, theirs).archived_at is None


@pytest.mark.parametrize("path", ["", "/{id}"])
def test_a_page_costs_the_same_however_much_it_shows(
    alice, acme, tenant, program, count_queries, path
):
    def fill():
        with tenant(acme):
            factories.mentee(factories.cohort(program))
            factories.cohort()

    fill()
    with count_queries() as few:
        alice.get(PROGRAMS + path.format(id=program.id))
    for _ in range(4):
        fill()
    with count_queries() as more:
        alice.get(PROGRAMS + path.format(id=program.id))

    assert len(more) == len(few) <= 12


def test_a_description_is_read_in_its_paragraphs(alice, acme, tenant):
    with tenant(acme):
        program = factories.program(description="For *everybody*.\n\nAnd for **you**.")

    page = alice.get(f"{PROGRAMS}/{program.id}").page

    paragraphs = [each.get_text() for each in page.select(".prose > p")]
    assert paragraphs == ["For everybody.", "And for you."]
