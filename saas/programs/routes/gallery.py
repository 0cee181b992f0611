"""The gallery: programs to begin from, built in or the organization's own."""

import uuid

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.db import found
from saas.orgs.speech import speak_of_peers
from saas.orgs.tenancy import current_scope, requires
from saas.programs import parts, queries, services
from saas.programs.builtin.templates import BuiltinTemplate, builtin_templates, in_words
from saas.programs.forms import TemplateForm
from saas.programs.models import Kind, Program
from saas.programs.queries.templates import NO_TEMPLATE
from saas.programs.routes.blueprint import blueprint
from saas.programs.words import KIND_MEANINGS, KINDS
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.speaking import say, spoken


@blueprint.get("/programs/templates")
@requires(Role.ADMIN)
def list_templates() -> Response:
    """Show what a program can begin from."""
    scope = current_scope()
    return render(
        "programs/list_templates.html",
        builtin=[(each, _about(each)) for each in builtin_templates().values()],
        own=queries.templates(scope),
        kinds=KINDS,
        meanings=KIND_MEANINGS,
        kind_of=_kind,
    )


@blueprint.get("/programs/gallery/<name>")
@requires(Role.ADMIN)
def show_builtin_template(name: str) -> Response:
    """Show what a program of the gallery is made of."""
    template = _builtin(name)
    about = _about(template)
    _speak(template.contents)
    return render(
        "programs/show_template.html",
        title=about["name"],
        summary=about["summary"],
        suits=about["suits"],
        parts=parts.told(in_words(template.contents, spoken())),
        use=url_for(".use_builtin_template", name=name),
        template_id=None,
    )


@blueprint.post("/programs/gallery/<name>/use")
@requires(Role.ADMIN)
def use_builtin_template(name: str) -> Response:
    """Begin a program from the gallery."""
    template = _builtin(name)
    name = _about(template)["name"]
    _speak(template.contents)
    contents = in_words(template.contents, spoken())
    program = services.begin_program(current_scope(), name, contents)
    return _adapt(program)


@blueprint.get("/programs/templates/<uuid:program_template_id>")
@requires(Role.ADMIN)
def show_template(program_template_id: uuid.UUID) -> Response:
    """Show what a template of the organization is made of."""
    template = queries.template(current_scope(), program_template_id)
    _speak(template.contents)
    return render(
        "programs/show_template.html",
        title=template.name,
        summary=template.description,
        suits="",
        parts=parts.told(template.contents),
        use=url_for(".use_template", program_template_id=template.id),
        template_id=template.id,
    )


@blueprint.post("/programs/templates/<uuid:program_template_id>/use")
@requires(Role.ADMIN)
def use_template(program_template_id: uuid.UUID) -> Response:
    """Begin a program from a template of the organization."""
    scope = current_scope()
    template = queries.template(scope, program_template_id)
    return _adapt(services.begin_program(scope, template.name, template.contents))


@blueprint.post("/programs/templates/<uuid:program_template_id>/remove")
@requires(Role.ADMIN)
def remove_template(program_template_id: uuid.UUID) -> Response:
    """Offer a template no more."""
    template = services.remove_template(current_scope(), program_template_id)
    undo = url_for(".restore_template", program_template_id=template.id)
    notify(_("%(name)s is no longer offered.", name=template.name), undo_url=undo)
    return see_other(url_for(".list_templates"))


@blueprint.post("/programs/templates/<uuid:program_template_id>/restore")
@requires(Role.ADMIN)
def restore_template(program_template_id: uuid.UUID) -> Response:
    """Offer a template again."""
    template = services.restore_template(current_scope(), program_template_id)
    notify(_("%(name)s is offered again.", name=template.name))
    return see_other(url_for(".list_templates"))


@blueprint.post("/programs/<uuid:program_id>/duplicate")
@requires(Role.ADMIN)
def duplicate_program(program_id: uuid.UUID) -> Response:
    """Begin a program like another one, without its people."""
    return _adapt(services.duplicate_program(current_scope(), program_id))


@blueprint.route("/programs/<uuid:program_id>/template", methods=["GET", "POST"])
@requires(Role.ADMIN)
def save_template(program_id: uuid.UUID) -> Response:
    """Keep a program as a template of the organization."""
    scope = current_scope()
    program = queries.program(scope, program_id)
    form = TemplateForm(obj=program)
    if form.validate_on_submit():
        with told(form):
            row = services.save_template(scope, program.id, form.kept())
            notify(_("%(name)s is kept as a template.", name=row.name))
            return see_other(url_for(".list_templates"))
    return show_form("programs/save_template.html", form, program=program)


def _adapt(program: Program) -> Response:
    notify(_("%(name)s is there to be adapted; nobody is in it yet.", name=program.name))
    return see_other(url_for(".show_program", program_id=program.id))


def _builtin(name: str) -> BuiltinTemplate:
    return found(builtin_templates().get(name), NO_TEMPLATE)


def _about(template: BuiltinTemplate) -> dict[str, str]:
    return {name: say(getattr(template, name)) for name in ("name", "summary", "suits")}


def _speak(contents: parts.Contents) -> None:
    """Speak as in the program that a template makes."""
    speak_of_peers(peers=_kind(contents) is Kind.PEER)


def _kind(contents: parts.Contents) -> Kind:
    return Kind(contents["terms"]["kind"])
