"""What just happened, told once: on the page that follows, or beside the part that is swapped."""

from typing import Any, Literal, TypedDict

from flask import Flask, session
from flask_babel import gettext as _

Kind = Literal["good", "bad"]
KEY = "notices"


class Notice(TypedDict):
    """A sentence for whoever acted, and how to take it back.

    Attributes:
        undo_url: Takes a POST; None when there is nothing to undo.
        undo_target: CSS selector of what the answer to that POST replaces; None when it is
            a page.
    """

    text: str
    kind: Kind
    undo_url: str | None
    undo_target: str | None


def init_app(app: Flask) -> None:
    """Let layouts take the notices that wait."""
    app.jinja_env.globals["take_notices"] = take_notices


def notify(
    text: str,
    kind: Kind = "good",
    *,
    undo_url: str | None = None,
    undo_target: str | None = None,
) -> None:
    """Tell the person `text` in whatever is answered next."""
    waiting: list[Any] = session.get(KEY, [])
    session[KEY] = [
        *waiting,
        Notice(text=text, kind=kind, undo_url=undo_url, undo_target=undo_target),
    ]


def notify_place(title: str, at: int, count: int) -> None:
    """Tell the person that something is at a place, counted from 0, of so many."""
    place = _("%(place)s of %(count)s", place=at + 1, count=count)
    notify(_("“%(title)s” is number %(place)s now.", title=title, place=place))


def take_notices() -> list[Notice]:
    """Return the notices that wait and forget them; the session stays untouched without any."""
    return session.pop(KEY) if session.get(KEY) else []
