"""Refuses what no database can hold, before a view sees it."""

from collections.abc import Iterator

from flask import Flask, abort, request

NUL = "\0"


def init_app(app: Flask) -> None:
    """Answer 400 to a request with a NUL character in its address, query, form or a file's name."""
    app.before_request(_refuse_nul)


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
