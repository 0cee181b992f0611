"""Headers that tell the browser what a page may do, and a check of where a request is from.

Everything comes from here and nothing is inline: no script, style, frame or form from
elsewhere, so that markup which slipped through an escape can do nothing.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import Forbidden

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=63072000; includeSubDomains"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: What a browser says of a request that one of our own pages, or the person, caused.
OWN_SITES = frozenset({"same-origin", "none"})


class OtherSiteError(Forbidden):
    """Another site caused an unsafe request."""


def init_app(app: Flask) -> None:
    """Refuse unsafe requests from other sites and put the headers on every answer.

    Settings: BASE_URL (HSTS when it is https), CROSS_SITE_ENDPOINTS (names of endpoints that
    other sites may post to, such as one-click unsubscribe; none when missing).
    """
    app.config.setdefault("CROSS_SITE_ENDPOINTS", frozenset())
    secure = urlsplit(str(app.config.get("BASE_URL", ""))).scheme == "https"

    @app.before_request
    def refuse_other_sites() -> None:
        if _is_from_elsewhere() and request.endpoint not in app.config["CROSS_SITE_ENDPOINTS"]:
            raise OtherSiteError

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _is_from_elsewhere() -> bool:
    """Return whether the browser says that another site caused this unsafe request.

    Clients that say nothing (scripts, old browsers) still have to bring a CSRF token.
    """
    if request.method in SAFE_METHODS:
        return False
    return request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITES
