import re
import uuid

import pytest

from saas.db import db
from saas.matching.models import Request, RequestState
from saas.programs.models import Program
from saas.programs.services.versions import ensure_version
from tests import factories
from tests.browsing import path_in
from tests.matching.conftest import tenant_rows


@pytest.fixture
def places(mentor, mentee, amara, wei, by_request):
    by_request()
    return mentee(person=amara), mentor(person=wei, support=["Advice"])


@pytest.fixture
def asked(ask, amara, places):
    return ask(amara, *places)


@pytest.fixture
def asking(places):
    place, mentor_place = places
    return {"place_id": str(place.id), "mentor_id": str(mentor_place.id)}


def state_of(reread, row):
    return reread(row).state


class TestFinding:
    def test_a_mentee_sees_who_has_room_and_why(self, sign_in, amara, places):
        page = sign_in(amara).get("/o/acme/mentors").page

        assert "Wei" in page.text
        assert "Works in the aspired field, Law" in page.text
        assert page.select_one("li.card h2").text == "Wei"

    @pytest.mark.parametrize(("years", "said"), [(1, "1 year of"), (1.5, "1.5 years of")])
    def test_years_of_experience_are_counted(
        self, sign_in, amara, mentee, mentor, by_request, years, said
    ):
        by_request()
        mentee(person=amara, years_experience=0), mentor("Wei", years_experience=years)

        assert f"{said} experience" in sign_in(amara).get("/o/acme/mentors").page.text

    def test_who_can_see_what_is_said(self, sign_in, amara, asking):
        page = (
            sign_in(amara)
            .get(
                f"/o/acme/mentors/ask?place_id={asking['place_id']}&mentor_id={asking['mentor_id']}"
            )
            .page
        )

        assert "Only Wei reads your message" in page.text
        assert "@" not in page.select_one("main").text

    def test_looking_for_what_nobody_has_says_so(self, sign_in, amara, places):
        browser = sign_in(amara)

        assert "Nobody is like that" in browser.get("/o/acme/mentors?words=zebra").page.text
        assert "Wei" in browser.get("/o/acme/mentors?support=Advice").page.text

    def test_fifty_a_page_in_a_constant_number_of_queries(
        self, acme, tenant, sign_in, amara, places, mentor, cohort, count_queries
    ):
        browser = sign_in(amara)
        browser.get("/o/acme/mentors")
        with count_queries() as few:
            browser.get("/o/acme/mentors")
        with tenant(acme):
            for number in range(60):
                factories.mentor(cohort, name=f"Mentor {number}")
        with count_queries() as many:
            page = browser.get("/o/acme/mentors").page

        assert len(many) == len(few)
        assert len(page.select("li.card")) == 50
        assert "1 to 50 of 61" in page.text
        assert "51 to 61 of 61" in browser.get("/o/acme/mentors?page=2").page.text

    def test_who_cannot_ask_is_told_where_it_works(self, bob):
        assert "Nobody to ask here" in bob.get("/o/acme/mentors").page.text

    def test_with_no_mentor_to_ask_the_page_says_why(self, sign_in, amara, mentee, by_request):
        by_request()
        mentee(person=amara)

        assert "No mentor has room" in sign_in(amara).get("/o/acme/mentors").page.text

    def test_the_place_of_somebody_else_is_not_found(self, bob, places):
        for place_id in (places[0].id, uuid.uuid4(), "nonsense"):
            bob.get(f"/o/acme/mentors?place_id={place_id}", expect=404)


