"""Rules hold whenever two could become partners, not only when a run is solved."""

import pytest

from saas.errors import ConflictError
from saas.matching.models import Answer, Exclusion, Proposal, ProposalState, Unplaced
from saas.matching.services import publishing
from saas.matching.services.answers import Reply
from saas.matching.services.board import Decision
from saas.matching.services.next_in_line import draft_next
from saas.partnerships.models import Partnership
from saas.programs.models import NextInLine, Participant, Program
from tests import factories
from tests.matching.conftest import tenant_rows

YES, NO = Reply(Answer.ACCEPTED), Reply(Answer.DECLINED)


@pytest.fixture
def pair(mentor, mentee, amara, wei):
    """The places of Wei, who mentors, and of Amara."""
    return mentor(person=wei, capacity=2), mentee(person=amara, goals=["network", "ideas"])


@pytest.fixture
def sent(pair, matched, published):
    [row] = published(matched())
    return row


DECLARED = {
    "conflict": ({"conflicts": ["Amara"]}, "declared conflict of interest"),
    "avoids": ({"avoids": ["Amara"]}, "asked to avoid"),
    "manager": ({"manager_id": "Amara"}, "same reporting line"),
    "language": ({"languages": ["Welsh"]}, "no language in common"),
}


@pytest.mark.parametrize(("answers", "words"), DECLARED.values(), ids=DECLARED)
def test_what_a_rule_forbids_by_now_is_not_sent(
    approved, pair, say, publish, reread, mails, answers, words
):
    say(pair[0], **answers)

    with pytest.raises(ConflictError, match=rf"Nothing is sent: .*{words}.* Reject Amara with Wei"):
        publish(approved)

    assert reread(approved).state is ProposalState.APPROVED
    assert mails() == []


@pytest.mark.parametrize(("answers", "words"), DECLARED.values(), ids=DECLARED)
def test_who_is_kept_apart_since_they_were_asked_do_not_become_partners(
    acme, tenant, sent, pair, say, answer, reread, followed, mails, amara, wei, answers, words
):
    answer(amara, sent)
    say(pair[0], **answers)

    row = answer(wei, sent)

    assert row.state is ProposalState.WITHDRAWN
    assert followed == []
    assert words in reread(sent).decline_reason
    told = [mail for mail in mails() if "Your proposal with" in mail["Subject"]]
    assert len(told) == 2
    texts = " ".join(mail.get_body(("plain",)).get_content() for mail in told)
    assert not any(word in texts for word in ("conflict", "avoid", "reporting", "language"))
    with pytest.raises(ConflictError, match="does not go ahead any more"):
        answer(wei, sent, NO)
    with tenant(acme) as scope:  # The rule keeps them apart, as long as it does.
        assert tenant_rows(Exclusion, scope).count() == 0


def test_the_first_who_accepts_what_a_rule_forbids_closes_it(sent, pair, say, answer, amara):
    say(pair[1], conflicts=["Wei"])

    assert answer(amara, sent).state is ProposalState.WITHDRAWN


def test_what_a_rule_forbids_can_be_declined(sent, pair, say, answer, wei):
    say(pair[0], conflicts=["Amara"])

    assert answer(wei, sent, NO).state is ProposalState.DECLINED


def test_who_was_stopped_by_a_rule_gets_the_next_in_line(
    acme, tenant, sent, pair, say, answer, mentor, wei, amara, work
):
    noor = mentor("Noor")
    say(pair[0], conflicts=["Amara"])

    answer(wei, sent)
    work()

    with tenant(acme) as scope:
        row = tenant_rows(Proposal, scope, Proposal.drafted_from_id == sent.id).one()
    assert row.mentor_id == noor.id


def test_without_a_next_in_line_the_admin_sees_the_rule(
    acme, tenant, sent, pair, say, answer, wei, work
):
    say(pair[0], conflicts=["Amara"])

    answer(wei, sent)
    work()

    with tenant(acme) as scope:
        assert "declared conflict of interest" in tenant_rows(Unplaced, scope).one().why


def test_nobody_is_next_in_line_against_a_rule_made_since_the_run(
    acme, tenant, sent, rule, answer, mentor, wei, work
):
    mentor("Noor", years_experience=5)
    rule(gap_at_least=8)

    answer(wei, sent, NO)
    work()

    with tenant(acme) as scope:
        assert tenant_rows(Proposal, scope, Proposal.drafted_from_id == sent.id).count() == 0
        assert "not ahead by as much" in tenant_rows(Unplaced, scope).one().why


