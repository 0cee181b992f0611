from saas.programs import first_steps, services
from saas.programs.checklist import standings
from saas.programs.models import Guideline
from saas.programs.services.catalogues import furnish_catalogues
from tests import factories

OURS = (
    first_steps.LOOK_AT_GUIDELINES,
    first_steps.CREATE_PROGRAM,
    first_steps.CREATE_COHORT,
    first_steps.OPEN_INTAKE,
)


def done(scope):
    labels = {step.label for step in OURS}
    return {str(step.label): step.done for step in standings(scope) if step.label in labels}


def test_a_new_workspace_has_everything_to_do(acme, tenant):
    with tenant(acme) as scope:
        furnish_catalogues(scope)

        assert done(scope) == {
            "Look at the guidelines": False,
            "Create a program": False,
            "Create a cohort": False,
            "Open the intake": False,
        }


def test_each_step_is_done_once_the_data_says_so(acme, tenant):
    with tenant(acme) as scope:
        services.review_listed(scope, Guideline)
        assert done(scope)["Look at the guidelines"]

        program = factories.program()
        assert done(scope)["Create a program"]

        cohort = factories.cohort(program)
        assert done(scope)["Create a cohort"]
        assert not done(scope)["Open the intake"]

        services.open_intake(scope, cohort.id)
        assert all(done(scope).values())


def test_an_intake_that_is_over_was_opened(acme, tenant):
    with tenant(acme) as scope:
        factories.mentee(factories.cohort())

        assert done(scope)["Open the intake"]


def test_a_sample_program_does_nothing_for_the_set_up(acme, tenant):
    with tenant(acme) as scope:
        cohort = factories.cohort(factories.program(is_sample=True), intake_open=True)
        factories.mentee(cohort)

        assert not any(done(scope).values())
