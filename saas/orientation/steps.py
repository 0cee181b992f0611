"""The steps of an orientation, made from what a program says; nothing is read here."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from saas.orientation.models import Scenario
from saas.programs.models import Program, Side

#: Words that people read in a minute, and seconds to think about a scenario.
PACE, THINKING = 220, 15
Items = Sequence[Mapping[str, Any]]


class StepKind(enum.StrEnum):
    """What a step shows."""

    EXPECTATIONS = "expectations"
    GUIDELINES = "guidelines"
    AGREEMENT = "agreement"
    SCENARIO = "scenario"


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        key: What it is known by in addresses and in what was taken.
        items: The guidelines or paragraphs it shows, as a version keeps them.
        scenario: The scenario it shows, or None.
    """

    key: str
    kind: StepKind
    items: Items = ()
    scenario: Scenario | None = None

    @property
    def words(self) -> int:
        """How many words there are to read, roughly."""
        texts = [str(value) for item in self.items for value in item.values()]
        if self.scenario:
            texts += [self.scenario.situation, *self.scenario.answers, *self.scenario.feedback]
        return sum(len(text.split()) for text in texts)


def steps_of(
    program: Program, side: Side, said: Mapping[str, Items], scenarios: Iterable[Scenario]
) -> list[Step]:
    """Return the steps for one side, in order; what there is nothing to say about is no step.

    Args:
        program: Whose; where two meet once, nothing is signed.
        side: Whose. What only the other side is asked for is left out of the guidelines, unless
            nothing else is left: then a mentor reads what their mentee is asked for.
        said: What the program says, by catalogue.
        scenarios: Those that are offered, in order.
    """
    clauses = [_shown(item, "title", "body") for item in said["clauses"]]
    found = [Step(StepKind.EXPECTATIONS, StepKind.EXPECTATIONS)]
    if guidelines := _guidelines(program, side, said["guidelines"]):
        found.append(Step(StepKind.GUIDELINES, StepKind.GUIDELINES, guidelines))
    if clauses and not program.is_single:
        found.append(Step(StepKind.AGREEMENT, StepKind.AGREEMENT, clauses))
    found += [
        Step(str(each.id), StepKind.SCENARIO, scenario=each)
        for each in scenarios
        if program.audience_of(each.audience).includes(side)
    ]
    return found


def minutes(steps: Iterable[Step]) -> int:
    """Return how long the steps take somebody who reads at an ordinary pace, at least 1."""
    seconds = sum(step.words * 60 / PACE + (THINKING if step.scenario else 0) for step in steps)
    return max(1, round(seconds / 60))


def _guidelines(program: Program, side: Side, items: Items) -> Items:
    heard = [{**item, "audience": program.audience_of(item["audience"])} for item in items]
    own = [item for item in heard if item["audience"].includes(side)]
    return [_shown(item, "title", "explanation", "audience") for item in own or heard]


def _shown(item: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    return {name: item[name] for name in names}
