import pytest

from saas.errors import InvalidError, NotFoundError
from saas.programs import queries, services
from saas.programs.models import Side
from saas.programs.services.participants import add_participant
from saas.scope import Role
from tests import factories


def test_adding_twice_is_adding_once_with_the_newer_answers(acme, tenant):
    with tenant(acme) as scope:
        cohort, person = factories.cohort(), factories.listed_member("Ada")
        place = {"side": Side.MENTOR, "capacity": 1}
        first = add_participant(scope, cohort, person, **place, answers={"field": "law"})

        second = add_participant(
            scope, cohort, person, side=Side.MENTOR, capacity=3, answers={"field": "art"}
        )

        assert second is first
        assert (first.capacity, first.answers) == (3, {"field": "art"})
        assert queries.participants(scope, cohort.id) == [first]


def test_whoever_withdrew_takes_part_again_when_added(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        mentee = factories.mentee(cohort)
        services.withdraw_participant(scope, mentee.id)

        add_participant(scope, cohort, mentee.member, side=Side.MENTEE, capacity=1, answers={})

        assert queries.participants(scope, cohort.id) == [mentee]


def test_one_member_can_take_part_on_both_sides(acme, tenant):
    with tenant(acme) as scope:
        cohort, person = factories.cohort(), factories.listed_member()

        for side in Side:
            add_participant(scope, cohort, person, side=side, capacity=1, answers={})

        assert {each.side for each in queries.participants(scope, cohort.id)} == set(Side)


@pytest.mark.parametrize("capacity", [-1, 51])
def test_an_impossible_capacity_is_refused(acme, tenant, capacity):
    with tenant(acme) as scope:
        mentor = factories.mentor(factories.cohort())

        with pytest.raises(InvalidError, match="from 0 to 50") as error:
            services.change_capacity(scope, mentor.id, capacity)

        assert (error.value.field, mentor.capacity) == ("capacity", 1)


def test_a_capacity_changes(acme, tenant):
    with tenant(acme) as scope:
        mentor = factories.mentor(factories.cohort())

        assert services.change_capacity(scope, mentor.id, 0).capacity == 0


def test_whoever_withdraws_is_no_longer_among_the_participants_until_restored(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        mentor = factories.mentor(cohort)

        services.withdraw_participant(scope, mentor.id)
        assert queries.participants(scope, cohort.id) == []
        assert queries.participant_counts(scope, [cohort]) == {}

        services.restore_participant(scope, mentor.id)
        assert queries.participants(scope, cohort.id) == [mentor]


@pytest.mark.parametrize(
    "act",
    [
        lambda scope, participant_id: services.change_capacity(scope, participant_id, 2),
        services.withdraw_participant,
        services.restore_participant,
    ],
)
def test_program_admins_reach_only_the_participants_of_programs_they_run(acme, tenant, member, act):
    pat = member(acme, Role.PROGRAM_ADMIN, "Pat")
    with tenant(acme) as scope:
        theirs, other = (factories.mentor(factories.cohort()) for _ in range(2))
        services.assign_program_admin(scope, theirs.cohort.program_id, pat.member_id)

        assert act(pat.scope, theirs.id) is theirs
        with pytest.raises(NotFoundError, match="you do not run their program"):
            act(pat.scope, other.id)
