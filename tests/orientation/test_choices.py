"""What somebody chose in a scenario is what they read then, whatever it says now."""

import pytest
from sqlalchemy import select

from saas.db import db
from saas.orgs.speech import change_words
from saas.orientation import queries
from saas.orientation.builtin import SCENARIOS
from saas.orientation.models import Orientation, Scenario
from saas.programs import queries as programs
from saas.programs.models import Kind
from saas.words import Term, Words
from tests.orientation.conftest import scenario, take_all

COACHES, GUIDES = (Words(mentor=Term("a", one, f"{one}s")) for one in ("coach", "guide"))
ASK = "Ask your {} to put in a word for you."


@pytest.fixture
def chose(acme, tenant, ada, sign_in):
    """Take all of it, waiting in the scenario; return what reads that step again."""
    person, place = ada
    with tenant(acme):
        key = take_all(person, place).steps[-1].key
    return lambda: sign_in(person).get(f"/o/acme/orientation/{place.id}/{key}").page


@pytest.fixture
def reworded(acme, tenant):
    """Change the one scenario."""

    def change(**columns):
        with tenant(acme):
            row = db.session.scalars(select(Scenario)).one()
            for name, value in columns.items():
                setattr(row, name, value)
            db.session.flush()

    return change


def marked(page):
    return [each["value"] for each in page.select("input[name=answer][checked]")]


def test_an_answer_stays_chosen_when_it_changes_places(chose, reworded):
    reworded(answers=["Write", "Wait"], feedback=["Well done.", "They wait too."], best=0)

    page = chose()

    assert marked(page) == ["Wait"]
    assert page.find(id="feedback").text.strip() == "They wait too."


def test_an_answer_that_is_not_there_any_more_is_told_as_it_stood(
    chose, reworded, acme, tenant, ada
):
    reworded(answers=["Wait and see", "Write"])

    page = chose()

    assert marked(page) == []
    assert "You said: “Wait”" in page.find(id="feedback").text
    assert "They wait too." not in page.text
    assert "To the end" in page.select_one("main form a.btn.primary").text
    person, place = ada
    with tenant(acme):
        assert queries.taking(person.scope, place.id).completed_at


def test_who_reads_the_answers_before_they_change_places_chooses_what_they_read(
    acme, tenant, ada, sign_in, reworded
):
    person, place = ada
    browser = sign_in(person)
    with tenant(acme):
        key = queries.taking(person.scope, place.id).steps[-1].key
    step = f"/o/acme/orientation/{place.id}/{key}"
    radio = browser.get(step).page.select_one("input[name=answer]")
    reworded(answers=["Write", "Wait"], feedback=["Well done.", "They wait too."], best=0)

    browser.post(step, {"answer": radio["value"]})

    assert "They wait too." in browser.get(step).text


@pytest.fixture
def asked(acme, tenant, cohort, ada):
    """Ask for a word in a built-in scenario, where a mentor is a coach: `asked(kind)`."""
    person, place = ada

    def choose(kind):
        with tenant(acme) as scope:
            programs.cohort(scope, cohort.id).program.kind = kind
            row = scenario(builtin_key="mentee_job", **SCENARIOS["mentee_job"])
            change_words(scope, COACHES)
            take_all(person, place)
            return f"/o/acme/orientation/{place.id}/{row.id}"

    return choose


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [(Kind.ONE_TO_ONE, "coach", "guide"), (Kind.PEER, "peer", "peer")],
)
def test_an_answer_stays_chosen_when_only_its_words_change(
    acme, tenant, ada, asked, sign_in, kind, before, after
):
    step = asked(kind)
    browser = sign_in(ada[0])
    assert marked(browser.get(step).page) == [ASK.format(before)]

    with tenant(acme) as scope:
        change_words(scope, GUIDES)

    page = browser.get(step).page
    assert marked(page) == [ASK.format(after)]
    assert "puts your" in page.find(id="feedback").text


@pytest.mark.parametrize("words", ["coach", "mentor"])
def test_what_peers_chose_is_known_in_the_words_of_all(acme, tenant, ada, asked, sign_in, words):
    step = asked(Kind.PEER)
    with tenant(acme):
        row = db.session.scalars(select(Orientation)).one()
        row.chosen = {**row.chosen, step.rsplit("/", 1)[1]: ASK.format(words)}

    assert marked(sign_in(ada[0]).get(step).page) == [ASK.format("peer")]
