"""The shipped map and rules on files like the mentor-match sample, and on the sample itself."""

import csv
import json
import random
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from saas.matching.command import match

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]
HEADER = ["first name", "last name", "email address", "grade", "organisation", "profession"]
SAMPLE = Path(__file__).parents[3] / "shared" / "data" / "mentor-match"


def write_like_the_sample(folder: Path, seed: int) -> None:
    """Write 50 made-up mentors and mentees, mentors of the higher grades."""
    dice = random.Random(seed)  # noqa: S311
    for side, grades in (("mentor", GRADES[2:]), ("mentee", GRADES[:9])):
        with (folder / f"small_{side}s.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            for number in range(50):
                writer.writerow([
                    side, f"{number:02}", f"{side}.{number:02}@example.test", dice.choice(grades),
                    f"Department of {dice.choice(('Joy', 'Love', 'Peace', 'Truth'))}",
                    dice.choice(("Policy", "Security", "HR", "Operations")),
                ])  # fmt: skip


def people(folder: Path, side: str) -> list[dict[str, str]]:
    with (folder / f"small_{side}s.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def allowed(mentee: dict[str, str], mentor: dict[str, str], *, with_rules: bool) -> bool:
    """Tell from the file alone whether a pair is possible, as docs/match.md says."""
    gap = GRADES.index(mentor["grade"]) - GRADES.index(mentee["grade"])
    if not with_rules:
        return gap > 0 or mentee["profession"] == mentor["profession"]
    eligible = 1 <= gap <= 2
    return eligible and mentee["organisation"] != mentor["organisation"]


def most(folder: Path, *, with_rules: bool) -> int:
    """Count the mentees that any assignment could serve, one each, by another method."""
    graph = np.array(
        [
            [allowed(mentee, mentor, with_rules=with_rules) for mentor in people(folder, "mentor")]
            for mentee in people(folder, "mentee")
        ]
    )
    return int((maximum_bipartite_matching(csr_array(graph), perm_type="column") >= 0).sum())


def served(folder: Path, *extra: str) -> int:
    files = ["--mentors", str(folder / "small_mentors.csv")]
    files += ["--mentees", str(folder / "small_mentees.csv")]
    mapped = ["--map", str(EXAMPLES / "mentor-match-map.toml")]
    result = CliRunner().invoke(match, [*files, *mapped, *extra])
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    mentors = [each["mentor"] for each in found["pairs"]]
    assert len(set(mentors)) == len(mentors)
    assert found["certified"]
    return len({each["mentee"] for each in found["pairs"]})


@pytest.mark.parametrize("seed", range(4))
def test_as_many_mentees_are_served_as_any_assignment_could(tmp_path: Path, seed: int) -> None:
    write_like_the_sample(tmp_path, seed)

    assert served(tmp_path) == most(tmp_path, with_rules=False)


@pytest.mark.parametrize("seed", range(4))
def test_so_it_is_under_the_rules_that_program_published(tmp_path: Path, seed: int) -> None:
    write_like_the_sample(tmp_path, seed)
    rules = ("--rules", str(EXAMPLES / "mentor-match-rules.toml"))

    found = served(tmp_path, *rules)

    assert found == most(tmp_path, with_rules=True)
    assert found < 50


@pytest.mark.parametrize("with_rules", [False, True])
def test_the_sample_itself_where_it_is_there(tmp_path: Path, with_rules: bool) -> None:
    """Where the sample is absent the same is shown on people made like it."""
    folder = SAMPLE
    if not folder.is_dir():
        folder = tmp_path
        write_like_the_sample(folder, 11)
    rules = ("--rules", str(EXAMPLES / "mentor-match-rules.toml")) if with_rules else ()

    assert served(folder, *rules) == most(folder, with_rules=with_rules)
