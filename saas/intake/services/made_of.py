"""The part of a program that intake knows: questions that it suggests.

Questions are in the organization's library, for all of its programs, so those that a template
suggests are laid ready there, retired: once restored, forms can ask them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from saas import clock
from saas.db import db
from saas.intake.kinds import QuestionKind
from saas.intake.models import Question
from saas.programs.models import Audience, Program
from saas.programs.parts import Line, Part, is_part
from saas.programs.services.catalogues import last_position
from saas.scope import Scope

Suggested = Sequence[Mapping[str, Any]]


def take_questions(_scope: Scope, _program: Program) -> Suggested:
    """Return nothing: what people are asked is the organization's."""
    return []


def put_questions(scope: Scope, _program: Program, content: Suggested) -> None:
    """Lay the questions ready that are not there yet, by their words; none is asked."""
    known = set(db.session.scalars(select(Question.label).where(Question.org_id == scope.org_id)))
    last = last_position(scope, Question)
    for number, each in enumerate(content):
        if each["label"] not in known:
            row = _question(each)
            row.position, row.retired_at = last + 1 + number, clock.now()
            db.session.add(row)


def tell_questions(content: Suggested) -> Sequence[Line]:
    """Return the questions, with what helps to answer them."""
    return [(str(each["label"]), str(each.get("help", ""))) for each in content]


def _question(each: Mapping[str, Any]) -> Question:
    return Question(
        label=each["label"],
        help=each.get("help", ""),
        kind=QuestionKind(each["kind"]),
        options=list(each.get("options", ())),
        audience=Audience(each.get("audience", Audience.BOTH)),
        feeds=each.get("feeds"),
    )


_TITLE = _l("Questions it suggests")
is_part(Part("questions", _TITLE, take_questions, put_questions, tell_questions, order=40))
