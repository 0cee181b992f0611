"""What comes back of a step, and what does not, once people found others or each other."""

import datetime as dt

import pytest

from saas import clock
from saas.db import db
from saas.errors import ConflictError
from saas.matching import swapping
from saas.matching.models import Answer, Exclusion, Proposal, ProposalState, Run, Unplaced
from saas.matching.queries import waiting as lines
from saas.matching.queries.look import STANDING, Look
from saas.matching.services import publishing
from saas.matching.services.answers import Reply as Says
from saas.matching.services.apart import allow_again, lift_rejection
from saas.matching.services.board import Decision, decide_all
from saas.matching.services.next_in_line import draft_next
from saas.matching.services.swapping import Seen
from saas.matching.services.swapping import swap as make_swap
from saas.programs.models import Participant
from tests import factories
from tests.matching.conftest import tenant_rows


@pytest.fixture
def all_rejected(acme, tenant, ada):
    """Reject all that stands on the board of a run, in one step: `all_rejected(run)`."""

    def act(run):
        with tenant(acme) as scope:
            revision = tenant_rows(Run, scope, Run.id == run.id).one().revision
            return decide_all(ada.scope, run.id, Look(), Decision.REJECT, revision)

    return act


@pytest.fixture
def put_together(acme, tenant, ada):
    """Put two together on the board of a run: `put_together(run_id, pair)`."""

    def act(run_id, pair):
        with tenant(acme) as scope:
            run = tenant_rows(Run, scope, Run.id == run_id).one()
            plan = swapping.plan(swapping.table_of(scope, run, pair[0], pair[1:]), pair)
            return make_swap(ada.scope, run.id, pair, Seen(run.revision, plan.key))

    return act


def states(rows):
    return {row.mentee_id: row.state for row in rows}


def test_all_come_back_but_two_who_found_each_other(
    acme, tenant, cohort, mentor, mentee, matched, proposals, all_rejected, undo
):
    for name in "ABC":
        mentor(f"Mentor {name}"), mentee(f"Mentee {name}")
    run = matched()
    step = all_rejected(run)
    first, *others = proposals(run)
    with tenant(acme):
        here = db.session.merge(first)
        factories.partnership(cohort, here.mentor, here.mentee)

    undo(step)

    assert states(proposals(run)) == {
        first.mentee_id: ProposalState.REPLACED,
        **{row.mentee_id: ProposalState.PROPOSED for row in others},
    }
    with tenant(acme) as scope:
        assert tenant_rows(Exclusion, scope).all() == []
        assert [row.participant_id for row in tenant_rows(Unplaced, scope)] == [first.mentee_id]


def test_all_come_back_but_whose_mentor_found_somebody_else(
    acme, tenant, cohort, mentor, mentee, matched, proposals, all_rejected, undo, sign_in, ada
):
    for name in "AB":
        mentor(f"Mentor {name}"), mentee(f"Mentee {name}")
    run = matched()
    step = all_rejected(run)
    first, other = proposals(run)
    with tenant(acme):
        factories.partnership(cohort, db.session.merge(first).mentor)

    browser = sign_in(ada)
    browser.post(f"/o/acme/runs/{run.id}/steps/{step.id}/undo")

    said = browser.get(f"/o/acme/runs/{run.id}").page.select_one("#notices").text
    assert "1 proposal does not come back" in said
    assert states(proposals(run)) == {
        first.mentee_id: ProposalState.REPLACED,
        other.mentee_id: ProposalState.PROPOSED,
    }


def test_two_who_are_partners_and_on_the_board_take_one_place(
    acme, tenant, cohort, mentor, mentee, matched, proposals, decided, undo, reread
):
    wei = mentor("Wei", capacity=2)
    amara, ben = mentee("Amara"), mentee("Ben")
    rows = {row.mentee_id: row for row in proposals(matched())}
    step = decided(rows[ben.id], Decision.REJECT)
    with tenant(acme):
        factories.partnership(cohort, wei, amara)

    undo(step)

    assert reread(rows[ben.id]).state is ProposalState.PROPOSED


