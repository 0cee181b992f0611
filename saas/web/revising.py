"""Forms on what somebody else may change meanwhile: nothing of theirs is replaced unseen.

A page that changes something carries the fingerprint of what it showed; its view hands it to the
service (`seen`), which refuses with a `MovedError` what was changed since (`saas.seen`).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields.choices import SelectFieldBase

from saas.seen import fingerprint
from saas.web.format import day


@dataclass(frozen=True, slots=True)
class Revision:
    """What a form on something saved tells beside its fields.

    Attributes:
        seen: What the page saw, to be sent with it.
        theirs: Where somebody else was faster: the fields that they saved otherwise, each with
            what it says by now.
    """

    seen: str
    theirs: list[tuple[str, str]]


def seen() -> str | None:
    """Return what the page that was sent had seen; None where it was no page."""
    return request.form.get("seen")


def revision(form: Any, now: Mapping[str, Any], saved: Any) -> Revision:
    """Return what a form tells beside its fields; call it once the service had its say.

    Args:
        form: The form, as it was typed or filled in.
        now: What the service compares: what is saved by now, by column.
        saved: The same form, filled with what is saved by now and nothing that was typed; of a
            file that is its name.
    """
    if getattr(form, "moved", False):
        # Its author is told: to save again is on purpose.
        return Revision(fingerprint(now), theirs(form, saved))
    sent = seen() if form.is_submitted() else None
    return Revision(fingerprint(now) if sent is None else sent, [])


def theirs(form: Any, saved: Any) -> list[tuple[str, str]]:
    """Return what is saved of each field that was typed otherwise: its label, and what it says."""
    return [
        (str(field.label.text), _said(field))
        for field in saved
        if not isinstance(field, CSRFTokenField)
        and field.name in form
        and field.data != form[field.name].data
    ]


def _said(field: Any) -> str:
    """Return what a field says, as a page shows it."""
    if isinstance(field.data, bool):
        return str(_("Yes") if field.data else _("No"))
    if isinstance(field, SelectFieldBase):
        return ", ".join(str(option.label.text) for option in field if option.checked)
    if isinstance(field.data, dt.date):
        return day(field.data)
    if isinstance(field.data, dt.time):
        return f"{field.data:%H:%M}"
    if isinstance(field.data, float):
        return f"{field.data:.15g}"
    if isinstance(field.data, list | tuple):
        return "\n".join(str(each) for each in field.data)
    return "" if field.data is None else str(field.data)
