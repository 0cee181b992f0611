from saas import clock
from saas.matching.messages import reasons_for_people
from saas.matching.models import ProposalState
from saas.matching.together import group_on_board
from saas.programs.models import Kind
from tests import factories

BERLIN = {"time_zone": "Europe/Berlin"}
TIMES = {"Ann": [[1020, 1140]], "Bo": [[1080, 1200]]}
HOURS = {"name": "hours", "value": 1.0, "weight": 1.0, "words": "Both free Mon 17:00–19:00"}


def proposals(**values):
    """Ann and Bo are proposed to Gus; they share an hour on Mondays."""
    cohort = factories.cohort(factories.program(kind=Kind.GROUP))
    run = factories.run(cohort)
    free = {**BERLIN, "availability": [[1020, 1200]]}
    gus = factories.mentor(cohort, name="Gus", capacity=4, **free)
    mentees = [
        factories.mentee(cohort, name=name, **BERLIN, availability=times)
        for name, times in TIMES.items()
    ]
    given = {"parts": [HOURS], **values}
    return run, [factories.proposal(run, gus, mentee, **given) for mentee in mentees]


def test_both_sides_read_that_it_is_a_group_and_when_all_of_it_are_free(acme, tenant):
    with tenant(acme) as scope:
        sent = {"state": ProposalState.PUBLISHED, "published_at": clock.now()}
        _run, rows = proposals(**sent)

        assert reasons_for_people(scope, rows[0]) == [
            "You meet as a group: Gus with 2 mentees. All are free Mon 18:00–19:00 (Europe/Berlin)"
        ]


def test_the_board_shows_the_group_that_it_makes(acme, tenant):
    with tenant(acme) as scope:
        run, rows = proposals()

        found = group_on_board(scope, run, rows[0])

        assert [each.member.name for each in found.mentees] == ["Ann", "Bo"]
        assert found.times.slots == ["Mon 18:00–19:00"]
