"""`match`: the import and the engine on two files, without the web.

Data goes to stdout or `--out`, everything said about it to stderr.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from saas import clock
from saas.characters import in_one_line
from saas.errors import InvalidError
from saas.intake.answers import MOST_PLACES, Answers, People, read_people
from saas.intake.mapping import ColumnMap, MappingError, Side, read_map
from saas.matching.engine.answers import had_of
from saas.matching.engine.market import Market, open_market
from saas.matching.engine.proposals import Outcome, propose
from saas.matching.engine.rules import Rules, RulesError
from saas.matching.files import as_csv, as_json, write_whole
from saas.matching.notes import notes_on
from saas.tables import Finding, load_table

T = TypeVar("T")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


@dataclass(frozen=True, slots=True)
class Given:
    """What was asked for on the command line."""

    mentors: Path
    mentees: Path
    rules: Path | None
    map: Path | None
    out: Path | None
    on: dt.date
    skip_bad: bool


@click.command()
@click.option("--mentors", required=True, metavar="FILE", help="Mentors: CSV, xlsx or ods.")
@click.option("--mentees", required=True, metavar="FILE", help="Mentees: CSV, xlsx or ods.")
@click.option("--rules", metavar="FILE", help="Rules, weights and objective (TOML).")
@click.option("--map", "map_", metavar="FILE", help="What other headers mean (TOML).")
@click.option("--out", metavar="FILE", help="Write a .json or .csv file; JSON to stdout if absent.")
@click.option("--on", metavar="DAY", help="Compare hours after this day (today).")
@click.option("--skip-bad", is_flag=True, help="Leave bad rows out and match the rest.")
def match(
    mentors: str,
    mentees: str,
    rules: str | None,
    map_: str | None,
    out: str | None,
    on: str | None,
    skip_bad: bool,  # noqa: FBT001
) -> None:
    """Match the mentees of one file with the mentors of another.

    Bad rows are named on stderr as FILE:LINE: sentence; then the exit code is 1 and nothing is
    written, unless --skip-bad is given. See docs/match.md.
    """
    if out and Path(out).resolve() in (Path(mentors).resolve(), Path(mentees).resolve()):
        raise click.BadParameter("name another file than those read.", param_hint="--out")
    given = Given(
        Path(mentors),
        Path(mentees),
        Path(rules) if rules else None,
        Path(map_) if map_ else None,
        _result_file(out),
        _day(on),
        skip_bad,
    )
    outcome, people = _run(given)
    if given.out is None:
        click.echo(as_json(outcome).encode(), nl=False)
    else:
        text = as_json(outcome) if given.out.suffix.lower() == ".json" else as_csv(outcome, *people)
        _or_stop(given.out, lambda path: write_whole(path, text))
    _say(_summary(outcome))


def _result_file(out: str | None) -> Path | None:
    if out is None:
        return None
    if Path(out).suffix.lower() not in (".json", ".csv"):
        raise click.BadParameter("name a .json or a .csv file.", param_hint="--out")
    return Path(out)


def _day(on: str | None) -> dt.date:
    if on is None:
        return clock.today()
    try:
        # Of the ways that Python reads, one.
        day = dt.date.fromisoformat(on if _DAY.fullmatch(on) else "")
    except ValueError:
        raise click.BadParameter(
            f"it must be a day such as 2026-01-31, not {json.dumps(on)}.", param_hint="--on"
        ) from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise click.BadParameter(
            f"name a day from {_FIRST_YEAR} to {_LAST_YEAR}.", param_hint="--on"
        )
    return day


def _run(given: Given) -> tuple[Outcome, tuple[People, People]]:
    rules = _or_stop(given.rules, _rules) if given.rules else _rules_of("")
    mentees = _people(given.mentees, "mentee", given.map)
    mentors = _people(given.mentors, "mentor", given.map)
    _report(given, mentees, mentors)
    market = market_of_files(mentees.answers, mentors.answers, rules, given.on)
    return propose(market), (mentees, mentors)


def market_of_files(
    mentees: Sequence[Answers], mentors: Sequence[Answers], rules: Rules, on: dt.date
) -> Market:
    """Open the market of the people of two files: whoever has a capacity of 0 cannot be had."""
    return open_market(mentees, mentors, rules, on=on, there=had_of(mentees, mentors))


def _people(path: Path, side: Side, map_path: Path | None) -> People:
    columns = _or_stop(map_path, lambda file: read_map(_toml(file), side)) if map_path else None
    return _or_stop(path, lambda file: _read(file, side, columns or ColumnMap()))


def _read(path: Path, side: Side, columns: ColumnMap) -> People:
    sheets = (columns.sheet,) if columns.sheet else (f"{side}s", side)
    return read_people(columns.apply(load_table(path, sheets)))


def _rules(path: Path) -> Rules:
    return _rules_of(_toml(path))


def _rules_of(text: str) -> Rules:
    """Read rules that leave the capacities of both files as they are, unless they say otherwise."""
    return Rules.from_toml(text, mentors_per_mentee=MOST_PLACES)


def _toml(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidError(None, "This is not UTF-8 text; save the file as UTF-8.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise InvalidError(None, f"The file cannot be read: {reason}.") from error


def _or_stop(path: Path, action: Callable[[Path], T]) -> T:
    """Do something with a file, or stop with one line for each sentence about it."""
    try:
        return action(path)
    except (RulesError, MappingError) as error:
        sentences = error.sentences
    except InvalidError as error:
        sentences = (str(error),)
    for sentence in sentences:
        _say(f"{path}: {sentence}")
    raise SystemExit(1)


def _report(given: Given, mentees: People, mentors: People) -> None:
    """Say what is wrong and what is ignored; stop when a row is bad and none may be skipped."""
    for path, people in ((given.mentees, mentees), (given.mentors, mentors)):
        for finding in people.findings:
            _say(_finding(path, finding))
    count = len(mentees.findings) + len(mentors.findings)
    if count and not given.skip_bad:
        _say(f"Nothing was matched: mend these rows ({count}), or leave them out with --skip-bad.")
        raise SystemExit(1)
    for path, people, other in (
        (given.mentees, mentees, mentors),
        (given.mentors, mentors, mentees),
    ):
        for note in notes_on(people, other):
            _say(f"{path}: {note}")


def _finding(path: Path, finding: Finding) -> str:
    return f"{path}:{finding.line}: {finding.sentence}"


def _summary(outcome: Outcome) -> str:
    served = len({proposal.mentee for proposal in outcome.proposals})
    total, bound = outcome.assignment.total, outcome.assignment.bound
    proof = "proved best" if outcome.assignment.certified else f"at most {bound:.4f} possible"
    mentees = served + len(outcome.unmatched)
    return f"Served {served} of {mentees} mentees; total fit {total:.4f}, {proof}."


def _say(text: str) -> None:
    """Say one thing in one line, whatever the file holds."""
    click.echo(in_one_line(text), err=True)


if __name__ == "__main__":
    match()
