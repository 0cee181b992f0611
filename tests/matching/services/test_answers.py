import datetime as dt

import pytest
from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.digests.contents import contents
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.matching import acceptance
from saas.matching.models import Answer, Exclusion, Proposal, ProposalState, Run, Unplaced
from saas.matching.services import answers as services
from saas.matching.services import publishing, undoing
from saas.matching.services.answers import Reply
from saas.matching.services.board import Decision
from saas.programs.models import NextInLine, Participant
from tests.matching.conftest import tenant_rows

YES, NO = Reply(Answer.ACCEPTED), Reply(Answer.DECLINED, "No time")


@pytest.fixture
def sent(mentor, mentee, amara, wei, matched, published):
    """A proposal of Wei for Amara that both were asked about."""
    mentor(person=wei), mentee(person=amara)
    return published(matched())[0]


@pytest.fixture
def answer(acme, tenant):
    def act(person, proposal, reply):
        with tenant(acme):
            return services.answer_proposal(person.scope, proposal.id, reply)

    return act


@pytest.fixture
def followed(monkeypatch):
    """What was made of acceptances."""
    found = []
    follower = lambda _scope, accepted: found.append(accepted)  # noqa: E731
    monkeypatch.setattr(acceptance, "_followers", [follower])
    return found


def reread(tenant, org, proposal):
    with tenant(org) as scope:
        return tenant_rows(Proposal, scope, Proposal.id == proposal.id).one()


def test_publishing_asks_both_sides_by_mail_with_a_link_of_their_own(sent, mails, amara, wei):
    found = {mail["To"].addresses[0].addr_spec: mail for mail in mails()}

    assert set(found) == {amara.email, wei.email}
    texts = [mail.get_body(("plain",)).get_content() for mail in found.values()]
    assert all("/proposals/" in text and "aspired field" in text for text in texts)
    assert len({text.split("/proposals/")[1].split()[0] for text in texts}) == 2


def test_publishing_twice_with_one_key_sends_once(acme, tenant, ada, sent, mails):
    with tenant(acme):
        again = publishing.Confirmation("publish", "key", 99)
        assert publishing.publish(ada.scope, sent.run_id, again) == 0

    assert len(mails()) == 2


def test_publishing_needs_the_word(acme, tenant, ada, mentor, mentee, matched):
    mentor(), mentee()
    run = matched()

    with tenant(acme), pytest.raises(InvalidError, match="Type publish"):
        publishing.publish(ada.scope, run.id, publishing.Confirmation("yes", "k", 0))


def test_publishing_what_was_changed_meanwhile_is_refused(
    acme, tenant, ada, mentor, mentee, matched, proposals, decided
):
    mentor(), mentee()
    run = matched()
    decided(proposals(run)[0])

    with tenant(acme), pytest.raises(ConflictError, match="changed meanwhile"):
        publishing.publish(ada.scope, run.id, publishing.Confirmation("publish", "k", 0))


def test_nobody_is_asked_for_more_than_they_take(
    acme, tenant, ada, mentor, mentee, matched, proposals, decided
):
    place = mentor("Wei")
    mentee()
    run = matched()
    decided(proposals(run)[0])
    with tenant(acme) as scope:
        tenant_rows(Participant, scope, Participant.id == place.id).one().capacity = 0
        revision = tenant_rows(Run, scope, Run.id == run.id).one().revision

    with tenant(acme), pytest.raises(ConflictError, match="Wei has no place left"):
        publishing.publish(ada.scope, run.id, publishing.Confirmation("publish", "k", revision))


def test_both_accept_and_are_partners(acme, tenant, sent, answer, amara, wei, followed, mails):
    answer(amara, sent, YES)
    assert followed == []

    answer(wei, sent, YES)

    assert [each.proposal_id for each in followed] == [sent.id]
    assert reread(tenant, acme, sent).state is ProposalState.ACCEPTED
    assert sum("are partners" in mail["Subject"] for mail in mails()) == 2


