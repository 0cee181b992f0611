"""Never again holds in the whole organization, and so does being partners."""

import datetime as dt

import pytest

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.matching.crowd import gather
from saas.matching.engine import Rules
from saas.matching.finding import choice_of
from saas.matching.models import (
    Answer,
    Exclusion,
    ExclusionReason,
    Proposal,
    ProposalState,
    Run,
)
from saas.matching.queries import places
from saas.matching.services import answers, publishing
from saas.matching.services.board import Decision
from saas.matching.services.executing import execute_run
from saas.matching.services.runs import start_run
from saas.partnerships.models import EndReason, Partnership
from saas.partnerships.services import end_partnership, resume_partnership
from saas.programs.models import Participant
from tests import factories
from tests.matching.conftest import MENTEE, MENTOR, tenant_rows

APART = "kept apart by a decision of your organization"


@pytest.fixture
def there(acme, tenant):
    """A cohort of another program."""
    with tenant(acme):
        cohort = factories.cohort(factories.program("Secret circle"))
        assert cohort.program.name
        return cohort


@pytest.fixture
def places_there(acme, tenant, there, amara, wei):
    """Both take part in the other program: mentor, mentee."""
    with tenant(acme):
        return (
            factories.mentor(there, person=wei, **MENTOR),
            factories.mentee(there, person=amara, **MENTEE),
        )


@pytest.fixture
def matched_there(acme, tenant, ada, there):
    def run():
        with tenant(acme):
            run = start_run(ada.scope, there.id)
            execute_run(acme.scope, run.id, lambda _percent, _step: None)
            return run

    return run


@pytest.fixture
def exclusion(acme, tenant):
    def read():
        with tenant(acme) as scope:
            return tenant_rows(Exclusion, scope).one_or_none()

    return read


def test_never_again_holds_in_another_program_which_learns_no_more_than_that(
    row, decided, places_there, matched_there, proposals, waiting
):
    decided(row, Decision.EXCLUDE)

    run = matched_there()

    assert proposals(run) == []
    assert APART in waiting(run)
    assert "Women in Law" not in waiting(run)


def test_never_again_holds_whoever_of_the_two_mentors(
    acme, tenant, row, decided, there, amara, wei, matched_there, proposals
):
    decided(row, Decision.EXCLUDE)
    with tenant(acme):
        factories.mentor(there, person=amara, **MENTOR)
        factories.mentee(there, person=wei, **MENTEE)

    assert proposals(matched_there()) == []


def test_what_was_rejected_or_declined_may_be_tried_in_another_program(
    row, decided, places_there, matched_there, proposals, exclusion
):
    decided(row, Decision.REJECT)

    assert exclusion().everywhere_at is None
    assert len(proposals(matched_there())) == 1


def test_never_again_after_a_rejection_holds_everywhere_until_it_is_taken_back(
    row, decided, reread, undo, places_there, matched_there, proposals, exclusion
):
    decided(row, Decision.REJECT)
    step = decided(reread(row), Decision.EXCLUDE)
    assert proposals(matched_there()) == []

    undo(step)

    assert exclusion().reason is ExclusionReason.REJECTED
    assert exclusion().everywhere_at is None
    assert len(proposals(matched_there())) == 1


def test_never_again_that_is_taken_back_leaves_nothing(row, decided, undo, exclusion):
    step = decided(row, Decision.EXCLUDE)
    assert exclusion().everywhere_at

    undo(step)

    assert exclusion() is None


def test_never_again_that_is_taken_back_leaves_that_they_have_parted(
    acme, tenant, ada, cohort, row, places_here, decided, undo, exclusion
):
    step = decided(row, Decision.EXCLUDE)
    with tenant(acme):
        partnership = factories.partnership(cohort, *places_here)
        end_partnership(ada.scope, partnership.id, EndReason.NOT_A_FIT)

    undo(step)

    assert exclusion().reason is ExclusionReason.ENDED
    assert exclusion().everywhere_at is None


def test_partners_are_not_proposed_to_each_other_in_another_program_until_they_part(
    acme, tenant, ada, cohort, places_here, places_there, matched_there, proposals, waiting
):
    with tenant(acme):
        partnership = factories.partnership(cohort, *places_here)
    run = matched_there()
    assert proposals(run) == []
    assert APART in waiting(run)

    with tenant(acme):
        end_partnership(ada.scope, partnership.id, EndReason.GOALS_REACHED)

    assert len(proposals(matched_there())) == 1


