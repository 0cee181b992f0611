"""The organization's own words, everywhere that people read."""

import re
import uuid

import numpy as np
import pytest

from saas import clock
from saas.db import db
from saas.intake.messages import application_received
from saas.mail.registry import messages
from saas.matching import engine
from saas.matching.crowd import gather
from saas.matching.engine import Rules
from saas.matching.models import Unplaced
from saas.orgs.furnishing import furnish
from saas.orgs.speech import change_words
from saas.programs import queries
from saas.programs.models import Guideline, Side
from saas.programs.queries import newest_version
from saas.programs.services.versions import ensure_version
from saas.scope import Role
from saas.web.speaking import say
from saas.words import Term, Words
from tests import factories
from tests.partnerships.making import publish

PATH = "/o/acme/settings/words"
OWN = Words(
    mentor=Term("an", "advisor", "advisors"),
    mentee=Term("a", "pupil", "pupils"),
    program=Term("an", "initiative", "initiatives"),
)
TYPED = {
    "mentor": "an advisor",
    "mentor_many": "advisors",
    "mentee": "a pupil",
    "mentee_many": "pupils",
    "program": "an initiative",
    "program_many": "initiatives",
}
STANDARD_WORD = re.compile(r"\b(mentor|mentee|program)s?\b", re.IGNORECASE)


def words(response):
    return response.page.get_text(" ", strip=True)


@pytest.fixture
def renamed(tenant, acme):
    with tenant(acme) as scope:
        change_words(scope, OWN)


class TestPage:
    def test_they_are_saved_and_used_at_once(self, alice):
        alice.post(PATH, TYPED)

        assert "Initiatives" in words(alice.get("/o/acme/"))
        assert alice.get(PATH).page.select_one("[name=mentor]")["value"] == "an advisor"

    def test_they_are_shown_in_sentences_before_they_are_saved(self, alice):
        shown = alice.post(f"{PATH}/preview", TYPED, htmx=True, expect=200)

        assert "An advisor gives advice; a pupil decides." in words(shown)
        assert "A mentor gives advice" in words(alice.get(PATH))

    def test_a_sentence_says_what_is_wrong_while_typing(self, alice):
        typed = {**TYPED, "mentor": "50%"}

        answer = alice.post(f"{PATH}/preview", typed, htmx=True, expect=200)

        assert "Enter a word of at most 40 characters" in words(answer)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"mentor": ""}, "mentor"),
            ({"mentor_many": "{name}"}, "mentor_many"),
            ({"mentee": "<b>x</b>"}, "mentee"),
            ({"program": "an advisor"}, "program"),
        ],
    )
    def test_what_cannot_be_used_is_said_at_its_field(self, alice, changed, field):
        answer = alice.post(PATH, {**TYPED, **changed}, expect=422)

        assert answer.page.select_one(f"#{field}-error").text
        assert "A mentor gives advice" in words(alice.get(PATH))

    def test_what_somebody_else_saved_is_told_once_and_the_own_words_in_sentences(
        self, alice, tenant, acme
    ):
        seen = alice.get(PATH).page.select_one("[name=seen]")["value"]
        with tenant(acme) as scope:
            change_words(scope, OWN)

        typed = {**TYPED, "mentor": "a guide", "mentor_many": "guides", "seen": seen}
        answer = alice.post(PATH, typed, expect=409)

        assert words(answer).count("Somebody else saved this while you wrote") == 1
        assert "A guide gives advice; a pupil decides." in words(answer)

    def test_standard_words_are_not_offered_where_they_are_used(self, alice, renamed):
        assert "Back to the standard words" in words(
            alice.post(f"{PATH}/preview", TYPED, expect=200)
        )
        alice.post(f"{PATH}/reset")

        assert "Back to the standard words" not in words(
            alice.post(f"{PATH}/preview", TYPED, expect=200)
        )

    def test_one_click_brings_the_standard_words_back(self, alice, renamed):
        alice.post(f"{PATH}/reset")

        assert "Programs" in words(alice.get("/o/acme/"))

    @pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER, Role.PROGRAM_ADMIN])
    def test_only_admins_change_them(self, acme, member, sign_in, role):
        browser = sign_in(member(acme, role, "Somebody"))

        browser.get(PATH, expect=403)
        browser.post(PATH, TYPED, expect=403)
        browser.post(f"{PATH}/reset", expect=403)

    def test_another_organization_keeps_its_own(self, alice, charlie):
        alice.post(PATH, TYPED)

        assert "Programs" in words(charlie.get("/o/globex/"))


@pytest.fixture
def published(tenant, acme):
    """A program that published the built-in texts in the standard words."""
    with tenant(acme) as scope:
        furnish(scope)
        program = factories.program("Careers")
        ensure_version(scope, program)
        return program.id


