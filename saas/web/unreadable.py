"""Refuses what no form is and no database can hold, before a view sees it."""

from collections.abc import Iterator

from flask import Flask, abort, request

NUL = "\0"


def init_app(app: Flask) -> None:
    """Answer 415 to a body that is no form, and 400 to a NUL anywhere in what is sent."""
    app.before_request(_refuse_json)
    app.before_request(_refuse_nul)


def _refuse_json() -> None:
    # Flask-WTF would read JSON as a form and fail on shapes that no form has.
    if request.is_json:
        abort(415)


def _refuse_nul() -> None:
    texts = (request.path, *_texts())
    if any(NUL in text for text in texts):
        abort(400)


def _texts() -> Iterator[str]:
    for values in (request.args, request.form):
        for pair in values.items(multi=True):
            yield from pair
    for name, file in request.files.items(multi=True):
        yield from (name, file.filename or "", file.content_type or "")
