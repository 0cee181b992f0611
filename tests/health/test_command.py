import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from saas.health.command import health
from saas.health.engine import read

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
ON = "2026-03-01"


def run(*args: object) -> Result:
    return CliRunner().invoke(health, [str(it) for it in args])


@pytest.fixture
def write(tmp_path: Path):
    def _write(text: str | bytes) -> Path:
        path = tmp_path / "file.json"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return _write


def test_it_prints_the_readings_of_the_documented_example() -> None:
    result = run(EXAMPLES / "health-facts.json", "--on", ON)

    assert result.exit_code == 0
    assert result.stdout == (EXAMPLES / "health-readings.json").read_text()
    assert result.stderr == ""


def test_it_prints_what_the_engine_returns_under_a_policy() -> None:
    facts, policy = EXAMPLES / "health-facts.json", EXAMPLES / "health-policy.json"
    loaded, rules = json.loads(facts.read_text()), json.loads(policy.read_text())

    result = run(facts, "--on", ON, "--policy", policy)

    assert json.loads(result.stdout) == read(loaded, rules, ON)
    assert json.loads(result.stdout) != read(loaded, None, ON)


def test_a_byte_order_mark_is_fine(write) -> None:
    result = run(write(b"\xef\xbb\xbf" + b'{"partnerships": []}'), "--on", ON)

    assert (result.exit_code, result.stdout) == (0, "[]\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '{"partnerships": [{"id": "p1", "started_on": "2026-01-05", "mood": 1}]}',
            'Partnership "p1": mood is not a known key.',
        ),
        (
            '{"partnerships": [{"id": "ok", "started_on": "2026-01-05"}, '
            '{"id": "late", "started_on": "2026-03-02"}]}',
            'Partnership "late": started_on is 2026-03-02, after the day to read (2026-03-01).',
        ),
        (
            '{"partnerships": [{"id": "p1", "started_on": "2026-01-05", '
            '"goals": [{"set_on": "2026-01-05", "progress": NaN}]}]}',
            'Partnership "p1": goals[0].progress must be a number from 0 to 1, not NaN.',
        ),
        ('{"partnerships": [], "partnerships": []}', 'the key "partnerships" stands twice'),
        ("", "is not JSON as documented"),
        ("[" * 100_000, "is nested too deeply."),
        (b"\xff\xfe", "is not UTF-8 text."),
    ],
)
def test_wrong_facts_give_one_sentence_exit_code_1_and_no_output(
    write, text: str | bytes, sentence: str
) -> None:
    result = run(write(text), "--on", ON)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_wrong_policy_gives_one_sentence_exit_code_1_and_no_output(write) -> None:
    policy = write('{"weights": {"luck": 1}}')

    result = run(EXAMPLES / "health-facts.json", "--on", ON, "--policy", policy)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: The policy: weights.luck is not a known key.\n"


def test_a_file_that_is_not_there_gives_one_sentence(tmp_path: Path) -> None:
    result = run(tmp_path / "none.json", "--on", ON)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("none.json cannot be read: No such file or directory.\n")


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "20260301"])
def test_a_day_that_is_none_is_a_wrong_command_line(day: str) -> None:
    result = run(EXAMPLES / "health-facts.json", "--on", day)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f'it must be a day such as 2026-01-31, not "{day}".' in result.stderr


def test_it_runs_alone_and_loads_neither_web_nor_database() -> None:
    code = (
        "import sys; from saas.health.command import health;"
        "print([it for it in ('flask', 'sqlalchemy', 'redis') if it in sys.modules])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert loaded.stdout == "[]\n"
