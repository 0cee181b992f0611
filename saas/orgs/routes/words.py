"""What the organization calls a mentor, a mentee and a program."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from saas.orgs import queries
from saas.orgs.behind import behind
from saas.orgs.forms import WordsForm
from saas.orgs.routes.blueprints import blueprint
from saas.orgs.speech import change_words
from saas.orgs.tenancy import current_scope, requires
from saas.scope import Role
from saas.web.forms import status_of, told
from saas.web.htmx import render, see_other
from saas.web.notices import notify
from saas.web.revising import revision, seen
from saas.words import STANDARD, Words, refuse_mixed_up, words_from

#: Sentences that show where the words turn up, in the standard ones.
SAMPLES = (
    "A mentor gives advice; a mentee decides.",
    "Your mentor works in the field you aspire to.",
    "This program has 12 mentors and 20 mentees.",
    "Mentees and mentors of every program",
)
LATER = _l("guidelines, goals and the agreement follow once a program publishes them.")


@blueprint.get("/settings/words")
@requires(Role.ADMIN)
def edit_words() -> Response:
    """Show the organization's words."""
    words = words_from(queries.workspace(current_scope()).words)
    return _show(WordsForm.of(words), words)


@blueprint.post("/settings/words/preview")
@requires(Role.ADMIN)
def preview_words() -> Response:
    """Show in sentences what is typed; nothing is saved."""
    form, words = WordsForm(), words_from(queries.workspace(current_scope()).words)
    if form.validate_on_submit():
        with told(form):
            words = form.words()
            refuse_mixed_up(words)
    return _show(form, words)


@blueprint.post("/settings/words")
@requires(Role.ADMIN)
def change_own_words() -> Response:
    """Call them something else from now on."""
    scope, form = current_scope(), WordsForm()
    words = words_from(queries.workspace(scope).words)
    if form.validate_on_submit():
        with told(form):
            words = form.words()
            change_words(scope, words, seen())
            notify(_("The words are saved. Pages and messages use them now; %(rest)s", rest=LATER))
            return see_other(url_for(".edit_words"))
    return _show(form, words, status_of(form))


@blueprint.post("/settings/words/reset")
@requires(Role.ADMIN)
def reset_words() -> Response:
    """Go back to the standard words."""
    change_words(current_scope(), STANDARD)
    notify(_("The standard words are back on pages and in messages; %(rest)s", rest=LATER))
    return see_other(url_for(".edit_words"))


def _show(form: WordsForm, words: Words, status: int = 200) -> Response:
    kept = words_from(queries.workspace(current_scope()).words)
    return render(
        "orgs/words.html",
        partial="orgs/_words_preview.html",
        status=status,
        form=form,
        revision=revision(form, kept.as_json(), WordsForm.of(kept)),
        samples=[words.say(each) for each in SAMPLES],
        problems=[str(error) for field in form for error in field.errors],
        is_own=kept != STANDARD,
        behind=behind(current_scope()),
    )
