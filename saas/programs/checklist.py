"""The set-up checklist: each feature adds its steps, and data says which are done."""

from collections.abc import Callable
from dataclasses import dataclass

from saas.scope import Role, Scope


@dataclass(frozen=True, slots=True)
class Step:
    """Something that an organization does once before its first match run.

    Attributes:
        label: What to do, e.g. "Create a program"; may be lazily translated.
        endpoint: Where to do it; a page that needs nothing but the organization.
        done: Whether the data says that it was done.
        hint: Why, in one sentence.
        order: Place in the checklist; smaller comes first.
        role: The least role that can do it.
    """

    label: str
    endpoint: str
    done: Callable[[Scope], bool]
    hint: str
    order: int
    role: Role = Role.ADMIN


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organization stands with one step."""

    label: str
    endpoint: str
    done: bool
    hint: str


_steps: list[Step] = []


def adds_step(step: Step) -> Step:
    """Register a step. `step.done` must cost a constant number of queries."""
    _steps.append(step)
    return step


def standings(scope: Scope) -> list[Standing]:
    """Return how the organization stands with the steps that the actor can do, in order."""
    steps = sorted(_steps, key=lambda step: step.order)
    return [
        Standing(step.label, step.endpoint, step.done(scope), step.hint)
        for step in steps
        if scope.role.covers(step.role)
    ]
