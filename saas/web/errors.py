"""Domain errors and HTTP errors, each as one page or one notice with one clear sentence."""

from urllib.parse import urlsplit, urlunsplit

import structlog
from flask import Flask, Response, g, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from psycopg.errors import DeadlockDetected, ForeignKeyViolation
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from saas.errors import ConflictError, DomainError, ForbiddenError, InvalidError, NotFoundError
from saas.web.address import is_inside
from saas.web.htmx import render
from saas.web.security_headers import OtherSiteError
from saas.web.transaction import roll_back

log = structlog.get_logger(__name__)

#: What only somebody else's change at the same moment brings about: two who waited for each other,
#: and a row that was deleted while something was hung on it.
RACES = (DeadlockDetected, ForeignKeyViolation)

STATUS_OF: dict[type[DomainError], int] = {
    NotFoundError: 404,
    ForbiddenError: 403,
    ConflictError: 409,
    InvalidError: 422,
}


def init_app(app: Flask) -> None:
    """Answer every domain error, HTTP error and bug with a readable page."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(OtherSiteError, _from_elsewhere)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DBAPIError, _overtaken)
    app.register_error_handler(Exception, _bug)


def _domain_error(error: DomainError) -> Response:
    status = next(code for kind, code in STATUS_OF.items() if isinstance(error, kind))
    return _answer(status, str(error) or _sentence(status))


def _from_elsewhere(_error: OtherSiteError) -> Response:
    return _answer(403, _("This was sent from another site; open the page here and repeat it."))


def _stale_form(_error: CSRFError) -> Response:
    return _answer(400, _("This form is too old to be sent; load the page again and repeat it."))


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()  # type: ignore[return-value]
    response = _answer(status, _sentence(status))
    for name, value in error.get_headers():
        if name in ("Retry-After", "Allow"):
            response.headers[name] = value
    return response


def _bug(_error: Exception) -> Response:
    scope = g.get("scope")
    log.exception(
        "unexpected error",
        method=request.method,
        endpoint=request.endpoint,
        org=scope and scope.org_id,
        actor=scope and str(scope.actor_id),
    )
    return _answer(500, _sentence(500))


def _overtaken(error: DBAPIError) -> Response:
    """Answer whoever lost to a change made at the same moment: nothing of theirs was done."""
    if not isinstance(error.orig, RACES):
        return _bug(error)
    log.warning("overtaken", endpoint=request.endpoint, by=type(error.orig).__name__)
    roll_back()
    return _answer(409, _("Somebody else changed this at the same moment; please try again."))


def _answer(status: int, message: str) -> Response:
    if status >= 500:
        roll_back()
    return render(
        "errors/error.html",
        partial="errors/_notice.html",
        status=status,
        heading=_heading(status),
        message=message,
        back=came_from() if status < 500 else None,
    )


def came_from() -> str | None:
    """Return the page of this application that led here; None where it is unknown or this one."""
    try:
        there = urlsplit(request.referrer or "")
    except ValueError:
        return None
    path = urlunsplit(("", "", there.path, there.query, ""))
    is_here = request.method == "GET" and path in (request.full_path, request.path)
    return path if there.netloc == request.host and is_inside(path) and not is_here else None


def _heading(status: int) -> str:
    headings: dict[int, str] = {
        403: _("You cannot do that here"),
        404: _("There is nothing here"),
        409: _("That cannot be done now"),
        413: _("That is too large"),
        429: _("Too many tries"),
    }
    return headings.get(status) or str(_("That did not work"))


def _sentence(status: int) -> str:
    sentences: dict[int, str] = {
        400: _("The request could not be understood; go back, load the page again and repeat it."),
        401: _("Sign in to go on."),
        403: _("Your role does not allow this; ask an administrator of your organization."),
        404: _("This page does not exist, or you have no access to it; check the address."),
        405: _("This address cannot be used like that; go back and use the buttons of the page."),
        413: _("The file or text is too large; send at most 20 MB."),
        415: _("This kind of content cannot be read here; use the form of the page."),
        429: _("Too many tries in a short time; wait a minute and try again."),
    }
    unknown = _("Something went wrong on our side and nothing was changed; try again.")
    return sentences.get(status) or str(unknown)