class TestPublished:
    def test_the_page_names_the_programs_that_say_other_words(self, alice, published):
        assert not alice.get(PATH).page.select_one("#behind")

        alice.post(PATH, TYPED)

        page = alice.get(PATH).page
        assert "follow once an initiative publishes them" in page.get_text(" ", strip=True)
        [link] = page.select_one("#behind").select("a")
        assert (link.text, link["href"]) == (
            "Careers",
            f"/o/acme/programs/{published}/versions/publish",
        )

    @pytest.mark.parametrize("everywhere", [True, False])
    @pytest.mark.parametrize("asks", [True, False])
    def test_asking_is_offered_and_not_proposed_where_only_words_differ(
        self, alice, acme, tenant, published, renamed, everywhere, asks
    ):
        path = (
            "/o/acme/versions" if everywhere else f"/o/acme/programs/{published}/versions/publish"
        )
        page = alice.get(path).page
        assert "Only your own words differ" in page.get_text()
        [box] = page.select("[name=asks]")
        assert not box.has_attr("checked")
        typed = {each["name"]: each["value"] for each in page.select("[name=seen], [name=draft]")}

        alice.post(path, typed | ({"asks": box["value"]} if asks else {}))

        with tenant(acme) as scope:
            newest = newest_version(scope, published)
            assert (newest.number, newest.asks) == (2, asks)
        assert not alice.get(PATH).page.select_one("#behind")

    def test_they_are_asked_where_something_else_changed(self, tenant, acme, published, renamed):
        with tenant(acme) as scope:
            factories.guideline(title="Be kind")

            assert publish(scope, published).asks


class TestTexts:
    def test_what_a_program_of_the_gallery_added_keeps_the_words_it_began_with(
        self, alice, tenant, acme
    ):
        with tenant(acme) as scope:
            furnish(scope)
        alice.post("/o/acme/programs/gallery/career/use", {})
        alice.post(PATH, TYPED)

        with tenant(acme) as scope:
            [program] = queries.programs(scope)
            said = {each["title"]: each for each in queries.draft(scope, program)["guidelines"]}
        assert "leave the choice to your mentee" in said["Share the detour, too"]["explanation"]
        assert "keeps the words it began with" in words(alice.get(PATH))

    def test_unchanged_built_in_texts_follow_and_others_stay(self, tenant, acme):
        with tenant(acme) as scope:
            furnish(scope)
            rows = {row.builtin_key: row for row in db.session.query(Guideline)}
            rows["respect_time"].explanation = "Ours, with a mentor."
            db.session.flush()
            change_words(scope, OWN)
            followed = [row for row in rows.values() if "advisor" in row.explanation + row.behavior]

            assert followed
            assert rows["respect_time"].explanation == "Ours, with a mentor."
            assert all(row.audience in ("mentee", "mentor", "both") for row in rows.values())

            change_words(scope, Words())
            assert not any("advisor" in row.explanation + row.behavior for row in rows.values())


class TestEverywhere:
    def test_every_message_says_them(self, alice, renamed, app):
        for each in messages():
            page = alice.get(f"/o/acme/messages/{each.name}/preview?look=text").page
            assert not STANDARD_WORD.search(page.body.text), each.name

    def test_a_sent_message_says_them(self, renamed, tenant, acme, member, mails):
        smith = member(acme, name="Mentor Smith")
        with tenant(acme) as scope:
            cohort = factories.cohort(factories.program("Mentor program"))
            row = factories.application(cohort, Side.MENTOR, person=smith)
            application_received(scope, row)

        (mail,) = mails()

        text = mail.get_body(("plain",)).get_content()
        assert "Mentor program (" in text
        assert "as an advisor has arrived" in " ".join(text.split())
        assert "Hello Mentor Smith" in text

    def test_a_reason_says_them_and_leaves_what_people_answered(self, renamed, tenant, acme):
        with tenant(acme) as scope:
            cohort = factories.cohort()
            field = "Program management for mentors"
            mentor = factories.mentor(cohort, name="Mentor Smith", field=field)
            mentee = factories.mentee(cohort, name="Ada", aspired_field=field)
            market = gather(scope, cohort.id, Rules()).market(Rules())
            reasons = [say(each.sentence) for each in engine.reasons(market, 0, 0)]
            why = say(engine.why_not(market, np.empty((0, 2), int), 0, 0))

        assert f"Works in the aspired field, {field}" in reasons
        assert "Mentor Smith has nobody yet" in why
        assert mentor.id != mentee.id

    def test_a_kept_sentence_says_them_on_the_board(self, renamed, tenant, acme, alice):
        with tenant(acme):
            cohort = factories.cohort()
            run = factories.run(cohort, finished_at=clock.now())
            ada = factories.mentee(cohort, name="Ada")
            why, remedy = "None of the 3 mentors is possible.", "Choose another mentor."
            db.session.add(Unplaced(run_id=run.id, participant_id=ada.id, why=why, remedy=remedy))

        shown = words(alice.get(f"/o/acme/runs/{run.id}/unplaced"))

        assert "None of the 3 advisors is possible." in shown
        assert "Choose another advisor." in shown

    def test_a_refusal_says_them(self, renamed, tenant, acme, member, sign_in):
        browser = sign_in(member(acme, Role.ADMIN, "Ada"))

        answer = browser.get(f"/o/acme/programs/{uuid.uuid4()}", expect=404)

        assert "This initiative does not exist" in words(answer)

    def test_a_persons_name_stays(self, renamed, tenant, acme, alice):
        with tenant(acme):
            cohort = factories.cohort(factories.program("Program of mentors"))
            factories.participant(cohort, Side.MENTOR, name="Mentor Smith")

        page = words(alice.get(f"/o/acme/cohorts/{cohort.id}/participants"))

        assert "Mentor Smith" in page
        assert "Advisor" in page
