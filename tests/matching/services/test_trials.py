import pytest

from saas.db import db
from saas.errors import ConflictError
from saas.matching.models import BoardStep, Proposal, Run, RunState
from saas.matching.queries import history, runs
from saas.matching.services import trials, undoing
from saas.matching.services.board import Decision
from saas.matching.services.executing import execute_run
from saas.programs.models import Program
from tests.matching.conftest import tenant_rows


@pytest.fixture
def people(mentor, mentee):
    """Amara suits Wei by her goals, and Ben by his field; the weights decide."""
    wei = mentor("Wei", field="Law", goals=["network"])
    ann = mentor("Ann", field="Art", goals=["ideas"])
    amara = mentee("Amara", aspired_field="Art", goals=["network"])
    ben = mentee("Ben", aspired_field="Law", goals=["ideas"])
    return wei, ann, amara, ben


@pytest.fixture
def board(people, matched):
    return matched()


@pytest.fixture
def tried(acme, tenant, ada, board):
    """Try settings as the worker would: `tried({"weights": {...}})`."""

    def run(settings=None, *, on=None):
        with tenant(acme):
            wanted = {"weights": {"goals": 0, "field": 100}} if settings is None else settings
            trial = trials.start_trial(ada.scope, (on or board).id, wanted)
            execute_run(acme.scope, trial.id, lambda _percent, _step: None)
            assert trial.cohort.program.name  # Loaded, for when the session is gone.
            return trial

    return run


def pairs(rows):
    return {(row.mentee_id, row.mentor_id) for row in rows}


def rules(acme, tenant):
    with tenant(acme) as scope:
        return tenant_rows(Program, scope).one().rules


def everything(acme, tenant):
    with tenant(acme) as scope:
        return {
            kind.__name__: sorted(
                (str(row.id), str(getattr(row, "state", ""))) for row in tenant_rows(kind, scope)
            )
            for kind in (Run, Proposal, BoardStep)
        }


def test_a_trial_says_who_would_change_and_changes_nothing(
    acme, tenant, ada, cohort, people, board, tried, proposals
):
    before, kept_rules = pairs(proposals(board)), rules(acme, tenant)

    trial = tried()

    assert trial.figures["served"] == trial.figures["before"]["served"] == 2
    assert {move["kind"] for move in trial.figures["moves"]} == {"gains"}
    assert trial.figures["mean"] > trial.figures["before"]["mean"]
    assert pairs(proposals(trial)) != before
    assert pairs(proposals(board)) == before
    assert rules(acme, tenant) == kept_rules
    with tenant(acme):
        assert runs.latest_done(ada.scope, cohort.id).id == board.id
        assert [run.id for run, _name in runs.runs_of(ada.scope, cohort.id)] == [board.id]
        page = history.moves_page(ada.scope, trial, 1)
        assert {row.mentee for row in page.items} == {"Amara", "Ben"}


def test_all_objectives_stand_beside_each_other(tried):
    found = tried().figures["objectives"]

    assert {"most_people", "best_fit", "raise_the_lowest"} <= found.keys()
    assert all(each["served"] == 2 for each in found.values())


def test_discarding_leaves_no_trace(acme, tenant, ada, board, tried):
    before = everything(acme, tenant)
    trial = tried()

    with tenant(acme):
        assert trials.discard(ada.scope, trial.id).id == board.id

    assert everything(acme, tenant) == before


def test_keeping_makes_it_the_board_and_its_rules_the_programs(
    acme, tenant, ada, cohort, board, tried
):
    trial = tried()

    with tenant(acme):
        step = trials.keep(ada.scope, trial.id)
        assert runs.latest_done(ada.scope, cohort.id).id == trial.id
    assert rules(acme, tenant) == trial.rules

    with tenant(acme):
        undoing.undo(ada.scope, trial.id, step.id)
        assert runs.latest_done(ada.scope, cohort.id).id == board.id
    assert rules(acme, tenant) == {}


def test_what_was_decided_since_is_never_lost_by_keeping(
    acme, tenant, ada, board, tried, proposals, decided
):
    trial = tried()
    decided(proposals(board)[0])

    with tenant(acme), pytest.raises(ConflictError, match="The board was changed"):
        trials.keep(ada.scope, trial.id)


