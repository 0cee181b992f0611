"""What a file says that matching does not use, told once for each column."""

from collections.abc import Iterator

from saas.intake.answers import Answers, People
from saas.matching.engine.people import criterion_of, protects, word_key

_SHOWN = 8


def notes_on(people: People, other: People) -> Iterator[str]:
    """Say which columns, ids and criteria of one side's file are ignored."""
    if people.unused:
        yield f"Ignored columns that matching does not use: {_listed(list(people.unused))}."
    theirs = {person.id for person in other.answers}
    for column in ("conflicts", "prefers", "yes", "maybe", "no", "avoids"):
        yield from _unknown(people, column, theirs, "on the other side")
    everybody = theirs | {person.id for person in people.answers}
    yield from _unknown(people, "manager_id", everybody, "on either side")
    yield from _unknown_criteria(people)


def _unknown(people: People, column: str, known: set[str], where: str) -> Iterator[str]:
    found = [
        f"{each} (line {person.line})"
        for person in people.answers
        for each in _named(person, column)
        if each not in known
    ]
    if found:
        yield f"Ignored ids in {column} of nobody {where}: {_listed(found)}."


def _named(person: Answers, column: str) -> tuple[str, ...]:
    value = getattr(person, column)
    if isinstance(value, str):
        return (value,)
    return tuple(value or ())


def _unknown_criteria(people: People) -> Iterator[str]:
    words = (word_key(word) for person in people.answers for word in person.not_on)
    unknown = {word for word in words if not criterion_of(word)}
    kept = {word for word in unknown if protects(word)}
    if idle := sorted(unknown - kept):
        yield f"Nobody is matched on these words in not_on anyway: {_listed(idle)}."
    if kept:
        yield f"These words in not_on protect people and are kept: {_listed(sorted(kept))}."


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
