"""Who goes first between people who suit a mentor alike: whoever earlier rounds left out.

Waiting is no part of the fit, since it says nothing about how well two people suit each other.
It is added on top where proposals are weighed against each other.
"""

from collections.abc import Sequence

import numpy as np

from saas.matching.engine.answers import Answered
from saas.matching.engine.people import Person
from saas.matching.engine.rules import Rules
from saas.matching.engine.settings import WAITED
from saas.matching.engine.words import IntArray

PATIENCE = 3
"""After so many rounds without a mentor, waiting counts fully."""


def priority(answers: Answered, rules: Rules) -> IntArray:
    """Return the points each pair counts for more; of shape (1, 1) where nobody waited."""
    points = waiting_points(answers.mentees, rules)
    if not points.any():
        return np.zeros((1, 1), np.int32)
    first: IntArray = points[:, None] * answers.allowed(WAITED)
    return first


def waiting_points(mentees: Sequence[Person], rules: Rules) -> IntArray:
    """Return the points that the pairs of each mentee count for more."""
    rounds = np.array([waited_rounds(each) for each in mentees], np.int32)
    points: IntArray = np.int32(rules.priority()) * np.minimum(rounds, PATIENCE) // PATIENCE
    return points


def waited_rounds(mentee: Person) -> int:
    """Return how many earlier rounds left a mentee without a mentor, as far as is known."""
    return max(0, mentee.waited or 0)


def waited_sentence(mentee: Person) -> str:
    """Say how long a mentee has waited."""
    rounds = waited_rounds(mentee)
    return f"Waited {rounds} {'round' if rounds == 1 else 'rounds'} before"
