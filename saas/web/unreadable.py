"""Refuses what no database can hold, before a view sees it."""

from flask import Flask, abort, request

NUL = "\0"


def init_app(app: Flask) -> None:
    """Answer 400 to a request with a NUL character in its address, query or form."""
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    values = (*request.args.items(multi=True), *request.form.items(multi=True))
    if NUL in request.path or any(NUL in name or NUL in value for name, value in values):
        abort(400)
