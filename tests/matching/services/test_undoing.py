"""Taking a step back never lifts what was decided, said or done after it."""

import pytest

from saas.errors import ConflictError
from saas.matching.models import Answer, Exclusion, ExclusionReason, Run
from saas.matching.queries.look import Look
from saas.matching.services import requests, undoing
from saas.matching.services.answers import Reply as Says
from saas.matching.services.board import Decision, decide_all
from saas.matching.services.executing import execute_run
from saas.matching.services.next_in_line import draft_next
from saas.matching.services.requests import Reply, Say
from saas.matching.services.runs import start_run
from saas.matching.services.trials import keep, start_trial
from saas.programs.services import archive_program
from tests import factories
from tests.matching.conftest import tenant_rows

LATER = "undo the later step first"


@pytest.fixture
def row(places_here, matched, proposals):
    return proposals(matched())[0]


@pytest.fixture
def undo(acme, tenant, ada):
    def act(step):
        with tenant(acme):
            undoing.undo(ada.scope, step.run_id, step.id)

    return act


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

    with pytest.raises(ConflictError, match="have become partners since"):
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
