"""Between WTForms and services: what a service refuses is shown at the field it is about."""

import contextlib
from collections.abc import Iterator
from typing import Any

from flask import Response
from flask_babel import gettext as _
from wtforms import FileField

from saas.errors import ConflictError, DomainError, InvalidError
from saas.seen import MovedError
from saas.web.htmx import render


@contextlib.contextmanager
def told(form: Any) -> Iterator[None]:
    """Show at the form what a service refuses inside, instead of on a page of its own.

    `return` the answer from inside; what follows answers with the form.
    """
    try:
        yield
    except (InvalidError, ConflictError) as error:
        refuse(form, error)


def refuse(form: Any, error: DomainError) -> None:
    """Put the sentence of `error` at its field, or above the form when it is about the whole.

    Args:
        form: A WTForms form; its `errors` are then as if it had not validated.
        error: What a service raised.
    """
    name = error.field if isinstance(error, InvalidError) else None
    if name is not None and name in form:
        form[name].errors = [*form[name].errors, str(error)]
    else:
        form.moved = isinstance(error, MovedError)
        form.form_errors = [*form.form_errors, str(error)]


def show_form(page: str, form: Any, *, partial: str | None = None, **context: Any) -> Response:
    """Answer with a form: 422, and nothing saved, when something is wrong with it.

    It is 409 where somebody else saved something since its author looked. A file that was sent
    with it is lost, and its field says so.
    """
    if form.errors:
        _ask_for_files_again(form)
    return render(page, partial=partial, status=status_of(form), form=form, **context)


def status_of(form: Any) -> int:
    """Return the status of an answer with a form, as `show_form` gives it."""
    wrong = 409 if getattr(form, "moved", False) else 422
    return wrong if form.errors else 200


def _ask_for_files_again(form: Any) -> None:
    for each in form:
        if isinstance(each, FileField) and each.data and not each.errors:
            each.errors = [_("Choose the file again; nothing of it is kept.")]
