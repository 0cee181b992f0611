"""A mentee finds a mentor and asks; the mentor asks back, hears more, and accepts."""

import pytest
from playwright.sync_api import expect

from saas.db import bind_org, db
from saas.matching.queries import requests as queries
from saas.programs.models import MatchedBy
from saas.scope import Role
from tests import factories
from tests.browser.conftest import link_in
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]

WORDS = {"languages": ["English"], "goals": ["Expand my network"], "means": ["Video"]}
HOME = "/o/harbor"


@pytest.fixture(scope="module")
def harbor(running):
    """An organization in which Mia may ask Max and Nora; returns what signs each of them in."""
    with running.app() as app:
        with app.app_context():
            org = factories.organization("harbor", name="Harbor")
        who = {}
        for name, role in (("Adam", Role.ADMIN), ("Mia", Role.MEMBER), ("Max", Role.MEMBER)):
            with app.app_context():
                who[name] = factories.member(org, role, name)
                who[name, "cookie"] = _cookie(app, who[name])
        with app.app_context():
            bind_org(org.id)
            program = factories.program("Open door", matched_by=MatchedBy.BLENDED)
            cohort = factories.cohort(program, name="Spring")
            mentee = {"field": "Sales", "years_experience": 2, "aspired_field": "Law", **WORDS}
            mentor = {"field": "Law", "years_experience": 9, "support": ["Advice"], **WORDS}
            factories.mentee(cohort, person=who["Mia"], **mentee)
            factories.mentor(cohort, person=who["Max"], **mentor)
            factories.mentor(cohort, name="Nora", **{**mentor, "field": "Art"})
            assert len(queries.asking_places(who["Mia"].scope, who["Mia"].member_id)) == 1
            cohort_id = cohort.id
            db.session.commit()
    return who, cohort_id


def _cookie(app, person):
    values = {"_user_id": factories.session_token(person), "_fresh": True}
    return app.session_interface.get_signing_serializer(app).dumps(values)


@pytest.fixture(scope="module")
def people(chromium, running, harbor):
    who, _cohort_id = harbor
    made = {}
    for name in ("Adam", "Mia", "Max"):
        made[name] = Person(chromium, running, name)
        made[name].email = who[name].email
        cookie = {"name": "rapport", "value": who[name, "cookie"], "url": running.url}
        made[name].context.add_cookies([cookie])
    yield made
    for person in made.values():
        person.context.close()


def test_a_mentee_asks_and_they_become_partners(people, running, harbor):
    adam, mia, max_ = (people[name] for name in ("Adam", "Mia", "Max"))
    a_mentee_finds_a_mentor_and_asks(mia)
    the_mentor_asks_back(max_)
    the_mentee_tells_more_by_the_link(mia, running)
    staff_see_who_waits(adam, harbor[1])
    the_mentor_accepts(max_)
    both_are_partners(mia, max_)


def a_mentee_finds_a_mentor_and_asks(mia):
    mia.go(f"{HOME}/")
    mia.look("requests-overview")
    mia.click("Find a mentor in Open door", "link")
    expect(mia.page.locator("li.card h2")).to_have_text(["Max", "Nora"])
    mia.look("find-mentors")
    mia.fill(**{"Name,_field,_skill_or_goal": "zebra"})
    mia.click("Show")
    expect(mia.page.get_by_text("Nobody is like that")).to_be_visible()
    mia.look("find-mentors-none")
    mia.click("Show all", "link")
    mia.click("Look and ask Max", "link")
    mia.look("ask-mentor")
    mia.click("Ask")
    expect(mia.page.get_by_role("alert")).to_contain_text("Write a few words")
    mia.look("ask-mentor-error")
    mia.fill(Your_message="I would like to move into law. How did you find your first post?")
    mia.click("Ask")
    expect(mia.page.get_by_role("heading", name="You asked Max")).to_be_visible()
    mia.look("requests-mentee")


def the_mentor_asks_back(max_):
    link = link_in(max_.running.post.wait_for(max_.email, "asks you to be"), "/requests/")
    max_.go(link)
    expect(max_.page.get_by_text("How did you find your first post?")).to_be_visible()
    max_.look("request-by-link")
    max_.go(f"{HOME}/")
    max_.click("Mia asks you to be their mentor", "link")
    max_.page.get_by_text("Ask to hear more first").click()
    max_.look("requests-mentor")
    max_.click("Ask back")
    expect(max_.page.get_by_role("alert")).to_contain_text("Write what you would like to know")
    max_.look("requests-mentor-error")
    max_.fill(**{"What_would_you_like_to_know?": "What have you tried so far?"})
    max_.click("Ask back")
    expect(max_.page.get_by_text("Waits for Mia")).to_be_visible()
    max_.look("requests-mentor-asked")


def the_mentee_tells_more_by_the_link(mia, running):
    link = link_in(running.post.wait_for(mia.email, "would like to know more"), "/requests/")
    mia.go(link)
    expect(mia.page.get_by_text("What have you tried so far?")).to_be_visible()
    mia.look("request-question-by-link")
    mia.fill(Your_answer="Two evening classes, and I liked both.")
    mia.click("Send")
    expect(mia.page.get_by_role("heading", name="Thank you")).to_be_visible()
    mia.look("request-answered")
    assert mia.page.goto(link).status == 404


def staff_see_who_waits(adam, cohort_id):
    adam.go(f"{HOME}/cohorts/{cohort_id}/requests")
    expect(adam.page.get_by_text("Waits for the mentor")).to_be_visible()
    assert "evening classes" not in adam.page.content()
    adam.click("Nudge")
    expect(adam.page.get_by_text("Max gets a reminder.")).to_be_visible()
    adam.look("cohort-requests")


def the_mentor_accepts(max_):
    max_.go(f"{HOME}/requests")
    expect(max_.page.get_by_text("Two evening classes")).to_be_visible()
    max_.click("Accept")
    expect(max_.page.get_by_text("You and Mia are partners now.")).to_be_visible()
    max_.look("requests-accepted")


def both_are_partners(mia, max_):
    for person, other in ((mia, "Max"), (max_, "Mia")):
        person.running.post.wait_for(person.email, f"You and {other} are partners")
        person.go(f"{HOME}/partnerships")
        expect(person.page.get_by_role("link", name="Mia and Max")).to_be_visible()
    mia.go(f"{HOME}/mentors")
    expect(mia.page.get_by_text("You have no place for one more mentor now")).to_be_visible()
    mia.look("find-mentors-full")
