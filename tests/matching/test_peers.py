"""The sample of the open project mentor-match, scored by the rules which that project publishes.

Its rules (`base_rules` of its web application, for version 7 of its library): nobody of the same
organisation; a mentor one or two grades ahead; 12 points for two grades and 9 for one, 10 for the
same profession, 6 where the mentor has the characteristic that the mentee names.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from saas.matching.engine import Assignment, assign

DATA = Path(__file__).parent / "data" / "mentor-match"
GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]
MOST = 28
FORBIDDEN = -1


def people(side: str) -> list[dict[str, str]]:
    with (DATA / f"small_{side}s.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def points(mentee: dict[str, str], mentor: dict[str, str]) -> int:
    gap = GRADES.index(mentor["grade"]) - GRADES.index(mentee["grade"])
    if mentee["organisation"] == mentor["organisation"] or gap not in (1, 2):
        return FORBIDDEN
    wanted = mentee["identity to match"]
    return (
        {1: 9, 2: 12}[gap]
        + 10 * (mentee["profession"] == mentor["profession"])
        + 6 * (wanted != "" and wanted in mentor["characteristics"].split(", "))
    )


@pytest.fixture(scope="module")
def scored() -> np.ndarray:
    return np.array(
        [[points(one, other) for other in people("mentor")] for one in people("mentee")]
    )


def fits(scored: np.ndarray) -> np.ndarray:
    return np.where(scored == FORBIDDEN, np.nan, scored / 100)


def total(scored: np.ndarray, found: Assignment) -> int:
    return int(scored[tuple(found.pairs.T)].sum())


@pytest.mark.parametrize("objective", ["most_people", "both_sides", "best_fit"])
def test_one_mentor_each_is_35_with_750_points(scored: np.ndarray, objective: str) -> None:
    found = assign(fits(scored), 1, objective=objective)

    assert (len(found.pairs), total(scored, found), found.certified) == (35, 750, True)
    assert scored.max() == MOST


def test_three_each_is_50_mentees_and_49_mentors_with_1997_points(scored: np.ndarray) -> None:
    found = assign(fits(scored), 3, mentee_capacity=3, objective="both_sides")

    served = [len(np.unique(found.pairs[:, side])) for side in (0, 1)]
    assert served == [50, 49]
    assert (total(scored, found), found.certified) == (1_997, True)
    assert np.bincount(found.pairs[:, 0]).max() <= 3


def test_the_order_of_rows_changes_nobody(scored: np.ndarray) -> None:
    chance = np.random.default_rng(7)
    row, column = chance.permutation(50), chance.permutation(50)
    first = assign(fits(scored), 3, mentee_capacity=3, objective="both_sides")

    second = assign(
        fits(scored)[np.ix_(row, column)], 3, mentee_capacity=3, objective="both_sides",
        mentee_key=row, mentor_key=column,
    )  # fmt: skip

    back = {(int(row[i]), int(column[j])) for i, j in second.pairs}
    assert back == {(int(i), int(j)) for i, j in first.pairs}
