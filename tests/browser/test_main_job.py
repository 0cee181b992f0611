"""The main job, end to end, as five people: owner, admin, mentor, mentee, outsider."""

import datetime as dt
import re

import psycopg
import pytest
from playwright.sync_api import expect

from saas import clock
from tests.browser.conftest import PATIENCE, check_page, link_in
from tests.browser.person import PASSWORD, Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


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
    the_admin_matches_and_publishes(adam, cohort)
    both_accept(people["Mia"], people["Max"])
    partnership = the_two_agree(people["Mia"], people["Max"])
    they_meet_and_learn(people["Mia"], people["Max"], partnership)
    an_outsider_finds_nothing(people["Otto"], partnership, cohort)
    let_weeks_pass(running, 22)
    a_check_in_goes_badly(people["Mia"])
    the_admin_sees_who_needs_help(adam)
    the_digest_comes_round_and_can_be_stopped(people["Max"])


def an_owner_creates_the_organization(olga):
    olga.go("/")
    olga.look("start")
    olga.click("Create your organization", "link")
    olga.look("sign-up")
    olga.sign_up("/organizations/new")
    expect(olga.page.get_by_role("button", name="Create organization")).to_be_visible()
    olga.look("new-organization")
    olga.fill(Name="Northwind", Address="northwind")
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
    adam.fill(Your_name=adam.name, Password=PASSWORD)
    adam.click(re.compile("Join|Accept"))
    expect(adam.page).to_have_url(re.compile("/o/northwind/"))


def the_admin_sets_up_a_program(adam):
    for part in ("guidelines", "goals", "agreement", "intake-forms"):
        name = {"intake-forms": "Intake forms"}.get(part, part.capitalize())
        adam.click(name, "link")
        expect(adam.page.get_by_role("heading", level=1)).to_have_text(re.compile(name))
        adam.look(part)
    adam.click("Programs", "link")
    adam.look("programs-empty")
    adam.click("Begin a program", "link")
    adam.look("program-templates")
    adam.click("One-to-one", "link")
    adam.fill(Name="Career compass", Description="For people who wonder what comes next.")
    adam.click("Create")
    expect(adam.page.get_by_role("heading", name="Career compass")).to_be_visible()
    adam.look("program-new")
    adam.click("Create a cohort", "link")
    adam.fill(Name="Spring")
    today = clock.today()
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
    expect(mia.page.get_by_text("Apply as a mentee").first).to_be_visible()
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


def the_admin_matches_and_publishes(adam, cohort):
    adam.go(cohort + "/runs")
    adam.look("runs-empty")
    adam.click("Match them")
    expect(adam.page.get_by_role("heading", name="Review proposals")).to_be_visible()
    expect(adam.page.get_by_role("main")).to_contain_text("Proved best")
    expect(adam.page.get_by_role("main")).to_contain_text("Mia")
    adam.look("board-small")
    adam.page.get_by_role("button", name=re.compile("^Approve")).first.click()
    expect(adam.page.locator("#ready")).to_contain_text("1")
    adam.click("Publish", "link")
    adam.look("publish")
    adam.page.get_by_label(re.compile("Type .* to confirm")).fill(_word(adam.page))
    adam.click("Send the proposals")


def _word(page):
    return re.search(r"Type (\S+) to confirm", page.inner_text("main")).group(1)


def both_accept(mia, max_):
    for person, partner in ((mia, "Max"), (max_, "Mia")):
        message = person.running.post.wait_for(person.email, partner)
        reader = (
            person.context.browser.new_context().new_page()
        )  # Not signed in: the link is enough.
        reader.goto(link_in(message, "/proposals/"))
        expect(reader.get_by_role("main")).to_contain_text(partner)
        check_page(reader)
        reader.get_by_role("button", name=re.compile("^Accept")).click()
        expect(reader.get_by_role("main")).to_contain_text(re.compile("accepted"))
        reader.context.close()
    for person in (mia, max_):
        person.running.post.wait_for(person.email, "partners now")


def the_two_agree(mia, max_):
    mia.go("/o/northwind/partnerships")
    mia.look("partnerships")
    mia.page.get_by_role("link", name=re.compile("Mia and Max|Max")).first.click()
    expect(mia.page.get_by_role("heading", name="Mia and Max")).to_be_visible()
    mia.look("partnership-new")
    partnership = mia.page.url
    mia.go(partnership + "/agreement")
    mia.click("Change", "link")
    mia.page.get_by_label("Expand my professional network").check()
    mia.page.get_by_label("Goals in your own words").fill("Find my way into software")
    mia.look("agreement-change")
    mia.click("Save")
    expect(mia.page.get_by_role("button", name="Sign as Mia")).to_be_visible()
    mia.look("agreement-draft")
    mia.click(re.compile("^Sign"))
    message = max_.running.post.wait_for(max_.email, "signed")
    max_.go(link_in(message, "/agreement"))
    max_.click(re.compile("^Sign"))
    expect(max_.page.get_by_role("button", name=re.compile("^Sign (?!out)"))).to_have_count(0)
    max_.go(partnership)
    expect(max_.page.get_by_role("main")).to_contain_text("Signed by both")
    return partnership


