import datetime as dt

import pytest

from saas import clock
from saas.errors import ConflictError, NotFoundError
from saas.matching.acceptance import Accepted, accepted
from saas.partnerships import queries, services
from saas.partnerships.services import Start
from saas.programs import queries as programs
from saas.programs.services import ensure_version
from tests import factories


@pytest.fixture
def cohort(acme, tenant):
    """A cohort of a program that meets every three weeks for 20 weeks."""
    with tenant(acme):
        return factories.cohort(factories.program(every_days=21, weeks=20))


def test_accepting_a_proposal_makes_partners_once(acme, tenant, cohort):
    with tenant(acme) as scope:
        mentee, mentor = factories.mentee(cohort), factories.mentor(cohort)
        proposal = factories.proposal(factories.run(cohort), mentor, mentee)
        both = Accepted(proposal.id, cohort.id, mentee.id, mentor.id)

        accepted(scope, both)
        accepted(scope, both)

        row = queries.of_proposal(scope, proposal.id)
        assert (row.mentee_id, row.mentor_id) == (mentee.id, mentor.id)
        assert queries.counts(scope, cohort.id) == (1, 0)


def test_two_are_partners_only_once_at_a_time(acme, tenant, cohort):
    with tenant(acme) as scope:
        start = Start(cohort.id, factories.mentee(cohort).id, factories.mentor(cohort).id)
        services.start_partnership(scope, start)

        with pytest.raises(ConflictError, match="partners already"):
            services.start_partnership(scope, start)


def test_both_have_to_take_part_in_the_cohort_on_their_sides(acme, tenant, cohort):
    with tenant(acme) as scope:
        mentee, mentor = factories.mentee(cohort).id, factories.mentor(cohort).id
        elsewhere = factories.mentor(factories.cohort()).id

        for wrong in (
            Start(cohort.id, mentor, mentee),
            Start(cohort.id, mentee, elsewhere),
        ):
            with pytest.raises(NotFoundError):
                services.start_partnership(scope, wrong)


def test_the_draft_comes_from_the_program_and_from_what_both_answered(acme, tenant, cohort):
    with tenant(acme) as scope:
        factories.goal(title="Grow my network")
        factories.goal(title="Test ideas")
        factories.guideline(title="Be on time")
        factories.clause(title="Openness", body="We are open.")
        mentee = factories.mentee(cohort, means=["Chat", "Video"], goals=["test ideas", "fly"])
        mentor = factories.mentor(cohort, means=["video", "Phone"])

        row = services.start_partnership(scope, Start(cohort.id, mentee.id, mentor.id))

        draft = queries.agreement(scope, row.id)
        assert (draft.version, draft.every_days, draft.means) == (1, 21, ["Video"])
        assert draft.goals == ["Test ideas"]
        assert [goal.title for goal in queries.goals(scope, row.id)] == ["Test ideas"]
        assert draft.review_on == clock.today() + dt.timedelta(weeks=10)
        assert draft.clauses == [{"title": "Openness", "body": "We are open."}]
        assert [each["title"] for each in draft.guidelines] == ["Be on time"]


def test_the_first_review_of_a_plan_that_goes_beyond_is_on_the_last_day(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort(factories.program(weeks=4, review_weeks=[12]))
        mentee, mentor = factories.mentee(cohort), factories.mentor(cohort)

        row = services.start_partnership(scope, Start(cohort.id, mentee.id, mentor.id))

        draft = queries.agreement(scope, row.id)
        assert draft.review_on == draft.ends_on == clock.today() + dt.timedelta(weeks=4)


@pytest.mark.parametrize(
    ("mentees", "mentors", "agreed"),
    [
        (["Chat"], ["Phone"], ["Chat"]),
        ([], ["Phone"], ["Phone"]),
        ([], [], []),
    ],
)
def test_where_no_means_is_common_the_draft_says_what_either_named(
    acme, tenant, cohort, mentees, mentors, agreed
):
    with tenant(acme) as scope:
        mentee = factories.mentee(cohort, means=mentees)
        mentor = factories.mentor(cohort, means=mentors)

        row = services.start_partnership(scope, Start(cohort.id, mentee.id, mentor.id))

        assert queries.agreement(scope, row.id).means == agreed


def test_of_two_goals_of_one_title_in_a_version_of_old_partners_begin_with_one(
    acme, tenant, cohort
):
    with tenant(acme) as scope:
        factories.goal(title="Lead")
        factories.goal(title="Speak")
        version = ensure_version(scope, programs.program(scope, cohort.program_id))
        version.goals = [{**goal, "title": "Lead"} for goal in version.goals]
        start = Start(
            cohort.id, factories.mentee(cohort, goals=["lead"]).id, factories.mentor(cohort).id
        )

        row = services.start_partnership(scope, start)

        assert queries.agreement(scope, row.id).goals == ["Lead"]
        assert [goal.title for goal in queries.goals(scope, row.id)] == ["Lead"]
