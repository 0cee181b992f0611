"""How the sample's people took their orientation, and what there is to read."""

from saas.demo.cast import ADMIN, MENTEE, MENTOR
from saas.demo.intake import FIRST, cohort
from saas.demo.stage import Stage
from saas.orientation.models import ResourceStage
from saas.orientation.queries import taking
from saas.orientation.services import Reading, add_resource, change_orientation_rule, take_step
from saas.programs import queries as programs
from saas.programs.models import Audience, OrientationRule
from saas.scope import Role, Scope

_RESOURCES = (
    Reading(
        title="What to ask in the first hour",
        description="Twelve questions to choose from, so that nobody begins with the weather.",
        topic="First meeting",
        stage=ResourceStage.STARTING,
        audience=Audience.BOTH,
        url="https://example.org/first-hour",
    ),
    Reading(
        title="How to say what you hope for",
        description="Two pages on goals that somebody else can help you with.",
        topic="Goals",
        stage=ResourceStage.BEFORE_MATCHING,
        audience=Audience.MENTEE,
        url="https://example.org/hopes",
    ),
    Reading(
        title="Feedback that is of use",
        description="What was seen, what it did, and what to try next: with examples.",
        topic="Feedback",
        stage=ResourceStage.UNDER_WAY,
        audience=Audience.MENTOR,
        url="https://example.org/feedback",
    ),
    Reading(
        title="The last meeting",
        description="How to look back, say thanks, and agree on what comes next.",
        topic="Ending well",
        stage=ResourceStage.CLOSING,
        audience=Audience.BOTH,
        url="https://example.org/last-meeting",
    ),
)


def prepare(stage: Stage) -> None:
    """Note that the program offers an orientation, and who took it."""
    stage.on(112, lambda: _offer(stage))
    stage.on(87, lambda: _take(stage))


def _offer(stage: Stage) -> None:
    scope = stage.scope(ADMIN.name)
    [program] = programs.programs(scope)
    change_orientation_rule(scope, program.id, OrientationRule.OPTIONAL)
    for reading in _RESOURCES:
        add_resource(scope, reading)


def _take(stage: Stage) -> None:
    """Let every sixth of the first cohort take it, and the two who can sign in begin or end it."""
    scope = stage.scope()
    people = programs.participants(scope, cohort(stage, FIRST).id)
    for place, participant in enumerate(people):
        name = participant.member.name
        if place % 6 == 0 or name in (MENTEE, MENTOR):
            actor = Scope(stage.org_id, participant.member_id, Role.MEMBER)
            steps = taking(actor, participant.id).steps
            # The mentee has stopped before the scenarios.
            for step in [each for each in steps if name != MENTEE or each.scenario is None]:
                said = step.scenario
                answer = said.answers[said.best] if said else None
                take_step(actor, participant.id, step.key, answer)
