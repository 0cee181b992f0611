"""The answers of both sides, read once into arrays for rules and criteria alike.

"Do not match me on X" is kept here: an answer that a person does not want to be
used is read as if it had not been given, by every rule and criterion that asks for it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from saas.matching.engine.hours import Hours, Week, common_hours
from saas.matching.engine.people import CRITERION_OF, Person, left_out, word_key, word_keys
from saas.matching.engine.words import BoolArray, IntArray, Keys, SharedWords, compare_words

Years = npt.NDArray[np.float64]
Ids = tuple[frozenset[str], frozenset[str]]
T = TypeVar("T")

_FILLERS = frozenset({"and", "of", "the", "in", "for", "to", "with", "a", "an", "&", "-", "/"})


@dataclass(frozen=True, slots=True, eq=False)
class Experience:
    """Years on either side; NaN where not known."""

    mentee: Years
    mentor: Years

    def gaps(self, rows: slice, cols: slice) -> Years:
        """Return the mentor's years minus the mentee's; NaN where either is unknown."""
        return self.mentor[None, cols] - self.mentee[rows, None]


@dataclass(frozen=True, slots=True, eq=False)
class Same:
    """One word on either side as a number, equal when the words are; -1 where not known."""

    mentee: IntArray
    mentor: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """Everything the rules and criteria compare.

    Attributes:
        there: The ids of the mentees and of the mentors who can be had; these may be others.
    """

    mentees: tuple[Person, ...]
    mentors: tuple[Person, ...]
    experience: Experience
    field: Same
    field_words: SharedWords
    unit: Same
    site: Same
    level: Same
    lists: dict[str, SharedWords]
    hours: Hours
    there: Ids

    def allowed(self, criterion: str) -> BoolArray:
        """Return the pairs in which neither leaves a criterion out."""
        rows = np.array([criterion not in left_out(each) for each in self.mentees], bool)
        cols = np.array([criterion not in left_out(each) for each in self.mentors], bool)
        allowed: BoolArray = rows[:, None] & cols[None, :]
        return allowed


def read_answers(
    mentees: Sequence[Person], mentors: Sequence[Person], on: dt.date, there: Ids | None = None
) -> Answered:
    """Encode the answers of both sides; hours are those of the four weeks after `on`.

    `there` are the ids of the mentees and of the mentors who can be had; None is all of these.
    """
    aspired = [usable(each, "field", lambda person: person.aspired_field) for each in mentees]
    fields = [usable(each, "field", lambda person: person.field) for each in mentors]
    return Answered(
        tuple(mentees),
        tuple(mentors),
        Experience(_years(mentees), _years(mentors)),
        _same(aspired, fields),
        compare_words([_parts(each) for each in aspired], [_parts(each) for each in fields]),
        _same(_one(mentees, "unit"), _one(mentors, "unit")),
        _same(_one(mentees, "site"), _one(mentors, "site")),
        _same(_one(mentees, "level"), _one(mentors, "level")),
        {
            name: compare_words(_lists(mentees, name), _lists(mentors, name))
            for name in ("goals", "support", "skills", "means", "languages")
        },
        common_hours(_weeks(mentees), _weeks(mentors), on),
        there or ids_of(mentees, mentors),
    )


def ids_of(mentees: Iterable[Person], mentors: Iterable[Person]) -> Ids:
    """Return the ids of the people of either side."""
    return frozenset(each.id for each in mentees), frozenset(each.id for each in mentors)


def had_of(mentees: Iterable[Person], mentors: Iterable[Person]) -> Ids:
    """Return the ids of those of either side who can be had: they have a place for somebody."""
    return ids_of(*([each for each in side if each.capacity] for side in (mentees, mentors)))


def asked_for(person: Person, name: str) -> tuple[str, ...] | None:
    """Return one list of a person's answers, or None when it may not be used."""
    words: tuple[str, ...] | None = usable(person, name, lambda each: getattr(each, name))
    return words


def usable(person: Person, criterion: str, answer: Callable[[Person], T]) -> T | None:
    """Return an answer, or None when it may not be used."""
    return None if criterion in left_out(person) else answer(person)


def _years(people: Sequence[Person]) -> Years:
    found = (usable(each, "experience", lambda person: person.years_experience) for each in people)
    return np.array([np.nan if years is None else years for years in found], np.float64)


def _one(people: Sequence[Person], name: str) -> list[str | None]:
    criterion = CRITERION_OF[name]
    return [usable(each, criterion, lambda person: getattr(person, name)) for each in people]


def near_fields(answers: Answered, groups: Sequence[Sequence[str]]) -> SharedWords:
    """Encode the program's groups of near fields that each aspired and own field is in."""
    numbers: dict[str, set[str]] = {}
    for number, group in enumerate(groups):
        for field in group:
            numbers.setdefault(word_key(field), set()).add(str(number))

    def of(people: Sequence[Person], name: str) -> list[Keys]:
        words = (usable(each, "field", lambda person: getattr(person, name)) for each in people)
        return [frozenset(numbers.get(word_key(word or ""), ())) for word in words]

    return compare_words(of(answers.mentees, "aspired_field"), of(answers.mentors, "field"))


def _lists(people: Sequence[Person], name: str) -> list[Keys]:
    """Return the keys of one list of answers, None where it may not be used."""
    found = (asked_for(each, name) for each in people)
    return [None if words is None else word_keys(words) for words in found]


def _weeks(people: Sequence[Person]) -> list[Week | None]:
    return [week_of(each) for each in people]


def week_of(person: Person) -> Week | None:
    """Return when somebody is free, or None when that is not known."""
    free = usable(person, "hours", lambda each: each.availability)
    if not free or not person.time_zone:
        return None
    return person.time_zone, tuple(sorted(free))


def _same(mentees: Sequence[str | None], mentors: Sequence[str | None]) -> Same:
    number: dict[str, int] = {}

    def numbers(words: Sequence[str | None]) -> IntArray:
        keys = (word_key(word or "") for word in words)
        return np.array([number.setdefault(k, len(number)) if k else -1 for k in keys], np.int32)

    return Same(numbers(mentees), numbers(mentors))


def _parts(text: str | None) -> Keys:
    """Return the telling words of a field, or None when there is no field."""
    key = word_key(text or "").replace(",", " ").replace("/", " ")
    return frozenset(key.split()) - _FILLERS or None
