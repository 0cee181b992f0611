"""Pages of the intake questions that an organization asks."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.intake import queries
from saas.intake.forms.question import new_question_form, question_form
from saas.intake.labels import LABELS
from saas.intake.models import Question, QuestionKind
from saas.intake.routes.blueprints import blueprint
from saas.intake.services import questions as services
from saas.intake.words import KINDS, SECTIONS
from saas.orgs.tenancy import current_scope, requires
from saas.programs.queries import has_reviewed, listed_row
from saas.programs.services.catalogues import review_listed
from saas.programs.words import AUDIENCES
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify


@blueprint.get("/questions")
@requires(Role.ADMIN)
def list_questions() -> Response:
    """Show what is asked, by section and in order, and what was retired."""
    scope = current_scope()
    asked = queries.questions(scope)
    return render(
        "intake/list_questions.html",
        partial="intake/_questions.html",
        sections=[
            (SECTIONS[section], [each for each in asked if each.section is section])
            for section in dict.fromkeys(each.section for each in asked)
        ],
        retired=queries.questions(scope, retired=True),
        reviewed=has_reviewed(scope, Question),
        kinds=KINDS,
        audiences=AUDIENCES,
        labels=LABELS,
    )


@blueprint.route("/questions/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def add_question() -> Response:
    """Ask for a new question."""
    form = new_question_form()
    if form.validate_on_submit():
        with told(form):
            question = services.add_question(
                current_scope(), QuestionKind(form.kind.data), form.wording()
            )
            notify(_("“%(label)s” is asked from now on.", label=question.label))
            return see_other(url_for(".list_questions"))
    return show_form("intake/edit_question.html", form, question=None, kinds=KINDS)


@blueprint.route("/questions/<uuid:question_id>", methods=["GET", "POST"])
@requires(Role.ADMIN)
def change_question(question_id: uuid.UUID) -> Response:
    """Change a question."""
    scope = current_scope()
    question = listed_row(scope, Question, question_id)
    form = question_form(question)
    if form.validate_on_submit():
        with told(form):
            services.change_question(scope, question_id, form.wording())
            notify(_("“%(label)s” is saved.", label=question.label))
            return see_other(url_for(".list_questions"))
    return show_form("intake/edit_question.html", form, question=question, kinds=KINDS)


@blueprint.post("/questions/<uuid:question_id>/<any(up, down):way>")
@requires(Role.ADMIN)
def move_question(question_id: uuid.UUID, way: str) -> Response:
    """Move a question within its section."""
    services.move_question(current_scope(), question_id, up=way == "up")
    return see_other(url_for(".list_questions"))


@blueprint.post("/questions/<uuid:question_id>/retire")
@requires(Role.ADMIN)
def retire_question(question_id: uuid.UUID) -> Response:
    """Ask a question no more."""
    question = services.retire_question(current_scope(), question_id)
    notify(
        _("“%(label)s” is asked no more.", label=question.label),
        undo_url=url_for(".restore_question", question_id=question.id),
        undo_target="#questions",
    )
    return see_other(url_for(".list_questions"))


@blueprint.post("/questions/<uuid:question_id>/restore")
@requires(Role.ADMIN)
def restore_question(question_id: uuid.UUID) -> Response:
    """Ask a retired question again."""
    question = services.restore_question(current_scope(), question_id)
    notify(_("“%(label)s” is asked again.", label=question.label))
    return see_other(url_for(".list_questions"))


@blueprint.post("/questions/review")
@requires(Role.ADMIN)
def review_questions() -> Response:
    """Note that an admin looked through the questions."""
    review_listed(current_scope(), Question)
    notify(_("Good: these are the questions you ask."))
    return see_other(url_for(".list_questions"))
