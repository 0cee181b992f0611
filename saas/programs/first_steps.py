"""What the set-up checklist asks for in this feature."""

from flask_babel import lazy_gettext as _l

from saas.programs.checklist import Step, adds_step
from saas.programs.models import Guideline
from saas.programs.queries import has_reviewed
from saas.programs.queries.setup import has_cohort, has_program, has_taken_people_in
from saas.scope import Role

LOOK_AT_GUIDELINES = adds_step(
    Step(
        label=_l("Look at the guidelines"),
        endpoint="org.programs.list_guidelines",
        done=lambda scope: has_reviewed(scope, Guideline),
        hint=_l("Ten are built in: reword, add or retire what does not suit you."),
        order=10,
    )
)
CREATE_PROGRAM = adds_step(
    Step(
        label=_l("Create a program"),
        endpoint="org.programs.list_programs",
        done=has_program,
        hint=_l("It says how often people meet, and for how long."),
        order=20,
    )
)
CREATE_COHORT = adds_step(
    Step(
        label=_l("Create a cohort"),
        endpoint="org.programs.list_programs",
        done=has_cohort,
        hint=_l("The people who are matched with each other, with a first and a last day."),
        order=30,
        role=Role.PROGRAM_ADMIN,
    )
)
OPEN_INTAKE = adds_step(
    Step(
        label=_l("Open the intake"),
        endpoint="org.programs.list_programs",
        done=has_taken_people_in,
        hint=_l("Then mentors and mentees can apply."),
        order=40,
        role=Role.PROGRAM_ADMIN,
    )
)