def test_who_is_next_in_line_is_not_asked_against_a_rule(
    acme, tenant, ada, sent, say, answer, mentor, wei, work, reread
):
    noor = mentor("Noor")
    answer(wei, sent, NO)
    work()
    with tenant(acme) as scope:
        row = tenant_rows(Proposal, scope, Proposal.drafted_from_id == sent.id).one()
    say(noor, conflicts=["Amara"])

    with tenant(acme), pytest.raises(ConflictError, match="Reject Amara with Noor"):
        publishing.send_next(ada.scope, row.run_id, row.id)

    assert reread(row).state is ProposalState.PROPOSED


def test_who_is_next_in_line_is_asked_at_once_only_where_no_rule_forbids_it(
    acme, tenant, ada, sent, say, answer, mentor, wei, work
):
    with tenant(acme) as scope:
        tenant_rows(Program, scope).one().next_in_line = NextInLine.AT_ONCE
    noor, lena = mentor("Noor", goals=["network"]), mentor("Lena", goals=["other"])
    say(noor, conflicts=["Amara"])

    answer(wei, sent, NO)
    work()

    with tenant(acme) as scope:
        row = tenant_rows(Proposal, scope, Proposal.drafted_from_id == sent.id).one()
        assert draft_next(ada.scope, sent.id) is None
    assert (row.mentor_id, row.state) == (lena.id, ProposalState.PUBLISHED)


def test_rules_are_those_of_the_program_now(approved, sent_none, pair, rule, say, publish):
    say(pair[0], unit="Legal"), say(pair[1], unit="legal")
    rule(different_unit=True)

    with pytest.raises(ConflictError, match="The program wants different units"):
        publish(approved)


@pytest.fixture
def sent_none(mails):
    yield
    assert mails() == []


def test_what_fits_less_than_the_minimum_is_sent_only_where_it_is_pinned(
    approved, rule, publish, decided, reread
):
    rule(minimum=0.99)
    with pytest.raises(ConflictError, match="under the minimum of 99; pin them"):
        publish(approved)

    decided(reread(approved), Decision.PIN)

    assert publish(approved) == 1


def test_a_pin_does_not_stand_against_a_rule(approved, pair, say, publish, decided, reread):
    decided(reread(approved), Decision.PIN)
    say(pair[0], conflicts=["Amara"])

    with pytest.raises(ConflictError, match="declared conflict of interest"):
        publish(approved)


def test_the_minimum_does_not_part_who_was_asked(sent, rule, answer, amara, wei, followed):
    rule(minimum=0.99)

    answer(amara, sent), answer(wei, sent)

    assert [each.proposal_id for each in followed] == [sent.id]


def test_one_that_a_rule_forbids_holds_back_all(
    mentor, mentee, matched, proposals, decided, say, publish
):
    mentors = [mentor(f"Mentor {number}") for number in range(3)]
    for number in range(3):
        mentee(f"Mentee {number}")
    rows = proposals(matched())
    for row in rows:
        decided(row)
    for place in mentors[:2]:
        say(place, languages=["Welsh"])

    with pytest.raises(ConflictError, match="and 1 more that the board marks, or run again"):
        publish(rows[0])


def test_two_who_are_partners_already_are_not_asked_again(
    acme, tenant, cohort, approved, pair, rule, publish
):
    rule(mentors_per_mentee=3)
    with tenant(acme) as scope:
        tenant_rows(Participant, scope, Participant.id == pair[1].id).one().capacity = 3
        factories.partnership(cohort, *pair)

    with pytest.raises(ConflictError, match="already partners"):
        publish(approved)


def test_somebody_with_more_places_does_not_get_the_same_partner_twice(
    acme, tenant, cohort, sent, pair, answer, amara, wei
):
    with tenant(acme) as scope:
        tenant_rows(Participant, scope, Participant.id == pair[1].id).one().capacity = 3
        program = tenant_rows(Program, scope).one()
        program.rules = {**program.rules, "mentors_per_mentee": 3}
        factories.partnership(cohort, *pair)

    assert answer(amara, sent).state is ProposalState.WITHDRAWN
    with tenant(acme) as scope:
        assert tenant_rows(Partnership, scope).count() == 1


def test_more_than_the_program_allows_by_now_are_not_asked(
    mentor, mentee, matched, proposals, decided, rule, publish
):
    mentor("Wei", capacity=2), mentee(), mentee()
    rows = proposals(matched())
    for row in rows:
        decided(row)
    rule(mentees_per_mentor=1)

    with pytest.raises(ConflictError, match="Wei has no place left"):
        publish(rows[0])


def test_more_proposals_cost_no_more_queries(
    mentor, mentee, matched, proposals, decided, publish, count_queries, cohort
):
    def round_of(number):
        for _each in range(number):
            mentor(), mentee()
        rows = [row for row in proposals(matched()) if row.state is ProposalState.PROPOSED]
        for row in rows:
            decided(row)
        with count_queries() as made:
            assert publish(rows[0]) == number
        return made

    assert len(round_of(9)) == len(round_of(2))
