"""What why-not says that putting two people together costs, beside what the comparison finds."""

import itertools
import random
import re

import pytest

from saas.errors import ConflictError
from saas.matching import comparing, proving
from saas.matching.engine import Rules, SwapError
from saas.matching.queries import runs
from saas.matching.services.board import Decision

GOALS = ["network", "ideas", "skills", "role", "career"]
POINTS = "at least ([0-9.]+) points"


@pytest.fixture
def told(acme, tenant, ada):
    """Return what why-not says of what two people cost: `told(run, mentee, mentor)`."""

    def ask(run, one, other):
        with tenant(acme):
            here = runs.managed_run(ada.scope, run.id)
            return comparing.standing_of(ada.scope, here, (one.id, other.id)).cost

    return ask


@pytest.fixture
def dearer(told, planned):
    """Return of whom why-not says what the comparison does not find, and all that it says."""

    def look(run, mentees, mentors):
        said, wrong = [], []
        for one, other in itertools.product(mentees, mentors):
            if cost := told(run, one, other):
                said.append(cost)
                try:
                    _revision, plan = planned(run, one, other)
                except SwapError:
                    continue
                if not is_found(cost, plan):
                    wrong.append((cost, plan.change, plan.served))
        return said, wrong

    return look


def is_found(cost, plan):
    """Tell whether a comparison bears out what was said."""
    fewer = plan.served < 0 or len(plan.rows) < len(plan.gone)
    under = reached(row["fit"] for row in plan.rows) < reached(row.fit for row in plan.gone)
    if points := re.search(POINTS, cost):
        return not fewer and float(points[1]) <= 0.11 - plan.change
    if "at least one proposal" in cost:
        return fewer
    if "leave at least one more" in cost:
        return fewer or under
    return fewer or under or plan.change < 0


def reached(fits):
    """Count how often fits, in 1/10,000, reach a floor."""
    return sum(fit >= 10_000 * floor for fit in fits for floor in Rules().floors)


@pytest.fixture
def many(mentor, mentee):
    goals = ["network", "ideas"]
    return (
        [mentee(f"Amara {n}", goals=goals[: 1 + n // 2]) for n in range(4)],
        [mentor(f"Wei {n}", years_experience=6 + n, goals=goals[: 1 + n % 2]) for n in range(4)],
    )


@pytest.fixture
def had(proposals):
    """Return whom a run gave to a mentee: `had(run, mentee, mentors)`."""

    def find(run, one, mentors):
        [mentor_id] = [row.mentor_id for row in proposals(run) if row.mentee_id == one.id]
        return next(each for each in mentors if each.id == mentor_id)

    return find


def test_why_not_says_no_more_than_the_comparison_once_matched_again(many, matched, dearer):
    before = dearer(matched(), *many)
    again = matched()

    assert any(re.search(POINTS, each) for each in before[0])
    assert dearer(again, *many) == before == (before[0], [])


def test_why_not_says_no_more_than_the_comparison_where_matching_again_kept_proposals(
    many, matched, mentor, dearer, decided, proposals, swap
):
    """An admin preferred another mentor; the next run keeps what is not much worse."""
    mentees, mentors = many
    run = matched()
    swap(run, mentees[0], mentors[3])
    for row in proposals(run):
        if row.pinned:
            decided(row, Decision.UNPIN)
    mentors.append(mentor("Zoe", years_experience=12))

    _said, wrong = dearer(matched(), *many)

    assert wrong == []


def test_why_not_says_no_cost_by_prices_that_hold_what_keeping_counted(
    acme, tenant, many, matched, dearer
):
    """Of runs from before those that tell it were kept."""
    matched()
    again = matched()
    with tenant(acme) as scope:
        proof = proving.proof_of(scope, again.id)
        proof.cost_weights = proof.cost_prices = None

    assert dearer(again, *many) == ([], [])


def test_why_not_says_no_cost_on_a_board_of_other_pairs_until_they_stand_again(
    acme, tenant, ada, many, matched, dearer, swap, undo, had
):
    mentees, mentors = many
    run = matched()
    before = dearer(run, *many)
    first = had(run, mentees[0], mentors)
    step = swap(run, mentees[0], next(each for each in mentors if each.id != first.id))

    assert dearer(run, *many) == ([], [])
    undo(step)
    assert dearer(run, *many) == before


def test_why_not_says_no_cost_of_a_mentee_whose_mentor_a_run_had_to_keep(
    many, matched, dearer, told, swap, had
):
    """Matched again after a swap: to take it back is no loss, whatever keeping it is worth."""
    mentees, mentors = many
    run = matched()
    first = had(run, mentees[0], mentors)
    swap(run, mentees[0], next(each for each in mentors if each.id != first.id))
    again = matched()

    said, wrong = dearer(again, *many)

    assert [told(again, mentees[0], each) for each in mentors] == [""] * len(mentors)
    assert said
    assert wrong == []


def test_why_not_says_no_cost_once_a_pair_may_move_that_the_run_had_to_keep(
    many, matched, dearer, decided, proposals
):
    decided(proposals(matched())[0], Decision.PIN)
    run = matched()
    before = dearer(run, *many)
    decided(next(row for row in proposals(run) if row.pinned), Decision.UNPIN)

    assert before[0]
    assert before[1] == []
    assert dearer(run, *many) == ([], [])


def test_why_not_says_what_it_said_once_proposals_are_approved(
    many, matched, dearer, decided, proposals
):
    run = matched()
    before, _wrong = dearer(run, *many)
    decided(proposals(run)[0])

    said, wrong = dearer(run, *many)

    assert wrong == []
    assert 0 < len(said) <= len(before)


@pytest.mark.parametrize("seed", [0, 5])
def test_why_not_says_no_more_than_the_comparison_on_any_board(
    mentor, mentee, matched, dearer, swap, decided, proposals, seed
):
    """Boards with people under a floor, after a run, a swap, and what was decided before a run."""
    dice = random.Random(seed)  # noqa: S311

    def answers():
        return {
            "goals": dice.sample(GOALS, dice.randint(1, 3)),
            "years_experience": dice.randint(1, 20),
            "field": dice.choice(["Law", "IT"]),
            "languages": dice.sample(["English", "Thai"], dice.randint(1, 2)),
        }

    mentors = [mentor(f"Wei {n}", capacity=dice.randint(1, 2), **answers()) for n in range(5)]
    mentees = [mentee(f"Amara {n}", **answers()) for n in range(5)]
    wrong = []
    for decision in (Decision.PIN, Decision.APPROVE):
        run = matched()
        wrong += dearer(run, mentees, mentors)[1]
        try:
            swap(run, dice.choice(mentees), dice.choice(mentors))
        except (SwapError, ConflictError):
            decided(proposals(run)[0], decision)
        wrong += dearer(run, mentees, mentors)[1]
    wrong += dearer(matched(), mentees, mentors)[1]

    assert wrong == []


def test_a_cost_that_fit_alone_may_not_explain_is_told_without_points():
    weights = {"pairs": 60.0, "floors": 5.0, "total": 1.0}

    def say(cost, points, weights=weights):
        return proving.cost_in_words(cost, weights, points=points)

    assert "at least 17.86 points" in say(0.1786, points=True)
    assert "cost points of fit, leave one more proposal" in say(2.47, points=False)
    assert "cost points of fit, or somebody a proposal" in say(2.47, False, {"total": 1.0})
    assert "leave at least one more proposal" in say(5.0, points=True)
    assert "at least one proposal" in say(60.0, points=True)