class TestAsking:
    def test_asking_goes_to_the_requests(self, sign_in, amara, asking, reread):
        browser = sign_in(amara)

        answer = browser.post("/o/acme/mentors/ask", {**asking, "message": "Please"})

        assert answer.headers["Location"].endswith("/requests")
        page = browser.get("/o/acme/requests").page
        assert "You asked Wei" in page.text
        assert "You asked" in browser.get("/o/acme/mentors").page.text

    def test_without_the_words_that_are_needed_nothing_is_saved(
        self, acme, tenant, sign_in, amara, asking, by_request
    ):
        by_request(message_required=True)

        page = sign_in(amara).post("/o/acme/mentors/ask", asking, expect=422).page

        assert "Write a few words" in page.text
        with tenant(acme) as scope:
            assert tenant_rows(Request, scope).count() == 0

    def test_what_is_too_long_is_kept_and_refused(self, sign_in, amara, asking):
        long = "x" * 1001

        page = (
            sign_in(amara).post("/o/acme/mentors/ask", {**asking, "message": long}, expect=422).page
        )

        assert "Shorten this" in page.text
        assert page.select_one("textarea").text.strip() == long

    def test_a_message_that_reads_like_asking_for_a_job_brings_a_hint_and_is_sent(
        self, acme, tenant, cohort, sign_in, amara, asking
    ):
        browser, message = sign_in(amara), "Please get me a job at your firm"
        path = f"/o/acme/mentors/message-hint?place_id={asking['place_id']}"

        def hint(words):
            return browser.post(path, {"message": words}, expect=200).page.text

        assert "job" not in hint(message)
        with tenant(acme) as scope:
            factories.guideline(moment="job_ask", prompt="Ask for advice first.")
            ensure_version(scope, db.session.get(Program, (acme.id, cohort.program_id)))
        assert "asking for a job. Ask for advice first." in hint(message)
        assert "job" not in hint("Your advice")
        browser.post("/o/acme/mentors/ask", {**asking, "message": message})

    def test_over_the_limit_the_form_says_so(
        self, sign_in, amara, asking, asked, mentor, by_request
    ):
        by_request(open_requests=1)
        other = {**asking, "mentor_id": str(mentor("Noor").id), "message": "Please"}

        page = sign_in(amara).post("/o/acme/mentors/ask", other, expect=422).page

        assert "You are asking 1 already" in page.text

    def test_nobody_asks_from_the_place_of_others(self, bob, asking):
        bob.post("/o/acme/mentors/ask", {**asking, "message": "Hi"}, expect=404)


class TestAnswering:
    def test_the_portal_lists_what_waits_and_takes_every_answer(
        self, sign_in, amara, wei, asked, reread
    ):
        mentor, mentee = sign_in(wei), sign_in(amara)
        action = f"/o/acme/requests/{asked.id}/answer"
        assert "Waits for you" in mentor.get("/o/acme/requests").page.text

        mentor.post(action, {"answer": "more", "words": "Why law?"})
        assert "would like to know more" in mentee.get("/o/acme/requests").page.text
        mentee.post(action, {"answer": "tell", "words": "My aunt"})
        assert "My aunt" in mentor.get("/o/acme/requests").page.text
        mentor.post(action, {"answer": "accept"})

        assert reread(asked).state is RequestState.ACCEPTED
        assert "You are partners" in mentee.get("/o/acme/requests").page.text

    def test_a_question_without_words_is_refused_beside_its_field(
        self, sign_in, wei, asked, reread
    ):
        page = (
            sign_in(wei)
            .post(f"/o/acme/requests/{asked.id}/answer", {"answer": "more"}, expect=422)
            .page
        )

        assert "Write what you would like to know" in page.text
        assert page.select_one(f"#more-{asked.id}")["aria-invalid"] == "true"
        assert reread(asked).state is RequestState.WITH_MENTOR

    def test_an_answer_that_is_none_is_refused(self, sign_in, wei, asked):
        action = f"/o/acme/requests/{asked.id}/answer"

        sign_in(wei).post(action, {"answer": "maybe"}, expect=422)
        sign_in(wei).post(action, {"answer": "more", "words": "x" * 1001}, expect=422)

    def test_nobody_answers_for_others(self, bob, sign_in, amara, asked, reread):
        action = f"/o/acme/requests/{asked.id}/answer"
        for each in ("accept", "tell", "withdraw"):
            bob.post(action, {"answer": each, "words": "x"}, expect=404)
        sign_in(amara).post(action, {"answer": "accept"}, expect=404)

        assert reread(asked).state is RequestState.WITH_MENTOR

    def test_a_mentor_takes_a_break_and_sees_what_mentees_see(self, sign_in, amara, wei, places):
        browser, base = sign_in(wei), f"/o/acme/mentor-places/{places[1].id}"
        assert "What mentees see of you" in browser.get("/o/acme/requests").page.text

        browser.post(f"{base}/pause")
        assert "No mentor has room" in sign_in(amara).get("/o/acme/mentors").page.text
        browser.post(f"{base}/resume")

        assert "Wei" in sign_in(amara).get("/o/acme/mentors").page.text
        sign_in(amara).post(f"{base}/pause", expect=404)

    def test_without_requests_the_page_says_what_will_be_here(self, bob):
        assert "No request yet" in bob.get("/o/acme/requests").page.text


