"""The part of a program that intake knows: what it asks.

A template of the gallery names questions; whoever begins a program from it gets a form that asks
them beside what the standard form asks. What matching reads (`feeds`) is asked once: as the
standard form does, else as the library already words it. Of a program that has a form of its own,
that is taken, in the version that it asks now, whatever is published of that form later.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from saas.db import db
from saas.intake import queries
from saas.intake.asking import Asked
from saas.intake.checking import problems
from saas.intake.kinds import QuestionKind
from saas.intake.layout import (
    Layout,
    Part,
    Place,
    layout_from,
    layout_of,
    with_part,
    with_question,
)
from saas.intake.models import Form, FormVersion, Question
from saas.intake.schema import Schema, outline_of, schema_of
from saas.intake.services.forms import LONGEST_NAME, create_form
from saas.intake.services.publishing import add_version, choose_form, differs
from saas.programs.models import Audience, Program
from saas.programs.parts import Line, is_part
from saas.programs.parts import Part as ProgramPart
from saas.programs.services.catalogues import last_position
from saas.scope import Scope

Named = Sequence[Mapping[str, Any]]
"""Questions in the words of a template."""
#: Which section of the standard form a template means; others come last, in one of their own.
SECTIONS = {"work": "s1", "support": "s2", "offer": "s3", "meeting": "s4"}
MORE = Part("template", "More about you")
MOST_NAMES = 100


def take_form(scope: Scope, program: Program) -> Mapping[str, Any]:
    """Return the form that a program asks, and in which version, unless it is the standard one."""
    form = queries.form_of(scope, program.id)
    newest = queries.newest_form_version(scope, form.id) if form else None
    if form is None or form.builtin_key or newest is None:
        return {}
    return {"form_id": str(form.id), "name": form.name, "version": newest.number}


def put_form(scope: Scope, program: Program, content: Mapping[str, Any] | Named) -> None:
    """Let a new program ask what the form asked, or what the standard one and a template ask."""
    if not isinstance(content, Mapping):
        if content:
            _ask_too(scope, program, content)
    elif version := _kept(scope, content):
        _ask_as_kept(scope, program, version)


def tell_form(content: Mapping[str, Any] | Named) -> Sequence[Line]:
    """Return the name of the form, or the questions with what helps to answer them."""
    if isinstance(content, Mapping):
        return [(content["name"], "")] if content else []
    return [(str(each["label"]), str(each.get("help", ""))) for each in content]


def _kept(scope: Scope, content: Mapping[str, Any]) -> FormVersion | None:
    """Return the version that was kept; the newest where the content is too old to say."""
    if "form_id" not in content:
        return None
    versions = queries.form_versions(scope, uuid.UUID(content["form_id"]))
    number = content.get("version")
    return next((each for each in versions if number in (None, each.number)), None)


def _ask_as_kept(scope: Scope, program: Program, version: FormVersion) -> None:
    """Choose the form while it still asks the same; else publish one that asks it again."""
    newest = queries.newest_form_version(scope, version.form_id)
    offered = {row.id for row in queries.forms_to_choose(scope)}
    if version.form_id in offered and newest and not differs(newest, version.schema):
        choose_form(scope, program.id, version.form_id)
        return
    form = create_form(scope, _free_name(scope, program.name))
    form.layout = layout_of(outline_of(version.schema)).as_json()
    db.session.flush()
    _publish_for(scope, program, form, {**version.schema, "title": form.name})


def _ask_too(scope: Scope, program: Program, content: Named) -> None:
    """Publish a form that asks what the standard one asks, and these questions."""
    standard = next((row for row in queries.forms(scope) if row.builtin_key), None)
    copied = standard.id if standard else None
    form = create_form(scope, _free_name(scope, program.name), copied)
    asked = {each.feeds for each in queries.draft_outline(scope, form).questions if _is_fed(each)}
    lacking = [each for each in content if each.get("feeds") not in asked]
    form.layout = _asking(scope, layout_from(form.layout), lacking).as_json()
    db.session.flush()
    outline = queries.draft_outline(scope, form)
    if not problems(outline):
        _publish_for(scope, program, form, schema_of(outline))


def _publish_for(scope: Scope, program: Program, form: Form, schema: Schema) -> None:
    add_version(scope, form, schema)
    choose_form(scope, program.id, form.id)


def _is_fed(each: Asked | Question) -> bool:
    return bool(each.feeds) and each.audience is Audience.BOTH


def _asking(scope: Scope, layout: Layout, content: Named) -> Layout:
    for each, question in zip(content, _in_library(scope, content), strict=True):
        place = Place(str(question.id), required=bool(each.get("required")))
        layout = _with(layout, SECTIONS.get(each.get("section", ""), ""), place)
    return layout


def _with(layout: Layout, section: str, place: Place) -> Layout:
    if section not in {part.id for part in layout.parts}:
        section = MORE.id
        if section not in {part.id for part in layout.parts}:
            layout = with_part(layout, MORE)
    return with_question(layout, section, place)


def _in_library(scope: Scope, content: Named) -> list[Question]:
    """Return the questions as the library has them; what it lacks is added."""
    rows = db.session.scalars(select(Question).where(Question.org_id == scope.org_id)).all()
    last = last_position(scope, Question)
    found = []
    for each in content:
        row = _known(rows, each)
        if row is None:
            last += 1
            row = _question(each, last)
            db.session.add(row)
        row.retired_at = None
        found.append(row)
    db.session.flush()
    return found


def _known(rows: Sequence[Question], each: Mapping[str, Any]) -> Question | None:
    """Return a question in the same words, else one that tells matching the same."""
    alike = (row for row in rows if row.label == each["label"])
    fed = (row for row in rows if _is_fed(row) and row.feeds == each.get("feeds"))
    return next(alike, None) or next((row for row in fed if row.retired_at is None), None)


def _question(each: Mapping[str, Any], position: int) -> Question:
    return Question(
        label=each["label"],
        help=each.get("help", ""),
        kind=QuestionKind(each["kind"]),
        options=list(each.get("options", ())),
        audience=Audience(each.get("audience", Audience.BOTH)),
        feeds=each.get("feeds"),
        position=position,
    )


def _free_name(scope: Scope, name: str) -> str:
    short = name[: LONGEST_NAME - 4]
    tried = [name[:LONGEST_NAME], *(f"{short} {number}" for number in range(2, MOST_NAMES))]
    return next((each for each in tried if queries.form_named(scope, each) is None), tried[0])


_TITLE = _l("Intake form")
is_part(ProgramPart("questions", _TITLE, take_form, put_form, tell_form, order=40))
