"""The matching rules of a program."""

import uuid
from collections.abc import Mapping
from typing import Any

from saas.errors import ConflictError, InvalidError
from saas.matching.engine import Rules, RulesError
from saas.programs.models import Program
from saas.programs.services.locking import locked_open_program
from saas.scope import Scope
from saas.seen import MovedError, fingerprint


class RulesMovedError(MovedError):
    """Somebody else saved other rules since the author of these looked."""


RULES_MOVED = (
    "Somebody else changed these rules while you did, and nothing of yours is saved yet: see below "
    "in what the two differ, then save again."
)


def rules_of(program: Program) -> Rules:
    """Return the rules of a program; what it does not say has its default.

    Raises:
        ConflictError: What is stored cannot be used.
    """
    try:
        return Rules.from_dict(program.rules)
    except RulesError as error:
        raise ConflictError(f"Correct the matching rules first. {error}") from error


def stand_of(program: Program) -> str:
    """Return what tells one stand of a program's rules from another: a form carries it."""
    return fingerprint(program.rules)


def with_settings(program: Program, settings: Mapping[str, Any]) -> Rules:
    """Return the rules of a program with some settings changed; None goes back to the default.

    Raises:
        InvalidError: A setting cannot be used, or two contradict each other.
    """
    wanted = {**program.rules, **settings}
    try:
        return Rules.from_dict({key: value for key, value in wanted.items() if value is not None})
    except RulesError as error:
        raise InvalidError(None, str(error)) from error


def save_rules(
    scope: Scope, program_id: uuid.UUID, settings: Mapping[str, Any], seen: str
) -> Rules:
    """Change the settings given of a program's rules; the others stay as they are.

    Saving once more what is saved changes nothing, whatever was seen.

    Args:
        scope: Whose, and who acts.
        program_id: The program.
        settings: By name; None goes back to the default.
        seen: The rules that the author began from (`stand_of` gives it).

    Raises:
        NotFoundError: The program is not the actor's to see.
        RulesMovedError: Somebody else changed the rules since.
        ConflictError: It is archived.
        InvalidError: A setting cannot be used, or two contradict each other.
    """
    program = locked_open_program(scope, program_id)
    rules = with_settings(program, settings)
    if rules.to_dict() == rules_of(program).to_dict():
        return rules
    if seen != stand_of(program):
        raise RulesMovedError(RULES_MOVED)
    program.rules = rules.to_dict()
    return rules
