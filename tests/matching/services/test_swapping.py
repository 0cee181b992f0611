import pytest

from saas.errors import ConflictError, NotFoundError
from saas.matching import side_by_side, swapping
from saas.matching.models import Proposal, ProposalState, Unplaced
from saas.matching.queries import runs
from saas.matching.services import swapping as services
from saas.matching.services import undoing
from saas.matching.services.board import Decision
from saas.matching.services.swapping import Seen
from saas.orgs.services import remove_member, restore_member
from tests.matching.conftest import tenant_rows


@pytest.fixture
def standing(acme, tenant):
    """Return who stands with whom on a board, by the ids of the two."""

    def read(run):
        with tenant(acme) as scope:
            rows = tenant_rows(Proposal, scope, Proposal.run_id == run.id).all()
        return {
            (row.mentee_id, row.mentor_id)
            for row in rows
            if row.state in (ProposalState.PROPOSED, ProposalState.APPROVED)
        }

    return read


def undo(acme, tenant, ada, step):
    with tenant(acme):
        undoing.undo(ada.scope, step.run_id, step.id)


def waiting(acme, tenant, run):
    with tenant(acme) as scope:
        return tenant_rows(Unplaced, scope, Unplaced.run_id == run.id).all()


@pytest.fixture
def crossed(mentor, mentee):
    """Two pairs, of which each would have something to do with the other's mentor."""
    wei = mentor("Wei", goals=["network"])
    ann = mentor("Ann", goals=["ideas"])
    amara = mentee("Amara", goals=["network"])
    ben = mentee("Ben", goals=["ideas"])
    return wei, ann, amara, ben


def test_taking_a_full_mentor_moves_who_has_the_place(
    acme, tenant, ada, crossed, matched, planned, swap, standing
):
    wei, ann, amara, ben = crossed
    run = matched()
    assert standing(run) == {(amara.id, wei.id), (ben.id, ann.id)}

    _revision, plan = planned(run, amara, ann)
    step = swap(run, amara, ann)

    assert plan.change < 0
    assert [each.mentee.id for each in plan.movers] == [amara.id, ben.id]
    assert all(each.fit_after < each.fit_before for each in plan.movers)
    assert standing(run) == {(amara.id, ann.id), (ben.id, wei.id)}
    assert step.words == "Put Amara with Ann; 1 other moves."
    undo(acme, tenant, ada, step)
    assert standing(run) == {(amara.id, wei.id), (ben.id, ann.id)}


def test_the_change_is_the_sum_of_what_stands_before_and_after(
    crossed, matched, planned, swap, proposals
):
    _wei, ann, amara, _ben = crossed
    run = matched()
    before = sum(row.fit for row in proposals(run))

    _revision, plan = planned(run, amara, ann)
    swap(run, amara, ann)

    after = sum(row.fit for row in proposals(run) if row.state is ProposalState.PROPOSED)
    assert plan.change == pytest.approx((after - before) / 100, abs=0.05)


def test_a_mentor_with_a_free_place_takes_one_more_and_nobody_else_moves(
    matched, mentor, mentee, planned, swap, standing
):
    wei = mentor("Wei")
    other = mentor("Other", goals=["ideas"], capacity=2)
    amara = mentee("Amara")
    run = matched()

    _revision, plan = planned(run, amara, other)
    swap(run, amara, other)

    assert len(plan.movers) == 1
    assert standing(run) == {(amara.id, other.id)}
    assert wei.id not in {each for pair in standing(run) for each in pair}


def test_who_loses_the_place_and_finds_none_waits_with_a_reason(
    acme, tenant, ada, matched, mentor, mentee, planned, swap, standing
):
    wei = mentor("Wei")
    first, second = mentee("Amara"), mentee("Ben", goals=["ideas"])
    run = matched()
    [(placed, _)] = standing(run)
    asker = second if placed == first.id else first

    _revision, plan = planned(run, asker, wei)
    step = swap(run, asker, wei)

    assert (plan.served, list(plan.waiting)) == (0, [placed])
    assert standing(run) == {(asker.id, wei.id)}
    assert {row.participant_id for row in waiting(acme, tenant, run)} == {asker.id, placed}
    undo(acme, tenant, ada, step)
    assert standing(run) == {(placed, wei.id)}
    assert {row.participant_id for row in waiting(acme, tenant, run)} == {asker.id}


def test_what_others_have_approved_or_pinned_does_not_move(
    crossed, matched, planned, proposals, decided
):
    _wei, ann, amara, ben = crossed
    run = matched()
    for row in proposals(run):
        if row.mentee_id == ben.id:
            decided(row)

    with pytest.raises(swapping.SwapError, match="approved or pinned"):
        planned(run, amara, ann)


def test_what_a_rule_forbids_is_refused(acme, tenant, ada, matched, mentor, mentee, proposals):
    mentor("Wei")
    german = mentor("Gerda", languages=["German"])
    amara = mentee("Amara")
    run = matched()

    with tenant(acme):
        here = runs.managed_run(ada.scope, run.id)
        found = side_by_side.compare(ada.scope, here, amara.id, [german.id])
        with pytest.raises(ConflictError, match="forbids"):
            services.swap(ada.scope, run.id, (amara.id, german.id), Seen(0, "x"))

    assert "language" in found.options[0].problem
    assert found.options[0].plan is None


