"""A question as it is asked, and what a typed answer to it means.

What people type is kept as they typed it: one text, or several (`Raw`). Reading turns it
into a value that matching can compare, or says in one sentence what is wrong.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from saas.errors import InvalidError
from saas.identity.secrets import checked_email
from saas.intake.answers import MOST_YEARS
from saas.intake.availability import read_slot, read_time_zone
from saas.intake.models import Question, QuestionKind, Section
from saas.programs.models import Audience, Side
from saas.programs.services.participants import MOST as MOST_PARTNERSHIPS

Raw = str | list[str]
Value = str | float | tuple[str, ...] | tuple[tuple[int, int], ...]

MOST_PEOPLE = 50
LONGEST = {QuestionKind.SHORT_TEXT: 300, QuestionKind.LONG_TEXT: 5_000}
MOST_NUMBER = 1_000_000_000
WORD_FEEDS = frozenset({"goals", "support", "skills", "languages", "means", "not_on"})
PEOPLE_FEEDS = frozenset({"conflicts", "avoids", "prefers", "yes", "maybe", "no", "manager_id"})
ONLY_NAMED = {"I would rather wait": "wait", "Then anybody who suits me": "anyone"}
"""What to do when none of the people somebody wished for can be had."""
PRIVATE_FEEDS = PEOPLE_FEEDS | {"not_on", "only_named"}
"""Answers that the other side never sees."""
_TEXT_FEEDS = frozenset({"field", "aspired_field", "unit", "site", "level"})
_WORD_BREAK = re.compile(r"[;,\n]")

FEEDS: dict[QuestionKind, frozenset[str]] = {
    QuestionKind.SHORT_TEXT: _TEXT_FEEDS | (WORD_FEEDS - {"goals"}),
    QuestionKind.LONG_TEXT: WORD_FEEDS - {"goals"},
    QuestionKind.NUMBER: frozenset({"years_experience", "capacity", "group_least"}),
    QuestionKind.ONE: _TEXT_FEEDS | (WORD_FEEDS - {"goals"}) | {"only_named"},
    QuestionKind.MANY: WORD_FEEDS,
    QuestionKind.AVAILABILITY: frozenset({"availability"}),
    QuestionKind.TIME_ZONE: frozenset({"time_zone"}),
    QuestionKind.PEOPLE: PEOPLE_FEEDS,
}
"""What matching can read from each kind of question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question at one moment; an application keeps those it answered.

    Attributes:
        options: What can be chosen; goals of the catalogue are filled in.
    """

    id: str
    label: str
    help: str
    kind: QuestionKind
    section: Section
    options: tuple[str, ...]
    audience: Audience
    required: bool
    feeds: str | None

    @property
    def is_private(self) -> bool:
        """Whether the other side never sees the answer."""
        return self.feeds in PRIVATE_FEEDS

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, as `asked_from_json` reads them."""
        return {**asdict(self), "options": list(self.options)}


def ask(question: Question, goals: Sequence[str]) -> Asked:
    """Return a question as it is asked now; `goals` are the titles of the catalogue."""
    options = _fixed_options(question, goals) or question.options
    return Asked(
        id=str(question.id),
        label=question.label,
        help=question.help,
        kind=question.kind,
        section=question.section,
        options=tuple(options),
        audience=question.audience,
        required=question.required,
        feeds=question.feeds,
    )


def asked_from_json(value: Mapping[str, Any]) -> Asked:
    """Return a question that an application kept."""
    return Asked(
        **{
            **value,
            "kind": QuestionKind(value["kind"]),
            "section": Section(value["section"]),
            "audience": Audience(value["audience"]),
            "options": tuple(value["options"]),
        }
    )


def takes_goals(kind: QuestionKind, feeds: str | None) -> bool:
    """Whether the options of a question are the goals of the catalogue."""
    return feeds == "goals" and kind is QuestionKind.MANY


def for_side(questions: Iterable[Asked], side: Side) -> list[Asked]:
    """Return the questions that one side is asked, in their order."""
    return [each for each in questions if each.audience.includes(side)]


def read_answer(asked: Asked, raw: Raw) -> Value | None:
    """Return the value of a typed answer, None for none.

    Raises:
        ValueError: It cannot be used, or is missing; the text is one sentence.
    """
    if _is_blank(raw):
        if asked.required:
            raise ValueError(f"Answer “{asked.label}”.")
        return None
    return _READERS[asked.kind](asked, raw)


