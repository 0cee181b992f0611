"""The builder: adding questions of the library, and when and to whom each is asked."""

import uuid
from collections.abc import Sequence

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.characters import text_key
from saas.db import found
from saas.errors import NotFoundError
from saas.intake import queries
from saas.intake.asking import Expected
from saas.intake.forms.building import expected_form, place_form
from saas.intake.kinds import TELLING, takes_goals
from saas.intake.labels import FED
from saas.intake.layout import GONE, Place, layout_from
from saas.intake.library import ask
from saas.intake.models import Form, Question
from saas.intake.routes.blueprints import blueprint
from saas.intake.routes.undoing import tell_change
from saas.intake.saying import condition_of, prerequisite_of, standing_of
from saas.intake.services import building as services
from saas.intake.showing import conditions_in_words, prerequisite_in_words
from saas.intake.words import KINDS
from saas.orgs.tenancy import current_scope, requires
from saas.programs import queries as programs
from saas.programs.words import AUDIENCES
from saas.scope import Role, Scope
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.revising import revision, seen


@blueprint.route("/forms/<uuid:form_id>/sections/<section>/add", methods=["GET", "POST"])
@requires(Role.ADMIN)
def place_question(form_id: uuid.UUID, section: str) -> Response:
    """Show the questions of the library that a form does not ask yet; ask one of them."""
    scope = current_scope()
    row = queries.form(scope, form_id)
    layout = layout_from(row.layout)
    part = layout.part(section)
    if request.method == "POST":
        question_id = _question_id()
        change = services.place_question(scope, form_id, section, question_id)
        question = programs.listed_row(scope, Question, question_id)
        tell_change(form_id, change, _("“%(label)s” is in the form.", label=question.label))
        return _draft(form_id)
    typed = request.args.get("q", "").strip()[:100]
    there = {each.id for each in layout.places}
    return render(
        "intake/place_question.html",
        form=row,
        part=part,
        questions=[
            each
            for each in queries.questions(scope)
            if str(each.id) not in there and text_key(typed) in text_key(each.label)
        ],
        typed=typed,
        kinds=KINDS,
        audiences=AUDIENCES,
        labels=FED,
    )


@blueprint.route("/forms/<uuid:form_id>/questions/<uuid:question_id>", methods=["GET", "POST"])
@requires(Role.ADMIN)
def change_place(form_id: uuid.UUID, question_id: uuid.UUID) -> Response:
    """Say where a question stands, and whether it must be answered."""
    scope = current_scope()
    row, place, question = _placed(scope, form_id, question_id)
    form = place_form(layout_from(row.layout), place)
    if form.validate_on_submit():
        with told(form):
            change = services.change_place(
                scope,
                form_id,
                question_id,
                section=form.section.data,
                required="required" not in form or form.required.data,
                seen=seen(),
            )
            tell_change(form_id, change, _("“%(label)s” is saved.", label=question.label))
            return _draft(form_id)
    layout = layout_from(row.layout)
    place = layout.place(place.id)
    outline = queries.draft_outline(scope, row)
    earlier = queries.earlier_questions(scope, row, question_id)
    saved = place_form(layout, place, formdata=None)
    return show_form(
        "intake/change_place.html",
        form,
        revision=revision(form, standing_of(layout, place.id), saved),
        row=row,
        place=place,
        question=question,
        kinds=KINDS,
        earlier=[each for each in earlier if str(each.id) not in _looked_at(place)],
        conditions=zip(place.when, conditions_in_words(outline)[place.id], strict=True),
        prerequisite=prerequisite_in_words(outline).get(place.id),
        can_be_prerequisite=question.kind in TELLING,
    )


