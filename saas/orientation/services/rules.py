"""Whether a program has an orientation, and the scenarios it begins with."""

import uuid

from saas.orgs.furnishing import furnishes
from saas.orgs.speech import own_words, rewords
from saas.orientation.builtin import SCENARIOS
from saas.orientation.models import Scenario
from saas.programs.models import OrientationRule, Program
from saas.programs.services import furnish_listed
from saas.programs.services.locking import locked_open_program
from saas.programs.services.rewording import reword_listed
from saas.scope import Scope
from saas.words import STANDARD, Words


@furnishes
def furnish_scenarios(scope: Scope) -> None:
    """Give a workspace the built-in scenarios. Safe to call twice."""
    furnish_listed(scope, Scenario, SCENARIOS)


@rewords
def reword_scenarios(scope: Scope, before: Words, after: Words) -> None:
    """Put new words into the scenarios that nobody has changed."""
    reword_listed(scope, Scenario, SCENARIOS, before, after)


def change_orientation_rule(scope: Scope, program_id: uuid.UUID, rule: OrientationRule) -> Program:
    """Offer, need or drop the orientation of a program; what people took is kept.

    Raises:
        NotFoundError: There is no such program, or the actor does not run it.
    """
    program = locked_open_program(scope, program_id)
    program.orientation = rule
    if rule is not OrientationRule.OFF:
        # A workspace from before there were any has none yet.
        furnish_scenarios(scope)
        reword_scenarios(scope, STANDARD, own_words())
    return program
