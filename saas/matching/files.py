"""The outcome of a run as JSON or CSV, and writing it whole or not at all.

Both are in the order of the ids, so that the same people in another order give the same bytes.
"""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from saas.errors import InvalidError
from saas.intake.answers import People
from saas.matching.engine.proposals import Outcome, Proposal, Unmatched
from saas.tables.cells import harmless

HEADER = ("mentee", "mentee_name", "mentor", "mentor_name", "fit", "reasons", "why")
Found = TypeVar("Found", Proposal, Unmatched)


def as_json(outcome: Outcome) -> str:
    """Return proposals, unmatched, total, bound and proof as JSON text."""
    assignment = outcome.assignment
    document = {
        "pairs": [
            {"mentee": each.mentee, "mentor": each.mentor, "fit": each.fit,
             "reasons": list(each.reasons)}
            for each in _by_id(outcome.proposals)
        ],
        "unmatched": [
            {"mentee": each.mentee, "why": _why(each.why, each.remedy)}
            for each in _by_id(outcome.unmatched)
        ],
        "total": round(float(assignment.total), 4),
        "bound": round(float(assignment.bound), 4),
        "certified": bool(assignment.certified),
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_csv(outcome: Outcome, mentees: People, mentors: People) -> str:
    """Return one row for each proposal, then one for each unmatched mentee with the reason."""
    mentee_names = {person.id: person.name for person in mentees.answers}
    mentor_names = {person.id: person.name for person in mentors.answers}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for each in _by_id(outcome.proposals):
        names = mentee_names[each.mentee], mentor_names[each.mentor]
        row = (each.mentee, names[0], each.mentor, names[1], f"{each.fit:.4f}")
        writer.writerow([*map(harmless, row), harmless("; ".join(each.reasons)), ""])
    for left in _by_id(outcome.unmatched):
        blank = ("", "", "", "")
        cells = (left.mentee, mentee_names[left.mentee], *blank, _why(left.why, left.remedy))
        writer.writerow(map(harmless, cells))
    return text.getvalue()


def write_whole(path: Path, text: str) -> None:
    """Write a file under its name only once it is complete; raises InvalidError."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InvalidError(None, f"The file cannot be written: {error.strerror}.") from error


def _by_id(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda each: (each.mentee, getattr(each, "mentor", "")))


def _why(why: str, remedy: str | None) -> str:
    return f"{why} {remedy}" if remedy else why