def test_rules_that_somebody_changed_since_are_not_overwritten(acme, tenant, ada, cohort, tried):
    trial = tried()
    with tenant(acme) as scope:
        tenant_rows(Program, scope).one().rules = {"minimum": 0.1}

    with tenant(acme), pytest.raises(ConflictError, match="rules were changed"):
        trials.keep(ada.scope, trial.id)
    assert rules(acme, tenant) == {"minimum": 0.1}


def test_keeping_is_not_undone_over_a_later_decision(
    acme, tenant, ada, board, tried, proposals, decided
):
    trial = tried()
    with tenant(acme):
        step = trials.keep(ada.scope, trial.id)
    decided(proposals(trial)[0])

    with tenant(acme), pytest.raises(ConflictError, match="undo the later step"):
        undoing.undo(ada.scope, trial.id, step.id)


def test_keeping_is_undone_once_rules_that_were_changed_since_are_changed_back(
    acme, tenant, ada, tried, rule, undo
):
    trial = tried({"minimum": 0.2})
    with tenant(acme):
        step = trials.keep(ada.scope, trial.id)
    rule(minimum=0.1)

    with pytest.raises(ConflictError, match="Change them back and undo this then, or run again"):
        undo(step)

    rule(minimum=0.2)
    undo(step)
    assert rules(acme, tenant) == {}


def test_what_is_approved_stays_together_in_a_trial(board, tried, proposals, decided):
    for row in proposals(board):
        decided(row, Decision.APPROVE)

    trial = tried()

    assert trial.figures["moves"] == []
    assert {row.state.value for row in proposals(trial)} == {"approved"}


def test_a_trial_is_no_board(acme, tenant, ada, tried, proposals, decided):
    trial = tried()

    with pytest.raises(ConflictError, match="no proposals to decide on"):
        decided(proposals(trial)[0])
    with tenant(acme), pytest.raises(ConflictError):
        trials.start_trial(ada.scope, trial.id, {})


def test_trying_again_forgets_the_trial_before(acme, tenant, tried):
    first = tried()
    second = tried({"minimum": 0.2})

    with tenant(acme) as scope:
        left = [run.id for run in tenant_rows(Run, scope, Run.trial)]
    assert left == [second.id]
    assert first.id not in left


def test_a_trial_is_refused_while_a_run_is_under_way(acme, tenant, ada, board):
    with tenant(acme):
        trials.start_trial(ada.scope, board.id, {})
        with pytest.raises(ConflictError, match="under way"):
            trials.start_trial(ada.scope, board.id, {})


def test_a_decision_made_while_a_run_is_under_way_is_in_its_board(
    acme, tenant, ada, cohort, board, proposals, decided
):
    """Two admins: one runs again, the other approves meanwhile."""
    row = proposals(board)[0]

    def approve_meanwhile(percent, _step):
        if percent == 80 and proposals(board)[0].state.value == "proposed":
            decided(row)

    with tenant(acme):
        from saas.matching.services.runs import start_run

        run = start_run(ada.scope, cohort.id)
        db.session.flush()
        execute_run(acme.scope, run.id, approve_meanwhile)
        assert run.state is RunState.DONE

    kept = [each for each in proposals(run) if each.state.value == "approved"]
    assert pairs(kept) == {(row.mentee_id, row.mentor_id)}


def test_who_tries_or_keeps_locks_the_runs_of_a_cohort_before_any_board(
    acme, tenant, ada, board, tried, count_queries
):
    """Else one would wait for a board while holding what its holder waits for."""

    def locks(act):
        with tenant(acme), count_queries() as made:
            act()
        return ["advisory" in each for each in made if "advisory" in each or "FOR NO" in each]

    trial = tried()
    for taken in (
        locks(lambda: trials.keep(ada.scope, trial.id)),
        locks(lambda: trials.start_trial(ada.scope, trial.id, {})),
    ):
        assert taken[:2] == [True, False]
        assert not any(taken[2:])
