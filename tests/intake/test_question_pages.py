import uuid

import pytest

from saas.intake import queries
from saas.intake.services.building import remove_question
from saas.intake.services.standard import furnish_intake
from saas.orgs.speech import change_words
from tests import factories
from tests.own_words import PEERED

BASE = "/o/acme/questions"
NEW = {
    "label": "Which site do you work at?",
    "help": "",
    "kind": "one",
    "options": "North\nSouth",
    "audience": "both",
    "feeds": "unit",
}


@pytest.fixture
def question(acme, tenant):
    """The first built-in question's id."""
    with tenant(acme) as scope:
        furnish_intake(scope)
        return queries.questions(scope)[0].id


@pytest.fixture
def asked(acme, tenant):
    def read(*, retired=False):
        with tenant(acme) as scope:
            return queries.questions(scope, retired=retired)

    return read


def test_the_library_shows_the_questions_and_who_asks_them(alice, question):
    page = alice.get(BASE).page
    first = page.select_one(f"#row-{question}").get_text(" ", strip=True)

    assert "Matching: Field" in first
    assert "Asked in Intake form" in first


def test_the_library_is_searched(alice, question):
    page = alice.get(f"{BASE}?q=languages").page

    assert [each.get_text(strip=True) for each in page.select("#questions h2")] == [
        "Which languages can you talk in?"
    ]
    assert "has these words" in alice.get(f"{BASE}?q=zzz").text


def test_the_library_comes_in_pages_and_its_buttons_lead_back(alice, acme, tenant):
    with tenant(acme):
        rows = [factories.question(label=f"Question {number}?") for number in range(52)]
    assert len(alice.get(BASE).page.select("#questions ul > li")) == 50

    for look in ("?page=2", "?q=Question+51"):
        page = alice.get(BASE + look).page
        retire = page.select_one(f"#row-{rows[51].id} form")["action"]
        assert alice.post(retire, expect=303).location == BASE + look
        undo = alice.get(BASE + look).page.select_one("#notices form")["action"]
        assert alice.post(undo, expect=303).location == BASE + look


def test_without_questions_the_library_says_why_there_should_be_some(alice):
    assert "No questions yet" in alice.get(BASE).text


def test_an_admin_adds_a_question_after_choosing_its_kind(alice, question, asked):
    assert "kind=one" in alice.get(f"{BASE}/new").text
    alice.get(f"{BASE}/new?kind=one")
    alice.post(f"{BASE}/new", NEW)

    added = next(each for each in asked() if each.label == NEW["label"])
    assert (added.options, added.feeds) == (["North", "South"], "unit")


def test_a_question_written_for_a_form_is_in_it_at_once(alice, question, asked, acme, tenant):
    with tenant(acme) as scope:
        (form,) = queries.forms(scope)
    where = {"form_id": str(form.id), "section": "s1"}

    response = alice.post(f"{BASE}/new", {**NEW, **where})

    assert response.location == f"/o/acme/forms/{form.id}"
    added = next(each for each in asked() if each.label == NEW["label"])
    with tenant(acme) as scope:
        assert form.id in {row.id for row in queries.forms_by_question(scope)[str(added.id)]}
    unknown = {**NEW, **where, "form_id": str(uuid.uuid4())}
    alice.post(f"{BASE}/new", unknown, expect=404)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("label", " ", "Write the question."),
        ("options", "North", "2 to 60 different choices"),
        ("feeds", "availability", "Matching cannot read this"),
        ("audience", "", "Say who is asked."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(alice, asked, field, value, says):
    response = alice.post(f"{BASE}/new", {**NEW, field: value}, expect=422)

    assert says in response.page.select_one(".error-summary").get_text()
    assert asked() == []


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("number", {"least": "0", "most": "2,5", "whole": "y"}),
        ("scale", {"most": "7", "low": "never", "high": "always"}),
        ("ranking", {"options": "A\nB", "most": "1"}),
        ("yes_no", {}),
        ("date", {}),
        ("link", {}),
        ("wishes", {"feeds": "wishes"}),
        ("consent", {"help": "I will be kind."}),
    ],
)
def test_each_kind_has_the_fields_it_needs(alice, asked, kind, fields):
    page = alice.get(f"{BASE}/new?kind={kind}").page
    assert set(fields) <= {each["name"] for each in page.select("main [name]")}

    alice.post(f"{BASE}/new", {"label": "Q", "audience": "both", "kind": kind, **fields})

    (added,) = asked()
    assert added.kind == kind
    assert alice.get(f"{BASE}/{added.id}").page.select_one("[name=label]")["value"] == "Q"


def test_what_is_no_number_is_told_and_kept(alice, asked):
    data = {"label": "Q", "audience": "both", "kind": "number", "least": "few"}

    response = alice.post(f"{BASE}/new", data, expect=422)

    assert "Enter a number" in response.text
    assert response.page.select_one("[name=least]")["value"] == "few"


def test_an_admin_changes_a_question(alice, question, asked):
    alice.get(f"{BASE}/{question}")
    alice.post(f"{BASE}/{question}", {**NEW, "label": "Your field?", "feeds": "field"})

    assert asked()[0].label == "Your field?"


def test_a_question_is_retired_and_restored(alice, question, asked, acme, tenant):
    alice.post(f"{BASE}/{question}/retire", expect=409)
    with tenant(acme) as scope:
        (form,) = queries.forms(scope)
        remove_question(scope, form.id, question)
    alice.post(f"{BASE}/{question}/retire")
    assert [each.id for each in asked(retired=True)] == [question]
    part = alice.get(BASE, htmx=True).page
    assert part.select_one("#questions details").get_text(strip=True).startswith("Retired (1)")
    alice.post(f"{BASE}/{question}/restore")
    assert asked()[0].id == question


def test_only_admins_see_and_change_questions(bob, question):
    for path in ("", "/new", f"/{question}"):
        bob.get(BASE + path, expect=403)
    for path in ("/new", f"/{question}", f"/{question}/retire"):
        bob.post(BASE + path, NEW, expect=403)


def test_another_organizations_question_is_as_unknown_as_any(charlie, globex, question, asked):
    for question_id in (question, uuid.uuid4()):
        charlie.get(f"/o/globex/questions/{question_id}", expect=404)
        charlie.post(f"/o/globex/questions/{question_id}/retire", expect=404)
    assert asked(retired=True) == []


def test_the_library_costs_the_same_however_long_it_is(alice, question, count_queries):
    with count_queries() as statements:
        alice.get(BASE)

    assert len(statements) <= 8


def test_what_a_number_feeds_is_said_in_the_organizations_words_once(alice, acme, tenant):
    with tenant(acme) as scope:
        change_words(scope, PEERED)

    page = alice.get(f"{BASE}/new?kind=number").page

    fed = [each.text for each in page.select("#feeds option, #feeds label")]
    assert "Fewest peer mentees in a group" in fed