def test_never_again_outlives_a_partnership_and_its_end(
    acme, tenant, ada, cohort, row, places_here, decided, places_there, matched_there, proposals,
    exclusion,
):  # fmt: skip
    with tenant(acme):
        partnership = factories.partnership(cohort, *places_here)
    decided(row, Decision.EXCLUDE)

    with tenant(acme):
        end_partnership(ada.scope, partnership.id, EndReason.NOT_A_FIT)
    assert exclusion().reason is ExclusionReason.ENDED
    assert exclusion().everywhere_at
    assert proposals(matched_there()) == []

    with tenant(acme), pytest.raises(ConflictError, match="never to be matched again"):
        resume_partnership(ada.scope, partnership.id)


def test_who_was_asked_in_another_program_does_not_accept_after_never_again(
    acme, tenant, row, decided, places_there, matched_there, amara, send
):
    there = send(matched_there())
    decided(row, Decision.EXCLUDE)

    with tenant(acme):
        found = answers.answer_proposal(amara.scope, there.id, answers.Reply(Answer.ACCEPTED))

    assert found.state is ProposalState.WITHDRAWN
    assert APART in found.decline_reason


def test_what_another_program_approved_is_not_sent_after_never_again(
    acme, tenant, ada, row, decided, places_there, matched_there
):
    run = matched_there()
    with tenant(acme) as scope:
        tenant_rows(Proposal, scope, Proposal.run_id == run.id).one().state = ProposalState.APPROVED
        revision = tenant_rows(Run, scope, Run.id == run.id).one().revision
    decided(row, Decision.EXCLUDE)

    with tenant(acme), pytest.raises(ConflictError, match=APART):
        publishing.publish(ada.scope, run.id, publishing.Confirmation("publish", "k", revision))


def test_nobody_finds_a_mentor_from_whom_another_program_keeps_them_apart(
    acme, tenant, row, decided, places_there
):
    def found():
        with tenant(acme) as scope:
            mentee = tenant_rows(Participant, scope, Participant.id == places_there[1].id).one()
            return [each.mentor_id for each in choice_of(scope, mentee).candidates]

    assert found() == [places_there[0].id]

    decided(row, Decision.EXCLUDE)

    assert found() == []


def test_another_organization_knows_nothing_of_it(
    acme, globex, tenant, row, decided, places_there, there
):
    decided(row, Decision.EXCLUDE)

    with tenant(acme) as scope:
        assert len(places.kept_apart_elsewhere(scope, there.id)) == 1
    with tenant(globex) as scope:
        assert places.kept_apart_elsewhere(scope, there.id) == set()


def test_what_came_later_is_not_part_of_what_a_run_read(
    acme, tenant, cohort, row, decided, places_here, places_there, there
):
    before = clock.now()
    decided(row, Decision.EXCLUDE)
    with tenant(acme) as scope:
        partnership = factories.partnership(cohort, *places_here)
        kept = lambda at: {each.kind for each in gather(scope, there.id, Rules(), until=at).bans}  # noqa: E731  # fmt: skip
        after = clock.now()

        assert (kept(before), kept(None), kept(after)) == (set(), {"apart"}, {"apart"})

        tenant_rows(Exclusion, scope).delete()
        ended = clock.now() + dt.timedelta(hours=1)
        row = tenant_rows(Partnership, scope, Partnership.id == partnership.id).one()
        row.ended_on, row.ended_at, row.end_reason = clock.today(), ended, EndReason.OTHER
        db.session.flush()
        assert (kept(None), kept(after)) == (set(), {"apart"})


def test_never_again_counts_since_it_was_said_not_since_a_rejection(
    acme, tenant, cohort, row, decided, reread, places_there, there
):
    decided(row, Decision.REJECT)
    rejected = clock.now()
    decided(reread(row), Decision.EXCLUDE)

    def kept(where, until):
        with tenant(acme) as scope:
            return {each.kind for each in gather(scope, where.id, Rules(), until=until).bans}

    assert (kept(there, rejected), kept(there, None)) == (set(), {"apart"})
    assert (kept(cohort, rejected), kept(cohort, None)) == (
        {"rejected"},
        {"rejected", "never_again"},
    )


def test_more_who_are_kept_apart_cost_no_more_queries(
    acme, tenant, cohort, there, amara, wei, member, count_queries
):
    def made():
        with tenant(acme) as scope, count_queries() as statements:
            gather(scope, there.id, Rules())
        return len(statements)

    def part():
        with tenant(acme):
            one, other = factories.mentor(cohort), factories.mentee(cohort)
            factories.mentor(there, person=None)
            db.session.add(
                Exclusion(
                    cohort_id=cohort.id, mentee_id=other.id, mentor_id=one.id,
                    reason=ExclusionReason.EXCLUDED, everywhere_at=clock.now(),
                )
            )  # fmt: skip

    part()
    few = made()
    for _each in range(5):
        part()

    assert made() == few
