"""The languages that the organization writes its messages in, and each member's choice of one."""

import uuid

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.mail.registry import messages
from saas.orgs import languages
from saas.orgs.forms import LanguageForm, NewLanguageForm
from saas.orgs.routes.blueprints import blueprint
from saas.orgs.tenancy import current_member, current_scope, requires
from saas.scope import Role
from saas.web.forms import show_form, told
from saas.web.htmx import see_other
from saas.web.notices import notify


@blueprint.get("/languages")
@requires(Role.ADMIN)
def list_languages() -> Response:
    """List the languages of messages, and offer further ones."""
    return _list(NewLanguageForm(None, own=languages.languages(current_scope())))


@blueprint.post("/languages")
@requires(Role.ADMIN)
def add_language() -> Response:
    """Write messages in a further language."""
    form = NewLanguageForm(own=languages.languages(current_scope()))
    if form.validate_on_submit():
        with told(form):
            return _added(form.language.data)
    return _list(form)


@blueprint.post("/languages/<language>/restore")
@requires(Role.ADMIN)
def restore_language(language: str) -> Response:
    """Write in a language again that was removed."""
    return _added(language)


@blueprint.post("/languages/<language>/usual")
@requires(Role.ADMIN)
def make_usual(language: str) -> Response:
    """Let a language be that of whoever chose none."""
    name = languages.make_usual(current_scope(), language).name
    notify(_("%(language)s is now what whoever chose no language gets.", language=name))
    return see_other(url_for(".list_languages"))


@blueprint.post("/languages/<language>/remove")
@requires(Role.ADMIN)
def remove_language(language: str) -> Response:
    """Write no more in a language."""
    name = languages.remove_language(current_scope(), language).name
    notify(
        _("Nothing goes out in %(language)s any more; its words are kept.", language=name),
        undo_url=url_for(".restore_language", language=language),
    )
    return see_other(url_for(".list_languages"))


@blueprint.get("/language")
@requires(Role.MEMBER)
def edit_language() -> Response:
    """Show in which language messages come to whoever asks."""
    own = languages.languages(current_scope())
    return _show(LanguageForm(None, own=own, language=current_member().language))


@blueprint.post("/language")
@requires(Role.MEMBER)
def choose_language() -> Response:
    """Let messages come to whoever asks in another language."""
    form = LanguageForm(own=languages.languages(current_scope()))
    if form.validate_on_submit():
        languages.choose_language(current_scope(), current_member().id, form.language.data)
        notify(_("Saved; our next message to you is in that language."))
        return see_other(url_for(".edit_language"))
    return _show(form)


@blueprint.post("/people/<uuid:member_id>/language")
@requires(Role.ADMIN)
def choose_language_of(member_id: uuid.UUID) -> Response:
    """Choose for a member, such as one who never signs in."""
    tag = request.form.get("language") or None
    member = languages.choose_language(current_scope(), member_id, tag)
    notify(_("Saved; the next message to %(name)s is in that language.", name=member.name))
    return see_other(url_for(".show_member", member_id=member_id))


def _added(tag: str) -> Response:
    name = languages.add_language(current_scope(), tag).name
    notify(_("You write in %(language)s now; begin with any message.", language=name))
    return see_other(url_for(".list_languages"))


def _list(form: NewLanguageForm) -> Response:
    uses = languages.uses(current_scope())
    return show_form("orgs/languages.html", form, uses=uses, count=len(messages()))


def _show(form: LanguageForm) -> Response:
    own = languages.languages(current_scope())
    return show_form("orgs/language.html", form, languages=own)
