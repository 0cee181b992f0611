"""A draft keeps what was written in it until it is sent, whatever is asked meanwhile."""

import pytest

from saas.intake import queries
from saas.intake.kinds import QuestionKind
from saas.intake.schema import schema_of
from saas.intake.services.building import place_question, remove_question
from saas.intake.services.forms import create_form
from saas.intake.services.publishing import choose_form, fingerprint, publish_form
from saas.intake.services.questions import Wording, add_question
from saas.programs.models import Audience

WORDING = Wording(label="Why?", help="", options=(), audience=Audience.BOTH, feeds=None)
ESSAY = "A long story."


def publish(scope, form):
    seen = fingerprint(schema_of(queries.draft_outline(scope, form)))
    publish_form(scope, form.id, note="", seen=seen)


@pytest.fixture
def ask(acme, tenant, cohort):
    """Publish the form with a question or without it: `ask(why, away=True)`."""

    def change(question_id, *, away=False):
        with tenant(acme) as scope:
            (form,) = queries.forms(scope)
            if away:
                remove_question(scope, form.id, question_id)
            else:
                place_question(scope, form.id, "s6", question_id)
            publish(scope, form)

    return change


@pytest.fixture
def why(acme, tenant, ask):
    """The id of a question that the form asks."""
    with tenant(acme) as scope:
        question_id = add_question(scope, QuestionKind.LONG_TEXT, WORDING).id
    ask(question_id)
    return question_id


@pytest.fixture
def save(browser, draft, fields, why):
    """Let a page save itself, with what else was typed: `save(page, essay="…")`."""

    def post(page, essay=None):
        seen = page.select_one("#application input[name=seen]")["value"]
        asked = page.select_one(f"[name=q_{why.hex}]")
        typed = {f"q_{why.hex}": asked.text.strip() if essay is None else essay} if asked else {}
        data = {**fields(), **typed, "seen": seen}
        browser.post(f"{draft}/draft", data, htmx=True, expect=200)

    return post


@pytest.fixture
def written(browser, draft, why):
    """What stands in the question on the page of the draft."""
    return lambda: browser.get(draft).page.select_one(f"[name=q_{why.hex}]").text.strip()


def test_what_was_written_comes_back_with_its_question(browser, draft, ask, why, save, written):
    save(browser.get(draft).page, ESSAY)
    ask(why, away=True)
    save(browser.get(draft).page)
    ask(why)

    assert written() == ESSAY


def test_another_form_and_back_loses_nothing(
    browser, draft, acme, tenant, cohort, why, save, written
):
    save(browser.get(draft).page, ESSAY)
    with tenant(acme) as scope:
        (form,) = queries.forms(scope)
        other = create_form(scope, "Short", form.id)
        remove_question(scope, other.id, why)
        publish(scope, other)
        choose_form(scope, cohort.program_id, other.id)
    save(browser.get(draft).page)
    with tenant(acme) as scope:
        choose_form(scope, cohort.program_id, form.id)

    assert written() == ESSAY


def test_a_page_says_nothing_of_what_it_did_not_ask(browser, draft, ask, why, save, written):
    save(browser.get(draft).page, ESSAY)
    ask(why, away=True)
    without = browser.get(draft).page
    ask(why)

    save(without)

    assert written() == ESSAY


def test_what_is_typed_on_a_page_is_kept_also_when_it_is_asked_no_more(
    browser, draft, ask, why, save, written
):
    page = browser.get(draft).page
    ask(why, away=True)
    save(page, ESSAY)
    ask(why)

    assert written() == ESSAY


def test_what_was_emptied_stays_empty(browser, draft, save, written):
    save(browser.get(draft).page, ESSAY)
    save(browser.get(draft).page, "")

    assert written() == ""


def test_what_is_sent_is_only_what_was_asked(browser, draft, ask, why, save, fields, kept):
    save(browser.get(draft).page, ESSAY)
    ask(why, away=True)

    browser.post(draft, fields())

    assert kept().submitted_at
    assert str(why) not in kept().answers


@pytest.mark.parametrize("seen", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_page_of_no_version_is_read_as_what_is_asked_now(
    browser, draft, fields, why, written, seen
):
    data = {**fields(), f"q_{why.hex}": ESSAY, "seen": seen}
    browser.post(f"{draft}/draft", data, htmx=True, expect=200)

    assert written() == ESSAY
