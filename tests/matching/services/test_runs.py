from unittest.mock import patch

import pytest

from saas import clock
from saas.db import db
from saas.errors import ConflictError, NotFoundError
from saas.matching import proving
from saas.matching.models import (
    Exclusion,
    ExclusionReason,
    Proposal,
    ProposalState,
    Run,
    RunState,
    Unplaced,
)
from saas.matching.services import executing
from saas.matching.services import runs as services
from saas.matching.services.board import Decision
from saas.orgs.services import remove_member
from saas.programs.models import Participant, Program, Side
from saas.scope import Role
from tests.matching.conftest import tenant_rows


def rows_of(kind, tenant, org, **values):
    with tenant(org) as scope:
        return tenant_rows(kind, scope).filter_by(**values).all()


def test_a_run_proposes_a_mentor_with_reasons_and_parts(matched, mentor, mentee, proposals):
    amara, wei = mentee("Amara"), mentor("Wei")

    run = matched()

    [row] = proposals(run)
    assert (row.mentee_id, row.mentor_id) == (amara.id, wei.id)
    assert "Works in the aspired field, Law" in row.reasons
    assert sum(part["value"] * part["weight"] for part in row.parts) == pytest.approx(
        row.fit / 10_000, abs=0.001
    )
    assert (run.state, run.certified, run.total) == (RunState.DONE, True, row.fit)


def test_whom_a_run_leaves_out_is_told_why_and_what_would_help(
    acme, tenant, matched, mentor, mentee
):
    mentor("Wei", languages=["English"])
    amara = mentee("Amara", languages=["German"])

    run = matched()

    [row] = rows_of(Unplaced, tenant, acme, run_id=run.id)
    assert row.participant_id == amara.id
    assert "no language in common" in row.why
    assert "common language" in row.remedy


def test_what_needs_a_look_says_so(matched, mentor, mentee, proposals):
    mentor("Wei", years_experience=2, field="Art", goals=["ideas"])
    mentee("Amara", years_experience=2, aspired_field=None)

    [row] = proposals(matched())

    assert "The mentor has no more experience than the mentee" in row.warnings
    assert "A low fit: look closer" in row.warnings


def test_a_cohort_has_one_open_run(acme, tenant, ada, cohort, mentor, mentee):
    mentor(), mentee()
    with tenant(acme):
        services.start_run(ada.scope, cohort.id)

        with pytest.raises(ConflictError, match="under way"):
            services.start_run(ada.scope, cohort.id)


def test_nobody_is_matched_with_nobody(acme, tenant, ada, cohort, mentor):
    mentor()

    with tenant(acme), pytest.raises(ConflictError, match="at least one mentee"):
        services.start_run(ada.scope, cohort.id)


def test_a_program_admin_matches_only_programs_they_run(acme, tenant, member, cohort):
    stranger = member(acme, Role.PROGRAM_ADMIN)

    with tenant(acme), pytest.raises(NotFoundError):
        services.start_run(stranger.scope, cohort.id)


def test_a_cancelled_run_proposes_nothing_and_leaves_the_cohort_free(
    acme, tenant, ada, cohort, mentor, mentee
):
    mentor(), mentee()
    with tenant(acme):
        run = services.start_run(ada.scope, cohort.id)

        def cancel_at_the_end(percent, _step):
            if percent == 80:
                services.cancel_run(ada.scope, run.id)

        with pytest.raises(services.StoppedError):
            executing.execute_run(acme.scope, run.id, cancel_at_the_end)
        assert services.start_run(ada.scope, cohort.id).state is RunState.QUEUED
    assert rows_of(Proposal, tenant, acme) == []


def test_a_queued_run_proposes_nothing_once_who_started_it_lost_the_right(
    acme, tenant, ada, cohort, mentor, mentee, work
):
    mentor(), mentee()
    with tenant(acme) as scope:
        run = services.start_run(ada.scope, cohort.id)
        remove_member(scope, ada.member_id)
    work()

    [row] = rows_of(Run, tenant, acme, id=run.id)
    assert row.state is RunState.FAILED
    assert row.error == "Whoever asked for this may not do it any more."
    assert rows_of(Proposal, tenant, acme) == []


