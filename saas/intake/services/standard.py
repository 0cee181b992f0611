"""The questions and the form that every workspace starts with."""

from typing import Any

from sqlalchemy import select

from saas.db import db
from saas.intake import queries
from saas.intake.builtin import BUILT_IN, STANDARD
from saas.intake.layout import Layout, Part, Place
from saas.intake.models import Form, Question
from saas.intake.queries.forms import STANDARD as STANDARD_KEY
from saas.intake.schema import schema_of
from saas.intake.services.publishing import add_version, has_changed
from saas.intake.services.questions import furnish_questions
from saas.orgs.furnishing import furnishes
from saas.orgs.speech import rewords
from saas.programs.services.rewording import reword_listed
from saas.scope import Scope
from saas.words import Words

NAME = "Intake form"


@furnishes
def furnish_intake(scope: Scope) -> None:
    """Give a workspace the built-in questions and the form that asks them. Safe to call twice."""
    furnish_questions(scope)
    if db.session.scalar(select(Form.id).where(Form.org_id == scope.org_id).limit(1)):
        return
    ids = {each.builtin_key: str(each.id) for each in queries.questions(scope)}
    row = Form(name=NAME, builtin_key=STANDARD_KEY, layout=_standard(ids).as_json())
    db.session.add(row)
    db.session.flush()
    add_version(scope, row, schema_of(queries.draft_outline(scope, row)))


@rewords
def reword_forms(scope: Scope, before: Words, after: Words) -> None:
    """Put new words into built-in questions and titles, and publish where that is all that is new.

    So nobody is asked in words that the organization has given up, and nobody's draft goes out.
    """
    rows = queries.forms(scope)
    told = [each for each in rows if not has_changed(scope, each)]
    reword_listed(scope, Question, BUILT_IN, before, after)
    titles = {before.say_within(title): after.say_within(title) for title, _keys in STANDARD}
    for row in rows:
        row.layout = _retitled(row.layout, titles)
    db.session.flush()
    for row in told:
        if has_changed(scope, row):
            add_version(scope, row, schema_of(queries.draft_outline(scope, row)))


def _standard(ids: dict[str | None, str]) -> Layout:
    return Layout(
        tuple(
            Part(
                f"s{number}",
                title,
                places=tuple(
                    Place(ids[key.rstrip("*")], required=key.endswith("*"))
                    for key in keys
                    if key.rstrip("*") in ids
                ),
            )
            for number, (title, keys) in enumerate(STANDARD, 1)
        )
    )


def _retitled(layout: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    sections = layout.get("sections", ())
    return {
        **layout,
        "sections": [
            {**each, "title": titles.get(each["title"], each["title"])} for each in sections
        ],
    }