def test_accepting_twice_is_accepting_once(sent, answer, amara, wei, followed):
    for person in (amara, amara, wei, wei):
        answer(person, sent, YES)

    assert len(followed) == 1


def test_an_answer_is_final(sent, answer, amara):
    answer(amara, sent, YES)

    with pytest.raises(ConflictError, match="answered this proposal already"):
        answer(amara, sent, NO)


def test_declining_keeps_the_two_apart_and_tells_the_other_side_kindly(
    acme, tenant, sent, answer, amara, wei, mails
):
    answer(amara, sent, NO)

    row = reread(tenant, acme, sent)
    assert (row.state, row.decline_reason) == (ProposalState.DECLINED, "No time")
    with tenant(acme) as scope:
        assert tenant_rows(Exclusion, scope).count() == 1
    [mail] = [each for each in mails() if "Your proposal with" in each["Subject"]]
    assert mail["To"].addresses[0].addr_spec == wei.email
    assert "No time" not in mail.get_body(("plain",)).get_content()


def test_who_answers_after_the_other_declined_is_told(sent, answer, amara, wei):
    answer(amara, sent, NO)

    with pytest.raises(ConflictError, match="does not go ahead"):
        answer(wei, sent, YES)


def test_who_answers_too_late_is_told(acme, tenant, sent, answer, amara):
    with tenant(acme) as scope:
        tenant_rows(Proposal, scope).one().expires_at = clock.now() - dt.timedelta(seconds=1)

    with pytest.raises(ConflictError, match="has expired"):
        answer(amara, sent, YES)


def test_nobody_answers_for_others(acme, member, sent, answer):
    with pytest.raises(NotFoundError):
        answer(member(acme, name="Mallory"), sent, YES)


def test_what_was_not_answered_expires(acme, tenant, sent, mails):
    with tenant(acme) as scope:
        tenant_rows(Proposal, scope).one().expires_at = clock.now()
    with tenant(acme) as scope:
        services.expire_proposals(scope)
        services.expire_proposals(scope)

    assert reread(tenant, acme, sent).state is ProposalState.EXPIRED
    assert sum("Your proposal with" in mail["Subject"] for mail in mails()) == 2


@pytest.mark.parametrize(
    "act", [services.expire_proposals, services.remind, services.close_impossible]
)
def test_the_people_of_all_that_is_due_are_locked_at_once(
    acme, tenant, mentor, mentee, matched, published, count_queries, act
):
    """Pair after pair they could be held by who waits for those of another pair."""
    places = [each(capacity=1) for each in (mentor, mentee) * 3]
    published(matched())
    with tenant(acme) as scope:
        for row in tenant_rows(Proposal, scope):
            row.expires_at = clock.now() + dt.timedelta(days=act is services.remind)
        for place in places if act is services.close_impossible else ():
            db.session.merge(place).withdrawn_at = clock.now()

    with tenant(acme) as scope, count_queries() as made:
        act(scope)

    locked = [each.split("FROM ")[1].split()[0] for each in made if "FOR NO KEY" in each]
    assert locked[:2] == ["participants", "proposals"]
    assert set(locked[2:]) <= {"runs"}
    assert all("ORDER BY" in each for each in made if "FOR NO KEY" in each)


def test_who_has_not_answered_is_reminded_once(acme, tenant, sent, answer, amara, wei, mails):
    answer(amara, sent, YES)
    with tenant(acme) as scope:
        tenant_rows(Proposal, scope).one().expires_at = clock.now() + dt.timedelta(days=1)
        tenant_rows(Proposal, scope).one().published_at = clock.now() - dt.timedelta(days=6)
    for _hour in range(2):
        with tenant(acme) as scope:
            services.remind(scope)

    [mail] = [each for each in mails() if "Please answer by" in each["Subject"]]
    assert mail["To"].addresses[0].addr_spec == wei.email