def test_whose_place_went_to_who_is_next_in_line_is_not_sent_to_a_later_step(
    acme, tenant, wei, mentor, mentee, member, matched, proposals, decided, answer, undo
):
    place, zoe = mentor(person=wei), member(acme, name="Zoe")
    mentee("Amara")
    run = matched()
    [row] = proposals(run)
    step = decided(row, Decision.REJECT)
    asked = {"published_at": clock.now(), "expires_at": clock.now() + dt.timedelta(days=3)}
    with tenant(acme) as scope:
        board = tenant_rows(Run, scope, Run.id == run.id).one()
        two = factories.mentor(board.cohort, person=zoe), mentee("Ben")
        sent = factories.proposal(board, *two, state=ProposalState.PUBLISHED, **asked)
    answer(zoe, sent, Says(Answer.DECLINED))
    with tenant(acme):
        assert draft_next(acme.scope, sent.id).mentor_id == place.id

    with pytest.raises(ConflictError, match="another proposal on this board since; reject that"):
        undo(step)


def test_who_was_rejected_before_a_swap_is_so_after_its_undo(
    acme, tenant, ada, row, decided, places_here, reread, undo, put_together
):
    never = decided(row, Decision.EXCLUDE)
    with tenant(acme) as scope:
        allow_again(ada.scope, row.cohort_id, tenant_rows(Exclusion, scope).one().id)
    step = put_together(row.run_id, (places_here[1].id, places_here[0].id))

    undo(step)

    assert reread(row).state is ProposalState.REJECTED
    undo(never)
    assert reread(row).state is ProposalState.PROPOSED


def test_what_a_rule_stopped_before_a_swap_is_so_after_its_undo(
    wei, amara, mentor, mentee, matched, published, answer, say, reread, undo, put_together
):
    mentor(person=wei)
    place = mentee(person=amara)
    [row] = published(matched())
    answer(amara, row)
    say(place, conflicts=[wei.email])
    answer(wei, row)

    def said():
        found = reread(row)
        times = found.published_at, found.expires_at, found.mentee_answered_at
        return found.state, found.mentee_answer, found.decline_reason, *times

    before = said()
    assert before[:2] == (ProposalState.WITHDRAWN, Answer.ACCEPTED)
    say(place, conflicts=[])
    step = put_together(row.run_id, (place.id, row.mentor_id))
    assert said()[1:] == (None,) * 5

    undo(step)

    assert said() == before


def test_whom_an_undone_swap_leaves_with_nobody_waits(
    acme, tenant, cohort, mentor, mentee, matched, proposals, put_together, undo
):
    mentors, amara, ben = [mentor("Wei"), mentor("Zoe")], mentee("Amara"), mentee("Ben")
    run = matched()
    had = {row.mentee_id: row.mentor_id for row in proposals(run)}
    [other] = [each.id for each in mentors if each.id != had[amara.id]]
    step = put_together(run.id, (amara.id, other))
    with tenant(acme):
        factories.partnership(cohort, db.session.get(Participant, (acme.id, had[amara.id])))

    undo(step)

    with tenant(acme) as scope:
        [waiting] = lines.line(scope, run.id, 1).items
        assert waiting.row.participant_id == amara.id
        assert "went to somebody else since" in waiting.row.why
    standing = {row.mentee_id for row in proposals(run) if row.state in STANDING}
    assert standing == {ben.id}


def test_a_step_is_taken_back_without_what_a_later_one_left_out(
    acme, tenant, cohort, mentor, mentee, matched, proposals, decided, all_rejected, undo, reread
):
    for name in "AB":
        mentor(f"Mentor {name}"), mentee(f"Mentee {name}")
    run = matched()
    approvals = [decided(row) for row in proposals(run)]
    rejection = all_rejected(run)
    first, other = proposals(run)
    with tenant(acme):
        factories.partnership(cohort, db.session.merge(first).mentor)
    undo(rejection)

    about = {step.id: [*step.before["proposals"]] for step in approvals}
    for step in approvals:
        if about[step.id] == [str(first.id)]:
            with pytest.raises(ConflictError, match="nothing to take back"):
                undo(step)
        else:
            undo(step)

    assert reread(other).state is ProposalState.PROPOSED
    assert reread(first).state is ProposalState.REPLACED


