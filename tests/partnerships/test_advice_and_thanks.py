import uuid

import pytest

from saas.errors import ConflictError
from saas.partnerships import queries, services
from saas.partnerships.models import AdviceAnswer

WORDS = "Write the brief before you ask."


@pytest.fixture
def advice(acme, tenant, partners):
    """A piece of advice that Grace, the mentor, recorded."""
    with tenant(acme):
        return services.record_advice(partners.mentor.scope, partners.id, WORDS)


def test_advice_is_recorded_by_either(partners, ada, grace):
    for browser, words in ((ada, "Go slower."), (grace, "Speak up.")):
        browser.post(f"{partners.path}/advice/new", {"words": words})

    assert "Go slower." in grace.get(partners.path).text
    assert "Speak up." in ada.get(partners.path).text


def test_advice_without_words_is_not_saved(partners, ada):
    page = ada.post(f"{partners.path}/advice/new", {"words": "  "}, expect=422).page

    assert "Write down the advice." in page.find(class_="error-summary").text


def test_the_mentee_answers_and_shows_what_came_of_it(partners, ada, grace, advice):
    where = f"{partners.path}/advice/{advice.id}"

    ada.get(f"{where}/evidence", expect=409)
    ada.post(f"{where}/answer", {"answer": "adapted", "why": "In the chat first."})
    ada.post(f"{where}/evidence", {"evidence": "They said yes."})

    said = grace.get(partners.path).page.find(id="advice").text
    assert all(words in said for words in ("Adapted", "In the chat first.", "They said yes."))


def test_an_answer_is_one_of_three(partners, ada, advice):
    where = f"{partners.path}/advice/{advice.id}/answer"

    page = ada.post(where, {"answer": "perhaps", "why": "kept"}, expect=422).page

    assert "Choose one of these" in page.find(class_="error-summary").text
    assert "kept" in page.find("textarea").text


def test_thinking_again_keeps_the_day_of_the_first_answer(acme, tenant, partners, advice):
    with tenant(acme):
        taken, not_for_me = AdviceAnswer.TAKEN, AdviceAnswer.NOT_FOR_ME
        first = services.answer_advice(partners.mentee.scope, partners.id, advice.id, taken, "")
        day = first.answered_on

        services.answer_advice(partners.mentee.scope, partners.id, advice.id, not_for_me, "No.")

        assert (first.answer, first.answered_on) == (not_for_me, day)


@pytest.mark.parametrize("what", ["answer", "evidence"])
def test_only_the_mentee_answers(partners, grace, advice, what):
    where = f"{partners.path}/advice/{advice.id}/{what}"

    grace.get(where, expect=403)
    grace.post(where, {"answer": "taken", "evidence": "x"}, expect=403)


def test_advice_that_does_not_exist_is_not_found(partners, ada):
    for what in ("answer", "evidence"):
        ada.get(f"{partners.path}/advice/{uuid.uuid4()}/{what}", expect=404)


def test_staff_see_how_much_was_answered_and_no_word_of_it(acme, tenant, partners, alice, advice):
    with tenant(acme):
        taken = AdviceAnswer.TAKEN
        services.answer_advice(partners.mentee.scope, partners.id, advice.id, taken, "Because.")
        services.show_evidence(partners.mentee.scope, partners.id, advice.id, "It worked.")
        services.say_thanks(partners.mentee.scope, partners.id, "You are great.", advice.id)

    text = alice.get(partners.path).text

    assert "1 given, 1 answered, 1 with what came of it" in text
    assert not any(words in text for words in (WORDS, "Because.", "It worked.", "You are great."))


def test_advice_is_taken_back_by_who_recorded_it_until_it_is_answered(
    acme, tenant, partners, ada, grace, advice
):
    where = f"{partners.path}/advice/{advice.id}/remove"

    ada.post(where, expect=403)
    grace.post(where)

    with tenant(acme) as scope:
        assert queries.advice(scope, partners.id) == []


def test_answered_advice_stays(acme, tenant, partners, advice):
    with tenant(acme):
        taken = AdviceAnswer.TAKEN
        services.answer_advice(partners.mentee.scope, partners.id, advice.id, taken, "")

        with pytest.raises(ConflictError, match="answered already"):
            services.take_back_advice(partners.mentor.scope, partners.id, advice.id)


def test_thanks_for_advice_reach_whom_they_are_for(partners, ada, advice, mails):
    page = ada.get(f"{partners.path}/thanks/new?advice={advice.id}")
    assert WORDS in page.text

    ada.post(f"{partners.path}/thanks/new?advice={advice.id}", {"words": "That helped <b>me</b>."})

    (mail,) = mails()
    assert mail["To"] == f"Grace Lee <{partners.mentor.email}>"
    assert mail["Subject"] == "Ada Wong says thank you"
    assert "That helped <b>me</b>." in mail.get_body(("plain",)).get_content()
    assert WORDS in ada.get(partners.path).page.find(id="thanks").text


def test_a_note_needs_words(partners, ada, mails):
    page = ada.post(f"{partners.path}/thanks/new", {"words": ""}, expect=422).page

    assert "Write a few words." in page.find(class_="error-summary").text
    assert mails() == []


def test_thanks_can_be_said_after_the_end(acme, tenant, partners, ada):
    from saas.partnerships.models import EndReason

    with tenant(acme):
        services.end_partnership(partners.mentor.scope, partners.id, EndReason.OTHER)

    ada.post(f"{partners.path}/thanks/new", {"words": "For all of it."})
    ada.post(f"{partners.path}/advice/new", {"words": "Too late."}, expect=409)
