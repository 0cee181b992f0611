import pytest

from saas.db import db
from saas.matching import finding
from saas.matching.finding import Sought
from saas.matching.models import Exclusion, ExclusionReason
from saas.matching.queries import requests as queries
from saas.programs.models import Participant
from tests import factories
from tests.matching.conftest import tenant_rows


@pytest.fixture
def amara(acme, member):
    return member(acme, name="Amara")


@pytest.fixture
def choice(acme, tenant, cohort, amara, by_request):
    """What a mentee may choose from: `choice(place)`."""
    by_request()

    def compare(place):
        with tenant(acme) as scope:
            found = queries.asking_place(scope, amara.member_id, place.id)
            return finding.choice_of(scope, found)

    return compare


def names(choice):
    return [each.profile.name for each in choice.candidates]


def test_mentors_with_room_come_best_fit_first_with_reasons(choice, amara, mentor, mentee):
    place = mentee(person=amara)
    mentor("Other field", field="Nursing"), mentor("Wei")

    found = choice(place)

    assert names(found) == ["Wei", "Other field"]
    assert "Works in the aspired field, Law" in found.reasons(found.candidates[0])


def test_whom_a_rule_forbids_is_never_shown(acme, tenant, choice, amara, mentor, mentee):
    place = mentee(person=amara, languages=["English"])
    mentor("Friend", conflicts=[amara.email]), mentor("Avoids her", avoids=[amara.email])
    mentor("French", languages=["French"]), mentor("Junior", field="Art", years_experience=1)
    declined, ended, left = mentor("Declined"), mentor("Ended"), mentor("Left")
    mentor("Wei")
    with tenant(acme) as scope:
        for each, reason in ((declined, "declined"), (ended, "ended")):
            db.session.add(
                Exclusion(
                    cohort_id=place.cohort_id,
                    mentee_id=place.id,
                    mentor_id=each.id,
                    reason=ExclusionReason(reason),
                )
            )
        row = tenant_rows(Participant, scope, Participant.id == left.id).one()
        row.withdrawn_at = row.created_at

    assert names(choice(place)) == ["Wei"]


def test_do_not_match_me_on_is_honored(choice, amara, mentor, mentee):
    place = mentee(person=amara, languages=["English"], not_on=["Languages"])
    mentor("French", languages=["French"])

    assert names(choice(place)) == ["French"]


def test_who_is_full_or_takes_a_break_is_not_shown(
    acme, tenant, cohort, choice, amara, mentor, mentee
):
    place, other = mentee(person=amara), mentee("Ben")
    full, paused = mentor("Full"), mentor("Paused")
    mentor("Closed", capacity=0), mentor("Wei")
    with tenant(acme) as scope:
        factories.partnership(cohort, full, other)
        row = tenant_rows(Participant, scope, Participant.id == paused.id).one()
        row.requests_paused_at = row.created_at

    assert names(choice(place)) == ["Wei"]


def test_a_proposal_that_was_sent_takes_the_place(
    acme, tenant, choice, amara, mentor, mentee, matched, published
):
    mentee("Ben"), mentor("Wei")
    published(matched())
    place = mentee(person=amara)

    assert names(choice(place)) == []


def test_under_the_lowest_fit_of_the_program_nobody_is_shown(
    acme, tenant, cohort, choice, amara, mentor, mentee
):
    place = mentee(person=amara)
    mentor("Wei"), mentor("Low", field="Nursing", goals=["other"], years_experience=3)
    both = [each.fit / 10_000 for each in choice(place).candidates]
    with tenant(acme) as scope:
        program = tenant_rows(type(cohort.program), scope).one()
        program.rules = {"minimum": sum(both) / 2}

    assert names(choice(place)) == ["Wei"]


def test_a_profile_holds_nothing_private(choice, amara, mentor, mentee):
    place = mentee(person=amara)
    mentor("Wei", unit="Secret unit", manager_id="boss@example.org", prefers=["x@example.org"])

    profile = choice(place).candidates[0].profile

    told = repr(profile)
    assert "Secret unit" not in told
    assert "@" not in told


def test_a_profile_leaves_out_what_the_mentor_is_not_to_be_matched_on(
    choice, amara, mentor, mentee
):
    place = mentee(person=amara)
    mentor("Wei", not_on=["Languages", "Experience"], means=["Video"])

    profile = choice(place).candidates[0].profile

    assert (profile.languages, profile.years) == ((), None)
    assert profile.means == ("Video",)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(words="wE"), True),
        (Sought(words="negotiat"), True),
        (Sought(words="Amara"), False),
        (Sought(field="law"), True),
        (Sought(field="Art"), False),
        (Sought(support="Advice", language="english", means="Video"), True),
        (Sought(support="Advocacy"), False),
    ],
)
def test_a_mentee_looks_for_words_field_support_language_and_means(
    choice, amara, mentor, mentee, sought, found
):
    place = mentee(person=amara)
    mentor("Wei", support=["Advice"], skills=["Negotiation"], means=["Video"])

    assert sought.suits(choice(place).candidates[0].profile) is found


def test_what_one_can_look_for_is_what_somebody_has_once_each(choice, amara, mentor, mentee):
    place = mentee(person=amara)
    mentor("Wei", support=["Advice"]), mentor("Noor", support=["advice", "Counsel"])

    words = finding.offered(choice(place).candidates)

    assert [word.casefold() for word in words["support"]] == ["advice", "counsel"]


def test_open_requests_leave_the_order_of_the_mentors_as_it_is(choice, amara, mentor, mentee, ask):
    place = mentee(person=amara)
    mentor("Wei")
    other = mentor("Other field", field="Nursing")
    before = [(each.mentor_id, each.fit) for each in choice(place).candidates]

    ask(amara, place, other)

    assert [(each.mentor_id, each.fit) for each in choice(place).candidates] == before
