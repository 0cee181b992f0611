"""One way to answer a browser, whether it asked for a page or for a part of one."""

from typing import Any

from flask import Flask, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from saas.web.notices import take_notices

VARY = ("HX-Request", "HX-Request-Type")


def init_app(app: Flask) -> None:
    """Let no cache mix up a page and its part."""
    app.after_request(_vary)


def is_htmx() -> bool:
    """Return whether htmx sent the request and so decides what becomes of the answer."""
    return request.headers.get("HX-Request") == "true"


def wants_partial() -> bool:
    """Return whether the browser will swap the answer into the page it has.

    htmx says "full" when it replaces the whole body or picks from a page.
    """
    return is_htmx() and request.headers.get("HX-Request-Type") == "partial"


def render(page: str, *, partial: str | None = None, status: int = 200, **context: Any) -> Response:
    """Answer with `partial` to htmx and with `page`, which includes it, to anyone else.

    Notices that wait are brought along: the page shows them, a partial carries them unless
    it tells of an error.

    Args:
        page: Template of the whole page, e.g. "matching/run.html".
        partial: Template of the part, e.g. "matching/_run.html"; None when there is none,
            and then the page is the answer to everybody.
        status: 200, or 422 when `partial` is a form with errors.
        **context: What both templates are given, with `status`.
    """
    context["status"] = status
    if partial is None or not wants_partial():
        return make_response(render_template(page, **context), status)
    part = render_template(partial, **context)
    return make_response(part + _notices() if status < 400 else part, status)


def see_other(url: str) -> AnyResponse:
    """Answer a POST with where it led to; htmx follows and swaps the partial it finds there."""
    return redirect(url, 303)


def leave_for(url: str) -> AnyResponse:
    """Send the browser to another page, also when htmx asked for a part of this one."""
    if not is_htmx():
        return redirect(url, 303)
    response = make_response("", 200)
    response.headers["HX-Redirect"] = url
    return response


def sign_in_first(url: str) -> AnyResponse:
    """Send somebody who is not signed in to `url`: 401 for htmx, which then leaves the page."""
    response = leave_for(url)
    if is_htmx():
        response.status_code = 401
    return response


def _notices() -> str:
    waiting = take_notices()
    return render_template("components/_notices.html", notices=waiting) if waiting else ""


def _vary(response: Response) -> Response:
    if response.mimetype == "text/html":
        for header in VARY:
            response.vary.add(header)
    return response