@blueprint.route(
    "/forms/<uuid:form_id>/questions/<uuid:question_id>/when/<uuid:other_id>",
    methods=["GET", "POST"],
)
@requires(Role.ADMIN)
def set_condition(form_id: uuid.UUID, question_id: uuid.UUID, other_id: uuid.UUID) -> Response:
    """Ask a question only after certain answers to an earlier one."""
    scope = current_scope()
    row, place, question = _placed(scope, form_id, question_id)
    earlier = queries.earlier_questions(scope, row, question_id)
    other = found(next((each for each in earlier if each.id == other_id), None), GONE)
    options = _options(scope, other)
    form = expected_form(other, options, _expected(place, other), None)
    if form.validate_on_submit():
        with told(form):
            change = services.set_condition(
                scope, form_id, question_id, other_id, form.expected(), seen()
            )
            tell_change(
                form_id, change, _("The condition of “%(label)s” is saved.", label=question.label)
            )
            return _place(form_id, question_id)
    place = _now(row, question)
    saved = expected_form(other, options, _expected(place, other), None, formdata=None)
    return show_form(
        "intake/set_condition.html",
        form,
        revision=revision(form, condition_of(place, str(other.id)), saved),
        row=row,
        question=question,
        other=other,
    )


@blueprint.post("/forms/<uuid:form_id>/questions/<uuid:question_id>/when/<uuid:other_id>/remove")
@requires(Role.ADMIN)
def remove_condition(form_id: uuid.UUID, question_id: uuid.UUID, other_id: uuid.UUID) -> Response:
    """Ask a question whatever was answered to another one."""
    change = services.remove_condition(current_scope(), form_id, question_id, other_id)
    tell_change(form_id, change, _("The condition is gone."))
    return _place(form_id, question_id)


@blueprint.route(
    "/forms/<uuid:form_id>/questions/<uuid:question_id>/prerequisite", methods=["GET", "POST"]
)
@requires(Role.ADMIN)
def set_prerequisite(form_id: uuid.UUID, question_id: uuid.UUID) -> Response:
    """Say which answer somebody must give to take part."""
    scope = current_scope()
    row, place, question = _placed(scope, form_id, question_id)
    if question.kind not in TELLING:
        raise NotFoundError(GONE)
    options = _options(scope, question)
    form = expected_form(question, options, place.must, place.refusal)
    if form.validate_on_submit():
        with told(form):
            change = services.set_prerequisite(
                scope, form_id, question_id, form.expected(), form.refusal.data, seen()
            )
            tell_change(form_id, change, _("The prerequisite is saved."))
            return _place(form_id, question_id)
    place = _now(row, question)
    saved = expected_form(question, options, place.must, place.refusal, formdata=None)
    told_beside = revision(form, prerequisite_of(place), saved)
    return show_form(
        "intake/set_prerequisite.html", form, revision=told_beside, row=row, question=question
    )


@blueprint.post("/forms/<uuid:form_id>/questions/<uuid:question_id>/prerequisite/remove")
@requires(Role.ADMIN)
def remove_prerequisite(form_id: uuid.UUID, question_id: uuid.UUID) -> Response:
    """Let people take part whatever they answer to a question."""
    change = services.set_prerequisite(current_scope(), form_id, question_id, None, "")
    tell_change(form_id, change, _("The prerequisite is gone."))
    return _place(form_id, question_id)


def _placed(
    scope: Scope, form_id: uuid.UUID, question_id: uuid.UUID
) -> tuple[Form, Place, Question]:
    row = queries.form(scope, form_id)
    place = layout_from(row.layout).place(str(question_id))
    return row, place, programs.listed_row(scope, Question, question_id)


def _now(row: Form, question: Question) -> Place:
    return layout_from(row.layout).place(str(question.id))


def _expected(place: Place, other: Question) -> Expected | None:
    return next((each.expected for each in place.when if each.question == str(other.id)), None)


def _options(scope: Scope, question: Question) -> Sequence[str]:
    if takes_goals(question.kind, question.feeds):
        return [goal.title for goal in programs.active_goals(scope)]
    return ask(question, Place(str(question.id))).options


def _looked_at(place: Place) -> set[str]:
    return {each.question for each in place.when}


def _question_id() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("question_id", ""))
    except ValueError as error:
        raise NotFoundError(programs.GONE) from error


def _draft(form_id: uuid.UUID) -> Response:
    return see_other(url_for(".show_draft", form_id=form_id))


def _place(form_id: uuid.UUID, question_id: uuid.UUID) -> Response:
    return see_other(url_for(".change_place", form_id=form_id, question_id=question_id))