def test_a_row_that_a_swap_took_up_again_is_as_it_was_after_its_undo(
    acme, tenant, ada, row, decided, places_here, reread, undo, put_together, say
):
    before = row.fit, row.reasons, row.parts, row.warnings
    decided(row, Decision.EXCLUDE)
    with tenant(acme) as scope:
        allow_again(ada.scope, row.cohort_id, tenant_rows(Exclusion, scope).one().id)
    say(places_here[1], goals=["politics"])
    step = put_together(row.run_id, (places_here[1].id, places_here[0].id))
    assert reread(row).fit < row.fit

    undo(step)

    after = reread(row)
    assert (after.fit, after.reasons, after.parts, after.warnings) == before


def test_a_rejection_of_two_whom_next_in_line_put_together_again_names_what_to_do(
    acme, tenant, ada, wei, mentor, mentee, member, row, decided, answer, undo
):
    step = decided(row, Decision.REJECT)
    zoe = member(acme, name="Zoe")
    asked = {"published_at": clock.now(), "expires_at": clock.now() + dt.timedelta(days=3)}
    with tenant(acme) as scope:
        lift_rejection(ada.scope, row.cohort_id, tenant_rows(Exclusion, scope).one().id)
        board = tenant_rows(Run, scope, Run.id == row.run_id).one()
        amara = db.session.get(Participant, (acme.id, row.mentee_id))
        place = factories.mentor(board.cohort, person=zoe)
        sent = factories.proposal(board, place, amara, state=ProposalState.PUBLISHED, **asked)
    answer(zoe, sent, Says(Answer.DECLINED))
    with tenant(acme):
        assert draft_next(acme.scope, sent.id).id == row.id

    with pytest.raises(ConflictError, match="took this up again; reject that proposal"):
        undo(step)


def test_who_was_stopped_and_is_sent_again_is_asked_again_and_followed_by_the_next(
    acme, tenant, ada, wei, amara, mentor, mentee, matched, published, answer, say, reread,
    put_together, work, mails,
):  # fmt: skip
    mentor(person=wei)
    place = mentee(person=amara)
    [row] = published(matched())
    work()
    say(place, conflicts=[wei.email])
    zoe = mentor("Zoe")
    answer(wei, row)
    work()
    say(place, conflicts=[])
    put_together(row.run_id, (place.id, row.mentor_id))
    asked = len(mails())
    with tenant(acme) as scope:
        here = tenant_rows(Proposal, scope, Proposal.id == row.id).one()
        here.state = ProposalState.APPROVED
        board = tenant_rows(Run, scope, Run.id == row.run_id).one()
        again = publishing.Confirmation("publish", "again", board.revision)
        publishing.publish(ada.scope, row.run_id, again)

    assert len(mails()) == asked + 2
    answer(wei, row, Says(Answer.DECLINED))
    work()

    with tenant(acme) as scope:
        following = tenant_rows(
            Proposal, scope, Proposal.drafted_from_id == row.id, Proposal.state.in_(STANDING)
        ).one()
        assert following.mentor_id == zoe.id


def test_nobody_is_next_in_line_for_themselves(
    acme, tenant, wei, amara, mentor, mentee, matched, published, answer, say, reread
):
    mentor(person=wei)
    place = mentee(person=amara)
    [row] = published(matched())
    say(place, conflicts=[wei.email])
    answer(wei, row)
    say(place, conflicts=[])

    with tenant(acme):
        assert draft_next(acme.scope, row.id) is None

    assert reread(row).state is ProposalState.WITHDRAWN
    with tenant(acme) as scope:
        assert [each.row.participant_id for each in lines.line(scope, row.run_id, 1).items] == [
            place.id
        ]
