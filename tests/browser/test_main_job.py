"""The main job, end to end, as five people: owner, admin, mentor, mentee, outsider."""

import datetime as dt
import os
import pathlib
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import check_page, link_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(280)]

PASSWORD = "correct horse battery"
PICTURES = os.environ.get("RAPPORT_PICTURES")
WIDTHS = (1280, 390)


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, chromium, running, name):
        self.name = name
        self.email = f"{name.lower()}@example.org"
        self.running = running
        self.context = chromium.new_context(viewport={"width": 1280, "height": 900})
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("response", self._note)

    def _note(self, response):
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def go(self, path):
        self.page.goto(path if path.startswith("http") else self.running.url + path)
        return self.page

    def click(self, name, role="button"):
        self.page.get_by_role(role, name=name).first.click()

    def fill(self, **fields):
        for label, value in fields.items():
            self.page.get_by_label(label.replace("_", " ")).first.fill(value)

    def look(self, name):
        """Check the page as it stands at both widths, and keep its pictures when asked to."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            check_page(self.page)
            if PICTURES:
                path = pathlib.Path(PICTURES) / f"{name}-{width}.png"
                self.page.screenshot(path=path, full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": 900})
        assert self.faults == [], self.faults

    def sign_up(self, next_path="/"):
        self.go(f"/sign-up?next={next_path}")
        self.fill(**{"E-mail_address": self.email})
        self.click("Send me the link")
        message = self.running.post.wait_for(self.email, "Confirm")
        self.go(link_in(message, "/verify/"))
        self.fill(**{"Your_name": self.name, "Password": PASSWORD})
        self.page.get_by_role("button").last.click()


@pytest.fixture(scope="module")
def people(chromium, running):
    names = ("Olga", "Adam", "Mia", "Max", "Otto")
    made = {name: Person(chromium, running, name) for name in names}
    yield made
    for person in made.values():
        person.context.close()


def test_the_main_job(people, running):
    olga, adam = people["Olga"], people["Adam"]
    an_owner_creates_the_organization(olga)
    the_owner_invites_an_admin(olga, adam)
    cohort = the_admin_sets_up_a_program(adam)
    link = the_admin_opens_the_intake(adam, cohort)
    a_mentee_applies(people["Mia"], link)
    a_mentor_applies(people["Max"], link)
    the_admin_approves_both(adam, cohort)


def an_owner_creates_the_organization(olga):
    olga.go("/")
    olga.look("start")
    olga.click("Create your organization", "link")
    olga.look("sign-up")
    olga.sign_up("/organizations/new")
    olga.look("new-organization")
    olga.fill(**{"Name": "Northwind", "Address": "northwind"})
    olga.click("Create organization")
    expect(olga.page).to_have_url(re.compile("/o/northwind/"))
    olga.look("overview-new")


def the_owner_invites_an_admin(olga, adam):
    olga.go("/o/northwind/people")
    olga.look("people")
    olga.click("Invite", "link")
    olga.fill(**{"E-mail_address": adam.email})
    olga.page.get_by_label("Role").select_option("admin")
    olga.click(re.compile("Send|Invite"))
    message = adam.running.post.wait_for(adam.email, "Northwind")
    adam.go(link_in(message, "/invitations/"))
    adam.look("invitation")
    adam.fill(**{"Your_name": adam.name, "Password": PASSWORD})
    adam.click(re.compile("Join|Accept"))
    expect(adam.page).to_have_url(re.compile("/o/northwind/"))


def the_admin_sets_up_a_program(adam):
    for part in ("guidelines", "goals", "agreement", "intake-questions"):
        name = {"intake-questions": "Intake questions"}.get(part, part.capitalize())
        adam.click(name, "link")
        expect(adam.page.get_by_role("heading", level=1)).to_have_text(re.compile(name))
        adam.look(part)
    adam.click("Programs", "link")
    adam.look("programs-empty")
    adam.click("Create a program", "link")
    adam.fill(Name="Career compass", Description="For people who wonder what comes next.")
    adam.click("Create")
    expect(adam.page.get_by_role("heading", name="Career compass")).to_be_visible()
    adam.look("program-new")
    adam.click("Create a cohort", "link")
    adam.fill(Name="Spring")
    today = dt.datetime.now(dt.UTC).date()
    adam.fill(First_day=today.isoformat(), Last_day=(today + dt.timedelta(180)).isoformat())
    adam.click("Create")
    expect(adam.page.get_by_role("heading", name="Spring")).to_be_visible()
    return adam.page.url


def the_admin_opens_the_intake(adam, cohort):
    adam.go(cohort)
    adam.click("Open the intake")
    adam.click("Make a public link")
    field = adam.page.get_by_label("Public link")
    expect(field).to_be_visible()
    adam.look("cohort")
    return field.input_value()


def a_mentee_applies(mia, link):
    mia.go(link)
    mia.look("intake-public")
    mia.sign_up(link.removeprefix(mia.running.url))
    mia.look("intake-signed-in")
    mia.click("Apply as a mentee")
    answer(
        mia,
        {
            "Which field do you work in": "Nursing",
            "How many years of experience": "4",
            "Which field would you like to work in": "Software",
            "Which languages": "English, Dutch",
        },
    )
    tick(mia, "Advice", "Networking", "Video")
    mia.look("application")
    expect(mia.page.locator("#application-saved")).to_have_text(re.compile("Saved"))
    mia.click("Send the application")
    expect(mia.page.get_by_role("main")).to_contain_text("waits for a decision")
    mia.running.post.wait_for(mia.email, "application")


def a_mentor_applies(max_, link):
    max_.go(link)
    max_.sign_up(link.removeprefix(max_.running.url))
    max_.click("Apply as a mentor")
    answer(
        max_,
        {
            "Which field do you work in": "Software",
            "How many years of experience": "15",
            "How many mentees": "2",
            "Which languages": "English",
        },
    )
    tick(max_, "Advice", "Networking", "Video")
    max_.look("application-mentor")
    max_.click("Send the application")
    expect(max_.page.get_by_role("main")).to_contain_text("waits for a decision")


def answer(person, answers):
    for label, value in answers.items():
        person.page.get_by_label(re.compile(label)).first.fill(value)
    zone = person.page.get_by_label(re.compile("time zone"))
    zone.fill("Europe/Amsterdam")
    person.page.get_by_label("Day, row 1").select_option("mon")
    person.page.get_by_label("From, row 1").fill("16:00")
    person.page.get_by_label("To, row 1").fill("19:00")


def tick(person, *labels):
    for label in labels:
        for box in person.page.get_by_role("checkbox", name=re.compile(label)).all():
            box.check()


def the_admin_approves_both(adam, cohort):
    adam.go(cohort + "/applications")
    adam.look("applications")
    adam.click("Mia", "link")
    adam.look("application-review")
    adam.page.go_back()
    adam.click(re.compile("Approve all 2"))
    expect(adam.page.get_by_role("main")).to_contain_text("Nobody waits")
    for name in ("mia", "max"):
        adam.running.post.wait_for(f"{name}@example.org", "Career compass")
