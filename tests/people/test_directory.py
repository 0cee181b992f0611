"""The directory: people across programs, found by what they take part in."""

import pytest
from sqlalchemy import event

from saas.db import db
from saas.orgs.models import Member, MemberState
from saas.people.models import MemberTag
from saas.people.queries import directory as queries
from saas.people.queries.directory import Sought
from saas.people.services.details import checked_detail
from saas.people.services.tags import checked_tag, tag_member, untag_member
from saas.programs.models import Participant, ProgramAdmin, Side
from saas.scope import Role
from saas.tables import read_table
from tests import factories

BASE = "/o/acme/people"


@pytest.fixture
def world(acme, tenant):
    """Ann and Bo take part in two programs, Cy in none; Ann is tagged."""
    with tenant(acme) as scope:
        law = factories.cohort(factories.program("Law"))
        art = factories.cohort(factories.program("Art"))
        ann = factories.mentee(law, name="Ann", field="Public law")
        bo = factories.mentor(art, name="Bo", field="Painting")
        factories.participant(art, Side.MENTEE, name="Zoe").withdrawn_at = bo.created_at
        cy = factories.listed_member("Cy", "cy@example.org")
        cy.role, cy.state = Role.VIEWER, MemberState.ACTIVE
        gone = factories.listed_member("Gone")
        gone.state = MemberState.REMOVED
        tag_member(scope, ann.member_id, "  Board ")
        return {"law": law, "art": art, "ann": ann, "bo": bo, "cy": cy}


@pytest.mark.parametrize(
    ("sought", "names"),
    [
        (lambda _world: Sought(), ["Ann", "Bo", "Cy", "Zoe"]),
        (lambda _world: Sought(words="CY@"), ["Cy"]),
        (lambda _world: Sought(state=MemberState.REMOVED), ["Gone"]),
        (lambda _world: Sought(role=Role.VIEWER), ["Cy"]),
        (lambda world: Sought(program_id=world["law"].program_id), ["Ann"]),
        (lambda world: Sought(cohort_id=world["art"].id), ["Bo"]),
        (lambda _world: Sought(side=Side.MENTEE), ["Ann"]),
        (lambda world: Sought(program_id=world["art"].program_id, side=Side.MENTEE), []),
        (lambda _world: Sought(field="LAW"), ["Ann"]),
        (lambda _world: Sought(field="%"), []),
        (lambda _world: Sought(tag="board"), ["Ann"]),
        (lambda _world: Sought(tag="bo"), []),
    ],
)
def test_people_are_found_by_what_they_are_and_take_part_in(acme, tenant, world, sought, names):
    with tenant(acme) as scope:
        found = queries.people(scope, sought(world), 1).items

        assert [each.name for each in found] == names


NUNEZ, PARTED, PERSIAN = "Zoë Núñez", "Zoe\u0308 Nu\u0301n\u0303ez", "علی\u200cرضا"


@pytest.mark.parametrize(
    ("name", "words"),
    [(NUNEZ, PARTED), (PARTED, "NÚÑ"), (PERSIAN, "علیرضا"), ("علیرضا", PERSIAN)],
)
def test_people_are_found_however_letters_are_written(acme, tenant, world, name, words):
    with tenant(acme) as scope:
        factories.mentee(world["law"], name=name, field=name)
        for sought in (Sought(words=words), Sought(field=words)):
            assert [each.name for each in queries.people(scope, sought, 1).items] == [name]


def test_tags_and_details_may_be_of_any_script():
    assert checked_tag("هم\u200cکار\x07") == "هم\u200cکار"
    assert checked_detail("field", "نرم\u200cافزار\v")["value"] == "نرم\u200cافزار"


def test_a_tag_is_put_on_once_and_taken_away(acme, tenant, world):
    with tenant(acme) as scope:
        member_id = world["ann"].member_id
        assert not tag_member(scope, member_id, "BOARD")
        assert tag_member(scope, member_id, "alumni")
        assert queries.tags_of(scope, [member_id])[member_id] == ["alumni", "board"]
        assert untag_member(scope, member_id, "alumni")
        assert not untag_member(scope, member_id, "alumni")


def test_a_tag_with_parted_accents_from_before_is_taken_away(acme, tenant, world):
    with tenant(acme) as scope:
        member_id = world["ann"].member_id
        db.session.add(MemberTag(member_id=member_id, tag="cafe\u0301"))

        assert untag_member(scope, member_id, "cafe\u0301")
        assert queries.tags_of(scope, [member_id])[member_id] == ["board"]


def test_the_page_lists_places_and_tags_and_filters(alice, world):
    page = alice.get(f"{BASE}?program_id={world['law'].program_id}").page
    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]

    assert len(rows) == 1
    assert "Law: " in rows[0]
    assert "(Mentee)" in rows[0]
    assert "board" in rows[0]
    assert page.select_one("details.more[open]")


