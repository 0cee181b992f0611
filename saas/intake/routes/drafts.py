"""The builder: the draft of a form, its sections, and the order of everything."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.intake import queries
from saas.intake.checking import problems, remarks
from saas.intake.feeding import unfed_in
from saas.intake.forms.building import SectionForm, TookPartForm
from saas.intake.labels import FED
from saas.intake.layout import layout_from
from saas.intake.routes.blueprints import blueprint
from saas.intake.routes.undoing import tell_change
from saas.intake.saying import took_part_of, words_of
from saas.intake.schema import schema_of
from saas.intake.services import building as services
from saas.intake.services.forms import Change, last_change
from saas.intake.services.publishing import differs
from saas.intake.showing import conditions_in_words, prerequisite_in_words, took_part_in_words
from saas.intake.words import KINDS
from saas.orgs.tenancy import current_scope, requires
from saas.programs.words import AUDIENCES
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.revising import revision, seen


@blueprint.get("/forms/<uuid:form_id>")
@requires(Role.ADMIN)
def show_draft(form_id: uuid.UUID) -> Response:
    """Show the draft of a form, to change it."""
    scope = current_scope()
    row = queries.form(scope, form_id)
    outline = queries.draft_outline(scope, row)
    newest = queries.newest_form_version(scope, row.id)
    programs = queries.programs_by_form(scope).get(row.id, ())
    checked = queries.with_goals_to_mean(scope, outline, programs)
    wrong = problems(checked, programs)
    return render(
        "intake/show_draft.html",
        partial="intake/_draft.html",
        form=row,
        change=last_change(row),
        outline=outline,
        newest=newest,
        changed=newest is None or differs(newest, schema_of(outline)),
        problems=wrong,
        wrong={each.question: each.sentence for each in wrong},
        remarks={each.question: each.sentence for each in remarks(checked)},
        programs=programs,
        unfed=unfed_in(outline, programs),
        conditions=conditions_in_words(outline),
        prerequisites=prerequisite_in_words(outline),
        took_part=outline.took_part,
        who=took_part_in_words(outline.took_part),
        kinds=KINDS,
        audiences=AUDIENCES,
        labels=FED,
    )


@blueprint.route("/forms/<uuid:form_id>/sections/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def add_section(form_id: uuid.UUID) -> Response:
    """Ask for a new section."""
    scope = current_scope()
    row = queries.form(scope, form_id)
    form = SectionForm()
    if form.validate_on_submit():
        with told(form):
            change = services.add_section(scope, form_id, form.title.data, form.text.data)
            _tell(form_id, change, _("“%(title)s” is in the form.", title=form.title.data))
            return _draft(form_id)
    return show_form("intake/edit_section.html", form, revision=None, row=row, part=None)


@blueprint.route("/forms/<uuid:form_id>/sections/<section>", methods=["GET", "POST"])
@requires(Role.ADMIN)
def change_section(form_id: uuid.UUID, section: str) -> Response:
    """Call a section something else."""
    scope = current_scope()
    row = queries.form(scope, form_id)
    form = SectionForm(obj=layout_from(row.layout).part(section))
    if form.validate_on_submit():
        with told(form):
            change = services.change_section(
                scope, form_id, section, form.title.data, form.text.data, seen()
            )
            _tell(form_id, change, _("“%(title)s” is saved.", title=form.title.data))
            return _draft(form_id)
    part = layout_from(row.layout).part(section)
    told_beside = revision(form, words_of(part), SectionForm(formdata=None, obj=part))
    return show_form("intake/edit_section.html", form, revision=told_beside, row=row, part=part)


@blueprint.post("/forms/<uuid:form_id>/sections/<section>/<any(up, down):way>")
@requires(Role.ADMIN)
def move_section(form_id: uuid.UUID, section: str, way: str) -> Response:
    """Move a section past its neighbor."""
    services.move_section(current_scope(), form_id, section, up=way == "up")
    return _draft(form_id)


@blueprint.post("/forms/<uuid:form_id>/sections/<section>/remove")
@requires(Role.ADMIN)
def remove_section(form_id: uuid.UUID, section: str) -> Response:
    """Take a section out, with its questions."""
    change = services.remove_section(current_scope(), form_id, section)
    _tell(form_id, change, _("The section is out of the form, with its questions."))
    return _draft(form_id)


@blueprint.post("/forms/<uuid:form_id>/questions/<uuid:question_id>/<any(up, down):way>")
@requires(Role.ADMIN)
def move_question(form_id: uuid.UUID, question_id: uuid.UUID, way: str) -> Response:
    """Move a question one up or down."""
    services.move_question(current_scope(), form_id, question_id, up=way == "up")
    return _draft(form_id)


@blueprint.post("/forms/<uuid:form_id>/questions/<uuid:question_id>/remove")
@requires(Role.ADMIN)
def remove_question(form_id: uuid.UUID, question_id: uuid.UUID) -> Response:
    """Let a form ask a question no more."""
    change = services.remove_question(current_scope(), form_id, question_id)
    _tell(form_id, change, _("The question is out of the form; the library keeps it."))
    return _draft(form_id)


@blueprint.route("/forms/<uuid:form_id>/took-part", methods=["GET", "POST"])
@requires(Role.ADMIN)
def set_took_part(form_id: uuid.UUID) -> Response:
    """Say who must have taken part in a program before."""
    scope = current_scope()
    row = queries.form(scope, form_id)
    form = TookPartForm.of(layout_from(row.layout).took_part)
    if form.validate_on_submit():
        with told(form):
            change = services.set_took_part(scope, form_id, form.rule(), seen())
            _tell(form_id, change, _("Who can take part is saved."))
            return _draft(form_id)
    layout = layout_from(row.layout)
    saved = TookPartForm.of(layout.took_part, formdata=None)
    told_beside = revision(form, took_part_of(layout), saved)
    return show_form("intake/set_took_part.html", form, revision=told_beside, row=row)


def _tell(form_id: uuid.UUID, change: Change | None, text: str) -> None:
    tell_change(form_id, change, text, "#form-draft")


def _draft(form_id: uuid.UUID) -> Response:
    return see_other(url_for(".show_draft", form_id=form_id))
