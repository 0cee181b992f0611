"""Furnishing, adding, changing and retiring the questions of the library."""

import math
import uuid
from dataclasses import dataclass, field
from typing import Any

from saas.errors import ConflictError, InvalidError
from saas.intake import queries
from saas.intake.builtin import BUILT_IN
from saas.intake.kinds import (
    CHOSEN,
    FEEDS,
    MOST_NUMBER,
    MOST_ON_SCALE,
    RANGES,
    QuestionKind,
    takes_goals,
)
from saas.intake.models import Question
from saas.programs.models import Audience
from saas.programs.queries import listed_row
from saas.programs.services.catalogues import (
    add_listed,
    furnish_listed,
    locked_row,
    restore_listed,
    retire_listed,
    review_listed,
)
from saas.scope import Scope
from saas.seen import columns_of, refuse_moved

MOST_OPTIONS = 60
LONGEST_LABEL = 200
LONGEST_HELP = 1_000
LONGEST_CONSENT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All of a question that an admin decides; the kind stays as it was made.

    Attributes:
        limits: `least`, `most` and `whole` of a number; `most`, `low` and `high` of a scale from
            1; `most` of a ranking. What is None or empty is not limited.
    """

    label: str
    help: str
    options: tuple[str, ...]
    audience: Audience
    feeds: str | None
    limits: dict[str, Any] = field(default_factory=dict)


def furnish_questions(scope: Scope) -> None:
    """Put the built-in questions into a workspace. Safe to call twice."""
    furnish_listed(scope, Question, BUILT_IN)


def add_question(scope: Scope, kind: QuestionKind, wording: Wording) -> Question:
    """Add a question to the library.

    Raises:
        InvalidError: Something about it cannot be used; names the field.
    """
    question = Question(kind=kind)
    _word(question, wording)
    return add_listed(scope, question)


def change_question(
    scope: Scope, question_id: uuid.UUID, wording: Wording, seen: str | None = None
) -> Question:
    """Change a question; forms ask it so from their next version on.

    Args:
        scope: Whose, and who acts.
        question_id: The question.
        wording: What it says from now on.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: No such question.
        MovedError: Somebody else changed it since.
        InvalidError: Something about it cannot be used; names the field.
    """
    question = locked_row(scope, Question, question_id)
    wanted = Question(kind=question.kind)
    _word(wanted, wording)
    refuse_moved(seen, worded(question), worded(wanted))
    _word(question, wording)
    review_listed(scope, Question)
    return question


def worded(question: Question) -> dict[str, Any]:
    """Return what a question says, as far as an admin words it."""
    names = ("label", "help", "options", "audience", "feeds", "limits")
    # The limits of a consent number its texts.
    is_consent = question.kind is QuestionKind.CONSENT
    return columns_of(question, names[:-1] if is_consent else names)


def retire_question(scope: Scope, question_id: uuid.UUID) -> Question:
    """Offer it no longer to forms; answers already given stay. Safe to call twice.

    Raises:
        NotFoundError: No such question.
        ConflictError: A form asks it.
    """
    question = listed_row(scope, Question, question_id)
    asking = queries.forms_by_question(scope).get(str(question.id))
    if asking:
        raise ConflictError(f"The form “{asking[0].name}” asks this; take it out there first.")
    return retire_listed(scope, Question, question_id)


def restore_question(scope: Scope, question_id: uuid.UUID) -> Question:
    """Offer it again. Safe to call twice."""
    return restore_listed(scope, Question, question_id)


def _word(question: Question, wording: Wording) -> None:
    consents = question.kind is QuestionKind.CONSENT
    before = (question.label, question.help)
    question.label = _checked("label", wording.label, LONGEST_LABEL)
    question.help = _checked("help", wording.help, LONGEST_CONSENT if consents else LONGEST_HELP)
    if not question.label:
        raise InvalidError("label", "Write the question.")
    if consents and not question.help:
        raise InvalidError("help", "Write the text that people agree to.")
    if wording.feeds is not None and wording.feeds not in FEEDS[question.kind]:
        raise InvalidError("feeds", "Matching cannot read this from that kind of question.")
    question.feeds, question.audience = wording.feeds, wording.audience
    question.options = _checked_options(question, wording.options)
    if consents:
        question.limits = _next_text(question, before)
    else:
        question.limits = _checked_limits(question, wording.limits)


def _checked(field: str, text: str, most: int) -> str:
    text = text.strip()
    if len(text) > most:
        raise InvalidError(field, f"Use at most {most:,} characters.")
    return text


def _checked_options(question: Question, options: tuple[str, ...]) -> list[str]:
    words_itself = question.feeds != "only_named" and not takes_goals(question.kind, question.feeds)
    if question.kind not in CHOSEN or not words_itself:
        return []
    words = list(dict.fromkeys(word for each in options if (word := " ".join(each.split()))))
    if not 2 <= len(words) <= MOST_OPTIONS:
        raise InvalidError("options", f"Write 2 to {MOST_OPTIONS} different choices, one a line.")
    if any(len(word) > LONGEST_LABEL for word in words):
        raise InvalidError("options", f"Keep each choice to {LONGEST_LABEL} characters.")
    return words


def _next_text(question: Question, before: tuple[str | None, str | None]) -> dict[str, Any]:
    """Number the text that people agree to: every change of its words is another one."""
    number = (question.limits or {}).get("text", 0)
    same = number and before == (question.label, question.help)
    return {"text": number if same else number + 1}


def _checked_limits(question: Question, limits: dict[str, Any]) -> dict[str, Any]:
    if question.kind is QuestionKind.SCALE:
        return _scale(limits)
    least, most = limits.get("least"), limits.get("most")
    if question.kind is QuestionKind.RANKING:
        return {"most": _whole_bound(most, 1, MOST_OPTIONS)} if most is not None else {}
    if question.kind is not QuestionKind.NUMBER or question.feeds in RANGES:
        return {}
    if least is not None and most is not None and least > most:
        raise InvalidError("most", "The largest number must not be below the smallest.")
    whole = bool(limits.get("whole"))
    if whole and least is not None and most is not None and math.ceil(least) > math.floor(most):
        raise InvalidError("most", "No whole number is between the two; change one of them.")
    bounds = {"least": _bound(least), "most": _bound(most), "whole": whole}
    return {name: value for name, value in bounds.items() if value is not None}


def _scale(limits: dict[str, Any]) -> dict[str, Any]:
    most = limits.get("most")
    return {
        "least": 1,
        "most": 5 if most is None else _whole_bound(most, 2, MOST_ON_SCALE),
        "low": _checked("low", limits.get("low") or "", LONGEST_LABEL),
        "high": _checked("high", limits.get("high") or "", LONGEST_LABEL),
    }


def _whole_bound(value: float, least: int, most: int) -> int:
    bound = _bound(value, least, most)
    if bound != int(bound):
        raise InvalidError("most", f"Use a whole number from {least:,} to {most:,}.")
    return int(bound)


def _bound(value: float | None, least: int = -MOST_NUMBER, most: int = MOST_NUMBER) -> Any:
    if value is not None and not least <= value <= most:
        raise InvalidError("most", f"Use a number from {least:,} to {most:,}.")
    return value