def test_executing_twice_writes_once(acme, tenant, matched, mentor, mentee, proposals):
    mentor(), mentee()
    run = matched()

    with tenant(acme):
        executing.execute_run(acme.scope, run.id, lambda _percent, _step: None)

    assert len(proposals(run)) == 1


def test_rejected_people_are_never_proposed_again(matched, mentor, mentee, proposals, decided):
    mentor(), mentee()
    [row] = proposals(matched())
    decided(row, Decision.REJECT)

    assert proposals(matched()) == []


def test_what_is_approved_or_pinned_is_kept_by_the_next_run(
    matched, mentor, mentee, proposals, decided
):
    mentor("Wei", years_experience=3), mentee("Amara")
    [row] = proposals(matched())
    decided(row)
    mentor("Better", years_experience=12)

    [kept] = proposals(matched())

    assert kept.mentor_id == row.mentor_id
    assert (kept.state, kept.pinned) == (ProposalState.APPROVED, True)


@pytest.mark.parametrize(("years", "stays"), [(5.8, True), (3, False)])
def test_what_stands_is_changed_only_for_a_gain_that_is_worth_it(
    matched, mentor, mentee, proposals, years, stays
):
    mentor("Wei", years_experience=years), mentee("Amara")
    [row] = proposals(matched())
    mentor("Better", years_experience=12)

    [found] = proposals(matched())

    assert (found.mentor_id == row.mentor_id) == stays


def test_a_pin_that_cannot_be_kept_is_a_note(acme, tenant, matched, mentor, mentee, proposals,
                                             decided):  # fmt: skip
    wei, amara = mentor("Wei"), mentee("Amara")
    [row] = proposals(matched())
    decided(row, Decision.PIN)
    with tenant(acme):
        db.session.add(
            Exclusion(
                cohort_id=row.cohort_id,
                mentee_id=amara.id,
                mentor_id=wei.id,
                reason=ExclusionReason.EXCLUDED,
            )
        )

    run = matched()

    assert run.notes == [
        "Amara with Wei was kept before and is left out: a rule forbids it by now."
    ]
    assert proposals(run) == []


def test_who_was_asked_takes_a_place_and_is_not_proposed_again(
    matched, mentor, mentee, proposals, published
):
    wei, amara = mentor("Wei", capacity=2), mentee("Amara")
    published(matched())
    mentee("Ben"), mentee("Cem")

    [row] = proposals(matched())

    assert row.mentor_id == wei.id
    assert row.mentee_id != amara.id


def test_the_worker_executes_a_run_and_shows_its_progress(
    acme, tenant, ada, cohort, mentor, mentee, work, proposals
):
    mentor(), mentee()
    with tenant(acme):
        run = services.start_run(ada.scope, cohort.id)

    work()

    [row] = rows_of(Run, tenant, acme, id=run.id)
    assert (row.state, row.percent, row.step) == (RunState.DONE, 100, "Done")
    assert len(proposals(run)) == 1


def test_a_run_with_rules_that_cannot_be_used_fails_at_once_and_frees_the_cohort(
    acme, tenant, ada, cohort, mentor, mentee, work
):
    mentor(), mentee()
    with tenant(acme):
        run = services.start_run(ada.scope, cohort.id)
        run.rules = {"objective": "luck"}

    work()

    [row] = rows_of(Run, tenant, acme, id=run.id)
    assert row.state is RunState.FAILED
    assert "objective must be one of" in row.error
    with tenant(acme):
        assert services.start_run(ada.scope, cohort.id).state is RunState.QUEUED


def test_who_started_a_long_run_gets_a_mail(acme, tenant, ada, cohort, mentor, mentee, mails):
    mentor(), mentee()
    with tenant(acme):
        run = services.start_run(ada.scope, cohort.id)
        run.created_at = clock.now() - services.LONG * 2

    [mail] = mails()

    assert mail["To"].addresses[0].addr_spec == ada.email
    assert "are ready" in mail["Subject"]


def test_a_short_run_sends_no_mail(acme, tenant, ada, cohort, mentor, mentee, mails):
    mentor(), mentee()
    with tenant(acme):
        services.start_run(ada.scope, cohort.id)

    assert mails() == []


@pytest.fixture
def large():
    """Every cohort counts as one with too many possible pairs to hold."""
    with patch("saas.matching.crowd.MANY", 0):
        yield


