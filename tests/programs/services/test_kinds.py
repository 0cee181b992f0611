import pytest

from saas.errors import ConflictError, InvalidError
from saas.matching.engine import Rules
from saas.programs import queries, services
from saas.programs.kinds import BEGINNINGS
from saas.programs.models import AgreedPart, Kind, NextInLine
from saas.programs.services import Form
from tests import factories

TERMS = {
    "name": "Circles",
    "description": "",
    "every_days": 14,
    "weeks": 26,
    "mentor_capacity": 5,
    "answer_days": 7,
    "next_in_line": NextInLine.CONFIRM,
}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_begins_with_rules_that_the_engine_takes(acme, tenant, kind):
    with tenant(acme) as scope:
        program = services.create_program(scope, TERMS, Form(kind))

        rules = Rules.from_dict(program.rules)
        assert (rules.group_hours is not None) == (kind is Kind.GROUP)
        assert (rules.experience == "behind") == (kind is Kind.REVERSE)


def test_a_group_of_one_is_refused(acme, tenant):
    with tenant(acme) as scope, pytest.raises(InvalidError, match="two mentees") as error:
        services.create_program(scope, {**TERMS, "mentor_capacity": 1}, Form(Kind.GROUP))

    assert error.value.field == "mentor_capacity"


def test_a_program_without_people_becomes_one_of_another_kind(acme, tenant):
    with tenant(acme) as scope:
        program = services.create_program(scope, TERMS, Form(Kind.GROUP))
        program.rules = {**program.rules, "minimum": 0.2}

        services.change_kind(scope, program.id, Form(Kind.FLASH))

        assert program.weeks == BEGINNINGS[Kind.FLASH].weeks
        assert program.rules == {"minimum": 0.2}


def test_reviews_after_the_end_of_partnerships_of_the_new_kind_go(acme, tenant):
    with tenant(acme) as scope:
        program = services.create_program(scope, TERMS)
        program.agreed_parts, program.review_weeks = [AgreedPart.RHYTHM], [4, 12, 20]

        services.change_kind(scope, program.id, Form(Kind.PEER))

        assert (program.weeks, program.review_weeks) == (12, [4, 12])


@pytest.mark.parametrize("come", [factories.mentee, factories.application])
def test_the_kind_stays_once_people_are_in(acme, tenant, come):
    with tenant(acme) as scope:
        program = services.create_program(scope, TERMS, Form(Kind.GROUP))
        come(factories.cohort(program))

        with pytest.raises(ConflictError, match="People take part already"):
            services.change_kind(scope, program.id, Form(Kind.FLASH))

        assert program.kind is Kind.GROUP


def test_a_program_that_is_always_on_has_one_standing_cohort(acme, tenant):
    with tenant(acme) as scope:
        program = services.create_program(scope, TERMS, Form(always_on=True))

        [cohort] = queries.cohorts_of(scope, [program])
        assert (cohort.ends_on, cohort.intake_open) == (None, False)
        plan = {"name": "May", "starts_on": cohort.starts_on, "ends_on": None, "open_to": "both"}
        with pytest.raises(ConflictError, match="one standing cohort"):
            services.create_cohort(scope, program.id, plan)


def test_the_standing_cohort_comes_and_goes_with_always_on(acme, tenant):
    with tenant(acme) as scope:
        program = services.create_program(scope, TERMS)

        services.change_kind(scope, program.id, Form(always_on=True))
        assert len(queries.cohorts_of(scope, [program])) == 1

        services.change_kind(scope, program.id, Form())
        assert not queries.cohorts_of(scope, [program])


def test_a_program_with_a_dated_cohort_does_not_become_always_on(acme, tenant):
    with tenant(acme) as scope:
        program = services.create_program(scope, TERMS)
        factories.cohort(program)

        with pytest.raises(InvalidError, match="a last day") as error:
            services.change_kind(scope, program.id, Form(always_on=True))

        assert error.value.field == "always_on"


def test_only_the_standing_cohort_has_no_last_day(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort(services.create_program(scope, TERMS))
        plan = {"name": "May", "starts_on": cohort.starts_on, "ends_on": None, "open_to": "both"}

        with pytest.raises(InvalidError):
            services.change_cohort(scope, cohort.id, plan)
