"""What the product says in the words of the guidelines, where they matter."""

from saas.partnerships.queries import View
from saas.partnerships.queries.acceptances import version_in_force
from saas.programs.models import Moment
from saas.programs.prompting import prompts
from saas.scope import Scope


def prompts_for(scope: Scope, view: View, moment: Moment) -> list[str]:
    """Return what the guidelines in force say to whoever looks at a partnership."""
    if view.side is None:
        return []
    version = version_in_force(scope, view.partnership)
    return prompts(view.partnership.cohort.program, version, moment, view.side)
