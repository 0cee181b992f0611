"""What programs are made of, in parts: to duplicate one, to keep one as a template, to begin.

Contents are JSON by the name of the part. Each part is one `Part` with three functions; features
above add theirs. Nothing of people is ever in them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saas.programs.models import Program
from saas.scope import Scope

Contents = Mapping[str, Any]
"""What a program is made of, as JSON, by the name of the part."""
Line = tuple[str, str]
"""A title and a text that explains it; the text may be empty."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a program is made of.

    Attributes:
        name: In contents, e.g. "guidelines".
        title: What a preview calls it; lazily translated.
        take: Returns what a program says of it, as JSON.
        put: Lets a new program say it. What it names and is gone by now is left out.
        tell: Returns the lines of a preview; none when there is nothing to tell.
        order: Place among the parts; smaller comes first.
    """

    name: str
    title: Any
    take: Callable[[Scope, Program], Any]
    put: Callable[[Scope, Program, Any], None]
    tell: Callable[[Any], Sequence[Line]]
    order: int


@dataclass(frozen=True, slots=True)
class Told:
    """A part as a preview shows it."""

    name: str
    title: str
    lines: Sequence[Line]


_parts: list[Part] = []


def is_part(part: Part) -> Part:
    """Register a part."""
    _parts.append(part)
    _parts.sort(key=lambda each: each.order)
    return part


def take(scope: Scope, program: Program) -> dict[str, Any]:
    """Return what a program is made of, without its people."""
    return {part.name: part.take(scope, program) for part in _parts}


def put(scope: Scope, program: Program, contents: Contents) -> None:
    """Let a new program be made of these contents; a part that is not there keeps its defaults."""
    for part in _parts:
        if part.name in contents:
            part.put(scope, program, contents[part.name])


def told(contents: Contents) -> list[Told]:
    """Return the parts that have something to tell, in order."""
    found = (Told(part.name, str(part.title), part.tell(contents[part.name]))
             for part in _parts if part.name in contents)  # fmt: skip
    return [each for each in found if each.lines]