class TestLinks:
    @pytest.fixture
    def link(self, asked, mails):
        return path_in(mails()[0], "/requests/")

    def test_a_link_shows_who_and_why_and_answers_nothing(self, stranger, link, asked, reread):
        page = stranger.get(link).page

        assert "Amara asks you to be their mentor" in page.text
        assert "Please be my mentor" in page.text
        assert reread(asked).state is RequestState.WITH_MENTOR

    def test_accepting_by_link_uses_it_up(self, stranger, link, asked, reread):
        answer = stranger.post(link, {"answer": "accept"})

        assert reread(asked).state is RequestState.ACCEPTED
        assert "Thank you" in stranger.get(answer.headers["Location"]).page.text
        stranger.get(link, expect=404)
        stranger.post(link, {"answer": "decline"}, expect=404)

    def test_what_is_refused_leaves_the_link_as_it_was(self, stranger, link, asked, reread):
        stranger.post(link, {"answer": "maybe"}, expect=422)
        page = stranger.post(link, {"answer": "more"}, expect=422).page

        assert "Write what you would like to know" in page.text
        stranger.post(link, {"answer": "more", "words": "Why?"})
        assert reread(asked).state is RequestState.WITH_MENTEE

    def test_the_whole_conversation_goes_by_mail(self, stranger, link, asked, amara, reread, mails):
        stranger.post(link, {"answer": "more", "words": "Why law?"})
        [question] = [mail for mail in mails() if "would like to know" in mail["Subject"]]
        stranger.post(path_in(question, "/requests/"), {"answer": "tell", "words": "My aunt"})
        [told] = [mail for mail in mails() if "has answered" in mail["Subject"]]

        assert "My aunt" in told.get_body(("plain",)).get_content()
        stranger.post(path_in(told, "/requests/"), {"answer": "accept"})
        assert reread(asked).state is RequestState.ACCEPTED

    def test_a_mentee_cannot_accept_by_their_own_link(self, stranger, link, asked, reread, mails):
        stranger.post(link, {"answer": "more", "words": "Why law?"})
        [question] = [mail for mail in mails() if "would like to know" in mail["Subject"]]

        stranger.post(path_in(question, "/requests/"), {"answer": "accept"}, expect=404)

        assert reread(asked).state is RequestState.WITH_MENTEE

    def test_a_made_up_link_finds_nothing(self, stranger):
        stranger.get("/requests/1.nothing", expect=404)


