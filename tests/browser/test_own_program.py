"""A new admin builds a program of their own and runs it to partnerships.

Other words, other guidelines, an agreement and questions of their own, and groups: a guide with
several apprentices.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from saas import clock
from tests.browser.conftest import link_in
from tests.browser.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

HOME = "/o/rivers"
WORDS = {
    "mentor": "a guide",
    "mentor_many": "guides",
    "mentee": "an apprentice",
    "mentee_many": "apprentices",
    "program": "a circle",
    "program_many": "circles",
}
STANDARD_WORD = re.compile(r"\b(mentor|mentee|program)s?\b", re.IGNORECASE)
HEADER = (
    "name,email,field,years_experience,aspired_field,time_zone,availability,means,Which rivers?\n"
)
GUIDES = HEADER + "Gil,gil@example.org,Geology,20,,Europe/Berlin,tue 17:00-20:00,In person,Elbe\n"
APPRENTICES = (
    HEADER + "Abe,abe@example.org,Law,2,Geology,Europe/Berlin,tue 18:00-20:00,In person,Elbe\n"
)


@pytest.fixture(scope="module")
def people(chromium, running):
    made = {name: Person(chromium, running, name) for name in ("Ines", "Nora", "Gil", "Abe")}
    yield made
    for person in made.values():
        person.context.close()


def test_a_program_unlike_the_built_in_one_runs_to_partnerships(people):
    ines, nora, gil, abe = (people[name] for name in ("Ines", "Nora", "Gil", "Abe"))
    an_owner_says_it_in_words_of_their_own(ines)
    they_keep_guidelines_goals_and_an_agreement_of_their_own(ines)
    they_build_a_form_of_their_own(ines)
    cohort = they_begin_a_program_of_groups(ines)
    nora_applies(nora, the_intake_is_open(ines, cohort))
    people_are_taken_in(ines, nora, cohort)
    the_group_is_reviewed_and_published(ines, cohort)
    all_accept(gil, (nora, abe))
    partnership = nora_and_gil_sign(nora, gil)
    the_group_meets(gil, nora, partnership)


def expect_own_words(person):
    """Fail where the page says mentor, mentee or program."""
    said = STANDARD_WORD.search(person.page.inner_text("body"))
    assert said is None, (person.page.url, said)


def save(person, button="Save"):
    person.page.locator("main form").get_by_role("button", name=button).first.click()
    person.page.wait_for_load_state()
    expect_own_words(person)


def an_owner_says_it_in_words_of_their_own(ines):
    ines.sign_up("/organizations/new")
    ines.fill(Name="Museum of Rivers", Address="rivers")
    ines.click("Create organization")
    ines.click("Choose your words first", "link")
    for name, word in WORDS.items():
        ines.page.locator(f"[name={name}]").fill(word)
    expect(ines.page.locator("#words-preview")).to_contain_text("A guide gives advice")
    save(ines)
    ines.go(f"{HOME}/versions")
    expect(ines.page.get_by_text("No circle yet")).to_be_visible()


def they_keep_guidelines_goals_and_an_agreement_of_their_own(ines):
    page = ines.go(f"{HOME}/guidelines")
    page.get_by_role("button", name=re.compile("Retire.*for a job")).click()
    expect(page.locator("#notices")).to_contain_text("is retired")
    page.get_by_role("link", name="Be considerate of your guide's time", exact=True).click()
    page.get_by_label("Explanation").fill("A guide has three evenings a month for us.")
    save(ines)
    ines.go(f"{HOME}/guidelines/new")
    ines.fill(
        Guideline="Bring mud from your river",
        Explanation="A circle thinks about what somebody has seen.",
        What_it_looks_like="Brings a sample to every evening.",
    )
    page.locator("[name=moment]").select_option("agreement")
    page.locator("[name=prompt]").fill("Say which river you will bring.")
    save(ines)
    ines.go(f"{HOME}/goals/new")
    ines.fill(Goal="Read a river bank", Milestones="Walk one\nDraw one")
    save(ines)
    ines.go(f"{HOME}/clauses/new")
    ines.fill(Heading="No sample without leave", What_both_sign="We ask whoever owns the bank.")
    save(ines)
    ines.go(f"{HOME}/guidelines/preview")
    expect(page.get_by_role("main")).to_contain_text("No sample without leave")
    expect(page.get_by_role("heading", name="What guides read")).to_be_visible()
    expect_own_words(ines)
    page.get_by_role("link", name="Beside the built-in text").click()
    expect(page.locator("#guidelines li").first.locator("ins").first).to_be_visible()
    expect_own_words(ines)


def they_build_a_form_of_their_own(ines):
    page = ines.go(f"{HOME}/forms/new")
    ines.fill(Name="River intake")
    save(ines, "Create")
    page.get_by_role("link", name="Add a section").click()
    ines.fill(Title="Your rivers")
    save(ines)
    form = page.url
    ask(ines, form, "Yes or no", "Have you waded at night?", "Apprentices")
    ask(ines, form, "Short text", "How was it?", "Apprentices")
    ask(ines, form, "Any of several", "Which rivers?", "Apprentices and guides", "Elbe\nRhine")
    ask(ines, form, "Consent", "May we show your photographs?", "Apprentices and guides")
    page.get_by_role("link", name="How was it?").click()
    conditions = page.locator("#conditions")
    expect(conditions.get_by_role("link", name="How many apprentices")).to_have_count(0)
    conditions.get_by_role("link", name="Have you waded at night?").click()
    page.get_by_label("Yes", exact=True).check()
    save(ines)
    ines.go(form)
    page.get_by_role("link", name="Look at them, and publish").click()
    save(ines, "Publish")
    expect(page.get_by_text("No circle asks this form yet.")).to_be_visible()


def ask(ines, form, kind, label, whom, choices=""):
    page = ines.go(form)
    page.get_by_role("link", name="Add a question").last.click()
    page.get_by_role("link", name="Write a new question").click()
    page.get_by_role("link", name=re.compile(f"^{kind}")).click()
    page.locator("[name=label]").fill(label)
    page.get_by_label(whom, exact=True).check()
    if choices:
        page.locator("[name=options]").fill(choices)
        page.locator("[name=feeds]").select_option("skills")
    if kind == "Consent":
        page.locator("[name=help]").fill("The museum may show what I bring.")
    save(ines)
    expect(page.locator("#notices")).to_contain_text("is in the form")


def they_begin_a_program_of_groups(ines):
    page = ines.go(f"{HOME}/programs/templates")
    expect_own_words(ines)
    page.get_by_role("link", name="Group", exact=True).click()
    ines.fill(Name="River walkers", Description="One guide, a few apprentices, one river.")
    save(ines, "Create")
    page.get_by_role("link", name="Intake form", exact=True).click()
    page.get_by_label("River intake").check()
    save(ines)
    page.get_by_role("link", name="River walkers").first.click()
    page.locator("#says").get_by_role("link", name="Guidelines").click()
    page.get_by_role("link", name="Add a guideline").click()
    ines.fill(
        Guideline="Wait for the slowest",
        Explanation="A circle walks at the pace of its slowest member.",
        What_it_looks_like="Nobody arrives alone.",
    )
    save(ines)
    page.get_by_role("navigation").get_by_role("link", name="Versions").last.click()
    page.get_by_role("link", name="Look at them, and publish").click()
    save(ines, "Publish")
    page.get_by_role("link", name="River walkers").first.click()
    page.get_by_role("link", name="Create a cohort").first.click()
    today = clock.today()
    ines.fill(Name="Spring tide", First_day=today.isoformat())
    ines.fill(Last_day=(today + dt.timedelta(180)).isoformat())
    save(ines, "Create")
    return page.url


def the_intake_is_open(ines, cohort):
    page = ines.go(cohort)
    ines.click("Open the intake")
    ines.click("Make a public link")
    expect_own_words(ines)
    return page.get_by_label("Public link").input_value()


def nora_applies(nora, link):
    page = nora.go(link)
    expect_own_words(nora)
    nora.sign_up(link.removeprefix(nora.running.url))
    nora.click("Apply as an apprentice")
    page.get_by_label(re.compile("Which field do you work in")).fill("Botany")
    page.get_by_label(re.compile("How many years")).fill("1")
    page.get_by_label(re.compile("time zone")).fill("Europe/Berlin")
    page.get_by_label("Day, row 1").select_option("tue")
    page.get_by_label("From, row 1").fill("17:00")
    page.get_by_label("To, row 1").fill("19:00")
    for label in ("Advice", "In person", "Elbe", "May we show your photographs?"):
        page.get_by_role("checkbox", name=label).check()
    expect(page.get_by_label("How was it?")).to_be_hidden()
    page.get_by_role("radio", name="Yes").check()
    page.get_by_label("How was it?").fill("Cold and loud")
    expect_own_words(nora)
    nora.click("Send the application")
    expect(page.get_by_role("main")).to_contain_text("waits for a decision")


def people_are_taken_in(ines, nora, cohort):
    for side, text in (("Guides", GUIDES), ("Apprentices", APPRENTICES)):
        page = ines.go(cohort + "/imports")
        page.get_by_label(side, exact=True).check()
        file = {"name": f"{side}.csv", "mimeType": "text/csv", "buffer": text.encode()}
        page.locator("[name=file]").set_input_files(file)
        ines.click("Go on")
        expect(page.locator("[name=skills]")).to_have_value("Which rivers?")
        expect_own_words(ines)
        ines.click("Show the preview")
        expect(page.locator("#first")).to_contain_text("Tue 1")
        ines.click(re.compile("^Import 1"))
        expect(page.get_by_text("1 person takes part now")).to_be_visible()
    ines.go(cohort + "/applications")
    ines.click("Nora", "link")
    expect(page.get_by_role("main")).to_contain_text("Cold and loud")
    expect(page.get_by_role("main")).to_contain_text("Agreed to text 1")
    expect_own_words(ines)
    page.get_by_role("button", name="Approve").click()
    nora.running.post.wait_for(nora.email, "River walkers")


def the_group_is_reviewed_and_published(ines, cohort):
    page = ines.go(cohort + "/runs")
    ines.click("Match them")
    expect(page.get_by_role("heading", name="Review proposals")).to_be_visible()
    expect(page.locator("#detail")).to_contain_text("Abe and Nora. All are free Tue 18:00–19:00")
    ines.look("own-board")
    expect_own_words(ines)
    ines.click("Approve all 2 shown")
    ines.click("Publish", "link")
    page.get_by_label(re.compile("Type .* to confirm")).fill("publish")
    ines.click("Send the proposals")
    expect(page.locator("#notices")).to_contain_text("2 proposals are sent")


def all_accept(gil, apprentices):
    """Each by the links in their mail, and nobody signed in."""
    page = gil.context.browser.new_context().new_page()
    asked = [(gil, each.name) for each in apprentices] + [(each, "Gil") for each in apprentices]
    for person, other in asked:
        message = gil.running.post.wait_for(person.email, other)
        text = " ".join(message.get_body(("plain",)).get_content().split())
        assert "You meet as a group: Gil with 2 apprentices. All are free Tue 18:00–19:00" in text
        assert not STANDARD_WORD.search(text), text
        page.goto(link_in(message, "/proposals/"))
        page.get_by_role("button", name=re.compile("^Accept")).click()
        expect(page.get_by_role("main")).to_contain_text(re.compile("accepted"))
    page.context.close()


def nora_and_gil_sign(nora, gil):
    message = nora.running.post.wait_for(nora.email, "partners now")
    page = nora.go(link_in(message, "/partnerships"))
    page.get_by_role("link", name="Nora and Gil").click()
    partnership = page.url
    expect_own_words(nora)
    nora.go(partnership + "/agreement/edit")
    expect(page.get_by_role("main")).to_contain_text("Say which river you will bring.")
    page.get_by_label("Read a river bank").check()
    save(nora)
    expect(page.get_by_role("main")).to_contain_text("We ask whoever owns the bank.")
    expect(page.get_by_role("main")).to_contain_text("Wait for the slowest")
    nora.click(re.compile("^Sign as"))
    agreement = link_in(gil.running.post.wait_for(gil.email, "signed"), "/agreement")
    gil.sign_up(agreement.removeprefix(gil.running.url))
    gil.click("Join")
    gil.click(re.compile("^Sign as"))
    expect(gil.page.get_by_role("main")).to_contain_text("Signed by both")
    expect_own_words(gil)
    return partnership


def the_group_meets(gil, nora, partnership):
    page = gil.page
    page.get_by_role("link", name="See the group").click()
    gil.look("own-group")
    page.get_by_role("link", name="Log a meeting").click()
    expect_own_words(gil)
    save(gil)
    expect(page.locator("#notices")).to_contain_text("noted with 2 apprentices")
    nora.go(partnership)
    expect(nora.page.get_by_role("main")).not_to_contain_text("No meeting noted yet")
    expect_own_words(nora)
