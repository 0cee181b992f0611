"""A consent is recorded to the text that was read, and to no other."""

import pytest

from saas.intake import queries
from saas.intake.asking import Asked
from saas.intake.kinds import QuestionKind
from saas.intake.reading import read_answer
from saas.intake.schema import schema_of
from saas.intake.services import applications as services
from saas.intake.services.building import place_question
from saas.intake.services.publishing import fingerprint, publish_form
from saas.intake.services.questions import Wording, add_question, change_question
from saas.programs.models import Audience, Side
from saas.seen import MovedError

CHANGED = "This text has changed since you ticked it"


def text(words):
    return Wording(label="May we?", help=words, options=(), audience=Audience.BOTH, feeds=None)


@pytest.fixture
def publish(acme, tenant):
    """Publish the standard form as it is drafted by now."""

    def now(scope):
        (form,) = queries.forms(scope)
        seen = fingerprint(schema_of(queries.draft_outline(scope, form)))
        publish_form(scope, form.id, note="", seen=seen)

    return now


@pytest.fixture
def asks(acme, tenant, cohort, publish):
    """Let the form ask for consent to a text, and return the id of the question."""
    with tenant(acme) as scope:
        row = add_question(scope, QuestionKind.CONSENT, text("We keep it to ourselves."))
        (form,) = queries.forms(scope)
        place_question(scope, form.id, "s6", row.id)
        publish(scope)
        return row.id


@pytest.fixture
def reword(acme, tenant, asks, publish):
    """Publish another text: `reword()`."""

    def publish_another():
        with tenant(acme) as scope:
            change_question(scope, asks, text("We sell it."))
            publish(scope)

    return publish_another


@pytest.fixture
def on(asks, fields):
    """What a page posts where every box on it is ticked, with all that is hidden on it."""

    def posted(page):
        hidden = page.select("#application input[type=hidden][name=seen]")
        ticked = {f"q_{asks.hex}": box(page, asks)["value"]}
        return {**fields(), **ticked, **{each["name"]: each["value"] for each in hidden}}

    return posted


@pytest.fixture
def agreed(acme, tenant, ben):
    """Return the numbers of the texts that Ben agreed to."""

    def numbers():
        with tenant(acme) as scope:
            (row,) = queries.applications_of(scope, ben.member_id)
            return [each.number for each in queries.consents_in(scope, row.id)]

    return numbers


def box(page, question_id):
    return page.select_one(f"input[name=q_{question_id.hex}]")


def test_a_page_open_since_the_last_text_agrees_to_nothing_and_keeps_what_was_typed(
    browser, draft, asks, reword, on, agreed
):
    posted = on(browser.get(draft).page)
    reword()

    page = browser.post(draft, posted, expect=409).page

    assert "The questions were changed while you wrote" in page.select_one("[role=alert]").text
    assert len(page.select("[role=alert] li")) == 1
    assert not box(page, asks).has_attr("checked")
    assert CHANGED in page.text
    assert "We sell it." in page.text
    assert page.select_one("input[value='3.5']")
    assert agreed() == []
    browser.post(draft, on(page))
    assert agreed() == [2]


def test_a_tick_that_came_from_another_text_is_none_whatever_else_the_page_says(
    browser, draft, asks, reword, on, agreed
):
    posted = on(browser.get(draft).page)
    reword()
    del posted["seen"]

    page = browser.post(draft, posted, expect=422).page

    assert CHANGED in page.select_one("[role=alert]").text
    assert agreed() == []


def test_any_other_version_is_told_before_what_is_missing_in_it(
    browser, draft, asks, publish, on, acme, tenant, agreed
):
    posted = on(browser.get(draft).page)
    with tenant(acme) as scope:
        wording = Wording(label="Why?", help="", options=(), audience=Audience.BOTH, feeds=None)
        more = add_question(scope, QuestionKind.SHORT_TEXT, wording)
        (form,) = queries.forms(scope)
        place_question(scope, form.id, "s6", more.id)
        publish(scope)

    page = browser.post(draft, posted, expect=409).page

    assert box(page, more.id)
    assert box(page, asks).has_attr("checked")  # The same text.
    assert agreed() == []


