"""What the component macros cannot work out in a template."""

import zlib
from collections.abc import Mapping
from typing import Any

from flask import Flask


def init_app(app: Flask) -> None:
    """Give templates `initials`, `hue` and `described`."""
    app.jinja_env.filters.update(initials=initials, hue=hue)
    app.jinja_env.globals["described"] = described


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of `name`."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def hue(name: str, hues: int) -> int:
    """Return a number from 1 to `hues` that is always the same for `name`."""
    return zlib.crc32(name.encode()) % hues + 1


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
