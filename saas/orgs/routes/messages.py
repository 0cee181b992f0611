"""What the organization's messages say: reading, rewording, previewing, going back."""

from flask import make_response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from saas.mail.languages import Language
from saas.mail.message_list import IDENTITY
from saas.mail.preview import POLICY, framed, told
from saas.mail.registry import Message, message, stages
from saas.mail.wording import Wording
from saas.mail.wordings import (
    Draft,
    change_wording,
    reset_wording,
    restore_wording,
    wording_history,
    wording_rows,
)
from saas.orgs import languages, letters, queries
from saas.orgs.forms import WordingForm
from saas.orgs.languages import saying
from saas.orgs.letters import wording_of
from saas.orgs.routes.blueprints import blueprint
from saas.orgs.tenancy import current_scope, requires
from saas.scope import Role
from saas.web import forms
from saas.web.forms import show_form
from saas.web.htmx import render, see_other
from saas.web.limits import sends_tests
from saas.web.notices import notify
from saas.web.security_headers import POLICY as PAGE_POLICY


@blueprint.get("/messages")
@requires(Role.ADMIN)
def list_messages() -> Response:
    """List every message, and in which languages it has the organization's own words."""
    scope = current_scope()
    rows = sorted(wording_rows(scope), key=lambda row: row.created_at)
    written = {(row.message, row.language) for row in rows if row.text is not None}
    usual, *others = languages.languages(scope)
    return render(
        "orgs/messages.html",
        stages=stages(),
        own={name for name, tag in written if tag == usual.tag},
        further={
            row.message: [each for each in others if (row.message, each.tag) in written]
            for row in rows
        },
        changes={row.message: row for row in rows},
        names=queries.names_of(scope, [row.changed_by_id for row in rows]),
        identity=IDENTITY.values(),
    )


@blueprint.get("/messages/<name>")
@requires(Role.ADMIN)
def edit_message(name: str) -> Response:
    """Show what a message says today in a language, to change it."""
    chosen = message(name)
    said = saying(current_scope(), chosen, _language())
    wording = wording_of(chosen, said.now.text)
    seen = said.row.number if said.row else 0
    return _show(chosen, WordingForm(None, obj=wording, about=chosen, seen=seen))


@blueprint.post("/messages/<name>")
@requires(Role.ADMIN)
def change_message(name: str) -> Response:
    """Let a message say something else from now on."""
    chosen = message(name)
    form = WordingForm(about=chosen)
    if form.validate_on_submit():
        with forms.told(form):
            change_wording(current_scope(), _draft(chosen, form.seen.data), form.wording())
            notify(
                _("“%(title)s” is saved; it goes out like this from now on.", title=chosen.title)
            )
            return _back_to(name)
    return _show(chosen, form)


@blueprint.get("/messages/<name>/preview")
@requires(Role.ADMIN)
def show_preview(name: str) -> Response:
    """Show, for the frame of the page, what a message looks like as it goes out today."""
    chosen = message(name)
    now = saying(current_scope(), chosen, _language()).now
    return _preview(chosen, wording_of(chosen, now.text), now.language)


@blueprint.post("/messages/<name>/preview")
@requires(Role.ADMIN)
def preview_message(name: str) -> Response:
    """Show, for the frame of the page, what a message would look like; nothing is saved."""
    chosen = message(name)
    form = WordingForm(about=chosen)
    if not form.validate_on_submit():
        return _frame(told([each for errors in form.errors.values() for each in errors]))
    return _preview(chosen, form.wording(), _language().tag)


@blueprint.post("/messages/<name>/test")
@requires(Role.ADMIN)
@sends_tests
def send_test(name: str) -> Response:
    """Send whoever asks a message as they wrote it, and leave the form as it was."""
    chosen = message(name)
    form = WordingForm(about=chosen)
    if form.validate_on_submit():
        to = letters.send_test(current_scope(), chosen, form.wording(), _language().tag)
        notify(_("A test is on its way to %(email)s; nothing is saved yet.", email=to.email))
    return _show(chosen, form)


@blueprint.post("/messages/<name>/reset")
@requires(Role.ADMIN)
def reset_message(name: str) -> Response:
    """Go back to what goes out without own words in this language."""
    scope, chosen, language = current_scope(), message(name), _language()
    reset_wording(scope, _draft(chosen, request.form.get("seen")))
    said = saying(scope, chosen, language)
    if said.is_built_in_otherwise:
        notify(_("“%(title)s” has its built-in words again.", title=chosen.title))
    else:
        notify(
            _(
                "“%(title)s” goes out in %(other)s to readers of %(language)s again.",
                title=chosen.title,
                other=said.instead.name,
                language=language.name,
            )
        )
    return _back_to(name)


@blueprint.get("/messages/<name>/history")
@requires(Role.ADMIN)
def list_wordings(name: str) -> Response:
    """Show what a message said before, and who changed it when."""
    scope, chosen, language = current_scope(), message(name), _language()
    rows = wording_history(scope, chosen, language.tag)
    return render(
        "orgs/message_history.html",
        message=chosen,
        said=saying(scope, chosen, language),
        languages=languages.languages(scope),
        rows=[(row, wording_of(chosen, row.text)) for row in rows],
        names=queries.names_of(scope, [row.changed_by_id for row in rows]),
        zone=queries.workspace(scope).time_zone,
    )


@blueprint.post("/messages/<name>/history/<int:number>/restore")
@requires(Role.ADMIN)
def restore_message(name: str, number: int) -> Response:
    """Let an earlier change count again."""
    chosen = message(name)
    restore_wording(current_scope(), _draft(chosen, request.form.get("seen")), number)
    notify(_("“%(title)s” says again what it said then.", title=chosen.title))
    return _back_to(name)


def _draft(message: Message, seen: object) -> Draft:
    # What is no number was not seen, so it conflicts with whatever is there.
    typed = str(seen or "")
    seen = int(typed) if typed.isdecimal() and len(typed) < 9 else -1
    return Draft(message, _language().tag, seen)


def _language() -> Language:
    return languages.language_of(current_scope(), request.args.get("language"))


def _back_to(name: str) -> Response:
    return see_other(url_for(".edit_message", name=name, language=_language().tag))


def _show(message: Message, form: WordingForm) -> Response:
    scope = current_scope()
    said = saying(scope, message, _language())
    row = said.row
    if form.form_errors:
        # Somebody was faster and their author was told: saving again is on purpose.
        form.seen.data = row.number if row else 0
    response = show_form(
        "orgs/edit_message.html",
        form,
        message=message,
        said=said,
        languages=languages.languages(scope),
        names=queries.names_of(scope, [row.changed_by_id] if row else []),
        zone=queries.workspace(scope).time_zone,
        is_real=letters.has_latest(scope, message),
    )
    response.headers["Content-Security-Policy"] = f"{PAGE_POLICY}; frame-src 'self'"
    return response


def _preview(message: Message, wording: Wording, tag: str) -> Response:
    letter = letters.sample(current_scope(), message, wording, tag)
    return _frame(framed(letter, request.values.get("look", "light")))


def _frame(html: str) -> Response:
    response = make_response(html)
    response.headers["Content-Security-Policy"] = POLICY
    return response