def test_a_draft_comes_back_ticked_for_the_same_text_only(browser, draft, asks, reword, on):
    browser.post(f"{draft}/draft", on(browser.get(draft).page))
    page = browser.get(draft).page
    assert box(page, asks).has_attr("checked")
    assert CHANGED not in page.text

    reword()

    page = browser.get(draft).page
    assert not box(page, asks).has_attr("checked")
    assert CHANGED in page.text


def test_a_page_that_saves_itself_brings_no_tick_into_the_next_text(
    browser, draft, asks, reword, on
):
    posted = on(browser.get(draft).page)
    reword()
    browser.post(f"{draft}/draft", posted, htmx=True, expect=200)

    assert not box(browser.get(draft).page, asks).has_attr("checked")


def test_what_was_sent_stays_ticked_and_answers_its_own_text(
    browser, draft, asks, reword, on, agreed
):
    browser.post(draft, on(browser.get(draft).page))
    reword()
    page = browser.get(draft).page
    assert box(page, asks).has_attr("checked")

    browser.post(draft, on(page))

    assert agreed() == [1]


@pytest.mark.parametrize("sent", [True, False])
def test_whoever_begins_anew_is_asked_anew(browser, cohort, draft, asks, on, sent):
    browser.post(draft if sent else f"{draft}/draft", on(browser.get(draft).page))
    browser.post(f"{draft}/withdraw")
    browser.post(f"/o/acme/cohorts/{cohort.id}/apply", {"side": "mentee"})

    page = browser.get(draft).page
    assert not box(page, asks).has_attr("checked")
    assert page.select_one("input[value='3.5']")


def test_whoever_begins_anew_by_the_public_link_is_asked_anew(
    browser, cohort, draft, asks, on, door
):
    browser.post(draft, on(browser.get(draft).page))
    browser.post(f"{draft}/withdraw")
    browser.post(door, {"side": "mentee"})

    assert not box(browser.get(draft).page, asks).has_attr("checked")


def test_whoever_begins_anew_agrees_no_more_until_they_say_so_again(
    browser, cohort, draft, asks, on, acme, tenant, ben
):
    def agrees():
        with tenant(acme) as scope:
            (row,) = queries.applications_of(scope, ben.member_id)
            return [each.withdrawn_at is None for each in queries.consents_in(scope, row.id)]

    posted = on(browser.get(draft).page)
    browser.post(draft, posted)
    browser.post(f"{draft}/withdraw")
    assert agrees() == [True]

    browser.post(f"/o/acme/cohorts/{cohort.id}/apply", {"side": "mentee"})
    assert agrees() == [False]

    browser.post(f"{draft}/withdraw")
    # A page from before the new beginning may still offer it.
    browser.post(f"{draft}/consents/{asks}/yes", expect=409)
    browser.post(f"{draft}/resume")
    browser.post(draft, on(browser.get(draft).page))
    assert agrees() == [True]


def test_a_version_that_is_not_asked_any_more_is_refused(acme, tenant, cohort, ben, typed):
    answers = typed()
    with tenant(acme) as scope:
        row = services.start_application(ben.scope, cohort, Side.MENTEE)
        version = queries.version_asked(scope, cohort.program_id)
        with pytest.raises(MovedError):
            services.submit_application(ben.scope, row.id, answers, str(row.id))
        assert row.submitted_at is None

        services.submit_application(ben.scope, row.id, answers, str(version.id))

        assert row.submitted_at


def test_agreeing_to_one_text_answers_no_other():
    first = Asked(id="c", label="May we?", kind=QuestionKind.CONSENT, consent_version=1)
    assert read_answer(first, "yes 1") is True
    with pytest.raises(ValueError, match="Tick"):
        read_answer(first, "yes 2")
