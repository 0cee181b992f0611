"""The kinds of questions, and what matching can read from each."""

import enum

from saas.intake.answers import MOST_YEARS
from saas.programs.services.participants import MOST as MOST_PARTNERSHIPS


class QuestionKind(enum.StrEnum):
    """How a question is asked and what an answer to it looks like."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    SCALE = "scale"
    DATE = "date"
    YES_NO = "yes_no"
    ONE = "one"
    MANY = "many"
    RANKING = "ranking"
    LINK = "link"
    AVAILABILITY = "availability"
    TIME_ZONE = "time_zone"
    PEOPLE = "people"
    WISHES = "wishes"
    CONSENT = "consent"


CHOSEN = frozenset({QuestionKind.ONE, QuestionKind.MANY, QuestionKind.RANKING})
"""Kinds whose answers are among options."""
MEASURED = frozenset({QuestionKind.NUMBER, QuestionKind.SCALE})
"""Kinds whose answers are numbers."""
TELLING = CHOSEN | MEASURED | {QuestionKind.YES_NO}
"""Kinds whose answers conditions and prerequisites can look at."""

LONGEST = {QuestionKind.SHORT_TEXT: 300, QuestionKind.LONG_TEXT: 5_000, QuestionKind.LINK: 2_000}
LINK = r"^https?://\S+$"
"""The pattern of an address on the web."""
MOST_PEOPLE = 50
MOST_SLOTS = 200
MOST_NUMBER = 1_000_000_000
MOST_ON_SCALE = 10

WORD_FEEDS = frozenset({"goals", "support", "skills", "languages", "means", "not_on"})
PEOPLE_FEEDS = frozenset({"conflicts", "avoids", "prefers", "yes", "maybe", "no", "manager_id"})
ONLY_NAMED = {"I would rather wait": "wait", "Then anybody who suits me": "anyone"}
"""What to do when none of the people somebody wished for can be had."""
PRIVATE_FEEDS = PEOPLE_FEEDS | {"wishes", "not_on", "only_named"}
"""Answers that the other side never sees."""
_TEXT_FEEDS = frozenset({"field", "aspired_field", "unit", "site", "level"})
_FREE_WORDS = WORD_FEEDS - {"goals"}

FEEDS: dict[QuestionKind, frozenset[str]] = {
    QuestionKind.SHORT_TEXT: _TEXT_FEEDS | _FREE_WORDS,
    QuestionKind.LONG_TEXT: _FREE_WORDS,
    QuestionKind.NUMBER: frozenset({"years_experience", "capacity", "group_least"}),
    QuestionKind.SCALE: frozenset(),
    QuestionKind.DATE: frozenset(),
    QuestionKind.YES_NO: frozenset(),
    QuestionKind.ONE: _TEXT_FEEDS | _FREE_WORDS | {"only_named"},
    QuestionKind.MANY: WORD_FEEDS,
    QuestionKind.RANKING: WORD_FEEDS - {"not_on"},
    QuestionKind.LINK: frozenset(),
    QuestionKind.AVAILABILITY: frozenset({"availability"}),
    QuestionKind.TIME_ZONE: frozenset({"time_zone"}),
    QuestionKind.PEOPLE: PEOPLE_FEEDS,
    QuestionKind.WISHES: frozenset({"wishes"}),
    QuestionKind.CONSENT: frozenset(),
}
"""What matching can read from each kind of question."""

RANGES: dict[str, tuple[int, int, bool]] = {
    "capacity": (0, MOST_PARTNERSHIPS, True),
    "group_least": (1, MOST_PARTNERSHIPS, True),
    "years_experience": (0, MOST_YEARS, False),
}
"""The least and the most of numbers that matching reads, and whether they must be whole."""


def takes_goals(kind: QuestionKind, feeds: str | None) -> bool:
    """Whether the options of a question are the goals of the program."""
    return feeds == "goals" and kind in CHOSEN