def test_a_swap_seen_on_another_board_is_refused(crossed, matched, swap, proposals, decided):
    _wei, ann, amara, _ben = crossed
    run = matched()

    with pytest.raises(ConflictError, match="changed meanwhile"):
        swap(run, amara, ann, revision=7)
    with pytest.raises(ConflictError, match="something else by now"):
        swap(run, amara, ann, key="another")


def test_a_swap_is_not_undone_over_a_later_decision(
    acme, tenant, ada, crossed, matched, swap, proposals, decided
):
    _wei, ann, amara, _ben = crossed
    run = matched()
    step = swap(run, amara, ann)
    [row] = [each for each in proposals(run) if (each.mentee_id, each.pinned) == (amara.id, True)]
    decided(row)

    with pytest.raises(ConflictError, match="undo the later step"):
        undo(acme, tenant, ada, step)


def test_a_rejection_is_not_undone_once_the_place_went_to_somebody_else(
    acme, tenant, ada, matched, mentor, mentee, swap, proposals, decided, standing
):
    wei, ann = mentor("Wei"), mentor("Ann", goals=["ideas"])
    amara = mentee("Amara")
    run = matched()
    [row] = proposals(run)
    rejection = decided(row, Decision.REJECT)
    swap(run, amara, ann)

    with pytest.raises(ConflictError, match="The place of Amara went to another proposal"):
        undo(acme, tenant, ada, rejection)

    assert standing(run) == {(amara.id, ann.id)}
    assert wei


def test_swapping_there_and_back_uses_the_same_rows(crossed, matched, swap, standing, proposals):
    wei, ann, amara, ben = crossed
    run = matched()
    swap(run, amara, ann)
    swap(run, amara, wei)

    assert standing(run) == {(amara.id, wei.id), (ben.id, ann.id)}
    assert len(proposals(run)) == 4


def test_who_was_removed_loses_the_place_that_a_swap_gives_away(
    acme, tenant, ada, amara, mentor, mentee, matched, planned, swap, standing
):
    wei, place = mentor("Wei"), mentee(person=amara)
    run = matched()
    ben = mentee("Ben")
    with tenant(acme):
        remove_member(ada.scope, amara.member_id)

    _revision, plan = planned(run, ben, wei)
    step = swap(run, ben, wei)
    with tenant(acme):
        restore_member(ada.scope, amara.member_id)

    assert [(each.mentee.name, each.here, each.after) for each in plan.movers][1:] == [
        ("Amara", False, ())
    ]
    assert step.words == "Put Ben with Wei; Amara, who takes part no longer, loses the place."
    assert standing(run) == {(ben.id, wei.id)}
    assert {row.participant_id for row in waiting(acme, tenant, run)} == {place.id}
    undo(acme, tenant, ada, step)
    assert standing(run) == {(place.id, wei.id)}
    assert waiting(acme, tenant, run) == []


def test_who_was_removed_keeps_a_place_that_a_swap_does_not_need(
    acme, tenant, ada, amara, mentor, mentee, matched, swap, standing
):
    wei, place = mentor("Wei", capacity=2), mentee(person=amara)
    run = matched()
    ben = mentee("Ben")
    with tenant(acme):
        remove_member(ada.scope, amara.member_id)

    step = swap(run, ben, wei)

    assert step.words == "Put Ben with Wei."
    assert standing(run) == {(place.id, wei.id), (ben.id, wei.id)}


def test_a_swap_seen_before_who_has_the_place_was_restored_is_refused(
    acme, tenant, ada, amara, mentor, mentee, matched, planned, swap
):
    wei, _place = mentor("Wei"), mentee(person=amara)
    run = matched()
    ben = mentee("Ben")
    with tenant(acme):
        remove_member(ada.scope, amara.member_id)
    _revision, plan = planned(run, ben, wei)
    with tenant(acme):
        restore_member(ada.scope, amara.member_id)

    with pytest.raises(ConflictError, match="something else by now"):
        swap(run, ben, wei, key=plan.key)


def test_who_a_rule_forbids_by_now_waits_once_a_swap_gives_their_place_away(
    acme, tenant, ada, mentor, mentee, matched, say, planned, swap, standing
):
    wei, amara = mentor("Wei"), mentee("Amara")
    run = matched()
    ben = mentee("Ben")
    say(amara, languages=["Thai"])

    _revision, plan = planned(run, ben, wei)
    swap(run, ben, wei)

    assert [(each.mentee.name, each.here) for each in plan.movers][1:] == [("Amara", True)]
    assert standing(run) == {(ben.id, wei.id)}
    [row] = waiting(acme, tenant, run)
    assert row.participant_id == amara.id
    assert "language" in row.why


def test_strangers_are_not_swapped(acme, tenant, ada, crossed, matched):
    wei, ann, *_mentees = crossed
    run = matched()

    with tenant(acme), pytest.raises(NotFoundError):
        services.swap(ada.scope, run.id, (wei.id, ann.id), Seen(0, "x"))
