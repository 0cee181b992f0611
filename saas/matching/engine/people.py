"""The people a run matches, and how their words are compared.

The engine takes anything that has these attributes, so an applicant's answers go
in as they are. None means "not answered" and is left out of everything; an empty
tuple means "answered: none of these".
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, Protocol

Side = Literal["mentee", "mentor"]
Words = tuple[str, ...]
WeekMinutes = tuple[int, int]
"""Start and end in minutes since Monday 00:00 local time; the end may lie beyond the week."""

CRITERION_OF = {
    "experience": "experience",
    "years_experience": "experience",
    "field": "field",
    "aspired_field": "field",
    "goals": "goals",
    "support": "support",
    "skills": "skills",
    "languages": "languages",
    "language": "languages",
    "means": "means",
    "hours": "hours",
    "availability": "hours",
    "time_zone": "hours",
    "prefers": "wishes",
    "wishes": "wishes",
    "mentee_wish": "wishes",
    "mentor_wish": "wishes",
    "yes": "wishes",
    "maybe": "wishes",
    "no": "wishes",
    "only_named": "wishes",
    "unit": "unit",
    "place": "place",
    "site": "place",
    "level": "level",
    "waited": "waited",
}
"""What a person may write under "do not match me on", and what it stands for."""

PROTECTING = frozenset({"conflicts", "conflict", "avoids", "manager_id", "reporting_line"})
"""What keeps people safe and so cannot be left out."""


class Person(Protocol):
    """What the engine asks of one mentee or mentor.

    `goals`, `support` and `skills` are what a mentee wants and a mentor offers.
    `conflicts`, `prefers` (best first), `yes`, `maybe`, `no` and `avoids` are ids of the other
    side. `only_named` keeps a mentee to the mentors in `prefers`, `yes` and `maybe`; where none of
    them can be had, they "wait" or take "anyone".
    `group_least` is the fewest mentees a mentor wants in a group; None leaves it to the program.
    `group_of` counts those whom the mentor's group has already.
    `waited` counts the earlier rounds that left this mentee without a mentor.
    """

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def field(self) -> str | None: ...  # noqa: D102
    @property
    def years_experience(self) -> float | None: ...  # noqa: D102
    @property
    def aspired_field(self) -> str | None: ...  # noqa: D102
    @property
    def goals(self) -> Words | None: ...  # noqa: D102
    @property
    def support(self) -> Words | None: ...  # noqa: D102
    @property
    def skills(self) -> Words | None: ...  # noqa: D102
    @property
    def languages(self) -> Words | None: ...  # noqa: D102
    @property
    def means(self) -> Words | None: ...  # noqa: D102
    @property
    def time_zone(self) -> str | None: ...  # noqa: D102
    @property
    def availability(self) -> tuple[WeekMinutes, ...] | None: ...  # noqa: D102
    @property
    def capacity(self) -> int: ...  # noqa: D102
    @property
    def group_least(self) -> int | None: ...  # noqa: D102
    @property
    def group_of(self) -> int: ...  # noqa: D102
    @property
    def unit(self) -> str | None: ...  # noqa: D102
    @property
    def site(self) -> str | None: ...  # noqa: D102
    @property
    def level(self) -> str | None: ...  # noqa: D102
    @property
    def manager_id(self) -> str | None: ...  # noqa: D102
    @property
    def conflicts(self) -> Words: ...  # noqa: D102
    @property
    def prefers(self) -> Words: ...  # noqa: D102
    @property
    def yes(self) -> Words: ...  # noqa: D102
    @property
    def maybe(self) -> Words: ...  # noqa: D102
    @property
    def no(self) -> Words: ...  # noqa: D102
    @property
    def only_named(self) -> str | None: ...  # noqa: D102
    @property
    def avoids(self) -> Words: ...  # noqa: D102
    @property
    def not_on(self) -> Words: ...  # noqa: D102
    @property
    def waited(self) -> int | None: ...  # noqa: D102


@lru_cache(maxsize=65536)
def word_key(text: str) -> str:
    """Return what two words are compared by: no case, no extra spaces, one Unicode form."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def word_keys(words: Iterable[str]) -> frozenset[str]:
    """Return the distinct keys of some words; blank ones vanish."""
    return _keys_of(tuple(words))


@lru_cache(maxsize=65536)
def _keys_of(words: Words) -> frozenset[str]:
    return frozenset(key for word in words if (key := word_key(word)))


def left_out(person: Person) -> frozenset[str]:
    """Return the criteria this person does not want to be matched on."""
    return _criteria_of(tuple(person.not_on))


@lru_cache(maxsize=4096)
def _criteria_of(not_on: Words) -> frozenset[str]:
    names = (CRITERION_OF.get(key.replace(" ", "_")) for key in word_keys(not_on))
    return frozenset(name for name in names if name)


def tie_key(person_id: str) -> int:
    """Return a stable non-negative integer of an id, so that ties never depend on row order."""
    digest = hashlib.blake2b(person_id.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
