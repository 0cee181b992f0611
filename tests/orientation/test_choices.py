"""What somebody chose in a scenario is what they read then, whatever it says now."""

import pytest
from sqlalchemy import select

from saas.db import db
from saas.orientation import queries
from saas.orientation.models import Scenario
from tests.orientation.conftest import take_all


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
