"""Who sees how one of the two rated it: the pages, and what form, mail and roles say of it."""

import pytest
from sqlalchemy.orm.attributes import flag_modified

from saas.db import db
from saas.health import services
from saas.health.engine import without_a_side
from saas.health.models import Reading
from saas.jobs import enqueue
from saas.programs.models import ProgramAdmin
from saas.scope import Role

HOME = "/o/acme/health"
RATED = "The mentee rated it 3 of 5"
STEP = "Ask the mentee what would make the meetings more useful."
SAID = "The people who run the program see how you rate it, so that they can help"


@pytest.fixture
def enter(acme, tenant, member, partners, sign_in):
    """Return the browser of somebody with a role, who runs the program where the role can."""

    def run(role):
        person = member(acme, role)
        if role is Role.PROGRAM_ADMIN:
            with tenant(acme):
                row = ProgramAdmin(program_id=partners.program_id, member_id=person.member_id)
                db.session.add(row)
        return sign_in(person)

    return run


@pytest.fixture
def rated(acme, tenant, partners, began, ada):
    """Let Ada have rated it, and the reading be moved by that and ask to talk with her."""
    began(20)
    ada.post(f"{partners.path}/check-in", {"felt_quality": "3"})
    with tenant(acme) as scope:
        services.read_partnership(scope, partners.id)
        row = db.session.query(Reading).filter_by(org_id=scope.org_id).one()
        row.body["next_step"]["admin"] = STEP
        flag_modified(row, "body")


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.MEMBER])
def test_staff_see_a_rating_where_who_sees_what_says_so(partners, rated, enter, role):
    browser = enter(role)
    rows = browser.get("/o/acme/who-sees-what").page.select("main tr")
    row = next(row for row in rows if row.th.text.strip().startswith("Ratings in check-ins"))
    column = list(Role).index(role)
    sees = row.select("td")[column].text != "No"

    page, board = browser.get(partners.path).page.find(id="health").text, browser.get(HOME).text

    assert sees is (role is not Role.VIEWER)
    assert (RATED in page, RATED in board, STEP in board) == (sees, sees, sees)
    assert ("How the mentee finds it" in page) is sees
    assert ("Check-ins answered so far: 1." in page) is not sees
    assert "Rhythm of meetings" in page


def test_the_form_the_page_and_the_mail_say_who_sees_it(acme, tenant, partners, began, ada, mails):
    began(20)
    with tenant(acme) as scope:
        enqueue(scope, "health.ask", key="ask")
    mail = next(each for each in mails() if "Ada" in each["To"])

    words = " ".join(mail.get_body(("plain",)).get_content().split())
    form = ada.get(f"{partners.path}/check-in").page.text

    for text in (words, form, ada.get(partners.path).page.find(id="health").text):
        assert SAID in text
        assert "never" in text


def test_a_step_that_tells_the_side_is_said_of_both_and_others_stay():
    other = "Ask the mentor what would make the meetings more rewarding."

    assert without_a_side(STEP) == without_a_side(other)
    assert "each of the two" in without_a_side(other)
    assert without_a_side("Nothing is needed from you now.") == "Nothing is needed from you now."
