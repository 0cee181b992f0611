"""The means of meeting that are built in, and those that a program can allow or offers."""

import uuid
from collections.abc import Callable, Iterable

from saas.programs.models import Program
from saas.scope import Scope

MEANS = ["In person", "Video", "Phone", "Chat"]
Asked = Callable[[Scope, uuid.UUID], Iterable[str]]
_asked: list[Asked] = []


def tells_means(asked: Asked) -> Asked:
    """Register what tells the means that people of a program, by its id, are asked about."""
    _asked.append(asked)
    return asked


def means_to_allow(scope: Scope, program: Program) -> list[str]:
    """Return the means that a program can allow: built in, asked about, and allowed until now."""
    told = (means for asked in _asked for means in asked(scope, program.id))
    return list(dict.fromkeys([*MEANS, *told, *program.allowed_means]))


def means_offered(scope: Scope, program: Program, named: Iterable[str] = ()) -> list[str]:
    """Return the means that a program offers to agree on; those that were named come first."""
    known = dict.fromkeys([*named, *means_to_allow(scope, program)])
    return [means for means in known if program.allows_means(means)]