def problems(questions: Iterable[Asked], answers: Mapping[str, Raw]) -> dict[str, str]:
    """Return one sentence for each question whose answer cannot be used, by its id."""
    found = {}
    for asked in questions:
        try:
            read_answer(asked, answers.get(asked.id, ""))
        except ValueError as error:
            found[asked.id] = str(error)
    return found


def words_of(text: str) -> tuple[str, ...]:
    """Split words at commas, semicolons and lines; repeats (without case) fall away."""
    found: dict[str, str] = {}
    for part in _WORD_BREAK.split(text):
        word = " ".join(part.split())
        if word:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())


def _is_blank(raw: Raw) -> bool:
    return not raw.strip() if isinstance(raw, str) else not any(each.strip() for each in raw)


def _one_text(raw: Raw) -> str:
    return (raw if isinstance(raw, str) else raw[0]).strip()


def _texts(raw: Raw) -> list[str]:
    parts = [raw] if isinstance(raw, str) else raw
    return [part.strip() for part in parts if part.strip()]


def _text(asked: Asked, raw: Raw) -> Value:
    text = _one_text(raw)
    most = LONGEST[asked.kind]
    if len(text) > most:
        raise ValueError(f"“{asked.label}” is too long; write at most {most:,} characters.")
    return words_of(text) if asked.feeds in WORD_FEEDS else text


def _number(asked: Asked, raw: Raw) -> Value:
    text = _one_text(raw)
    least, most, whole = _range(asked)
    try:
        number = float(text.replace(",", ".", 1))
    except ValueError:
        number = float("nan")
    if not least <= number <= most or (whole and number != int(number)):
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"Answer “{asked.label}” with {kind} from {least:,} to {most:,}.")
    return number


def _range(asked: Asked) -> tuple[int, int, bool]:
    """Return the least, the most, and whether only whole numbers will do."""
    if asked.feeds == "capacity":
        return 0, MOST_PARTNERSHIPS, True
    if asked.feeds == "group_least":
        return 1, MOST_PARTNERSHIPS, True
    if asked.feeds == "years_experience":
        return 0, MOST_YEARS, False
    return -MOST_NUMBER, MOST_NUMBER, False


def _fixed_options(question: Question, goals: Sequence[str]) -> Sequence[str] | None:
    """Return the choices that an admin does not word, None where they do."""
    if question.feeds == "only_named":
        return tuple(ONLY_NAMED)
    return goals if takes_goals(question.kind, question.feeds) else None


def _one(asked: Asked, raw: Raw) -> Value:
    text = _offered(asked, _one_text(raw))
    if asked.feeds == "only_named":
        return ONLY_NAMED[text]
    return (text,) if asked.feeds in WORD_FEEDS else text


def _many(asked: Asked, raw: Raw) -> Value:
    return tuple(dict.fromkeys(_offered(asked, each) for each in _texts(raw)))


def _offered(asked: Asked, text: str) -> str:
    if text not in asked.options:
        raise ValueError(f"“{text}” is not offered for “{asked.label}”; choose from the list.")
    return text


def _availability(_asked: Asked, raw: Raw) -> Value:
    return tuple(sorted({read_slot(each) for each in _texts(raw)}))


def _time_zone(_asked: Asked, raw: Raw) -> Value:
    return read_time_zone(_one_text(raw))


def _people(asked: Asked, raw: Raw) -> Value:
    named = tuple(dict.fromkeys(_person(each) for each in _texts(raw)))
    if len(named) > MOST_PEOPLE:
        raise ValueError(f"“{asked.label}” takes at most {MOST_PEOPLE} people.")
    return named


def _person(text: str) -> str:
    """Return a name or an e-mail address, its spaces tidied."""
    text = " ".join(text.split())
    if len(text) > 320:
        raise ValueError("Write one person a line, by e-mail address.")
    if "@" not in text:
        return text
    try:
        return checked_email(text)
    except InvalidError:
        raise ValueError(f"“{text}” is not an e-mail address; write one person a line.") from None


_READERS: dict[QuestionKind, Callable[[Asked, Raw], Value]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.ONE: _one,
    QuestionKind.MANY: _many,
    QuestionKind.AVAILABILITY: _availability,
    QuestionKind.TIME_ZONE: _time_zone,
    QuestionKind.PEOPLE: _people,
}