@pytest.mark.parametrize("query", ["program_id=x", "side=both", "role=king", "selection_id=y"])
def test_what_makes_no_sense_in_the_address_is_passed_over(alice, world, query):
    alice.get(f"{BASE}?{query}")


def test_people_are_exported_without_formulas(alice, acme, tenant, world):
    with tenant(acme):
        factories.listed_member("=HYPERLINK(1)", "evil@example.org")

    file = alice.get(f"{BASE}/export/csv?q=evil")
    assert file.content_type == "text/csv; charset=utf-8"
    text = file.text.splitlines()
    assert text[1].startswith("""\"'=HYPERLINK(1)","evil@example.org","Never signed in\"""")
    assert len(text) == 2
    book = read_table(alice.get(f"{BASE}/export/xlsx?tag=board").data, "p.xlsx")
    assert [row.cells[0] for row in book.rows] == ["Ann"]
    assert "Public law" in book.rows[0].cells


def test_an_export_has_everybody_and_makes_no_object_of_them(
    alice, acme, tenant, world, monkeypatch
):
    monkeypatch.setattr(queries, "CHUNK", 2)
    with tenant(acme):
        factories.mentor(db.session.merge(world["art"]), name="Ann", field="Law")
    made = []

    def note(row, _context):
        made.append(row.id)

    for kind in (Member, Participant):
        event.listen(kind, "load", note)
    lines = alice.get(f"{BASE}/export/csv").text.splitlines()
    for kind in (Member, Participant):
        event.remove(kind, "load", note)

    # Alice alone is read whole: she asks.
    assert len(set(made)) == 1
    assert [line.split(",")[0] for line in lines[1:]] == [
        f'"{name}"' for name in ("Alice", "Ann", "Ann", "Bo", "Cy", "Zoe")
    ]
    assert any('"Painting","Art: ' in line and ' (Mentor)","Member"' in line for line in lines)


def test_the_page_of_a_member_shows_places_partnerships_and_tags(alice, acme, tenant, world):
    with tenant(acme):
        factories.partnership(world["law"], mentee=world["ann"])
    here = f"{BASE}/{world['ann'].member_id}"

    page = alice.get(here).page
    assert "Law: " in page.select_one("#places").get_text()
    assert "Ann and" in page.select_one("#partnerships").get_text()
    alice.post(f"{here}/tags", {"tag": "Alumni"})
    assert "alumni" in alice.get(here).page.select_one("#tags").get_text()
    alice.post(f"{here}/tags", {"tag": "x" * 41})
    assert "Enter a tag of 1 to 40 characters." in alice.get(here).text
    alice.post(f"{here}/untag", {"tag": "alumni"})
    assert "alumni" not in alice.get(here).page.select_one("#tags form").get_text()


def test_a_program_admin_finds_who_takes_part_in_their_programs_and_no_more(
    acme, tenant, member, sign_in, world
):
    leila = member(acme, Role.PROGRAM_ADMIN, "Leila")
    with tenant(acme):
        factories.participant(world["art"], Side.MENTOR, person=world["ann"], field="Secret art")
        db.session.add(ProgramAdmin(program_id=world["law"].program_id, member_id=leila.member_id))
    browser = sign_in(leila)

    page = browser.get(BASE).page
    (row,) = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert "Ann" in row
    assert "Art" not in page.select_one("#people").get_text()
    assert "board" not in row
    for hidden in ("input[type=checkbox]", "#filter-role", "#filter-tag", ".bottombar"):
        assert not page.select(hidden)
    for query, number in (
        ("tag=x", 1),
        ("role=viewer", 1),
        ("state=removed", 1),
        ("field=secret", 0),
        (f"program_id={world['art'].program_id}", 0),
    ):
        assert len(browser.get(f"{BASE}?{query}").page.select("tbody tr")) == number, query
    text = browser.get(f"{BASE}/export/csv").text
    assert "Public law" in text
    assert "board" not in text
    assert "Art" not in text.replace("Takes part", "")
    browser.post(f"{BASE}/choose", {"everybody": "yes"}, expect=403)


def test_only_admins_see_the_directory(bob, charlie, acme, world):
    for path in (BASE, f"{BASE}/export/csv"):
        bob.get(path, expect=403)
        charlie.get(path, expect=404)
    bob.post(f"{BASE}/choose", {"everybody": "yes"}, expect=403)


def test_the_page_costs_the_same_however_many_there_are(alice, acme, tenant, world, count_queries):
    with tenant(acme):
        for number in range(60):
            factories.mentee(world["law"], name=f"P{number}")

    with count_queries() as statements:
        page = alice.get(BASE).page
    assert len(page.select("tbody tr")) == 50
    assert len(page.select("main *")) < 1500
    assert len(statements) <= 12