def seen(row):
    return row.mentee_id, row.mentor_id, row.fit, row.reasons, row.parts, row.warnings


def told(row):
    return row.participant_id, row.why, row.place


@pytest.mark.timeout(600)
def test_a_large_cohort_gets_the_board_of_a_small_one(
    acme, tenant, compiled, matched, mentor, mentee, proposals, large
):
    for number in range(5):
        mentor(f"Mentor {number}", years_experience=6 + number, capacity=1 + number % 2)
    for number in range(9):
        mentee(f"Mentee {number}", years_experience=number / 2, aspired_field="Law")
    mentee("Alone", languages=["German"])

    wide = matched()
    with patch("saas.matching.crowd.MANY", 4_000_000):
        held = matched()

    assert sorted(map(seen, proposals(wide))) == sorted(map(seen, proposals(held)))
    rows = [rows_of(Unplaced, tenant, acme, run_id=run.id) for run in (wide, held)]
    assert sorted(map(told, rows[0])) == sorted(map(told, rows[1]))
    assert (wide.total, wide.bound, wide.certified) == (held.total, held.bound, True)
    assert wide.data_hash == held.data_hash
    assert wide.figures == held.figures


def test_what_an_earlier_board_decided_holds_in_a_large_cohort(
    compiled, matched, mentor, mentee, proposals, decided, large
):
    mentor("Wei", years_experience=3), mentee("Amara")
    [row] = proposals(matched())
    decided(row)
    mentor("Better", years_experience=12)

    [kept] = proposals(matched())

    assert kept.mentor_id == row.mentor_id
    assert (kept.state, kept.pinned) == (ProposalState.APPROVED, True)


@pytest.mark.timeout(600)
def test_a_large_cohort_is_matched_again_from_the_prices_kept_as_it_would_be_from_nothing(
    acme, tenant, compiled, matched, mentor, mentee, proposals, decided, large, monkeypatch
):
    mentors = [mentor(f"Mentor {n}", years_experience=4 + n, capacity=1) for n in range(5)]
    for number in range(8):
        mentee(f"Mentee {number}", years_experience=number / 2)
    first = matched()
    decided(proposals(first)[0], Decision.REJECT)
    with tenant(acme) as scope:
        tenant_rows(Participant, scope, Participant.id == mentors[0].id).one().capacity = 0
        rows = tenant_rows(Participant, scope, Participant.side == Side.MENTOR)
        ids = {str(each.member_id): each.id for each in rows}
    newcomer = mentor("Newcomer", years_experience=9)
    find, begun = executing.find, []

    def both_ways(market, pins, standing, report, start):
        begun.append((market, start))
        cold = find(market, pins, standing, report)
        warm = find(market, pins, standing, report, start)
        assert warm.assignment.pairs.tolist() == cold.assignment.pairs.tolist()
        assert warm.assignment.certified
        return warm

    monkeypatch.setattr(executing, "find", both_ways)
    again = matched()
    with tenant(acme) as scope:
        tenant_rows(Program, scope).one().rules = {"minimum": 0.2}
        proof = proving.proof_of(scope, first.id)
        kept = dict(zip(proving.people_in(proof), proving.all_prices(proof), strict=True))
    matched()

    (market, start), (_, of_other_rules) = begun
    at = [ids.get(each.id, newcomer.id) for each in market.mentors]
    assert start.mentor_price.tolist() == [kept.get(each, 0) for each in at]
    assert start.known.tolist() == [each != newcomer.id for each in at]
    assert len(start.pairs) == 5
    assert of_other_rules is None
    assert len(proposals(again)) == 5


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"objective": "stable"}, "nobody would leave"),
        ({"group_hours": 1}, "Groups can be"),
    ],
)
def test_what_a_large_cohort_cannot_have_is_said_before_the_run(
    acme, tenant, ada, cohort, mentor, mentee, large, rules, sentence
):
    mentor(), mentee()
    with tenant(acme) as scope, patch("saas.matching.services.runs.MANY", 0):
        tenant_rows(Program, scope).one().rules = rules

        with pytest.raises(ConflictError, match=sentence):
            services.start_run(ada.scope, cohort.id)
