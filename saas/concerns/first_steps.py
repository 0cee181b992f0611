"""What concerns add to the set-up checklist."""

from flask_babel import lazy_gettext as _l

from saas.concerns import queries
from saas.programs.checklist import Step, adds_step
from saas.scope import Scope


def _has_reader(scope: Scope) -> bool:
    return bool(queries.readers(scope))


adds_step(
    Step(
        label=_l("Name who reads concerns in confidence"),
        endpoint="org.concerns.list_readers",
        done=_has_reader,
        hint=_l("Mentors and mentees can raise a concern once somebody is named."),
        order=60,
    )
)
