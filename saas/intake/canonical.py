"""Answers as matching reads them, whichever door they came in by.

A participant's `answers` hold, by canonical name, exactly what `saas.intake.answers.Answers`
holds, as JSON: texts, numbers, lists of texts, and availability as pairs of minutes since
Monday 00:00. What was not answered is absent. People are named as they were typed (an
e-mail address, a name, the id of an imported file) and found when the cohort is matched.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from saas.characters import text_key
from saas.identity.secrets import email_norm
from saas.intake.answers import Answers
from saas.intake.asking import Asked, Document
from saas.intake.availability import read_slot
from saas.intake.kinds import ONLY_NAMED, WORD_FEEDS, QuestionKind
from saas.intake.reading import WISHED
from saas.programs.goal_titles import AS_WRITTEN, GoalTitles

SCALARS = (
    "field",
    "years_experience",
    "aspired_field",
    "time_zone",
    "unit",
    "site",
    "level",
    "group_least",
)
WISHES = ("prefers", "yes", "maybe")
LISTS = ("goals", "support", "skills", "languages", "means")
FILE_ID = "id"
NAMING = ("conflicts", "avoids", "manager_id", *WISHES, "no")
"""The answers that name people."""
_WORD_BREAK = re.compile(r"[;,\n]")


class Answering(Protocol):
    """A participant, as far as their answers go."""

    @property
    def answers(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def capacity(self) -> int: ...  # noqa: D102
    @property
    def waited(self) -> int: ...  # noqa: D102


class Addressed(Protocol):
    """A member, as far as others may name them."""

    @property
    def id(self) -> uuid.UUID: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def email(self) -> str: ...  # noqa: D102


class Nameable(Protocol):
    """What a participant can be named by."""

    @property
    def id(self) -> uuid.UUID: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def email_norm(self) -> str: ...  # noqa: D102


class Filed(Protocol):
    """A participant who may have an id in a file."""

    @property
    def answers(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def takes_part(self) -> bool: ...  # noqa: D102


class Known:
    """The people of a cohort, found by address, by id of their file, or by name.

    Who withdrew or was removed is known, too: somebody may still be kept apart from others because
    of them.
    """

    def __init__(self, people: Iterable[tuple[Filed, Nameable]]) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._filed: dict[str, set[str]] = defaultdict(set)
        self._present: set[str] = set()
        for participant, member in people:
            person = str(member.id)
            for name in keys_of(member.email_norm, member.name):
                self._ids[name].add(person)
            if file_id := participant.answers.get(FILE_ID):
                self._filed[name_key(str(file_id))].add(person)
            if participant.takes_part:
                self._present.add(person)

    def all_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of everybody a name may mean, to be safe; nobody for a stranger."""
        found = (sorted(self._meant(name_key(name))) for name in names)
        return tuple(dict.fromkeys(each for ids in found for each in ids))

    def called(self, name: str) -> frozenset[str]:
        """Return the ids of everybody with an address or a name, whatever ids a file had."""
        return frozenset(self._ids.get(name_key(name), ()))

    def sure_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the ids of those whom a name means without doubt, in the order given.

        Only people who take part: a wish for anybody else means nothing.
        """
        found = (self._meant(name_key(name)) & self._present for name in names)
        return tuple(dict.fromkeys(next(iter(ids)) for ids in found if len(ids) == 1))

    def kept_to(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return whom somebody names who wants nobody else, in the order given.

        Everybody who takes part and whom a name may mean; for a name of nobody the name itself,
        which is the id of nobody, so that the wish is not lost.
        """
        found = (sorted(self._meant(name_key(name)) & self._present) or [name] for name in names)
        return tuple(dict.fromkeys(each for ids in found for each in ids))

    def _meant(self, key: str) -> set[str]:
        return self._ids.get(key, set()) | self._filed.get(key, set())


def canonical(questions: Iterable[Asked], document: Document) -> dict[str, Any]:
    """Return answers by what they feed, as JSON, without the capacity.

    Lists of several questions that feed the same are joined; of texts the first one counts.
    """
    found: dict[str, Any] = {}
    for asked in questions:
        value = document.get(asked.id)
        if asked.feeds is None or value is None or asked.feeds == "capacity":
            continue
        for name, fed in _fed(asked.kind, asked.feeds, value).items():
            found[name] = _joined(found.get(name), fed)
    return found


def capacity_of(questions: Iterable[Asked], document: Document) -> int | None:
    """Return how many mentees was answered, None where it was not."""
    answers = (document.get(each.id) for each in questions if each.feeds == "capacity")
    return next((int(each) for each in answers if each is not None), None)


