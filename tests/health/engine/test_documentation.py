"""docs/health.md says what the engine does: its numbers are printed, not remembered."""

import json
import re
from pathlib import Path

import pytest

from saas.health.engine import Policy, Reading, parse, read_each
from saas.health.engine.flags import FLAG_KEYS
from tests.health.engine.making import after

DOCS = Path(__file__).parents[3] / "docs"
TEXT = (DOCS / "health.md").read_text()
ON = after(59)  # 2026-03-01


@pytest.fixture
def worked() -> Reading:
    facts = json.loads((DOCS / "examples" / "health-facts.json").read_text())
    return next(read_each(parse(facts), Policy(), ON))


def test_the_defaults_shown_are_the_defaults() -> None:
    blocks = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    shown = [json.loads(it) for it in blocks if '"thresholds"' in it]

    assert shown == [Policy().to_dict()]


def test_the_facts_shown_can_be_read() -> None:
    shown = re.search(r"## Facts\n\n```json\n(.*?)```", TEXT, re.DOTALL)

    assert shown
    assert len(parse(json.loads(shown.group(1)))) == 1


def test_every_flag_and_signal_is_described(worked: Reading) -> None:
    assert all(f"| `{key}` |" in TEXT for key in FLAG_KEYS)
    assert all(f"`{key}`" in TEXT for key in worked.signals)


def test_the_worked_example_is_what_the_engine_computes(worked: Reading) -> None:
    example = TEXT[TEXT.index("## A worked example") :]
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", example, re.MULTILINE))

    for key, it in worked.signals.items():
        value, weight, age, faded = (cell.strip() for cell in rows[key].split("|")[-4:])
        half_lives = (it.age_days or 0) / 90
        assert (float(value), float(weight)) == (it.value, it.weight)
        assert age == ("" if it.age_days is None else str(it.age_days))
        assert float(faded) == round(it.weight * 0.5**half_lives, 3)
    assert f"= {worked.confidence}\n" in example
    assert f"= {worked.score}, rounded 79: `{worked.band}`" in example
    assert f"so {worked.trend}".replace("-", "−") in example
