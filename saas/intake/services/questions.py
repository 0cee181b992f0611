"""Furnishing, adding, changing and ordering intake questions."""

import uuid
from dataclasses import dataclass

from saas.errors import ConflictError, InvalidError
from saas.intake import queries
from saas.intake.asking import FEEDS, takes_goals
from saas.intake.builtin import BUILT_IN
from saas.intake.models import Question, QuestionKind, Section
from saas.orgs.furnishing import furnishes
from saas.orgs.speech import rewords
from saas.programs.models import Audience
from saas.programs.queries import listed_row
from saas.programs.services.catalogues import (
    add_listed,
    furnish_listed,
    restore_listed,
    retire_listed,
    review_listed,
)
from saas.programs.services.rewording import reword_listed
from saas.scope import Scope
from saas.words import Words

MOST_OPTIONS = 60
LONGEST_LABEL = 200
LONGEST_HELP = 1_000
CHOSEN = (QuestionKind.ONE, QuestionKind.MANY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """All of a question that an admin decides; the kind stays as it was made."""

    label: str
    help: str
    section: Section
    options: tuple[str, ...]
    audience: Audience
    required: bool
    feeds: str | None


@furnishes
def furnish_questions(scope: Scope) -> None:
    """Put the built-in questions into a workspace. Safe to call twice."""
    furnish_listed(scope, Question, BUILT_IN)


@rewords
def reword_questions(scope: Scope, before: Words, after: Words) -> None:
    """Put new words into the questions that are still the built-in ones."""
    reword_listed(scope, Question, BUILT_IN, before, after)


def add_question(scope: Scope, kind: QuestionKind, wording: Wording) -> Question:
    """Add a question at the end of its section.

    Raises:
        InvalidError: Something about it cannot be used; names the field.
    """
    question = Question(kind=kind)
    _word(question, wording)
    return add_listed(scope, question)


def change_question(scope: Scope, question_id: uuid.UUID, wording: Wording) -> Question:
    """Change a question; applications already sent keep the words they answered.

    Raises:
        NotFoundError: No such question.
        InvalidError: Something about it cannot be used; names the field.
    """
    question = listed_row(scope, Question, question_id)
    _word(question, wording)
    review_listed(scope, Question)
    return question


def move_question(scope: Scope, question_id: uuid.UUID, *, up: bool) -> Question:
    """Let a question change places with the one above or below it in its section.

    Raises:
        NotFoundError: No such question.
        ConflictError: It is retired.
    """
    question = listed_row(scope, Question, question_id)
    ordered = list(queries.questions(scope))
    if question not in ordered:
        raise ConflictError("A retired question has no place; restore it first.")
    section = [each for each in ordered if each.section is question.section]
    there = section.index(question) + (-1 if up else 1)
    if 0 <= there < len(section):
        at, other = ordered.index(question), ordered.index(section[there])
        ordered[at], ordered[other] = ordered[other], ordered[at]
    # Numbered anew, so that rows with the same position cannot stick together.
    for position, each in enumerate(ordered):
        each.position = position
    review_listed(scope, Question)
    return question


def retire_question(scope: Scope, question_id: uuid.UUID) -> Question:
    """Ask it no more; answers already given stay. Safe to call twice."""
    return retire_listed(scope, Question, question_id)


def restore_question(scope: Scope, question_id: uuid.UUID) -> Question:
    """Ask it again. Safe to call twice."""
    return restore_listed(scope, Question, question_id)


def _word(question: Question, wording: Wording) -> None:
    question.label = _checked("label", wording.label, LONGEST_LABEL, needed=True)
    question.help = _checked("help", wording.help, LONGEST_HELP, needed=False)
    if wording.feeds is not None and wording.feeds not in FEEDS[question.kind]:
        raise InvalidError("feeds", "Matching cannot read this from that kind of question.")
    question.feeds = wording.feeds
    question.section, question.audience = wording.section, wording.audience
    question.required = wording.required
    question.options = _checked_options(question, wording.options)


def _checked(field: str, text: str, most: int, *, needed: bool) -> str:
    text = text.strip()
    if needed and not text:
        raise InvalidError(field, "Write the question.")
    if len(text) > most:
        raise InvalidError(field, f"Use at most {most:,} characters.")
    return text


def _checked_options(question: Question, options: tuple[str, ...]) -> list[str]:
    if question.kind not in CHOSEN or takes_goals(question.kind, question.feeds):
        return []
    words = list(dict.fromkeys(word for each in options if (word := " ".join(each.split()))))
    if not 2 <= len(words) <= MOST_OPTIONS:
        raise InvalidError("options", f"Write 2 to {MOST_OPTIONS} different choices, one a line.")
    if any(len(word) > LONGEST_LABEL for word in words):
        raise InvalidError("options", f"Keep each choice to {LONGEST_LABEL} characters.")
    return words
