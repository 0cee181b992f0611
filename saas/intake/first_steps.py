"""What intake adds to the set-up checklist."""

from flask_babel import lazy_gettext as _l

from saas.intake import queries
from saas.intake.models import Question
from saas.programs.checklist import Step, adds_step
from saas.programs.queries import has_reviewed
from saas.scope import Role, Scope


def _has_reviewed_form(scope: Scope) -> bool:
    return has_reviewed(scope, Question)


adds_step(
    Step(
        label=_l("Look through the intake form"),
        endpoint="org.intake.list_forms",
        done=_has_reviewed_form,
        hint=_l("Mentors and mentees are matched by what they answer."),
        order=15,
    )
)
adds_step(
    Step(
        label=_l("Take in mentors and mentees"),
        endpoint="org.programs.list_programs",
        done=queries.has_both_sides,
        hint=_l("By the public link, by invitation, or from a file."),
        order=50,
        role=Role.PROGRAM_ADMIN,
    )
)
