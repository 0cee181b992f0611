import pytest

from saas.programs import queries
from saas.programs.models import Kind

NEW = "/o/acme/programs/new"
TYPED = {
    "name": "Career",
    "description": "For everybody.",
    "every_days": "14",
    "weeks": "26",
    "mentor_capacity": "1",
    "answer_days": "9",
    "next_in_line": "confirm",
}
TERMS = ("every_days", "weeks", "mentor_capacity")


@pytest.fixture
def program(acme, tenant):
    def read():
        with tenant(acme) as scope:
            (program,) = queries.programs(scope)
            return program.kind, program.every_days, program.weeks, program.mentor_capacity

    return read


def shown(page):
    fields = {each["name"]: each["value"] for each in page.select("input[type=number]")}
    return {name: int(fields[name]) for name in TERMS if name in fields}


@pytest.mark.parametrize(
    ("kind", "begins_with"),
    [
        ("one_to_one", {"every_days": 14, "weeks": 26, "mentor_capacity": 1}),
        ("group", {"every_days": 14, "weeks": 26, "mentor_capacity": 5}),
        ("reverse", {"every_days": 14, "weeks": 26, "mentor_capacity": 1}),
        ("peer", {"every_days": 14, "weeks": 12}),
        ("flash", {"weeks": 4, "mentor_capacity": 3}),
    ],
)
def test_each_kind_begins_with_its_own_terms(alice, kind, begins_with):
    assert shown(alice.get(f"{NEW}?kind={kind}").page) == begins_with
    begun = {**TYPED, "kind": kind, "begun": "one_to_one"}
    assert shown(alice.post(f"{NEW}/terms", begun, expect=200).page) == begins_with


def test_choosing_another_kind_swaps_its_terms_alone(alice):
    page = alice.get(NEW).page
    chooser = page.select_one("#kind-field").find_parent(attrs={"hx-post": True})
    assert chooser["hx-post"] == f"{NEW}/terms"
    assert chooser["hx-target"] == "#beginning"
    assert page.select_one("#beginning input[name=begun]")["value"] == "one_to_one"

    asked = {**TYPED, "kind": "flash", "begun": "one_to_one"}
    part = alice.post(f"{NEW}/terms", asked, htmx=True, expect=200).page

    assert part.select_one("#beginning input[name=begun]")["value"] == "flash"
    assert not part.select("#name, #kind-field")


def test_without_scripts_the_terms_of_the_kind_are_shown_before_it_is_created(
    alice, acme, tenant, program
):
    page = alice.post(NEW, {**TYPED, "kind": "flash", "begun": "one_to_one"}, expect=200).page

    assert "Nothing is created yet" in page.select_one(".banner").get_text()
    assert shown(page) == {"weeks": 4, "mentor_capacity": 3}
    assert page.select_one("#name")["value"] == "Career"
    assert page.select_one("#description").get_text().strip() == "For everybody."
    assert page.select_one("#answer_days")["value"] == "9"
    assert page.select_one("#kind-field input[checked]")["value"] == "flash"
    with tenant(acme) as scope:
        assert queries.programs(scope) == []

    form = {each["name"]: each["value"] for each in page.select("#beginning input")}
    kept = {name: value for name, value in TYPED.items() if name not in TERMS}
    alice.post(NEW, {**kept, **form, "kind": "flash"}, expect=303)

    assert program() == (Kind.FLASH, 14, 4, 3)


def test_a_term_that_was_changed_stays_whatever_kind_is_chosen(alice):
    asked = {**TYPED, "weeks": "10", "kind": "group", "begun": "one_to_one"}

    page = alice.post(f"{NEW}/terms", asked, expect=200).page

    assert shown(page) == {"every_days": 14, "weeks": 10, "mentor_capacity": 5}


def test_a_term_that_was_no_number_begins_anew(alice):
    asked = {**TYPED, "weeks": "long", "kind": "flash", "begun": "one_to_one"}

    assert shown(alice.post(f"{NEW}/terms", asked, expect=200).page)["weeks"] == 4


@pytest.mark.parametrize("kind", ["", "duel"])
def test_terms_of_no_kind_are_those_of_two(alice, kind):
    page = alice.post(f"{NEW}/terms", {**TYPED, "kind": kind, "begun": kind}, expect=200).page

    assert shown(page)["weeks"] == 26


def test_members_begin_nothing(bob):
    bob.post(f"{NEW}/terms", TYPED, expect=403)


def asks_who_is_next(page):
    return bool(page.select("input[name=next_in_line]"))


def test_of_peers_nothing_is_said_of_who_is_next_in_line(alice, acme, tenant, program):
    assert not asks_who_is_next(alice.get(f"{NEW}?kind=peer").page)
    asked = {**TYPED, "next_in_line": "at_once", "kind": "peer", "begun": "one_to_one"}
    part = alice.post(f"{NEW}/terms", asked, htmx=True, expect=200).page
    assert not asks_who_is_next(part)
    assert part.select_one("#answer_days")["value"] == "9"
    back = {**TYPED, "kind": "group", "begun": "peer"}
    part = alice.post(f"{NEW}/terms", back, htmx=True, expect=200).page
    assert asks_who_is_next(part)

    alice.post(NEW, {**TYPED, "kind": "peer", "begun": "peer"}, expect=303)

    assert program()[0] is Kind.PEER
    with tenant(acme) as scope:
        [row] = queries.programs(scope)
        address = f"/o/acme/programs/{row.id}"
    assert "in line" not in alice.get(address).text
    page = alice.get(f"{address}/edit").page
    assert not asks_who_is_next(page)
    terms = {name: TYPED[name] for name in ("name", "description", "every_days", "answer_days")}
    alice.post(f"{address}/edit", {**terms, "weeks": "10"}, expect=303)
