"""Whoever was removed from the organization takes part in nothing, until they are restored."""

import pytest

from saas.errors import ConflictError, NotFoundError
from saas.matching.models import Answer, Proposal, ProposalState
from saas.matching.services import requests
from saas.matching.services.answers import Reply as Says
from saas.matching.services.next_in_line import draft_next
from saas.matching.services.requests import Reply, Say
from saas.orgs.services import remove_member, restore_member
from saas.partnerships.models import EndReason
from saas.partnerships.services import end_partnership, resume_partnership
from saas.programs import queries as programs
from saas.programs.services import withdraw_participant
from tests import factories
from tests.matching.conftest import tenant_rows


@pytest.fixture
def removed(acme, tenant, ada):
    """Remove somebody, and restore them: `removed(wei)`, `removed(wei, back=True)`."""

    def act(person, *, back=False):
        with tenant(acme):
            (restore_member if back else remove_member)(ada.scope, person.member_id)

    return act


def test_nobody_who_was_removed_is_matched_until_they_are_restored(
    acme, tenant, cohort, places_here, wei, removed, matched, proposals
):
    removed(wei)
    with pytest.raises(ConflictError, match="at least one mentee and one mentor"):
        matched()
    with tenant(acme) as scope:
        assert [each.member.name for each in programs.participants(scope, cohort.id)] == ["Amara"]

    removed(wei, back=True)
    assert len(proposals(matched())) == 1


def test_nobody_who_was_removed_is_asked(places_here, wei, removed, matched, published):
    run = matched()
    removed(wei)

    with pytest.raises(ConflictError, match="does not take part any more"):
        published(run)


def test_nobody_becomes_the_partner_of_somebody_who_was_removed(
    places_here, amara, wei, removed, matched, published, answer, reread
):
    [row] = published(matched())
    answer(wei, row)
    removed(wei)

    with pytest.raises(ConflictError, match="does not go ahead any more"):
        answer(amara, row)
    assert reread(row).state is ProposalState.PUBLISHED


@pytest.mark.parametrize("leaves", ["cohort", "organization"])
def test_what_was_sent_to_who_left_is_closed_and_the_other_goes_to_who_is_next(
    acme, tenant, ada, places_here, wei, mentor, removed, matched, published, reread, leaves, hour,
    mails,
):  # fmt: skip
    run = matched()
    [row] = published(run)
    eli = mentor("Eli")
    if leaves == "organization":
        removed(wei)
    else:
        with tenant(acme):
            withdraw_participant(ada.scope, places_here[0].id)

    hour()
    hour()

    closed = reread(row)
    assert (closed.state, closed.decline_reason) == (
        ProposalState.WITHDRAWN,
        "Wei does not take part any more.",
    )
    told = {
        mail["To"].split("<")[0].strip()
        for mail in mails()
        if mail["Subject"].startswith("Your proposal with")
    }
    assert told == ({"Amara"} if leaves == "organization" else {"Amara", "Wei"})
    with tenant(acme) as scope:
        following = tenant_rows(Proposal, scope, Proposal.drafted_from_id == row.id).one()
        assert following.mentor_id == eli.id


def test_what_was_sent_to_who_takes_part_waits(places_here, matched, published, reread, hour):
    [row] = published(matched())

    hour()

    assert reread(row).state is ProposalState.PUBLISHED


def test_nobody_accepts_the_request_of_somebody_who_was_removed(
    acme, tenant, places_here, amara, wei, by_request, ask, removed
):
    by_request()
    asked = ask(amara, places_here[1], places_here[0])
    removed(amara)

    with tenant(acme), pytest.raises(ConflictError, match="does not take part any more"):
        requests.answer_request(wei.scope, asked.id, Reply(Say.ACCEPT))


def test_nobody_asks_somebody_who_was_removed(places_here, amara, wei, by_request, ask, removed):
    by_request()
    removed(wei)

    with pytest.raises(NotFoundError):
        ask(amara, places_here[1], places_here[0])


def test_nobody_who_was_removed_is_next_in_line(
    acme, tenant, places_here, amara, wei, mentor, member, removed, matched, published, answer
):
    eli = member(acme, name="Eli")
    [row] = published(matched())
    mentor(person=eli)
    removed(eli)
    answer(wei, row, Says(Answer.DECLINED))

    with tenant(acme):
        assert draft_next(acme.scope, row.id) is None


def test_an_end_is_not_taken_back_once_one_of_the_two_was_removed(
    acme, tenant, ada, cohort, places_here, wei, removed
):
    with tenant(acme):
        partnership = factories.partnership(cohort, *places_here)
        end_partnership(ada.scope, partnership.id, EndReason.OTHER)
    removed(wei)

    with tenant(acme), pytest.raises(ConflictError, match="or was given up"):
        resume_partnership(ada.scope, partnership.id)
