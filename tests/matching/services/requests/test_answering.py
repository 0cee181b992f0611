import datetime as dt

import pytest

from saas import clock
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.matching.models import (
    Answer,
    ClosedBecause,
    Exclusion,
    ExclusionReason,
    Proposal,
    ProposalState,
    Request,
    RequestState,
    Run,
)
from saas.matching.services import answers, publishing, requests
from saas.matching.services.requests import Reply, Say
from saas.partnerships.models import Partnership
from saas.programs.models import Participant
from tests import factories
from tests.matching.conftest import tenant_rows

YES, NO, MORE = Reply(Say.ACCEPT), Reply(Say.DECLINE, "No time"), Reply(Say.MORE, "Why law?")


@pytest.fixture
def asked(ask, amara, places):
    return ask(amara, *places)


@pytest.fixture
def answer(acme, tenant):
    def act(person, row, reply):
        with tenant(acme):
            return requests.answer_request(person.scope, row.id, reply)

    return act


@pytest.fixture
def tell(acme, tenant):
    def act(person, row, words):
        with tenant(acme):
            return requests.tell_more(person.scope, row.id, words)

    return act


@pytest.fixture
def count(acme, tenant):
    def number(kind, *conditions):
        with tenant(acme) as scope:
            return tenant_rows(kind, scope, *conditions).count()

    return number


def words_of(mail):
    return " ".join(mail.get_body(("plain",)).get_content().split())


def subjects(mails):
    return [mail["Subject"] for mail in mails()]


def test_accepting_makes_them_partners(asked, answer, wei, reread, count, mails):
    answer(wei, asked, YES)
    answer(wei, asked, YES)

    assert reread(asked).state is RequestState.ACCEPTED
    assert count(Partnership) == 1
    assert sum("are partners" in each for each in subjects(mails)) == 2


def test_declining_keeps_the_two_apart_and_tells_the_mentee_kindly(
    asked, answer, wei, amara, places, ask, reread, count, mails
):
    answer(wei, asked, NO)
    answer(wei, asked, NO)

    row = reread(asked)
    assert (row.state, row.decline_reason) == (RequestState.DECLINED, "No time")
    assert count(Exclusion, Exclusion.reason == ExclusionReason.DECLINED) == 1
    [mail] = [each for each in mails() if "The request between" in each["Subject"]]
    assert mail["To"].addresses[0].addr_spec == amara.email
    assert "No time" not in mail.get_body(("plain",)).get_content()
    with pytest.raises(NotFoundError, match="This mentor cannot be asked"):
        ask(amara, *places)


def test_a_declined_request_is_never_proposed(asked, answer, wei, matched, proposals):
    answer(wei, asked, NO)

    assert proposals(matched()) == []


def test_tell_me_more_goes_to_and_fro_and_starts_the_clock_anew(
    acme, tenant, asked, answer, tell, amara, wei, reread, mails
):
    with tenant(acme) as scope:
        tenant_rows(Request, scope).one().expires_at = clock.now() + dt.timedelta(hours=1)

    answer(wei, asked, MORE)
    answer(wei, asked, MORE)
    row = reread(asked)
    assert (row.state, len(row.exchange)) == (RequestState.WITH_MENTEE, 1)
    assert row.expires_at - clock.now() > dt.timedelta(days=6)

    tell(amara, asked, "Because of my aunt")
    tell(amara, asked, "Because of my aunt")
    row = reread(asked)
    assert row.state is RequestState.WITH_MENTOR
    assert [each["words"] for each in row.exchange] == ["Why law?", "Because of my aunt"]
    found = subjects(mails)
    assert found.count("Wei would like to know more") == 1
    assert found.count("Amara has answered your question") == 1

    tell(amara, asked, "And of my uncle")
    answer(wei, asked, YES)
    assert reread(asked).state is RequestState.ACCEPTED


def test_a_question_needs_words_and_an_answer_a_question(asked, answer, tell, amara, wei):
    with pytest.raises(InvalidError, match="Write what you would like to know"):
        answer(wei, asked, Reply(Say.MORE, " "))
    with pytest.raises(ConflictError, match="Wait for the mentor"):
        tell(amara, asked, "Something")
    answer(wei, asked, MORE)
    with pytest.raises(InvalidError, match="Write an answer"):
        tell(amara, asked, "")
    with pytest.raises(ConflictError, match="You have asked something"):
        answer(wei, asked, Reply(Say.MORE, "And what else?"))


def test_they_cannot_write_to_each_other_for_ever(acme, tenant, asked, answer, tell, amara, wei):
    for number in range(10):
        answer(wei, asked, Reply(Say.MORE, f"Question {number}"))
        tell(amara, asked, f"Answer {number}")

    with pytest.raises(ConflictError, match="You two have written enough"):
        answer(wei, asked, Reply(Say.MORE, "One more"))


def test_an_answer_is_final(asked, answer, wei):
    answer(wei, asked, NO)

    with pytest.raises(ConflictError, match="answered this request already"):
        answer(wei, asked, YES)


def test_who_answers_too_late_is_told(acme, tenant, asked, answer, wei):
    with tenant(acme) as scope:
        tenant_rows(Request, scope).one().expires_at = clock.now()

    with pytest.raises(ConflictError, match="The time to answer this request is over"):
        answer(wei, asked, YES)


def test_only_the_mentor_accepts_and_only_the_mentee_tells(
    acme, tenant, member, asked, answer, tell, amara, wei
):
    for person in (amara, member(acme, name="Mallory")):
        with pytest.raises(NotFoundError):
            answer(person, asked, YES)
    with pytest.raises(NotFoundError):
        tell(wei, asked, "Me")
    with tenant(acme), pytest.raises(NotFoundError):
        requests.withdraw_request(wei.scope, asked.id)


