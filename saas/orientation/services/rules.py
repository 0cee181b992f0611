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
from saas.seen import columns_of, refuse_moved
from saas.words import STANDARD, Words

#: The column of a program that says it.
RULE = ("orientation",)


@furnishes
def furnish_scenarios(scope: Scope) -> None:
    """Give a workspace the built-in scenarios. Safe to call twice."""
    furnish_listed(scope, Scenario, SCENARIOS)


@rewords
def reword_scenarios(scope: Scope, before: Words, after: Words) -> None:
    """Put new words into the scenarios that nobody has changed."""
    reword_listed(scope, Scenario, SCENARIOS, before, after)


def change_orientation_rule(
    scope: Scope, program_id: uuid.UUID, rule: OrientationRule, seen: str | None = None
) -> Program:
    """Offer, need or drop the orientation of a program; what people took is kept.

    Args:
        scope: Whose, and who acts.
        program_id: The program.
        rule: Whether people take it from now on.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: There is no such program, or the actor does not run it.
        MovedError: Somebody else changed it since.
    """
    program = locked_open_program(scope, program_id)
    refuse_moved(seen, columns_of(program, RULE), {"orientation": rule})
    program.orientation = rule
    if rule is not OrientationRule.OFF:
        # A workspace from before there were any has none yet.
        furnish_scenarios(scope)
        reword_scenarios(scope, STANDARD, own_words())
    return program
