"""Boards that are replaced, begun and kept at the very same moment; real commits."""

import pytest
from sqlalchemy import select

from saas.db import bind_org, db
from saas.matching.models import (
    BoardStep,
    Exclusion,
    ExclusionReason,
    Proposal,
    ProposalState,
    Run,
)
from saas.matching.queries import runs
from saas.matching.services import apart, trials, undoing
from saas.matching.services.board import Decision, decide
from saas.matching.services.exclusions import exclude
from saas.matching.services.next_in_line import draft_next
from saas.matching.services.runs import ONE_AT_A_TIME, start_run
from tests import factories
from tests.matching.conftest import MENTEE, MENTOR
from tests.racing import during


@pytest.fixture
def town(fresh_app):
    """An organization with a cohort whose board has one declined proposal, and a mentor left."""
    with fresh_app.app_context():
        org = factories.organization("town")
    with fresh_app.app_context():
        bind_org(org.id)
        cohort = factories.cohort()
        mentee, busy = factories.mentee(cohort, **MENTEE), factories.mentor(cohort, capacity=0)
        factories.mentor(cohort, **MENTOR)
        run = factories.run(cohort)
        row = factories.proposal(run, busy, mentee, state=ProposalState.DECLINED)
        db.session.commit()
        return org, cohort.id, run.id, row.id


@pytest.fixture
def trial_id(fresh_app, town):
    """Of a trial that is done, on the board of the town."""
    org, _cohort_id, run_id, _row_id = town
    with fresh_app.app_context():
        bind_org(org.id)
        board = db.session.get(Run, (org.id, run_id))
        program = board.cohort.program
        figures = {"rules_before": program.rules}
        based_on = {"based_on_id": board.id, "based_on_revision": board.revision}
        someone = {"started_by_id": factories.listed_member().id}
        trial = factories.run(board.cohort, trial=True, figures=figures, **based_on, **someone)
        db.session.commit()
        return trial.id


def test_who_is_next_in_line_is_drafted_on_the_board_that_replaced_the_one_waited_for(
    fresh_app, town
):
    org, _cohort_id, run_id, row_id = town

    def replace():
        before = runs.managed_run(org.scope, run_id, lock=True)
        factories.run(before.cohort)

    assert during(fresh_app, org, replace, lambda: draft_next(org.scope, row_id)) == []

    with fresh_app.app_context():
        bind_org(org.id)
        [drafted] = db.session.scalars(
            select(Proposal).where(Proposal.org_id == org.id, Proposal.drafted_from_id == row_id)
        )
        latest = runs.latest_done(org.scope, drafted.cohort_id)
        assert drafted.run_id == latest.id != run_id


def undo(org, row):
    step = db.session.scalars(select(BoardStep.id).where(BoardStep.org_id == org.id)).one()
    undoing.undo(org.scope, row.run_id, step)


def allow(org, row):
    kept = db.session.scalars(select(Exclusion.id).where(Exclusion.org_id == org.id)).one()
    apart.allow_again(org.scope, row.cohort_id, kept)


def lift(org, row):
    kept = db.session.scalars(select(Exclusion.id).where(Exclusion.org_id == org.id)).one()
    apart.lift_rejection(org.scope, row.cohort_id, kept)


@pytest.mark.parametrize("declines_first", [True, False])
@pytest.mark.parametrize(
    ("decision", "taken_back"),
    [(Decision.REJECT, undo), (Decision.EXCLUDE, allow), (Decision.REJECT, lift)],
)
def test_what_somebody_declines_while_an_admin_takes_a_decision_back_is_not_lost(
    fresh_app, town, decision, taken_back, declines_first
):
    org, _cohort_id, run_id, row_id = town

    def read():
        return db.session.get(Proposal, (org.id, row_id))

    with fresh_app.app_context():
        bind_org(org.id)
        read().state, read().mentor.capacity = ProposalState.PROPOSED, 1
        decide(org.scope, run_id, row_id, decision, "proposed")
        db.session.commit()

    def decline():
        exclude(org.scope, [(read(), ExclusionReason.DECLINED)])

    acts = (decline, lambda: taken_back(org, read()))
    during(fresh_app, org, *(acts if declines_first else acts[::-1]))

    with fresh_app.app_context():
        bind_org(org.id)
        kept = db.session.scalars(select(Exclusion.reason).where(Exclusion.org_id == org.id)).all()
        assert kept == [ExclusionReason.DECLINED]


def test_a_trial_is_not_kept_while_a_run_begins(fresh_app, town, trial_id):
    org, cohort_id, _run_id, _row_id = town

    raised = during(
        fresh_app,
        org,
        lambda: start_run(org.scope, cohort_id),
        lambda: trials.keep(org.scope, trial_id),
    )

    assert raised == [ONE_AT_A_TIME]


def test_a_trial_is_not_kept_while_another_begins_on_the_same_board(fresh_app, town, trial_id):
    org, _cohort_id, run_id, _row_id = town

    raised = during(
        fresh_app,
        org,
        lambda: trials.start_trial(org.scope, run_id, {}),
        lambda: trials.keep(org.scope, trial_id),
    )

    assert raised == [ONE_AT_A_TIME]
