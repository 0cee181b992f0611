"""Taking a step back never lifts what was decided, said or done after it."""

import pytest

from saas.db import db
from saas.errors import ConflictError
from saas.matching import swapping
from saas.matching.models import (
    Answer,
    Exclusion,
    ExclusionReason,
    Proposal,
    ProposalState,
    Run,
    Unplaced,
)
from saas.matching.queries.look import STANDING, Look
from saas.matching.services import answers, requests
from saas.matching.services.answers import Reply as Says
from saas.matching.services.apart import allow_again
from saas.matching.services.board import Decision, decide_all
from saas.matching.services.exclusions import exclude
from saas.matching.services.executing import execute_run
from saas.matching.services.next_in_line import draft_next
from saas.matching.services.publishing import send_next
from saas.matching.services.requests import Reply, Say
from saas.matching.services.runs import start_run
from saas.matching.services.swapping import Seen
from saas.matching.services.swapping import swap as make_swap
from saas.matching.services.trials import keep, start_trial
from saas.programs.models import Participant
from saas.programs.services import archive_program
from tests import factories
from tests.matching.conftest import tenant_rows

LATER = "undo the later step first"


@pytest.fixture
def reasons(acme, tenant):
    def read():
        with tenant(acme) as scope:
            return [row.reason for row in tenant_rows(Exclusion, scope)]

    return read


def test_never_again_outlasts_the_rejection_before_it(
    row, decided, reread, undo, reasons, matched, proposals
):
    rejected = decided(row, Decision.REJECT)
    never = decided(reread(row), Decision.EXCLUDE)

    with pytest.raises(ConflictError, match=LATER):
        undo(rejected)
    assert proposals(matched()) == []

    assert never.undone_at is None
    assert reasons() == [ExclusionReason.REJECTED]


def test_steps_on_one_proposal_are_undone_from_the_last(row, decided, reread, undo, reasons):
    steps = []
    for decision in (Decision.PIN, Decision.UNPIN, Decision.PIN, Decision.REJECT, Decision.EXCLUDE):
        steps.append(decided(reread(row), decision))

    for step in steps[:-1]:
        with pytest.raises(ConflictError, match=LATER):
            undo(step)
    for step in reversed(steps):
        undo(step)

    assert reasons() == []
    assert reread(row).pinned is False


def test_a_decision_about_many_waits_for_a_later_one_about_one_of_them(
    acme, tenant, ada, row, decided, reread, undo
):
    with tenant(acme) as scope:
        revision = tenant_rows(Run, scope, Run.id == row.run_id).one().revision
        many = decide_all(ada.scope, row.run_id, Look(), Decision.REJECT, revision)
    decided(reread(row), Decision.EXCLUDE)

    with pytest.raises(ConflictError, match=LATER):
        undo(many)


@pytest.mark.parametrize("decision", [Decision.REJECT, Decision.EXCLUDE])
def test_what_a_mentor_declined_outlasts_what_an_admin_takes_back(
    acme, tenant, amara, wei, places_here, by_request, ask, matched, proposals, decided, undo,
    reasons, decision,
):  # fmt: skip
    by_request()
    asked = ask(amara, places_here[1], places_here[0])
    step = decided(proposals(matched())[0], decision)
    with tenant(acme):
        requests.answer_request(wei.scope, asked.id, Reply(Say.DECLINE, "No time."))

    undo(step)

    assert reasons() == [ExclusionReason.DECLINED]
    assert proposals(matched()) == []


def test_two_who_became_partners_meanwhile_are_not_proposed_again(
    acme, tenant, cohort, places_here, row, decided, undo
):
    step = decided(row, Decision.REJECT)
    with tenant(acme):
        factories.partnership(cohort, *places_here)

    with pytest.raises(ConflictError, match="have found each other since"):
        undo(step)


@pytest.fixture
def tried(acme, tenant, ada):
    """Try other rules on the board of a run: `tried(run)`."""

    def act(run):
        with tenant(acme):
            trial = start_trial(ada.scope, run.id, {"minimum": 0.2})
            execute_run(acme.scope, trial.id, lambda *_: None)
            return trial

    return act


def test_nobody_keeps_a_trial_of_an_archived_program_or_during_a_run(
    acme, tenant, ada, cohort, places_here, matched, tried
):
    trial = tried(matched())
    with tenant(acme):
        start_run(ada.scope, cohort.id)
    with tenant(acme), pytest.raises(ConflictError, match="under way"):
        keep(ada.scope, trial.id)

    with tenant(acme) as scope:
        tenant_rows(Run, scope, Run.id != trial.id, Run.finished_at.is_(None)).delete()
        archive_program(ada.scope, cohort.program_id)
    with tenant(acme), pytest.raises(ConflictError, match="archived"):
        keep(ada.scope, trial.id)


