"""What stands for the placeholders of a message."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saas.characters import legible
from saas.errors import InvalidError
from saas.mail.languages import day_in, moment_in


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things a message lists."""

    title: str
    text: str = ""
    url: str = ""


Value = str | dt.date | Sequence[Item]
Values = Mapping[str, Value]
Said = Mapping[str, str | Sequence[Item]]
"""Values in a language."""


def said_in(tag: str, value: Value) -> str | Sequence[Item]:
    """Return a value with days and times as a language writes them, and only what can be shown."""
    if isinstance(value, dt.datetime):
        return legible(moment_in(tag, value))
    if isinstance(value, dt.date):
        return legible(day_in(tag, value))
    if isinstance(value, str):
        return legible(value)
    return [Item(legible(each.title), legible(each.text), legible(each.url)) for each in value]


def typed(name: str, values: Said) -> str:
    """Return the text of a placeholder.

    Raises:
        InvalidError: Items stand for it.
    """
    value = values[name]
    if not isinstance(value, str):
        raise InvalidError("body", f"Put {{{name}}} into a paragraph of its own: it is a list.")
    return value