def words_of(text: str) -> list[str]:
    """Split words at commas, semicolons and lines; repeats (without case) fall away."""
    found: dict[str, str] = {}
    for part in _WORD_BREAK.split(text):
        word = " ".join(part.split())
        if word:
            found.setdefault(text_key(word), word)
    return list(found.values())


def _fed(kind: QuestionKind, feeds: str, value: Any) -> dict[str, Any]:
    """Return what one answer says, by canonical name."""
    if feeds == "wishes":
        return {
            said: people
            for said in WISHED
            if (people := [each["person"] for each in value if each["answer"] == said])
        }
    if feeds in WORD_FEEDS and isinstance(value, str):
        return {feeds: [value] if kind is QuestionKind.ONE else words_of(value)}
    readers: dict[str, Callable[[Any], Any]] = {
        "availability": lambda slots: sorted(list(read_slot(each)) for each in slots),
        "manager_id": lambda people: people[0],
        "only_named": ONLY_NAMED.get,
    }
    return {feeds: readers[feeds](value) if feeds in readers else value}


def canonical_of(answers: Answers, *, with_id: bool) -> dict[str, Any]:
    """Return the answers of a file's row as JSON, without who it is and the capacity.

    Args:
        answers: As `saas.intake.answers.read_people` reads them.
        with_id: Whether its id is from the file, so that others may name the person by it.
    """
    found = {name: getattr(answers, name) for name in (*SCALARS, "only_named", "manager_id")}
    for name in (*LISTS, *WISHES, "no", "conflicts", "avoids", "not_on"):
        words = getattr(answers, name)
        found[name] = list(words) if words else None
    free = answers.availability
    found["availability"] = [list(slot) for slot in free] if free else None
    found[FILE_ID] = answers.id if with_id else None
    return {name: value for name, value in found.items() if value is not None}


def answers_of(
    participant: Answering, member: Addressed, known: Known, titles: GoalTitles = AS_WRITTEN
) -> Answers:
    """Return a participant's answers as matching takes them.

    The id is the member's, so that somebody on both sides is one person.

    Args:
        participant: Whose.
        member: Who they are.
        known: The people of the cohort, among whom those named in the answers are found.
        titles: What the goals of the program are called today, whatever they were called when
            somebody chose them.
    """
    given = participant.answers
    texts: dict[str, Any] = {name: given.get(name) for name in SCALARS}
    lists: dict[str, Any] = {name: _words(given.get(name)) for name in LISTS}
    lists["goals"] = _words(titles.all_today(given.get("goals") or ()))
    wish = known.kept_to if given.get("only_named") else known.sure_of
    wishes: dict[str, Any] = {name: wish(given.get(name, ())) for name in WISHES}
    return Answers(
        id=str(member.id),
        name=member.name,
        email=member.email,
        **texts,
        **lists,
        availability=_slots(given.get("availability")),
        capacity=participant.capacity,
        manager_id=_sole(known.all_of([given.get("manager_id") or ""])),
        conflicts=known.all_of(given.get("conflicts", ())),
        **wishes,
        no=known.all_of(given.get("no", ())),
        only_named=given.get("only_named"),
        avoids=known.all_of(given.get("avoids", ())),
        not_on=tuple(given.get("not_on", ())),
        waited=participant.waited,
    )


def named_in(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Go through whom somebody's answers name, as they wrote it: canonical name and name."""
    for said in NAMING:
        names = answers.get(said) or ()
        yield from ((said, name) for name in ([names] if isinstance(names, str) else names))


def keys_of(email_norm: str, name: str, file_id: str | None = None) -> set[str]:
    """Return what somebody can be named by, as `name_key` has it."""
    keys = {text_key(email_norm), name_key(name)}
    return keys | {name_key(file_id)} if file_id else keys


def _sole(ids: tuple[str, ...]) -> str | None:
    return ids[0] if len(ids) == 1 else None


def _words(given: list[str] | None) -> tuple[str, ...] | None:
    return tuple(given) if given else None


def _slots(given: list[list[int]] | None) -> tuple[tuple[int, int], ...] | None:
    return tuple((start, end) for start, end in given) if given else None


def _joined(before: Any, value: Any) -> Any:
    if not isinstance(value, list):
        return value if before is None else before
    return [*(before or []), *(each for each in value if each not in (before or []))]


def name_key(name: str) -> str:
    """Return what the names, addresses and ids by which people are named are compared by.

    "Okafor, Amara" is Amara Okafor.
    """
    last, comma, first = text_key(email_norm(name)).partition(",")
    turned = f"{first} {last}" if comma and "," not in first else f"{last}{comma}{first}"
    return " ".join(turned.split())