class TestStaff:
    @pytest.fixture
    def admin(self, sign_in, ada):
        return sign_in(ada)

    def test_staff_see_who_waits_for_whom_and_not_what_was_written(self, admin, cohort, asked):
        page = admin.get(f"/o/acme/cohorts/{cohort.id}/requests").page

        assert "Amara asks Wei" in page.text
        assert "Waits for the mentor" in page.text
        assert "Please be my mentor" not in page.text

    def test_what_was_not_answered_in_time_is_flagged(self, acme, tenant, admin, cohort, asked):
        with tenant(acme) as scope:
            row = tenant_rows(Request, scope).one()
            row.expires_at = row.created_at

        page = admin.get(f"/o/acme/cohorts/{cohort.id}/requests?show=unanswered").page

        assert "Not answered in time" in page.select_one("table").text

    def test_staff_nudge_and_close(self, admin, cohort, asked, reread):
        base = f"/o/acme/cohorts/{cohort.id}/requests/{asked.id}"

        admin.post(f"{base}/nudge")
        admin.post(f"{base}/nudge", expect=409)
        admin.post(f"{base}/cancel")

        assert reread(asked).state is RequestState.CLOSED
        assert (
            "Closed by the people"
            in admin.get(f"/o/acme/cohorts/{cohort.id}/requests?show=closed").page.text
        )

    def test_the_list_costs_the_same_for_many(
        self, acme, tenant, admin, cohort, asked, count_queries
    ):
        path = f"/o/acme/cohorts/{cohort.id}/requests"
        admin.get(path)
        with count_queries() as few:
            admin.get(path)
        with tenant(acme):
            for _number in range(60):
                mentee, mentor = factories.mentee(cohort), factories.mentor(cohort)
                values = {"message": "", "fit": 1, "reasons": [], "expires_at": asked.expires_at}
                pair = {"mentee_id": mentee.id, "mentor_id": mentor.id}
                db.session.add(Request(cohort_id=cohort.id, **pair, **values))
        with count_queries() as many:
            page = admin.get(path).page

        assert len(many) == len(few)
        assert "1 to 50 of 61" in page.text

    def test_members_see_none_of_it(self, bob, cohort, asked):
        base = f"/o/acme/cohorts/{cohort.id}/requests"
        bob.get(base, expect=403)
        for act in ("nudge", "cancel"):
            bob.post(f"{base}/{asked.id}/{act}", expect=403)

    def test_the_settings_say_who_finds_partners(self, acme, tenant, admin, cohort):
        path = f"/o/acme/programs/{cohort.program_id}/requests"
        assert "Who finds partners" in admin.get(path).page.text
        terms = {"matched_by": "request", "open_requests": "5", "request_days": "10"}

        admin.post(path, terms)

        with tenant(acme) as scope:
            row = tenant_rows(Program, scope).one()
            assert (row.matched_by, row.open_requests, row.request_days) == ("request", 5, 10)
            assert row.message_required is False

    @pytest.mark.parametrize(
        "wrong", [{"matched_by": "nobody"}, {"open_requests": "0"}, {"request_days": "61"}, {}]
    )
    def test_settings_that_are_none_are_refused(self, acme, tenant, admin, cohort, wrong):
        terms = {"matched_by": "request", "open_requests": "5", "request_days": "10"}
        sent = {**terms, **wrong} if wrong else {}

        admin.post(f"/o/acme/programs/{cohort.program_id}/requests", sent, expect=422)

        with tenant(acme) as scope:
            assert tenant_rows(Program, scope).one().matched_by == "admin"

    def test_where_only_mentees_ask_no_run_is_offered(self, admin, cohort, by_request):
        path = f"/o/acme/cohorts/{cohort.id}/runs"
        assert "Match them" in admin.get(path).page.text

        by_request(matched_by="request")

        page = admin.get(path).page
        assert "Match them" not in page.text
        assert "mentees find their mentors themselves" in page.text

    def test_the_page_of_the_cohort_leads_there(self, admin, cohort, by_request):
        path = f"/o/acme/cohorts/{cohort.id}"
        assert f"/programs/{cohort.program_id}/requests" in str(admin.get(path).page)

        by_request()

        assert f"/cohorts/{cohort.id}/requests" in str(admin.get(path).page)


def test_the_sidebar_leads_to_requests_where_there_can_be_some(sign_in, bob, wei, places):
    assert not bob.get("/o/acme/").page.find("a", href=re.compile("/requests$"))
    assert sign_in(wei).get("/o/acme/").page.find("a", href=re.compile("/requests$"))
