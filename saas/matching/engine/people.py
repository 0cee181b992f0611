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

ALSO_CALLED = {
    "experience": ("years", "years of experience", "years ahead", "years behind",
                   "near in experience", "experience gap", "gap", "gap at least", "gap at most",
                   "experience gap, at least", "experience gap, at most"),
    "field": ("fields", "near fields", "field of work", "profession", "industry"),
    "goals": ("goal", "goals the mentor helps with", "goals they share"),
    "support": ("kind of support", "kinds of support", "kinds of support both want"),
    "skills": ("skill", "skills wanted", "skills offered", "skills wanted and offered",
               "skills both would learn"),
    "languages": ("common language", "a language in common"),
    "means": ("means of meeting", "common means", "a means of meeting in common"),
    "hours": ("time", "times", "time zones", "common hours", "hours in common", "group hours",
              "times both are free", "free at the same time", "groups that share a weekly time"),
    "wishes": ("wish", "preferences", "wishes of the mentee", "wishes of the mentor",
               "wishes, best first", "wishes: yes, maybe or no", "answered with yes",
               "answered with maybe", "answered with no", "only the people wished for",
               "no forbids"),
    "unit": ("units", "department", "departments", "department or unit", "team", "division",
             "different unit", "different units", "different department", "different departments",
             "same unit", "the same unit", "same department", "the same department"),
    "place": ("places", "sites", "location", "office", "different site", "different sites",
              "same site", "the same site"),
    "level": ("levels", "grade", "seniority", "different level", "different levels",
              "same level", "the same level"),
    "waited": ("waiting", "waited before"),
}  # fmt: skip
"""What else people call the criteria: the words of pages, of rules, and everyday ones."""

PROTECTING = frozenset(
    {
        "conflict", "conflicts", "conflict of interest", "conflicts of interest", "avoids",
        "people to avoid", "manager id", "manager", "direct manager", "reporting line",
    }
)  # fmt: skip
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
    """Return what two words are compared by: no case or extra spaces, one form, only what is seen.

    Joiners, for example, are not seen, and some leave them out.
    """
    if not text.isascii():
        composed = unicodedata.normalize("NFKC", text)
        text = "".join(each for each in composed if unicodedata.category(each) != "Cf")
    return " ".join(text.casefold().split())


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
    return frozenset(name for word in not_on if (name := criterion_of(word)))


def criterion_of(word: str) -> str | None:
    """Return the criterion that a word stands for; None for none."""
    return _CRITERIA.get(_spoken(word))


def protects(word: str) -> bool:
    """Whether a word stands for what keeps people safe."""
    return _spoken(word) in PROTECTING


def _spoken(word: str) -> str:
    return word_key(word.replace("_", " ").replace("-", " "))


_CRITERIA = {word.replace("_", " "): name for word, name in CRITERION_OF.items()} | {
    word: name for name, words in ALSO_CALLED.items() for word in words
}


def tie_key(person_id: str) -> int:
    """Return a stable non-negative integer of an id, so that ties never depend on row order."""
    digest = hashlib.blake2b(person_id.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
