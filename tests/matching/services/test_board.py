import pytest

from saas.errors import ConflictError
from saas.matching.models import Exclusion, ProposalState
from saas.matching.services import board as services
from saas.matching.services import undoing
from saas.matching.services.board import Decision
from saas.matching.services.publishing import Confirmation, publish
from tests.matching.conftest import tenant_rows


@pytest.fixture
def row(matched, mentor, mentee, proposals):
    mentor("Wei"), mentee("Amara")
    return proposals(matched())[0]


@pytest.fixture
def exclusions(acme, tenant):
    def read():
        with tenant(acme) as scope:
            return tenant_rows(Exclusion, scope).all()

    return read


def test_deciding_says_what_was_done(acme, tenant, row, decided):
    step = decided(row)

    assert step.words == "Approved Amara with Wei."
    with tenant(acme) as scope:
        assert tenant_rows(type(row), scope).one().state is ProposalState.APPROVED


def test_an_approval_is_undone(acme, tenant, ada, row, decided):
    step = decided(row)

    with tenant(acme):
        undoing.undo(ada.scope, row.run_id, step.id)
        undoing.undo(ada.scope, row.run_id, step.id)

    with tenant(acme) as scope:
        assert tenant_rows(type(row), scope).one().state is ProposalState.PROPOSED


def test_undoing_a_rejection_allows_the_two_again(acme, tenant, ada, row, decided, exclusions):
    step = decided(row, Decision.REJECT)
    assert len(exclusions()) == 1

    with tenant(acme):
        undoing.undo(ada.scope, row.run_id, step.id)

    assert exclusions() == []


def test_who_decides_on_what_somebody_else_changed_is_told(acme, tenant, ada, row, decided):
    decided(row)

    with tenant(acme), pytest.raises(ConflictError, match="Somebody else"):
        services.decide(ada.scope, row.run_id, row.id, Decision.REJECT, "proposed")


def test_an_older_step_is_not_undone_over_a_newer_one(acme, tenant, ada, row, decided):
    first = decided(row)
    with tenant(acme):
        services.decide(ada.scope, row.run_id, row.id, Decision.PIN, "approved")

        with pytest.raises(ConflictError, match="undo the later step"):
            undoing.undo(ada.scope, row.run_id, first.id)


def test_what_was_sent_is_not_undone(acme, tenant, ada, row, decided):
    step = decided(row)
    with tenant(acme) as scope:
        publish(scope, row.run_id, Confirmation("publish", "key", step.revision))

        with pytest.raises(ConflictError, match="what is sent cannot be taken back"):
            undoing.undo(ada.scope, row.run_id, step.id)


def test_all_above_a_fit_are_approved_and_undone_together(
    acme, tenant, ada, matched, mentor, mentee, proposals
):
    for _number in range(3):
        mentor(), mentee()
    run = matched()
    with tenant(acme):
        step = services.approve_above(ada.scope, run.id, 0, run.revision)
        assert services.approve_above(ada.scope, run.id, 0, step.revision) is None
    assert {row.state for row in proposals(run)} == {ProposalState.APPROVED}

    with tenant(acme):
        undoing.undo(ada.scope, run.id, step.id)

    assert {row.state for row in proposals(run)} == {ProposalState.PROPOSED}


def test_all_above_a_fit_of_a_board_that_was_changed_meanwhile_are_not_approved(
    acme, tenant, ada, row, decided, proposals
):
    decided(row, Decision.PIN)

    with tenant(acme), pytest.raises(ConflictError, match="board was changed meanwhile"):
        services.approve_above(ada.scope, row.run_id, 0, 0)

    with tenant(acme) as scope:
        assert tenant_rows(type(row), scope).one().state is ProposalState.PROPOSED


def test_a_board_that_a_newer_run_replaced_is_only_read(acme, tenant, ada, row, matched):
    matched()

    with tenant(acme), pytest.raises(ConflictError, match="newer run"):
        services.decide(ada.scope, row.run_id, row.id, Decision.APPROVE, "proposed")


def test_what_was_sent_is_not_decided_on(acme, tenant, ada, matched, mentor, mentee, published):
    mentor(), mentee()
    [row] = published(matched())

    with tenant(acme), pytest.raises(ConflictError, match="was sent"):
        services.decide(ada.scope, row.run_id, row.id, Decision.REJECT, "published")


def test_excluding_keeps_two_apart_for_good(row, decided, matched, proposals):
    decided(row, Decision.EXCLUDE)

    assert proposals(matched()) == []
