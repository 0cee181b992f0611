"""Two who are kept apart are so whoever of them mentors, and wherever their places were."""

import pytest

from saas import clock
from saas.errors import ConflictError
from saas.matching import comparing, side_by_side, swapping
from saas.matching.engine import forbidden_by
from saas.matching.models import (
    Answer,
    ProposalState,
    Run,
)
from saas.matching.queries import runs
from saas.matching.services import answers, publishing
from saas.matching.services.board import Decision
from saas.matching.services.next_in_line import draft_next
from saas.partnerships.models import EndReason
from saas.partnerships.services import end_partnership
from saas.programs.models import Participant
from tests import factories
from tests.matching.conftest import MENTEE, MENTOR, tenant_rows


@pytest.fixture
def swapped(acme, tenant, cohort, places_here, amara, wei):
    """Both give up their places and come back on the other side: `swapped()`."""

    def swap():
        with tenant(acme) as scope:
            ids = [place.id for place in places_here]
            for place in tenant_rows(Participant, scope, Participant.id.in_(ids)):
                place.withdrawn_at = clock.now()
            return (
                factories.mentor(cohort, person=amara, **MENTOR),
                factories.mentee(cohort, person=wei, **MENTEE),
            )

    return swap


def test_never_again_holds_for_who_comes_back_to_the_cohort_in_the_other_role(
    row, decided, swapped, matched, proposals, waiting
):
    decided(row, Decision.EXCLUDE)
    swapped()

    run = matched()

    assert proposals(run) == []
    assert "never to be matched again" in waiting(run)


def test_who_has_parted_stays_apart_in_the_other_role(
    acme, tenant, ada, cohort, places_here, swapped, matched, proposals, waiting
):
    with tenant(acme):
        partnership = factories.partnership(cohort, *places_here)
        end_partnership(ada.scope, partnership.id, EndReason.GOALS_REACHED)
    swapped()

    run = matched()

    assert proposals(run) == []
    assert "together before" in waiting(run)


def test_partners_who_gave_up_their_places_are_partners_still(
    acme, tenant, cohort, places_here, swapped, matched, proposals, waiting
):
    with tenant(acme):
        factories.partnership(cohort, *places_here)
    swapped()

    run = matched()

    assert proposals(run) == []
    assert "already partners" in waiting(run)


def test_partners_are_not_proposed_to_each_other_the_other_way_round(
    acme, tenant, cohort, places_here, amara, wei, matched, proposals
):
    with tenant(acme):
        factories.partnership(cohort, *places_here)
        factories.mentor(cohort, person=amara, **MENTOR)
        factories.mentee(cohort, person=wei, **MENTEE)

    assert proposals(matched()) == []


def test_two_who_are_proposed_to_each_other_both_ways_are_not_both_asked(
    acme, tenant, ada, cohort, places_here, amara, wei, matched, proposals, decided, published
):
    with tenant(acme):
        factories.mentor(cohort, person=amara, **MENTOR)
        factories.mentee(cohort, person=wei, **MENTEE)
    run = matched()

    with pytest.raises(ConflictError, match="stand here twice, once each way round"):
        published(run)

    decided(proposals(run)[1], Decision.REJECT)
    with tenant(acme) as scope:
        revision = tenant_rows(Run, scope, Run.id == run.id).one().revision
        sent = publishing.publish(
            ada.scope, run.id, publishing.Confirmation("publish", "k", revision)
        )
    assert sent == 1


def test_of_two_who_were_asked_both_ways_the_first_to_agree_become_partners(
    acme, tenant, cohort, places_here, amara, wei, matched, proposals, send
):
    with tenant(acme):
        factories.mentor(cohort, person=amara, **MENTOR)
        factories.mentee(cohort, person=wei, **MENTEE)
    run = matched()
    send(run)
    first, second = proposals(run)

    def agree(row):
        for person in (amara, wei):
            with tenant(acme):
                found = answers.answer_proposal(
                    person.scope, row.id, answers.Reply(Answer.ACCEPTED)
                )
                if found.state is ProposalState.WITHDRAWN:
                    return found
        return found

    assert agree(first).state is ProposalState.ACCEPTED
    assert "already partners" in agree(second).decline_reason


BOTH = {**MENTEE, "field": "Law", "years_experience": 5}
"""Whoever answers so may mentor, and be mentored by, anybody who does."""


@pytest.fixture
def approved_once(acme, tenant, cohort, amara, wei, mentor, mentee, matched, proposals, decided):
    """A board where Wei is approved as the mentor of Amara, who mentors now, too."""
    mentor(person=wei, **BOTH), mentee(person=amara, **BOTH)
    run = matched()
    decided(proposals(run)[0])
    return run, mentee(person=wei, **BOTH), mentor(person=amara, **BOTH)


def test_two_who_are_approved_may_be_put_together_the_other_way_round_as_every_page_says(
    acme, tenant, ada, approved_once, matched, proposals
):
    run, one, other = approved_once
    with tenant(acme):
        here = runs.managed_run(ada.scope, run.id)
        why = comparing.standing_of(ada.scope, here, (one.id, other.id))
        [option] = side_by_side.compare(ada.scope, here, one.id, [other.id]).options
        table = swapping.table_of(ada.scope, here, one.id, [other.id])
        plan = swapping.plan(table, (one.id, other.id))

    assert "Nothing forbids it" in why.sentence
    assert (option.fit, option.problem) == (why.fit, "")
    assert [(row["mentee_id"], row["mentor_id"]) for row in plan.rows] == [(one.id, other.id)]
    assert len(proposals(matched())) == 2


def test_who_is_next_in_line_may_stand_on_the_board_the_other_way_round(
    acme, tenant, ada, amara, wei, member, mentor, mentee, matched, proposals, decided, send, answer
):
    zoe = member(acme, name="Zoe")
    mentee(person=wei, **BOTH), mentor(person=zoe, **BOTH)
    sent = send(matched())
    mentor(person=wei, **BOTH), mentee(person=amara, **BOTH)
    [row] = proposals(matched())
    decided(row)
    other = mentor(person=amara, **BOTH)
    answer(zoe, sent, answers.Reply(Answer.DECLINED))

    with tenant(acme):
        found = draft_next(ada.scope, sent.id)

    assert found.mentor_id == other.id


def test_two_who_stand_on_the_board_are_not_put_together_once_more_by_places_they_have_left(
    acme, tenant, ada, rule, mentor, mentee, matched, proposals, decided
):
    """Both have another place; an approved proposal uses one of each."""
    rule(mentors_per_mentee=2)
    wei = mentor("Wei", capacity=2)
    amara, ben = mentee("Amara", capacity=2), mentee("Ben", languages=["Thai"])
    run = matched()
    [row] = proposals(run)
    decided(row)
    ann = mentor("Ann", languages=["Thai"])

    with tenant(acme):
        here = runs.managed_run(ada.scope, run.id)
        table = swapping.table_of(ada.scope, here, ben.id, [ann.id])
        plan = swapping.plan(table, (ben.id, ann.id))

    assert (row.mentee_id, row.mentor_id) == (amara.id, wei.id)
    assert [(each["mentee_id"], each["mentor_id"]) for each in plan.rows] == [(ben.id, ann.id)]
    at = table.at[amara.id], table.at[wei.id]
    assert forbidden_by(table.market, *at) == ["Amara and Wei are proposed for each other already."]
