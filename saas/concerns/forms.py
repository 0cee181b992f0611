"""What people type about concerns."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields import SelectChoice

from saas.programs.models import Program
from saas.web.fields import line, text


class ConcernForm(FlaskForm):
    """What is wrong."""

    words = text(
        _l("What is it about?"),
        _l("Write a sentence or two."),
        description=_l("As much or as little as you like. You can add to it later."),
    )


class EntryForm(FlaskForm):
    """A line of the case log; the button says what kind."""

    words = text(_l("Your words"), _l("Write a sentence."))


class ReaderForm(FlaskForm):
    """Who is to read concerns, and which."""

    email = line(_l("E-mail address"), _l("Enter an e-mail address."), most=320)
    program_id = SelectField(_l("Which concerns"), validate_choice=False)

    def __init__(self, *args: Any, programs: Iterable[Program], **values: Any) -> None:
        super().__init__(*args, **values)
        self.program_id.flags.required = True
        self.program_id.choices = [
            SelectChoice("", _l("Of the whole organization")),
            *(SelectChoice(str(each.id), each.name) for each in programs),
        ]

    def program(self) -> uuid.UUID | None:
        """Return the program that was chosen; None for the whole organization.

        What is no id is an id of nothing, and so not found.
        """
        typed = self.program_id.data or ""
        try:
            return uuid.UUID(typed) if typed else None
        except ValueError:
            return uuid.UUID(int=0)
