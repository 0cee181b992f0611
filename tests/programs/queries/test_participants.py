from saas.programs import queries, services
from saas.programs.models import Side
from tests import factories


def test_participants_come_by_name_with_their_members_in_one_query(acme, tenant, count_queries):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        for name in ("Grace", "Ada", "Alan"):
            factories.mentor(cohort, name=name)
        factories.mentee(cohort, name="Bob")
        factories.mentor(factories.cohort(), name="Elsewhere")
        cohort_id = cohort.id
    with tenant(acme) as scope, count_queries() as statements:
        names = [each.member.name for each in queries.participants(scope, cohort_id, Side.MENTOR)]

        assert names == ["Ada", "Alan", "Grace"]
        assert len(statements) == 1


def test_a_page_holds_fifty_and_says_whether_there_are_more(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort()
        for number in range(51):
            factories.mentee(cohort, name=f"Person {number:02}")

        first, more = queries.participants_page(scope, cohort.id)
        assert (len(first), more) == (50, True)

        second, more = queries.participants_page(scope, cohort.id, page=2)
        assert ([each.member.name for each in second], more) == (["Person 50"], False)


def test_a_page_shows_who_has_withdrawn(acme, tenant):
    with tenant(acme) as scope:
        mentee = factories.mentee(factories.cohort())
        services.withdraw_participant(scope, mentee.id)

        assert queries.participants_page(scope, mentee.cohort_id) == ([mentee], False)


def test_counts_are_by_cohort_and_side(acme, tenant):
    with tenant(acme) as scope:
        cohort, empty = factories.cohort(), factories.cohort()
        factories.mentor(cohort)
        for _ in range(2):
            factories.mentee(cohort)

        assert queries.participant_counts(scope, [cohort, empty]) == {
            cohort.id: {Side.MENTEE: 2, Side.MENTOR: 1}
        }


def test_a_members_places_come_with_cohort_and_program_in_one_query(acme, tenant, count_queries):
    with tenant(acme) as scope:
        program = factories.program("Career")
        mentee = factories.mentee(factories.cohort(program, name="Spring"))
        factories.mentor(factories.cohort(program))
        member_id = mentee.member_id
    with tenant(acme) as scope, count_queries() as statements:
        places = queries.participation_of(scope, member_id)

        assert [(each.cohort.name, each.cohort.program.name) for each in places] == [
            ("Spring", "Career")
        ]
        assert len(statements) == 1
