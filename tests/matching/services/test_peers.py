"""A program of peers, from one pool to partnerships."""

import uuid

import pytest

from saas import clock
from saas.errors import ConflictError, InvalidError
from saas.matching.evenness import evenness
from saas.matching.models import Answer, ProposalState, Unplaced
from saas.matching.queries import waiting
from saas.matching.services.answers import Reply, answer_proposal
from saas.matching.services.board import Decision
from saas.matching.services.requests import RequestTerms, change_request_terms
from saas.matching.services.runs import start_run
from saas.partnerships import queries as partnerships
from saas.partnerships import services as together
from saas.partnerships.models import AdviceAnswer, Partnership
from saas.programs.models import Audience, Kind, MatchedBy, Participant
from tests import factories
from tests.matching.conftest import tenant_rows

NAMES = ("Amara", "Ben", "Chi", "Dora", "Eve")
PEER = {"languages": ["English"], "years_experience": 3}


@pytest.fixture
def cohort(acme, tenant):
    with tenant(acme):
        rules = {"experience": "near", "eligible": False}
        program = factories.program("Peer circle", kind=Kind.PEER, rules=rules)
        cohort = factories.cohort(program, open_to=Audience.MENTEE)
        assert cohort.program is program
        return cohort


@pytest.fixture
def people(acme, tenant, cohort, member):
    """Five peers, by name; Amara and Ben share most, and so do Chi and Dora."""
    found = {name: member(acme, name=name) for name in NAMES}
    goals = {"Amara": "ideas", "Ben": "ideas", "Chi": "network", "Dora": "network", "Eve": "x"}
    with tenant(acme):
        for name, person in found.items():
            factories.mentee(cohort, person=person, goals=[goals[name]], **PEER)
    return found


@pytest.fixture
def names(acme, tenant, people, cohort):
    """Return who are together in proposals: `names(rows)`."""
    with tenant(acme) as scope:
        places = tenant_rows(Participant, scope, Participant.cohort_id == cohort.id).all()
        of = {each.id: each.member.name for each in places}
    return lambda rows: {frozenset((of[row.mentee_id], of[row.mentor_id])) for row in rows}


@pytest.fixture
def run(people, matched):
    return matched()


def test_peers_are_put_together_two_and_two_and_one_waits(acme, tenant, run, proposals, names):
    rows = proposals(run)
    with tenant(acme) as scope:
        assert names(rows) == {frozenset(("Amara", "Ben")), frozenset(("Chi", "Dora"))}
        assert (run.certified, run.total, len(rows)) == (True, run.bound, 2)
        assert waiting.count(scope, run.id) == 1


def test_how_even_a_board_is_counts_both_of_every_two(acme, tenant, run, alice):
    with tenant(acme) as scope:
        found = evenness(scope, run)
        assert (found.fairness.served, found.fairness.wanting, sum(found.bins)) == (4, 5, 2)

    shown = alice.get(f"/o/acme/runs/{run.id}/fairness").page.select_one("main .stats").text
    assert "of 5 peers" in shown


def test_two_peers_accept_and_are_partners_who_advise_each_other(
    acme, tenant, run, published, people, mails, sign_in, names
):
    [row] = [each for each in published(run) if "Amara" in str(names([each]))]
    asked = [mail for mail in mails() if "peer" in mail["Subject"]]
    assert len(asked) == 4
    assert not [mail for mail in mails() if "ment" in str(mail.get_body(("plain",)).get_content())]

    for name in ("Amara", "Ben"):
        with tenant(acme):
            answer_proposal(people[name].scope, row.id, Reply(Answer.ACCEPTED))

    with tenant(acme) as scope:
        row = tenant_rows(Partnership, scope).one()
        advice = [
            together.record_advice(people[name].scope, row.id, f"What {name} got")
            for name in ("Amara", "Ben")
        ]
        for name, each in zip(("Amara", "Ben"), advice, strict=True):
            done = together.answer_advice(
                people[name].scope, row.id, each.id, AdviceAnswer.TAKEN, ""
            )
            assert done.answer is AdviceAnswer.TAKEN
        assert len(partnerships.advice(scope, row.id)) == 2
    page = sign_in(people["Ben"]).get(f"/o/acme/partnerships/{row.id}").page
    assert "mentor" not in page.select_one("main").text.casefold()
    assert "mentee" not in page.select_one("main").text.casefold()