def test_a_mentor_who_is_full_now_closes_the_others_kindly(
    acme, member, asked, ask, mentee, answer, wei, places, reread, mails
):
    ben = member(acme, name="Ben")
    other = ask(ben, mentee(person=ben), places[1])

    answer(wei, asked, YES)

    row = reread(other)
    assert (row.state, row.closed_because) == (RequestState.CLOSED, ClosedBecause.MENTOR_FULL)
    [mail] = [each for each in mails() if "The request between" in each["Subject"]]
    assert mail["To"].addresses[0].addr_spec == ben.email
    assert "Wei has no place left" in words_of(mail)


def test_a_mentor_with_a_place_left_keeps_the_others(
    acme, member, mentor, mentee, by_request, ask, answer, amara, wei, reread
):
    by_request()
    mentor_place, ben = mentor(person=wei, capacity=2), member(acme, name="Ben")
    first = ask(amara, mentee(person=amara), mentor_place)
    second = ask(ben, mentee(person=ben), mentor_place)

    answer(wei, first, YES)

    assert reread(second).state is RequestState.WITH_MENTOR


def test_a_mentee_who_has_a_mentor_now_closes_the_others_kindly(
    asked, ask, amara, mentor, answer, wei, places, reread, mails
):
    other = ask(amara, places[0], mentor("Noor"))

    answer(wei, asked, YES)

    assert reread(other).closed_because is ClosedBecause.MENTEE_PLACED
    assert sum("Amara has found a mentor" in words_of(mail) for mail in mails()) == 1


def test_a_proposal_to_somebody_else_takes_the_place(
    acme, tenant, asked, answer, wei, mentee, cohort, places
):
    ben = mentee("Ben")
    with tenant(acme):
        run = factories.run(cohort)
        factories.proposal(run, places[1], ben, state=ProposalState.PUBLISHED)

    with pytest.raises(ConflictError, match="Wei has no place left"):
        answer(wei, asked, YES)


def test_accepting_who_was_proposed_as_well_accepts_the_proposal_for_both(
    asked, answer, wei, matched, published, reread, count
):
    [proposal] = published(matched())

    answer(wei, asked, YES)

    proposal = reread(proposal)
    assert proposal.state is ProposalState.ACCEPTED
    assert proposal.mentee_answer is proposal.mentor_answer is Answer.ACCEPTED
    assert count(Partnership, Partnership.proposal_id == proposal.id) == 1
    assert count(Partnership) == 1


def test_accepting_a_proposal_settles_the_request_of_the_same_two(
    acme, tenant, asked, amara, wei, matched, published, reread, count
):
    [proposal] = published(matched())
    for person in (amara, wei):
        with tenant(acme):
            reply = answers.Reply(Answer.ACCEPTED)
            answers.answer_proposal(person.scope, proposal.id, reply)

    assert reread(asked).state is RequestState.ACCEPTED
    assert count(Partnership) == 1


def test_a_rule_that_came_up_meanwhile_is_kept(acme, tenant, asked, answer, wei, amara, places):
    with tenant(acme) as scope:
        row = tenant_rows(Participant, scope, Participant.id == places[1].id).one()
        row.answers = {**row.answers, "conflicts": [amara.email]}

    with pytest.raises(ConflictError, match="does not go ahead any more"):
        answer(wei, asked, YES)


def test_a_rule_that_came_up_since_a_proposal_was_sent_is_kept(
    acme, tenant, asked, answer, wei, amara, places, matched, published, reread, count
):
    [proposal] = published(matched())
    with tenant(acme) as scope:
        row = tenant_rows(Participant, scope, Participant.id == places[1].id).one()
        row.answers = {**row.answers, "conflicts": [amara.email]}

    with pytest.raises(ConflictError, match="does not go ahead any more"):
        answer(wei, asked, YES)

    assert reread(proposal).state is ProposalState.PUBLISHED
    assert count(Partnership) == 0


def test_who_left_meanwhile_is_not_accepted(acme, tenant, asked, answer, wei, places):
    with tenant(acme) as scope:
        row = tenant_rows(Participant, scope, Participant.id == places[0].id).one()
        row.withdrawn_at = clock.now()

    with pytest.raises(ConflictError, match="Amara does not take part any more"):
        answer(wei, asked, YES)


def test_an_open_request_counts_as_a_wish_in_a_run_and_takes_no_place(
    acme, tenant, ask, amara, mentor, mentee, by_request, matched, proposals, ada, decided
):
    by_request()
    place = mentee(person=amara, means=["Video", "Phone"])
    mentor("Better", means=["Video", "Phone"])
    wished = mentor("Wished", means=["Video"])

    before = proposals(matched())[0].mentor_id
    ask(amara, place, wished)
    [row] = proposals(matched())

    assert before != wished.id
    assert row.mentor_id == wished.id
    assert any("wish number 1" in reason for reason in row.reasons)
    decided(row)
    with tenant(acme) as scope:
        revision = tenant_rows(Run, scope, Run.id == row.run_id).one().revision
        confirmation = publishing.Confirmation("publish", "k", revision)
        assert publishing.publish(ada.scope, row.run_id, confirmation) == 1
        assert tenant_rows(Proposal, scope, Proposal.state == ProposalState.PUBLISHED).count() == 1


def test_a_program_matched_by_request_has_no_runs(matched, by_request, mentor, mentee):
    by_request(matched_by="request")
    mentor(), mentee()

    with pytest.raises(ConflictError, match="mentees find their mentors themselves"):
        matched()