def they_meet_and_learn(mia, max_, partnership):
    max_.go(partnership)
    max_.click("Log a meeting", "link")
    max_.look("meeting")
    max_.click("Save")
    max_.click("Record advice", "link")
    max_.page.get_by_label("The advice").fill("Write to two people who do the job")
    max_.click("Save")
    mia.go(partnership)
    mia.click(re.compile("Say what you make of it"), "link")
    mia.page.get_by_label("Taken").check()
    mia.page.get_by_label("Why").fill("I know whom to ask")
    mia.click("Save")
    mia.click(re.compile("Show what came of it"), "link")
    mia.page.get_by_label(re.compile("What you did")).fill("Spoke to Ana; she invites me for a day")
    mia.click("Save")
    mia.click(re.compile("Say thanks for it"), "link")
    mia.page.get_by_label("Your note").fill("That day changed my mind about testing")
    mia.click("Send")
    expect(mia.page.get_by_role("main")).to_contain_text("That day changed my mind")
    mia.look("partnership-mentee")
    message = max_.running.post.wait_for(max_.email, "Mia")
    assert "thank" in message["Subject"].lower() or "thanks" in message.as_string().lower()


def an_outsider_finds_nothing(otto, partnership, cohort):
    otto.sign_up("/organizations/new")
    otto.fill(Name="Elsewhere", Address="elsewhere")
    otto.click("Create organization")
    for path in (partnership, cohort, "/o/northwind/people", "/o/northwind/"):
        assert otto.page.goto(path if "://" in path else otto.running.url + path).status == 404
        expect(otto.page.get_by_role("main")).not_to_contain_text("Mia")


def let_weeks_pass(running, days):
    """Move what happened into the past, and let the daily check-ins come round now."""
    with psycopg.connect(_plain(running.environment["DATABASE_OWNER_URL"])) as owner:
        _bind(owner)
        owner.execute("UPDATE partnerships SET started_on = started_on - %s", [days])
        owner.execute("UPDATE meetings SET met_on = met_on - %s", [days])
        owner.execute("UPDATE advice SET given_on = given_on - %s", [days])
    come_round(running, "health.ask")


def come_round(running, kind):
    with psycopg.connect(_plain(running.environment["DATABASE_OWNER_URL"])) as owner:
        _bind(owner)
        owner.execute("UPDATE schedules SET due_at = now() WHERE kind = %s", [kind])


def _bind(owner):
    found = owner.execute("SELECT id FROM organizations WHERE slug = 'northwind'").fetchone()
    owner.execute(f"SET LOCAL app.org_id = '{int(found[0])}'")


def _plain(url):
    return url.replace("postgresql+psycopg", "postgresql")


def a_check_in_goes_badly(mia):
    message = mia.running.post.wait_for(mia.email, "How is it going with Max")
    reader = mia.context.browser.new_context().new_page()
    reader.goto(link_in(message, "/check-in/"))
    check_page(reader)
    reader.get_by_role("radio", name="Badly", exact=True).check()
    reader.get_by_role("button", name="Save my answer").click()
    expect(reader.get_by_role("main")).to_contain_text(re.compile("[Tt]hank"))
    reader.context.close()


def the_admin_sees_who_needs_help(adam):
    page = adam.go("/o/northwind/health")
    first = page.get_by_role("row").nth(1)
    for _ in range(2 * PATIENCE):
        if "gave a low rating" in first.inner_text():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(first).to_contain_text("Mia and Max")
    expect(first).to_contain_text("One of them gave a low rating")
    adam.look("health")
    adam.page.get_by_role("link", name=re.compile("Mia and Max")).first.click()
    adam.look("partnership-admin")
    expect(adam.page.get_by_role("main")).not_to_contain_text("Write to two people")


def the_digest_comes_round_and_can_be_stopped(max_):
    come_round(max_.running, "digests.plan")
    message = max_.running.post.wait_for(max_.email, "What is open")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = message["List-Unsubscribe"].strip("<>")
    reader = max_.context.browser.new_context().new_page()
    reader.goto(url)
    check_page(reader)
    reader.get_by_role("button").first.click()
    expect(reader.get_by_role("main")).to_contain_text(re.compile("no longer|stopped|unsubscribed"))
    reader.context.close()