def test_a_kept_trial_on_which_somebody_is_next_in_line_stays_kept(
    acme, tenant, ada, wei, mentor, mentee, amara, matched, published, tried, answer, undo
):
    mentor(person=wei), mentee(person=amara)
    run = matched()
    [sent] = published(run)
    trial = tried(run)
    with tenant(acme):
        step = keep(ada.scope, trial.id)
    mentor("Another")
    answer(wei, sent, Says(Answer.DECLINED))
    with tenant(acme):
        assert draft_next(acme.scope, sent.id).run_id == trial.id

    with pytest.raises(ConflictError, match=LATER):
        undo(step)


def test_a_step_that_takes_no_place_is_undone_though_none_is_left(
    acme, tenant, places_here, row, decided, undo, reread
):
    step = decided(row, Decision.APPROVE)
    with tenant(acme) as scope:
        tenant_rows(Participant, scope, Participant.id == places_here[0].id).one().capacity = 0

    undo(step)

    assert reread(row).state is ProposalState.PROPOSED


def test_so_many_are_decided_on_at_once_as_a_large_board_has(acme, tenant, ada, row, decided, undo):
    """A statement takes 65,535 parameters; the rows of a pair have seven."""
    with tenant(acme) as scope:
        here = tenant_rows(Proposal, scope, Proposal.id == row.id).one()
        many = [(here, ExclusionReason.REJECTED)] * 10_000
        assert len(exclude(scope, many)) == 1
        exclude(scope, [(here, ExclusionReason.DECLINED)] * 22_000)
        assert tenant_rows(Exclusion, scope).one().reason is ExclusionReason.DECLINED


def test_a_kept_trial_on_which_a_decline_left_somebody_waiting_stays_kept(
    acme, tenant, ada, wei, mentor, mentee, amara, matched, published, tried, answer, undo
):
    mentor(person=wei), mentee(person=amara)
    run = matched()
    [sent] = published(run)
    trial = tried(run)
    with tenant(acme):
        step = keep(ada.scope, trial.id)
    answer(wei, sent, Says(Answer.DECLINED))
    with tenant(acme):
        assert draft_next(acme.scope, sent.id) is None

    with pytest.raises(ConflictError, match=LATER):
        undo(step)


def test_a_trial_is_tried_again_once_a_decline_left_somebody_waiting(
    acme, tenant, ada, wei, mentor, mentee, amara, matched, published, tried, answer
):
    mentor(person=wei), mentee(person=amara)
    run = matched()
    [sent] = published(run)
    trial = tried(run)
    answer(wei, sent, Says(Answer.DECLINED))
    with tenant(acme):
        assert draft_next(acme.scope, sent.id) is None

    with tenant(acme), pytest.raises(ConflictError, match="try it again before you keep it"):
        keep(ada.scope, trial.id)


def test_a_run_takes_in_whom_a_decline_leaves_waiting_meanwhile(
    acme, tenant, ada, cohort, wei, mentor, mentee, amara, matched, published
):
    mentor(person=wei), mentee(person=amara)
    [sent] = published(matched())
    mentee("Extra", languages=["Thai"])
    declined = []

    def report(percent, _step):
        if percent >= 30 and not declined:
            declined.append(answers.answer_proposal(wei.scope, sent.id, Says(Answer.DECLINED)))
            db.session.flush()
            assert draft_next(acme.scope, sent.id) is None
            db.session.flush()

    with tenant(acme) as scope:
        run = start_run(ada.scope, cohort.id)
        execute_run(acme.scope, run.id, report)
        left = tenant_rows(Unplaced, scope, Unplaced.run_id == run.id).all()
        assert sorted(each.participant.member.name for each in left) == ["Amara", "Extra"]


def test_who_was_stopped_by_a_rule_that_holds_no_more_is_next_in_line(
    acme, tenant, ada, wei, amara, mentor, mentee, matched, published, answer, say
):
    first = mentor(person=wei)
    place = mentee(person=amara)
    [stopped] = published(matched())
    say(place, conflicts=[wei.email])
    assert answer(wei, stopped).state is ProposalState.WITHDRAWN
    mentor("Another")
    with tenant(acme):
        other = draft_next(acme.scope, stopped.id)
        send_next(ada.scope, other.run_id, other.id)
    say(place, conflicts=[])
    answer(amara, other, Says(Answer.DECLINED))

    with tenant(acme):
        found = draft_next(acme.scope, other.id)

        assert (found.mentor_id, found.state) == (first.id, ProposalState.PROPOSED)
        assert (found.published_at, found.mentor_answer, found.decline_reason) == (None, None, None)


def test_who_was_allowed_again_is_proposed_on_the_same_board(
    acme, tenant, ada, row, decided, places_here
):
    decided(row, Decision.EXCLUDE)
    with tenant(acme) as scope:
        never = tenant_rows(Exclusion, scope).one()
        allow_again(ada.scope, row.cohort_id, never.id)
    with tenant(acme) as scope:
        run = tenant_rows(Run, scope, Run.id == row.run_id).one()
        pair = places_here[1].id, places_here[0].id
        plan = swapping.plan(swapping.table_of(scope, run, pair[0], pair[1:]), pair)
        make_swap(ada.scope, run.id, pair, Seen(run.revision, plan.key))

        assert tenant_rows(Proposal, scope, Proposal.id == row.id).one().state in STANDING
