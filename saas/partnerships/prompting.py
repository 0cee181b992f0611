"""What the product says in the words of the guidelines, where they matter."""

from saas.partnerships.queries import View
from saas.partnerships.queries.acceptances import version_in_force
from saas.programs.models import Moment, Side
from saas.programs.prompting import prompts
from saas.scope import Scope


def prompts_for(scope: Scope, view: View, moment: Moment) -> list[str]:
    """Return what the guidelines in force say to whoever looks at a partnership."""
    if view.side is None:
        return []
    version = version_in_force(scope, view.partnership)
    # What is said to mentees and to mentors is said to both of two peers.
    sides = Side if view.partnership.is_of_peers else (view.side,)
    said = [each for side in sides for each in prompts(version, moment, side)]
    return list(dict.fromkeys(said))
