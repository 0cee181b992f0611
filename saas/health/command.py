"""`health`: read facts from a file and print readings, without the web or a database."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from saas.health.engine import FactsError, PolicyError, parse_policy, read
from saas.health.engine.checks import WrongError, day


@click.command()
@click.argument("facts", type=click.Path(path_type=Path))
@click.option("--on", required=True, metavar="DAY", help="The day to read at, such as 2026-03-01.")
@click.option(
    "--policy", type=click.Path(path_type=Path), help="Weights, bands and thresholds as JSON."
)
def health(facts: Path, on: str, policy: Path | None) -> None:
    """Print a JSON list of readings of the partnerships in the JSON file FACTS.

    The formats are described in docs/health.md. Wrong facts: one sentence on standard error, exit
    code 1, and nothing on standard output.
    """
    as_of = _day(on)
    try:
        rules = parse_policy(_load(policy)) if policy else None
        readings = read(_load(facts), rules, as_of)
    except (FactsError, PolicyError) as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo(json.dumps(readings, indent=2))


def _day(on: str) -> dt.date:
    try:
        return day(on)
    except WrongError as wrong:
        raise click.BadParameter(f"it {wrong.reason}.", param_hint="--on") from None


def _load(path: Path) -> Any:
    """Return what a JSON file holds; a key that stands twice in one object is an error."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_object)
    except OSError as wrong:
        reason = f"cannot be read: {wrong.strerror}"
    except UnicodeDecodeError:
        reason = "is not UTF-8 text"
    except RecursionError:
        reason = "is nested too deeply"
    except ValueError as wrong:
        reason = f"is not JSON as documented: {wrong}"
    raise click.ClickException(f"{click.format_filename(path)} {reason}.")


def _object(entries: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(entries)
    if len(made) < len(entries):
        names = [name for name, _ in entries]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {json.dumps(twice)} stands twice in one object")
    return made


if __name__ == "__main__":
    health()
