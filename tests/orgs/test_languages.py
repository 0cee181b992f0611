"""Messages in several languages, and who gets which."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from saas.db import db
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.mail.models import Delivery, OwnWording
from saas.mail.wording import parse
from saas.mail.wordings import Draft, change_wording
from saas.matching.message_list import PROPOSAL_TO_MENTEE
from saas.orgs import languages
from saas.orgs.letters import send
from saas.orgs.models import Member
from saas.orgs.queries import workspace
from saas.scope import Role
from tests import factories
from tests.orgs.test_message_pages import form_of, words

EDIT = f"/o/acme/messages/{PROPOSAL_TO_MENTEE.name}"
GERMAN = parse(
    "subject: Vorschlag: {other}\nheading: Ein Vorschlag\npreview: Ein Wort\n"
    "action: Ansehen -> {answer_url}\nwhy: Darum.\n---\nBitte bis {answer_by} antworten.\n"
)


@pytest.fixture
def german(tenant, acme):
    """The organization writes in German too, the proposal to a mentee so far."""
    with tenant(acme) as scope:
        languages.add_language(scope, "de")
        change_wording(scope, Draft(PROPOSAL_TO_MENTEE, "de", 0), GERMAN)


@pytest.fixture
def letter(tenant, acme, german):
    """The proposal as it goes out to a reader of a language: `letter("de")`."""

    def sent(language):
        with tenant(acme) as scope:
            reader = factories.listed_member("Ada")
            reader.language = language
            values = PROPOSAL_TO_MENTEE.examples
            send(scope, PROPOSAL_TO_MENTEE, str(reader.id), reader, values)
            return db.session.scalars(
                select(Delivery).where(Delivery.to_address == reader.email)
            ).one()

    return sent


class TestLetters:
    def test_a_reader_gets_the_words_the_days_and_the_frame_of_their_language(self, letter):
        row = letter("de")

        page = BeautifulSoup(row.html, "html.parser")
        assert page.html["lang"] == "de"
        assert row.subject == "Vorschlag: Grace Weber"
        assert "Bitte bis 10. Dezember 2026 antworten." in row.text
        assert "bitte diese Adresse kopieren" in page.text

    @pytest.mark.parametrize("language", [None, "en", "fr"])
    def test_everybody_else_gets_the_usual_words(self, letter, language):
        row = letter(language)

        assert BeautifulSoup(row.html, "html.parser").html["lang"] == "en"
        assert row.subject == "A mentor for you: Grace Weber"
        assert "10 December 2026" in row.text

    def test_words_that_cannot_be_used_any_more_make_way_for_the_next(self, letter, tenant, acme):
        with tenant(acme) as scope:
            old = "subject: {gone}\nheading: h\npreview: p\nwhy: w\n---\nx\n"
            kept = {"message": PROPOSAL_TO_MENTEE.name, "language": "de", "number": 2}
            db.session.add(OwnWording(org_id=scope.org_id, text=old, **kept))

        assert letter("de").subject == "A mentor for you: Grace Weber"


class TestLanguages:
    def test_a_removed_language_comes_back_with_its_words(self, tenant, acme, german):
        with tenant(acme) as scope:
            languages.remove_language(scope, "de")
            assert workspace(scope).languages == ["en"]
            with pytest.raises(NotFoundError):
                languages.language_of(scope, "de")

            languages.add_language(scope, "de")
            languages.add_language(scope, "de")

            assert [(each.language.tag, each.written) for each in languages.uses(scope)] == [
                ("en", 0),
                ("de", 1),
            ]

    def test_there_is_always_a_usual_one(self, tenant, acme, german):
        with tenant(acme) as scope:
            with pytest.raises(ConflictError, match="another language"):
                languages.remove_language(scope, "en")

            languages.make_usual(scope, "de")

            assert languages.language_of(scope, None).name == "Deutsch"

    def test_only_languages_there_are_can_be_added_and_chosen(self, tenant, acme, german):
        with tenant(acme) as scope:
            member = factories.listed_member("Ada")
            with pytest.raises(InvalidError):
                languages.add_language(scope, "xx")
            with pytest.raises(InvalidError):
                languages.choose_language(scope, member.id, "fr")

            assert languages.choose_language(scope, member.id, "de").language == "de"
            assert languages.choose_language(scope, member.id, None).language is None


class TestPages:
    def test_an_admin_adds_a_language_and_writes_a_message_in_it(self, alice):
        alice.post("/o/acme/languages", {"language": "de"})
        page = alice.get(f"{EDIT}?language=de")
        begun = form_of(page.page)
        typed = {**begun, "subject": "Vorschlag: {other}"}

        answer = alice.post(f"{EDIT}?language=de", {**typed, "heading": "{nmae}"}, expect=422)
        alice.post(f"{EDIT}?language=de", typed)

        assert begun["subject"] == "A mentor for you: {other}"
        assert "Not written in Deutsch yet" in words(page)
        assert "There is no placeholder {nmae}" in words(answer)
        assert form_of(alice.get(f"{EDIT}?language=de").page)["subject"] == "Vorschlag: {other}"
        assert form_of(alice.get(EDIT).page)["subject"] == "A mentor for you: {other}"
        preview = alice.get(f"{EDIT}/preview?language=de").page
        assert (preview.html["lang"], "Vorschlag: Grace" in preview.text) == ("de", True)
        assert "1 of " in alice.get("/o/acme/languages").page.select_one("#de").text

    def test_one_click_leads_back_to_the_usual_words(self, alice, german):
        shown = form_of(alice.get(EDIT).page)
        alice.post(EDIT, {**shown, "subject": "Ours: {other}"})

        alice.post(f"{EDIT}/reset?language=de", {"seen": "1"})
        page = alice.get(f"{EDIT}?language=de")
        history = alice.get(f"{EDIT}/history?language=de")
        alice.post(f"{EDIT}/history/1/restore?language=de", {"seen": "2"})

        assert "goes out in English to readers of Deutsch again" in words(page)
        assert form_of(page.page)["subject"] == "Ours: {other}"
        assert "Not in this language" in words(history)
        assert form_of(alice.get(f"{EDIT}?language=de").page)["subject"] == "Vorschlag: {other}"

    def test_everybody_chooses_their_own_and_admins_for_those_who_never_sign_in(
        self, alice, bob, tenant, acme, german
    ):
        with tenant(acme):
            ada = factories.listed_member("Ada").id

        bob.post("/o/acme/language", {"language": "de"})
        bob.post("/o/acme/language", {"language": "fr"}, expect=422)
        alice.post(f"/o/acme/people/{ada}/language", {"language": "de"})

        assert "Your language" in words(bob.get("/o/acme/"))
        assert bob.get("/o/acme/language").page.select_one("option[selected]")["value"] == "de"
        assert "Chosen by 2 people" in words(alice.get("/o/acme/languages"))
        with tenant(acme):
            assert db.session.scalars(select(Member.language).where(Member.id == ada)).one() == "de"

    def test_with_one_language_there_is_nothing_to_choose(self, bob):
        assert "Your language" not in words(bob.get("/o/acme/"))
        assert "One language so far" in words(bob.get("/o/acme/language"))

    def test_only_admins_change_the_languages(self, acme, member, sign_in, german):
        browser = sign_in(member(acme, Role.PROGRAM_ADMIN, "Somebody"))

        browser.get("/o/acme/languages", expect=403)
        for path in ("", "/de/usual", "/de/remove", "/de/restore"):
            browser.post(f"/o/acme/languages{path}", {"language": "fr"}, expect=403)

    def test_a_language_that_nobody_writes_in_is_not_found(self, alice):
        assert "Nothing is written in that language" in words(
            alice.get(f"{EDIT}?language=xx", expect=404)
        )