def test_a_run_again_keeps_who_is_together_and_never_revives_a_rejection(
    acme, tenant, run, published, people, matched, proposals, work, names
):
    rows = {frozenset(pair): row for row in published(run) for pair in names([row])}
    with tenant(acme):
        for name in ("Amara", "Ben"):
            row = rows[frozenset(("Amara", "Ben"))]
            answer_proposal(people[name].scope, row.id, Reply(Answer.ACCEPTED))
        row = rows[frozenset(("Chi", "Dora"))]
        answer_proposal(people["Chi"].scope, row.id, Reply(Answer.DECLINED))
    work()
    with tenant(acme) as scope:
        assert waiting.count(scope, run.id) == 3

    again = matched()

    [pair] = names(proposals(again))
    assert "Eve" in pair
    assert pair & {"Chi", "Dora"}


def test_peers_who_have_not_taken_the_orientation_wait_after_a_decline_with_that_reason(
    acme, tenant, run, published, people, orientation_needed, work
):
    [row, _other] = published(run)
    with tenant(acme) as scope:
        before = waiting.count(scope, run.id)
        person = tenant_rows(Participant, scope, Participant.id == row.mentee_id).one()
        name = person.member.name
    orientation_needed()

    with tenant(acme):
        answer_proposal(people[name].scope, row.id, Reply(Answer.DECLINED))
    work()

    with tenant(acme) as scope:
        assert waiting.count(scope, run.id) == before + 2
        two = Unplaced.participant_id.in_((row.mentee_id, row.mentor_id))
        found = tenant_rows(Unplaced, scope, Unplaced.run_id == run.id, two).all()
    assert all("orientation is not taken yet" in each.why for each in found)


def test_of_two_peers_whose_proposal_is_rejected_both_wait_and_go_first_in_later_rounds(
    acme, tenant, run, proposals, decided, undo, publish
):
    [rejected, kept] = proposals(run)
    two = {rejected.mentee_id, rejected.mentor_id}

    def line():
        with tenant(acme) as scope:
            return {
                each.row.participant_id: each.row for each in waiting.line(scope, run.id, 1).items
            }

    before = set(line())
    step = decided(rejected, Decision.REJECT)

    assert set(line()) == before | two
    assert {line()[each].remedy for each in two} == {"Run again to find somebody else who is free."}
    assert len({line()[each].why for each in two}) == 2
    undo(step)
    assert set(line()) == before

    decided(rejected, Decision.REJECT)
    decided(kept)
    publish(kept)

    with tenant(acme) as scope:
        waited = {each.id for each in tenant_rows(Participant, scope, Participant.waited == 1)}
    assert waited == before | two


def test_a_peer_with_another_proposal_does_not_wait_whichever_side_of_it_they_are(
    acme, tenant, cohort, decided
):
    with tenant(acme) as scope:
        amara, ben, chi = (factories.mentee(cohort, name=name) for name in NAMES[:3])
        run = factories.run(cohort, finished_at=clock.now())
        row = factories.proposal(run, mentor=ben, mentee=amara)
        factories.proposal(run, mentor=amara, mentee=chi)

    decided(row, Decision.REJECT)

    with tenant(acme) as scope:
        [waits] = waiting.line(scope, run.id, 1).items
    assert waits.row.participant_id == ben.id


def test_the_board_of_a_pool_compares_nobody_with_two_sides(acme, run, ada, sign_in, proposals):
    board, row = f"/o/acme/runs/{run.id}", proposals(run)[0]
    admin = sign_in(ada)

    page = admin.get(board).page
    assert "mentor" not in page.select_one("main").text.casefold()
    assert not page.select("a[href*='/compar']")
    admin.get(f"{board}/compare?mentee={row.mentee_id}", expect=409)


def test_one_peer_alone_is_not_matched_and_nobody_asks(acme, tenant, cohort, ada):
    terms = RequestTerms(
        matched_by=MatchedBy.BLENDED, open_requests=3, request_days=7, message_required=False
    )
    with tenant(acme):
        factories.mentee(cohort)

        with pytest.raises(ConflictError, match="at least two people"):
            start_run(ada.scope, cohort.id)
        with pytest.raises(InvalidError, match="you match them, by runs"):
            change_request_terms(ada.scope, cohort.program_id, terms)


def test_what_stood_and_was_pinned_is_kept_from_either_side(
    acme, tenant, run, proposals, decided, matched, names
):
    for row in proposals(run):
        decided(row)

    again = matched()

    rows = proposals(again)
    assert {row.state for row in rows} == {ProposalState.APPROVED}
    assert names(rows) == names(proposals(run))
    assert isinstance(again.id, uuid.UUID)
