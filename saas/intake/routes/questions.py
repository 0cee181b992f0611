"""Pages of the question library."""

import uuid
from dataclasses import replace
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.characters import text_key
from saas.errors import NotFoundError
from saas.intake import queries
from saas.intake.forms.question import QuestionForm, question_form
from saas.intake.kinds import QuestionKind
from saas.intake.labels import FED
from saas.intake.models import Question
from saas.intake.queries.forms import NO_FORM
from saas.intake.routes.blueprints import blueprint
from saas.intake.services import questions as services
from saas.intake.services.building import place_question
from saas.intake.words import KINDS
from saas.orgs import queries as orgs
from saas.orgs.tenancy import current_scope, requires
from saas.programs.queries import listed_row
from saas.programs.words import AUDIENCES
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.paging import Look, page_number
from saas.web.revising import revision, seen


@blueprint.get("/questions")
@requires(Role.ADMIN)
def list_questions() -> Response:
    """Show the library: every question, and which forms ask it; ?q= searches."""
    scope, look = current_scope(), Look.of(request.args)
    sought = text_key(look.sought)
    rows = [each for each in queries.questions(scope) if sought in text_key(each.label)]
    listed = look.part_of(rows)
    return render(
        "intake/list_questions.html",
        partial="intake/_questions.html",
        listed=listed,
        typed=look.sought,
        look=replace(look, page=listed.number).values(),
        asking=queries.forms_by_question(scope),
        retired=queries.questions(scope, retired=True),
        kinds=KINDS,
        audiences=AUDIENCES,
        labels=FED,
    )


@blueprint.route("/questions/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def add_question() -> Response:
    """Ask for the kind of a new question, then for its words; puts it into a form as well."""
    kind, into = _kind(), _into()
    if kind is None:
        return render("intake/choose_kind.html", kinds=KINDS, into=into)
    form = question_form(kind)
    if form.validate_on_submit():
        with told(form):
            return _added(kind, form, into)
    return show_form(
        "intake/edit_question.html",
        form,
        revision=None,
        question=None,
        kind=kind,
        kinds=KINDS,
        into=into,
    )


@blueprint.route("/questions/<uuid:question_id>", methods=["GET", "POST"])
@requires(Role.ADMIN)
def change_question(question_id: uuid.UUID) -> Response:
    """Change a question."""
    scope = current_scope()
    question = listed_row(scope, Question, question_id)
    form = question_form(question.kind, question)
    if form.validate_on_submit():
        with told(form):
            services.change_question(scope, question_id, form.wording(), seen())
            notify(
                _("“%(label)s” is saved; forms ask it so once they publish.", label=question.label)
            )
            return see_other(_home(_into()))
    return show_form(
        "intake/edit_question.html",
        form,
        revision=revision(
            form,
            services.worded(question),
            question_form(question.kind, question, formdata=None),
        ),
        question=question,
        kind=question.kind,
        kinds=KINDS,
        into=_into(),
    )


@blueprint.post("/questions/<uuid:question_id>/retire")
@requires(Role.ADMIN)
def retire_question(question_id: uuid.UUID) -> Response:
    """Offer a question to forms no longer."""
    question = services.retire_question(current_scope(), question_id)
    look = Look.of(request.args).values()
    notify(
        _("“%(label)s” is retired.", label=question.label),
        undo_url=url_for(".restore_question", question_id=question.id, **look),
        undo_target="#questions",
    )
    return see_other(url_for(".list_questions", **look))


@blueprint.post("/questions/<uuid:question_id>/restore")
@requires(Role.ADMIN)
def restore_question(question_id: uuid.UUID) -> Response:
    """Offer a retired question again."""
    question = services.restore_question(current_scope(), question_id)
    notify(_("“%(label)s” can be asked again.", label=question.label))
    return see_other(url_for(".list_questions", **Look.of(request.args).values()))


@blueprint.get("/questions/<uuid:question_id>/consents")
@requires(Role.ADMIN)
def list_consents(question_id: uuid.UUID) -> Response:
    """Show who agreed to which text, and when."""
    scope = current_scope()
    question = listed_row(scope, Question, question_id)
    return render(
        "intake/list_consents.html",
        question=question,
        found=queries.consents(scope, question.id, page_number(request.args)),
        zone=orgs.workspace(scope).time_zone,
    )


def _kind() -> QuestionKind | None:
    typed = request.values.get("kind", "")
    return QuestionKind(typed) if typed in set(QuestionKind) else None


def _into() -> dict[str, str]:
    """Return the form, and its section, that the page was reached from; empty for none."""
    values = {name: request.values.get(name, "") for name in ("form_id", "section")}
    return values if values["form_id"] else {}


def _form_id(into: dict[str, str]) -> uuid.UUID:
    try:
        return uuid.UUID(into["form_id"])
    except ValueError as error:
        raise NotFoundError(NO_FORM) from error


def _home(into: dict[str, str]) -> str:
    if not into:
        return url_for(".list_questions")
    return url_for(".show_draft", form_id=queries.form(current_scope(), _form_id(into)).id)


def _added(kind: QuestionKind, form: QuestionForm, into: dict[str, Any]) -> Response:
    scope = current_scope()
    question = services.add_question(scope, kind, form.wording())
    if into:
        place_question(scope, _form_id(into), into["section"], question.id)
        notify(_("“%(label)s” is in the form.", label=question.label))
    else:
        notify(_("“%(label)s” is in the library.", label=question.label))
    return see_other(_home(into))
