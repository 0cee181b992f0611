"""Whole addresses of pages, for mail: also where there is no request."""

from flask import current_app


def address_of(endpoint: str, **values: object) -> str:
    """Return the address of a page, from BASE_URL on."""
    adapter = current_app.url_map.bind("", url_scheme="https")
    return str(current_app.config["BASE_URL"]) + adapter.build(endpoint, values)


def is_inside(path: str) -> bool:
    """Whether this is a path of this application, and not a way out of it."""
    return (
        path.startswith("/")
        and not path.startswith(("//", "/\\"))
        and "\\" not in path
        and path.isprintable()
        and len(path) <= 500
    )
