import uuid

import pytest

from saas.intake import queries
from saas.intake.services import questions as services

BASE = "/o/acme/questions"
NEW = {
    "label": "Which site do you work at?",
    "help": "",
    "kind": "one",
    "options": "North\nSouth",
    "audience": "both",
    "section": "work",
    "feeds": "unit",
}


@pytest.fixture
def question(acme, tenant):
    """The first built-in question's id."""
    with tenant(acme) as scope:
        services.furnish_questions(scope)
        return queries.questions(scope)[0].id


@pytest.fixture
def asked(acme, tenant):
    def read(*, retired=False):
        with tenant(acme) as scope:
            return queries.questions(scope, retired=retired)

    return read


def test_the_list_shows_the_questions_by_section(alice, question):
    page = alice.get(BASE).page

    assert page.select_one("#questions h2").get_text(strip=True) == "Work and experience"
    assert "Matching: Field" in page.get_text(" ")


def test_without_questions_the_list_says_why_there_should_be_some(alice):
    assert "No questions yet" in alice.get(BASE).text


def test_an_admin_adds_a_question(alice, question, asked):
    alice.post(f"{BASE}/new", NEW)

    added = next(each for each in asked() if each.label == NEW["label"])
    assert (added.options, added.feeds, added.required) == (["North", "South"], "unit", False)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("label", " ", "Write the question."),
        ("options", "North", "2 to 60 different choices"),
        ("feeds", "availability", "Matching cannot read this"),
        ("kind", "riddle", "Choose the kind of answer."),
        ("audience", "", "Say who is asked."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(alice, asked, field, value, says):
    response = alice.post(f"{BASE}/new", {**NEW, field: value}, expect=422)

    assert says in response.page.select_one(".error-summary").get_text()
    assert asked() == []


def test_an_admin_changes_a_question(alice, question, asked):
    alice.get(f"{BASE}/{question}")
    alice.post(f"{BASE}/{question}", {**NEW, "label": "Your field?", "feeds": "field"})

    assert asked()[0].label == "Your field?"


def test_a_question_is_moved_retired_and_restored(alice, question, asked):
    alice.post(f"{BASE}/{question}/down")
    assert asked()[1].id == question
    alice.post(f"{BASE}/{question}/retire")
    assert [each.id for each in asked(retired=True)] == [question]
    part = alice.get(BASE, htmx=True).page
    assert part.select_one("#questions details").get_text(strip=True).startswith("Retired (1)")
    alice.post(f"{BASE}/{question}/restore")
    assert asked()[1].id == question


def test_having_looked_through_them_is_noted(alice, question):
    assert "Do these suit you?" in alice.get(BASE).text
    alice.post(f"{BASE}/review")
    assert "Do these suit you?" not in alice.get(BASE).text


def test_only_admins_see_and_change_questions(bob, question):
    for path in ("", "/new", f"/{question}"):
        bob.get(BASE + path, expect=403)
    for path in ("/new", f"/{question}", f"/{question}/up", f"/{question}/retire"):
        bob.post(BASE + path, NEW, expect=403)


def test_another_organizations_question_is_as_unknown_as_any(charlie, globex, question, asked):
    for question_id in (question, uuid.uuid4()):
        charlie.get(f"/o/globex/questions/{question_id}", expect=404)
        charlie.post(f"/o/globex/questions/{question_id}/retire", expect=404)
    assert asked(retired=True) == []


def test_the_list_costs_the_same_however_long_it_is(alice, question, count_queries):
    with count_queries() as statements:
        alice.get(BASE)

    assert len(statements) <= 8
