"""One request is one transaction, and only an unsafe, successful one commits."""

from flask import Flask, Response, request

from saas.db import db, directory

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Commit or roll back at the end of every request, the directory first."""
    app.after_request(_settle)


def _settle(response: Response) -> Response:
    if request.method not in SAFE_METHODS and response.status_code < 400:
        directory.commit()
        db.session.commit()
    else:
        roll_back()
    return response


def roll_back() -> None:
    """Undo what the request wrote; after a refused statement, nothing can be read before."""
    directory.rollback()
    db.session.rollback()
