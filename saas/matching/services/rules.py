"""The matching rules of a program."""

import uuid
from collections.abc import Mapping
from typing import Any

from saas.errors import ConflictError, InvalidError
from saas.matching.engine import Rules, RulesError
from saas.programs import queries as programs
from saas.programs.models import Program
from saas.scope import Scope


def rules_of(program: Program) -> Rules:
    """Return the rules of a program; what it does not say has its default.

    Raises:
        ConflictError: What is stored cannot be used.
    """
    try:
        return Rules.from_dict(program.rules)
    except RulesError as error:
        raise ConflictError(f"Correct the matching rules first. {error}") from error


def save_rules(scope: Scope, program_id: uuid.UUID, settings: Mapping[str, Any]) -> Rules:
    """Change the settings given of a program's rules; the others stay as they are.

    Raises:
        NotFoundError: The program is not the actor's to see.
        ConflictError: It is archived.
        InvalidError: A setting cannot be used, or two contradict each other.
    """
    program = programs.open_program(scope, program_id)
    wanted = {**program.rules, **settings}
    try:
        rules = Rules.from_dict({key: value for key, value in wanted.items() if value is not None})
    except RulesError as error:
        raise InvalidError(None, str(error)) from error
    program.rules = rules.to_dict()
    return rules
