"""A run's proof can be checked with one look at all pairs, as long as what it read is there."""

import pytest

from saas.db import db
from saas.errors import ConflictError
from saas.matching import proving
from saas.matching.engine import objective
from saas.matching.services.board import Decision
from saas.matching.services.checking import ask_check, check_proof
from saas.programs.models import Participant
from tests.matching.conftest import tenant_rows


@pytest.fixture
def checked(acme, tenant):
    """Check a run's proof as the worker does; what it found: `checked(run)`."""

    def act(run):
        with tenant(acme) as scope:
            check_proof(scope, run.id)
            return proving.proof_of(scope, run.id).found

    return act


@pytest.fixture
def people(mentor, mentee):
    mentor("Wei", capacity=2, field="Art"), mentor("Dia", goals=["politics"]), mentor("Bo")
    mentee("Amara"), mentee("Ben", prefers=["Bo"], only_named="anyone")
    mentee("Cleo", aspired_field="Art"), mentee("Eve", prefers=["Bo"], only_named="anyone")
    return [mentee("Left", languages=["German"]), mentee("Fay", years_experience=11)]


def test_what_a_board_decides_and_publishes_leaves_the_proof_checked(
    acme, tenant, matched, people, proposals, decided, published, checked
):
    first = matched()
    decided(proposals(first)[0], Decision.PIN), decided(proposals(first)[-1], Decision.REJECT)
    assert "Proved best, checked: each of the 18 possible pairs" in checked(first)[0]
    run = matched()

    assert checked(run)[0].startswith("Proved best")
    published(run)
    assert checked(run)[0].startswith("Proved best")


def test_what_changed_since_is_named(acme, tenant, matched, people, checked, mentor):
    run, other = matched(), mentor("Came later")
    assert checked(run)[0].startswith("Proved best")
    with tenant(acme) as scope:
        rows = {each.member.name: each for each in tenant_rows(Participant, scope)}
        rows["Cleo"].answers = {**rows["Cleo"].answers, "aspired_field": "Law"}
        rows["Left"].withdrawn_at = other.created_at

    assert checked(run) == [
        "Not checked: what the run read is not there any more.",
        "1 of its people takes part no more.",
        "The answers or places of Cleo have changed.",
    ]


def test_a_proof_that_does_not_hold_is_found_out(acme, tenant, matched, people, checked):
    run = matched()
    with tenant(acme) as scope:
        proof = proving.proof_of(scope, run.id)
        proof.pairs = proving._packed(proving.unpacked(proof.pairs)[:-2])

    assert checked(run)[0] == "The proof does not hold."


def test_a_proof_is_checked_by_what_its_run_counted(
    acme, tenant, cohort, monkeypatch, matched, people, checked
):
    with tenant(acme):
        db.session.merge(cohort.program).rules = {"objective": "raise_the_lowest", "floors": [0.4]}
    before = (*objective.MOST_PAIRS, "floors", "total")
    with monkeypatch.context() as patch:
        patch.setitem(objective.OBJECTIVES, "raise_the_lowest", before)
        run = matched()

    found, now = checked(run), checked(matched())

    assert [each[:11] for each in found] == ["Proved best", "That the lo", "This run st"]
    assert found[2].endswith("counted how many reach the fits worth reaching before the total.")
    assert now[1:] == ["That the lowest fit could not be higher is not part of this check."]


def test_a_run_that_kept_nothing_cannot_be_checked(acme, tenant, ada, matched, people):
    run = matched()
    with tenant(acme) as scope:
        assert ask_check(ada.scope, run.id).id == run.id
        proving.proof_of(scope, run.id).read_on = None
        with pytest.raises(ConflictError, match="kept no proof"):
            ask_check(ada.scope, run.id)
