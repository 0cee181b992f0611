"""Two who are kept apart are so whoever of them mentors, and wherever their places were."""

import pytest

from saas import clock
from saas.errors import ConflictError
from saas.matching.models import (
    Answer,
    ProposalState,
    Run,
)
from saas.matching.services import answers, publishing
from saas.matching.services.board import Decision
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
