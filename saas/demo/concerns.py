"""What somebody raised in confidence in the sample, and who reads it: the owner, and no admin."""

from saas.concerns.services import answer_concern, name_reader, note_on_concern, raise_concern
from saas.demo.cast import MENTEE, OWNER, address_of
from saas.demo.stage import Stage
from saas.partnerships import queries

_RAISED = (
    "Some messages reach me close to midnight, and I feel I should answer at once. I do not want "
    "to make much of it, and I would not know how to say it myself."
)
_ANSWER = (
    "Thank you for telling me. Nobody has to answer at night here. Shall I say so to everybody in "
    "the next mail, so that it is not about the two of you?"
)
_NOTE = "To be said in the next mail to everybody who takes part, without an occasion."


def prepare(stage: Stage) -> None:
    """Note who reads, what was raised, and what was said to it."""
    stage.on(90, lambda: _name(stage))
    stage.on(13, lambda: _raise(stage))


def _name(stage: Stage) -> None:
    name_reader(stage.scope(), email=address_of(OWNER.name), program_id=None)


def _raise(stage: Stage) -> None:
    scope = stage.scope(MENTEE)
    concern = raise_concern(scope, queries.own(scope)[0].id, _RAISED)
    stage.on(12, lambda: answer_concern(stage.scope(), concern.id, _ANSWER))
    stage.on(11, lambda: note_on_concern(stage.scope(), concern.id, _NOTE))
