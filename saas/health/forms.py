"""What the two say about how it goes, and what staff write down."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import ValidationError

from saas.health.services import Answers, Outcome
from saas.health.words import FELT, FITS, FLAGS
from saas.web.fields import Choice, Day, text

YES, SOME_DAY, NO = "yes", "some_day", "no"


class CheckInForm(FlaskForm):
    """How somebody finds their partnership."""

    felt_quality = Choice(_l("How do you find it at the moment?"), words=FELT)
    fit = Choice(_l("Do you suit each other?"), words=FITS, required=False)
    met = Choice(
        _l("Have you met lately?"),
        words={
            YES: _l("Yes"),
            SOME_DAY: _l("Yes, and I no longer know the day"),
            NO: _l("Not yet"),
        },
        required=False,
    )
    met_on = Day(
        _l("If you have: the last time was on"),
        required=False,
        description=_l("The meeting is then noted in your partnership, where both see it."),
    )
    note = text(_l("Anything you want to keep in mind"), most=2000)
    note_shared = BooleanField(_l("Let the people who run the program read this note"))

    def validate_met_on(self, field: Any) -> None:
        """Ask for the day of a meeting that took place."""
        if self.met.data == YES and field.data is None and not field.errors:
            raise ValidationError(_("Choose the day you met, or say that you no longer know it."))

    def leave_meetings_out(self) -> None:
        """Do not ask whether they met: it is known."""
        del self.met, self.met_on

    def answers(self) -> Answers:
        """Return what was said."""
        met, met_on = self._meeting() if "met" in self else (None, None)
        return Answers(
            felt_quality=self.felt_quality.data,
            fit=self.fit.data,
            met=met,
            met_on=met_on,
            note=self.note.data,
            note_shared=self.note_shared.data,
        )

    def _meeting(self) -> tuple[bool | None, dt.date | None]:
        """Return whether they met, and on which day; a day alone says that they did."""
        said, day = self.met.data, self.met_on.data
        if said is None and day is not None:
            said = YES
        return {YES: True, SOME_DAY: True, NO: False}.get(said), day if said == YES else None


class MetForm(FlaskForm):
    """Whether the two met."""

    met_on = Day(_l("The last time was on"))


class ContactForm(FlaskForm):
    """A contact of staff with the two, or with one of them."""

    contacted_on = Day(_l("Day"))
    outcome = text(
        _l("What came of it"),
        _l("Write down what came of it."),
        description=_l("A sentence that helps whoever looks after them next."),
    )
    flag = Choice(_l("What it was about"), words={}, required=False)

    def offer(self, flags: Iterable[str]) -> None:
        """Offer the flags that stand."""
        self.flag.call_it({key: FLAGS[key] for key in flags})

    def said(self) -> Outcome:
        """Return what was written."""
        return Outcome(self.contacted_on.data, self.outcome.data, self.flag.data or None)
