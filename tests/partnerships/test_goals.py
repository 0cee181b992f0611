import dataclasses
import datetime as dt

import pytest

from saas import clock
from saas.errors import ConflictError, InvalidError
from saas.partnerships import queries, services
from saas.partnerships.services import Terms
from saas.partnerships.services.goals import pursue
from saas.programs.models import ProgramVersion, ProgressRule
from tests import factories
from tests.partnerships import making


@pytest.fixture
def pursued(acme, tenant, partners):
    """The two chose the goal that a test asks for; returns its id."""

    def choose(rule, milestones=("First", "Second", "Third")):
        with tenant(acme) as scope:
            factories.goal(
                title="Network",
                milestones=list(milestones),
                progress_rule=rule,
                measure="Who takes your call.",
                category="People",
            )
            making.publish(scope, partners.program_id)
        with tenant(acme) as scope:
            review_on = clock.today() + dt.timedelta(days=60)
            terms = Terms(14, ["Video"], ["Network"], review_on)
            services.change_agreement(partners.mentee.scope, partners.id, terms, seen=2)
            [goal] = queries.goals(scope, partners.id)
            return goal.id

    return choose


def goal_of(scope, partners):
    [goal] = queries.goals(scope, partners.id)
    return goal


def test_a_chosen_goal_brings_its_milestones_and_how_it_is_judged(acme, tenant, partners, pursued):
    pursued(ProgressRule.MILESTONES)

    with tenant(acme) as scope:
        goal = goal_of(scope, partners)
        assert [each["text"] for each in goal.milestones] == ["First", "Second", "Third"]
        assert (goal.progress_rule, goal.measure, goal.category) == (
            ProgressRule.MILESTONES,
            "Who takes your call.",
            "People",
        )


def test_milestones_say_how_far_a_goal_has_come(acme, tenant, partners, pursued, ada):
    goal_id = pursued(ProgressRule.MILESTONES)
    address = f"{partners.path}/goals/{goal_id}"
    page = ada.get(address).page
    assert not page.select("#percent")
    assert "Who takes your call." in page.get_text()

    ada.post(address, {"reached": ["First"], "added": "A fourth one"})

    with tenant(acme) as scope:
        goal = goal_of(scope, partners)
        assert goal.progress == 25
        assert [bool(each["reached_on"]) for each in goal.milestones] == [True, False, False, False]
    ada.post(address, {"reached": ["First", "Second", "Third", "A fourth one"]})
    with tenant(acme) as scope:
        assert goal_of(scope, partners).progress == 100
        with pytest.raises(InvalidError, match="milestones say"):
            services.note_progress(partners.mentee.scope, partners.id, goal_id, 10)


def test_a_milestone_keeps_the_day_it_was_reached_on(acme, tenant, partners, pursued):
    goal_id = pursued(ProgressRule.MILESTONES)
    act = (partners.mentor.scope, partners.id, goal_id)
    with tenant(acme) as scope:
        services.note_milestones(*act, reached=["First"])
        goal = goal_of(scope, partners)
        yesterday = (clock.today() - dt.timedelta(days=1)).isoformat()
        goal.milestones = [{**goal.milestones[0], "reached_on": yesterday}, *goal.milestones[1:]]

        services.note_milestones(*act, reached=["First", "Second"])

        days = [each["reached_on"] for each in goal_of(scope, partners).milestones]
        assert days == [yesterday, clock.today().isoformat(), None]


def test_a_goal_that_is_rated_has_milestones_beside_its_percentage(
    acme, tenant, partners, pursued, ada
):
    goal_id = pursued(ProgressRule.RATED)

    ada.post(f"{partners.path}/goals/{goal_id}", {"percent": "40", "reached": ["Second"]})

    with tenant(acme) as scope:
        goal = goal_of(scope, partners)
        assert goal.progress == 40
        assert goal.milestones[1]["reached_on"] == clock.today().isoformat()


def test_a_goal_is_reached_or_it_is_not(acme, tenant, partners, pursued, ada):
    goal_id = pursued(ProgressRule.REACHED, ())
    address = f"{partners.path}/goals/{goal_id}"

    ada.post(address, {"is_reached": "100"})
    ada.post(address, {"is_reached": "50"}, expect=422)

    with tenant(acme) as scope:
        assert goal_of(scope, partners).progress == 100
        with pytest.raises(InvalidError, match="reached, or it is not"):
            services.note_progress(partners.mentee.scope, partners.id, goal_id, 50)


def test_a_milestone_that_is_none_of_the_goal_is_refused(partners, pursued, ada):
    goal_id = pursued(ProgressRule.MILESTONES)

    ada.post(f"{partners.path}/goals/{goal_id}", {"reached": ["Somebody's"]}, expect=422)


def test_there_are_only_so_many_milestones(acme, tenant, partners, pursued, ada):
    goal_id = pursued(ProgressRule.RATED)
    added = "\n".join(f"Step {number}" for number in range(10))

    page = ada.post(
        f"{partners.path}/goals/{goal_id}", {"percent": "5", "added": added}, expect=422
    )

    assert "Keep to 12 milestones" in page.text
    with tenant(acme) as scope:
        goal = goal_of(scope, partners)
        assert (len(goal.milestones), goal.progress) == (3, 0)


def test_milestones_of_a_goal_that_was_dropped_stay_as_they_are(acme, tenant, partners, pursued):
    goal_id = pursued(ProgressRule.RATED)
    with tenant(acme) as scope:
        agreement = queries.agreement(scope, partners.id)
        terms = Terms(14, ["Video"], ["Another"], agreement.review_on)
        terms = dataclasses.replace(terms)
        services.change_agreement(
            partners.mentee.scope, partners.id, terms, seen=agreement.revision
        )
        with pytest.raises(ConflictError):
            services.note_milestones(partners.mentee.scope, partners.id, goal_id, reached=["First"])


def test_a_title_that_a_version_of_old_has_twice_means_the_first(acme, tenant, partners):
    def goal(measure):
        row = factories.goal(title="Lead", measure=measure)
        return {**row.texts, "id": str(row.id)}

    with tenant(acme) as scope:
        version = ProgramVersion(goals=[goal("First"), goal("Second")])

        pursue(scope, partners.id, ["Lead"], version)

        assert goal_of(scope, partners).measure == "First"
