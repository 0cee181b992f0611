"""A goal that is reworded while people apply is the same goal to all of them."""

import pytest

from saas.intake import queries
from saas.intake.asking import Expected
from saas.intake.checking import problems
from saas.intake.queries.people import answers_in
from saas.intake.schema import schema_of
from saas.intake.services import applications, decisions
from saas.intake.services.building import set_condition
from saas.intake.services.publishing import publish_form
from saas.matching.crowd import gather
from saas.matching.engine import Rules
from saas.matching.engine.explain import reasons
from saas.partnerships import queries as partnerships
from saas.partnerships.services import Start, start_partnership
from saas.programs import services
from saas.programs.models import Goal, Side
from saas.programs.queries import listed
from saas.scope import Role
from saas.seen import fingerprint
from tests.partnerships.making import publish

NEW = "Grow my network at work"


@pytest.fixture
def applied(acme, tenant, cohort, member, typed):
    """Let somebody apply on a side, and be approved: `applied(Side.MENTOR)`."""

    def apply(side, **replaced):
        person = member(acme, Role.MEMBER, f"A {side.value}")
        answers = typed(side, **replaced)
        with tenant(acme) as scope:
            row = applications.start_application(person.scope, cohort, side)
            applications.submit_application(person.scope, row.id, answers)
            decisions.approve_applications(scope, cohort.id, [row.id])
            return row.id

    return apply


@pytest.fixture
def reword(acme, tenant, cohort):
    """Call the goal that everybody chooses otherwise, and publish it."""

    def change():
        with tenant(acme) as scope:
            services.change_listed(scope, Goal, listed(scope, Goal)[0].id, title=NEW)
            publish(scope, cohort.program_id)

    return change


def question(outline, feeds):
    return next(each for each in outline.questions if each.feeds == feeds)


def test_who_chose_it_before_and_after_have_it_in_common(acme, tenant, cohort, applied, reword):
    with tenant(acme) as scope:
        publish(scope, cohort.program_id)
    applied(Side.MENTOR)
    reword()
    applied(Side.MENTEE)

    with tenant(acme) as scope:
        assert [each.goals for _, each in answers_in(scope, cohort.id)] == [(NEW,), (NEW,)]
        crowd = gather(scope, cohort.id, Rules())
        market = crowd.market(Rules())
        assert any(NEW in each.sentence for each in reasons(market, 0, 0))


def test_a_partnership_starts_with_the_goal_as_it_is_called_today(
    acme, tenant, cohort, applied, reword
):
    with tenant(acme) as scope:
        publish(scope, cohort.program_id)
    applied(Side.MENTOR)
    applied(Side.MENTEE)
    reword()

    with tenant(acme) as scope:
        ids = {place.side: place.id for place, _ in answers_in(scope, cohort.id)}
        start = Start(cohort.id, ids[Side.MENTEE], ids[Side.MENTOR])
        row = start_partnership(scope, start)
        assert [each.title for each in partnerships.goals(scope, row.id)] == [NEW]


class TestConditions:
    @pytest.fixture
    def form_id(self, acme, tenant, cohort):
        """The form: the means are only asked of mentees who chose the first goal."""
        with tenant(acme) as scope:
            publish(scope, cohort.program_id)
            form = queries.form_of(scope, cohort.program_id)
            outline = queries.draft_outline(scope, form).for_side(Side.MENTEE)
            [goal, *_] = listed(scope, Goal)
            asked, means = question(outline, "goals"), question(outline, "means")
            set_condition(scope, form.id, means.id, asked.id, Expected(any_of=(goal.title,)))
            return form.id

    @pytest.fixture
    def wrong(self, acme, tenant, form_id):
        def read():
            with tenant(acme) as scope:
                form = queries.form(scope, form_id)
                outline = queries.draft_outline(scope, form)
                asking = queries.programs_by_form(scope).get(form_id, ())
                checked = queries.with_goals_to_mean(scope, outline, asking)
                return [each.sentence for each in problems(checked)]

        return read

    def test_one_on_a_goal_that_is_reworded_holds(
        self, acme, tenant, alice, form_id, reword, applied, wrong
    ):
        with tenant(acme) as scope:
            draft = queries.draft_outline(scope, queries.form(scope, form_id))
            publish_form(scope, form_id, note="", seen=fingerprint(schema_of(draft)))
        before = applied(Side.MENTEE)
        reword()
        assert wrong() == []
        after = applied(Side.MENTEE)

        with tenant(acme) as scope:
            for each in (before, after):
                row = queries.application(scope, each)
                means = question(queries.outline_for(scope, row), "means")
                assert means.id in row.answers
        for each in (before, after):
            assert means.label in alice.get(f"/o/acme/applications/{each}/review").text

    def test_one_on_a_goal_that_is_gone_is_found_before_publishing(
        self, acme, tenant, cohort, wrong
    ):
        assert wrong() == []
        with tenant(acme) as scope:
            services.retire_listed(scope, Goal, listed(scope, Goal)[0].id)
        # What is published offers it still.
        assert wrong() == []

        with tenant(acme) as scope:
            publish(scope, cohort.program_id)

        [sentence] = wrong()
        assert "which nobody can answer so any more" in sentence
