"""Matching again: what is decided stays, and few people move."""

import dataclasses as dc
import functools
import random

import pytest

from saas.intake.answers import Answers
from saas.matching.engine import Exclusion, Rules, propose
from tests.matching.engine.people import crowd, market

#: Cohorts in which a place is worth moving for.
SEEDS = (1, 3)


def people(seed: int) -> tuple[list[Answers], list[Answers]]:
    """A cohort in which places are short, so that everybody's place is wanted by others."""
    mentees, mentors = crowd(seed, 50, 20)
    return [dc.replace(each, capacity=1, waited=None) for each in mentees], mentors


@functools.cache
def declined(seed: int, steadiness: float, count: int = 4) -> tuple[int, int, float]:
    """Let some proposals be declined; return how many others move, of how many, and the loss."""
    mentees, mentors = people(seed)
    rules = Rules(steadiness=steadiness)
    before = propose(market(mentees, mentors, rules))
    standing = {(each.mentee, each.mentor) for each in before.proposals}
    gone = random.Random(seed).sample(sorted(standing), count)  # noqa: S311
    bans = [Exclusion(mentee, mentor, "rejected") for mentee, mentor in gone]
    again = market(mentees, mentors, rules, bans)

    after = propose(again, standing=sorted(standing - set(gone)))

    now = {each.mentee: each.mentor for each in after.proposals}
    asked = {mentee for mentee, _ in gone}
    moved = sum(mentee not in asked and now.get(mentee) != mentor for mentee, mentor in standing)
    assert not set(gone) & set(now.items())
    return moved, count, propose(again).assignment.total - after.assignment.total


@pytest.mark.parametrize("seed", SEEDS)
def test_at_most_three_people_move_for_a_decline(seed: int) -> None:
    moved, count, lost = declined(seed, Rules().steadiness)

    assert moved <= 3 * count
    assert lost <= Rules().steadiness * (moved + 3 * count)


def test_without_steadiness_more_people_move() -> None:
    steady = sum(declined(seed, Rules().steadiness)[0] for seed in SEEDS)
    free = sum(declined(seed, 0.0)[0] for seed in SEEDS)

    assert steady < free


def test_accepted_proposals_are_pins_and_nothing_moves_them() -> None:
    mentees, mentors = people(5)
    first = propose(market(mentees, mentors))
    kept = [(each.mentee, each.mentor) for each in first.proposals][::2]

    again = propose(market(mentees, mentors, Rules(objective="best_fit")), kept)

    assert set(kept) <= {(each.mentee, each.mentor) for each in again.proposals}