def test_after_a_decline_the_next_in_line_is_drafted_for_the_admin(
    acme, tenant, ada, sent, answer, mentor, wei, work, mails
):
    next_best = mentor("Noor")

    answer(wei, sent, NO)
    work()

    with tenant(acme) as scope:
        drafted = tenant_rows(Proposal, scope, Proposal.drafted_from_id == sent.id).one()
    assert (drafted.mentor_id, drafted.state) == (next_best.id, ProposalState.PROPOSED)
    with tenant(acme):
        assert contents(ada.scope)[-1].title.startswith("1 next proposal waits in ")
        publishing.send_next(ada.scope, sent.run_id, drafted.id)
        publishing.send_next(ada.scope, sent.run_id, drafted.id)
    assert sum("A mentor for you: Noor" in mail["Subject"] for mail in mails()) == 1


def test_the_next_in_line_is_asked_at_once_where_the_program_wants_it(
    acme, tenant, cohort, sent, answer, mentor, wei, mails
):
    with tenant(acme) as scope:
        program = tenant_rows(type(cohort.program), scope).one()
        program.next_in_line = NextInLine.AT_ONCE
    mentor("Noor")

    answer(wei, sent, NO)

    assert sum("A mentor for you: Noor" in mail["Subject"] for mail in mails()) == 1


@pytest.fixture
def drafted(acme, tenant, sent, answer, mentor, wei, work):
    """Noor, who is next in line for Amara after Wei declined."""
    mentor("Noor")
    answer(wei, sent, NO)
    work()
    with tenant(acme) as scope:
        return tenant_rows(Proposal, scope, Proposal.drafted_from_id == sent.id).one()


def test_who_sends_a_next_in_line_that_was_rejected_is_told_and_sends_it_once_that_is_undone(
    acme, tenant, ada, drafted, decided
):
    step = decided(drafted, Decision.REJECT)
    with tenant(acme), pytest.raises(ConflictError, match="was rejected; undo that first"):
        publishing.send_next(ada.scope, drafted.run_id, drafted.id)

    with tenant(acme):
        undoing.undo(ada.scope, drafted.run_id, step.id)
        assert publishing.send_next(ada.scope, drafted.run_id, drafted.id).published_at


def test_who_sends_a_next_in_line_that_gave_way_to_a_swap_is_told(acme, tenant, ada, drafted):
    with tenant(acme) as scope:
        row = tenant_rows(Proposal, scope, Proposal.id == drafted.id).one()
        row.state = ProposalState.REPLACED

    with tenant(acme), pytest.raises(ConflictError, match="was swapped; undo that first"):
        publishing.send_next(ada.scope, drafted.run_id, drafted.id)


def test_without_a_next_in_line_the_mentee_waits_with_a_reason(
    acme, tenant, sent, answer, wei, work
):
    answer(wei, sent, NO)
    work()

    with tenant(acme) as scope:
        assert "rejected earlier" in tenant_rows(Unplaced, scope).one().why


def test_what_the_other_side_wished_is_never_told(mentor, mentee, amara, wei, matched, published,
                                                 mails):  # fmt: skip
    mentor(person=wei, prefers=[amara.email]), mentee(person=amara, prefers=[wei.email])
    [row] = published(matched())
    assert any("wish" in reason for reason in row.reasons)

    texts = [mail.get_body(("plain",)).get_content() for mail in mails()]

    assert len(texts) == 2
    assert not any("wish" in text for text in texts)


def test_who_waited_goes_first_in_later_rounds(acme, tenant, mentor, mentee, matched, published):
    mentor(), mentee("Amara"), mentee("Ben")
    run = matched()

    published(run)

    with tenant(acme) as scope:
        waited = db.session.scalars(
            select(Participant.waited).where(Participant.org_id == scope.org_id)
        ).all()
    assert sorted(waited) == [0, 0, 1]
