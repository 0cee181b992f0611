"""What docs/match.md says is what the command does."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from saas.intake.answers import COLUMNS
from saas.intake.mapping import map_from_dict
from saas.matching.command import match
from saas.matching.engine.rules import WEIGHTS, Rules
from saas.tables import load_table

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "match.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_prints_what_the_page_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command = next(block for block in blocks("") if "docs/examples/mentors.csv" in block)
    arguments = command.replace("\\\n", " ").split()[3:]

    result = CliRunner().invoke(match, arguments)

    assert result.stdout == blocks("json")[0]


@pytest.mark.parametrize("side", ["mentors", "mentees"])
def test_everybody_in_the_examples_has_a_name_and_an_address(side: str) -> None:
    table = load_table(ROOT / "docs" / "examples" / f"{side}.csv")
    name, email = (table.place(column) for column in ("name", "email"))

    assert [row.cells[name] and "@example.org" in row.cells[email] for row in table.rows] == [
        True
    ] * len(table.rows)


def test_the_rules_on_the_page_are_the_defaults() -> None:
    shown = next(tomllib.loads(block) for block in blocks("toml") if "objective" in block)

    assert Rules.from_dict(shown) == Rules()
    assert set(shown) | {"mentors_per_mentee"} == set(Rules().to_dict())


def test_the_map_on_the_page_can_be_read() -> None:
    shown = next(tomllib.loads(block) for block in blocks("toml") if "[columns]" in block)

    assert map_from_dict(shown, "mentor").sources["id"].generate == "mentor-"
    assert map_from_dict(shown, "mentee").sources["id"].columns == ("Staff number",)


def test_every_column_and_every_weight_is_on_the_page() -> None:
    assert [name for name in COLUMNS if f"`{name}`" not in PAGE] == []
    for name, weight in WEIGHTS.items():
        assert f"| `{name}` | {weight} |" in PAGE
