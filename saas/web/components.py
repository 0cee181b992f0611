"""What the component macros cannot work out in a template."""

import zlib
from collections.abc import Mapping
from typing import Any, Literal

from flask import Flask
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget


def init_app(app: Flask) -> None:
    """Give templates `initials`, `hue`, `shape`, `sentences` and `described`."""
    app.jinja_env.filters.update(initials=initials, hue=hue, shape=shape, sentences=sentences)
    app.jinja_env.globals["described"] = described


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of `name`."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def hue(name: str, hues: int) -> int:
    """Return a number from 1 to `hues` that is always the same for `name`."""
    return zlib.crc32(name.encode()) % hues + 1


def shape(field: Any) -> Literal["hidden", "checkbox", "choices", "input"]:
    """Return how a WTForms field is laid out; "choices" are radio buttons or checkboxes."""
    if isinstance(field.widget, HiddenInput):
        return "hidden"
    if isinstance(field.widget, CheckboxInput):
        return "checkbox"
    return "choices" if isinstance(field.widget, ListWidget) else "input"


def described(field: Any, hint: str, attrs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a form control, with what ties its message and hint to it.

    Args:
        field: A WTForms field.
        hint: What stands under its label; empty when nothing does.
        attrs: Further attributes.
    """
    ids = [f"{field.id}-error"] if field.errors else []
    ids += [f"{field.id}-hint"] if hint else []
    tied = {"aria-describedby": " ".join(ids)} if ids else {}
    wrong = {"aria-invalid": "true"} if field.errors else {}
    return {**attrs, **tied, **wrong}


def sentences(errors: Any) -> list[str]:
    """Return what is wrong with a field itself, lazily translated or not.

    Fields that hold fields have lists and mappings among theirs, which each shows itself.
    """
    own = [] if isinstance(errors, Mapping) else errors
    return [str(each) for each in own if not isinstance(each, list | tuple | Mapping)]
