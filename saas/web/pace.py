"""How soon a page that shows work under way looks again: often at first, then less and less."""

from flask import Flask, request

SECONDS = (1, 1, 1, 2, 3, 5)
#: Looks are counted up to here and then from the slowest on; the count must only ever change.
MOST = 9999


def init_app(app: Flask) -> None:
    """Give templates `look_again`."""
    app.jinja_env.globals["look_again"] = look_again


def look_again(url: str) -> dict[str, str]:
    """Return the attributes with which a part fetches itself anew from `url`, after a while.

    The address counts the looks. htmx starts an element that it morphed again only when one
    of its attributes has changed, so that with the same address the second look is the last.
    """
    looks = _looks() + 1
    seconds = SECONDS[min(looks, len(SECONDS)) - 1]
    return {
        "hx-get": f"{url}?looks={looks}",
        "hx-trigger": f"load delay:{seconds}s",
        "hx-swap": "outerMorph",
    }


def _looks() -> int:
    asked = request.args.get("looks", "")
    known = asked.isascii() and asked.isdigit() and len(asked) <= len(str(MOST))
    looks = int(asked) if known else 0
    return looks if looks < MOST else len(SECONDS)
