import pytest
from sqlalchemy import select

from saas.db import db
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.orientation import queries, services
from saas.orientation.models import Scenario
from saas.programs import queries as programs
from saas.programs.models import Kind, OrientationRule
from saas.programs.services import restore_listed, retire_listed
from tests import factories
from tests.orientation.conftest import scenario, take_all


def keys(taking):
    return [step.kind.value for step in taking.steps]


def test_the_last_step_completes_it_with_the_version(acme, tenant, ada):
    person, place = ada
    with tenant(acme) as scope:
        program_id = programs.cohort(scope, place.cohort_id).program_id
        taking = queries.taking(person.scope, place.id)
        assert keys(taking) == ["expectations", "guidelines", "agreement", "scenario"]
        for step in taking.steps[:-1]:
            after = services.take_step(person.scope, place.id, step.key)
            assert after.completed_at is None

        done = take_all(person, place)

        newest = programs.newest_versions(scope, [program_id])[program_id]
        assert done.completed_at is not None
        assert done.row.program_version_id == newest.id
        assert done.following is None


def test_it_stays_taken_when_there_are_more_steps_later(acme, tenant, ada):
    person, place = ada
    with tenant(acme):
        at = take_all(person, place).completed_at
        scenario(title="New", audience="both")

        again = queries.taking(person.scope, place.id)
        assert (again.completed_at, again.following.scenario.title) == (at, "New")


def test_a_scenario_that_is_retired_meanwhile_stops_nobody(acme, tenant, ada):
    person, place = ada
    with tenant(acme) as scope:
        for step in queries.taking(person.scope, place.id).steps[1:-1]:
            services.take_step(person.scope, place.id, step.key)
        retire_listed(scope, Scenario, db.session.scalars(select(Scenario.id)).one())

        done = services.take_step(person.scope, place.id, "expectations")

        assert done.completed_at is not None


def test_when_what_was_left_is_retired_it_is_taken_for_all_who_ask(
    acme, tenant, ada, sign_in, alice
):
    person, place = ada
    browser, home = sign_in(person), f"/o/acme/orientation/{place.id}"
    progress = f"/o/acme/cohorts/{place.cohort_id}/orientation"
    with tenant(acme) as scope:
        for step in queries.taking(person.scope, place.id).steps[:-1]:
            services.take_step(person.scope, place.id, step.key)
        scenario_id = db.session.scalars(select(Scenario.id)).one()
        assert queries.not_ready(scope, place.cohort_id) == {place.id}
    assert "Begun" in alice.get(progress).text

    with tenant(acme) as scope:
        retire_listed(scope, Scenario, scenario_id)

        assert queries.taking(person.scope, place.id).is_done
        assert queries.not_ready(scope, place.cohort_id) == frozenset()
        assert queries.counts(scope, place.cohort_id) == (1, 1)
        with pytest.raises(ConflictError, match="nobody to remind"):
            services.ask_to_remind(scope, place.cohort_id)
    assert "You have taken every step" in browser.get(home).text
    assert "Taken" in browser.get("/o/acme/orientation").page.find("main").text
    assert "Take the orientation of Careers" not in browser.get("/o/acme/").text
    assert "Taken" in alice.get(progress).page.find("tbody").text
    assert "Everybody has taken it" in alice.get(f"{progress}?state=open").text

    with tenant(acme) as scope:
        restore_listed(scope, Scenario, scenario_id)
        assert queries.not_ready(scope, place.cohort_id) == {place.id}


def test_steps_are_of_the_own_side(acme, tenant, ada, grace):
    with tenant(acme) as scope:
        scenario(title="For mentors", audience="mentor")
        for person, place in (ada, grace):
            for step in queries.taking(person.scope, place.id).steps[:-1]:
                services.take_step(person.scope, place.id, step.key)
        row = db.session.scalars(select(Scenario).where(Scenario.title == "For mentors")).one()

        retire_listed(scope, Scenario, row.id)

        assert queries.not_ready(scope, ada[1].cohort_id) == {ada[1].id}


@pytest.mark.parametrize("answer", [None, "", "Shout"])
def test_a_scenario_wants_one_of_its_answers(acme, tenant, ada, answer):
    person, place = ada
    with tenant(acme):
        key = queries.taking(person.scope, place.id).steps[-1].key
        with pytest.raises(InvalidError, match="no answer is wrong"):
            services.take_step(person.scope, place.id, key, answer)


def test_nobody_takes_it_for_somebody_else_nor_where_there_is_none(acme, tenant, ada, grace):
    person, place = ada
    with tenant(acme) as scope:
        with pytest.raises(NotFoundError):
            services.take_step(grace[0].scope, place.id, "expectations")
        with pytest.raises(NotFoundError):
            services.take_step(person.scope, place.id, "unknown")
        programs.cohort(scope, place.cohort_id).program.orientation = OrientationRule.OFF
        db.session.flush()
        with pytest.raises(NotFoundError):
            queries.taking(person.scope, place.id)


def test_it_is_taken_in_the_browser_step_by_step(ada, sign_in, bob, charlie):
    person, place = ada
    browser = sign_in(person)
    home = f"/o/acme/orientation/{place.id}"
    assert "Needed before you are matched" in browser.get("/o/acme/orientation").text
    assert "Take the orientation of Careers" in browser.get("/o/acme/").text

    step = browser.get(home).page.select_one("main a.btn.primary")["href"]
    for _ in range(3):
        step = browser.post(step).headers["Location"]
    assert "The train stands still" in browser.get(step).text
    refused = browser.post(step, {"answer": "Shout"}, expect=422).page
    assert "Choose" in refused.find(class_="error-summary").text
    answered = browser.post(step, {"answer": "Wait"}).headers["Location"]

    assert "They wait too." in browser.get(answered).text
    assert "You have taken it on" in browser.get(home).text
    assert "Take the orientation of Careers" not in browser.get("/o/acme/").text
    bob.get(home, expect=404)
    charlie.get(home, expect=404)
    charlie.get(f"/o/globex/orientation/{place.id}", expect=404)


def test_a_workspace_from_before_gets_the_built_in_scenarios_with_its_first_orientation(
    acme, tenant, alice
):
    with tenant(acme):
        program = factories.program()
    path = f"/o/acme/programs/{program.id}/orientation"
    alice.post(f"{path}/edit", {"orientation": "optional"})

    page = alice.get(path)
    assert "The train stands still" in page.text
    assert "A problem that you know well" in page.text
    alice.post(f"{path}/edit", {"orientation": "sometimes"}, expect=422)


def test_who_meets_once_reads_that_and_nothing_of_a_rhythm_or_goals(acme, tenant, ada, sign_in):
    person, place = ada
    with tenant(acme) as scope:
        program = programs.cohort(scope, place.cohort_id).program
        program.kind, program.weeks = Kind.FLASH, 4
        db.session.flush()

    page = sign_in(person).get(f"/o/acme/orientation/{place.id}/expectations").page

    said = page.select_one("main dl").text
    assert "once, within 4 weeks" in said
    assert "every" not in said
    assert "goals" not in said
