"""Fields that say what is wrong in one sentence, and what to do about it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation

CHOOSE = _l("Choose one of these.")
FIRST_DAY = dt.date(2000, 1, 1)
LAST_DAY = dt.date(2999, 12, 31)
"""Days between which a program can be; elsewhere a digit is wrong."""


class WholeNumber(IntegerField):
    """A whole number within bounds."""

    def __init__(self, label: Any, *, least: int, most: int, **options: Any) -> None:
        super().__init__(label, validators=[InputRequired()], **options)
        self.flags.min, self.flags.max = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; None when it is no whole number."""
        self.data = _read_or_none(int, valuelist)

    def pre_validate(self, form: object) -> None:
        """Refuse anything else with one sentence."""
        least, most = self.flags.min, self.flags.max
        if self.data is None or not least <= self.data <= most:
            raise StopValidation(
                _("Enter a whole number from %(least)s to %(most)s.", least=least, most=most)
            )


class Day(DateField):
    """A day in this millennium."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, validators=[InputRequired()], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; None when it is no day."""
        self.data = _read_or_none(dt.date.fromisoformat, valuelist)

    def pre_validate(self, form: object) -> None:
        """Refuse anything else with one sentence."""
        if self.data is None or not FIRST_DAY <= self.data <= LAST_DAY:
            raise StopValidation(_("Enter a day such as 2027-03-01."))


class OneOf(RadioField):
    """One word of a closed list, as radio buttons."""

    def __init__(self, label: Any, *, words: Mapping[Any, Any], **options: Any) -> None:
        super().__init__(
            label,
            validators=[InputRequired(CHOOSE)],
            choices=_choices(words),
            coerce=_coerce(words),
            **options,
        )
        self.words = words

    def pre_validate(self, form: object) -> None:
        """Refuse anything else with one sentence."""
        if self.data not in self.words:
            raise StopValidation(CHOOSE)


class OneOrNone(SelectField):
    """One word of a closed list, or none of them."""

    def __init__(self, label: Any, *, none: Any, words: Mapping[Any, Any], **options: Any) -> None:
        choices = [SelectChoice("", none), *_choices(words)]
        super().__init__(label, choices=choices, coerce=_coerce(words), **options)
        self.words = words

    def pre_validate(self, form: object) -> None:
        """Refuse anything else with one sentence."""
        if self.data is not None and self.data not in self.words:
            raise StopValidation(CHOOSE)


def short_text(label: Any, missing: Any, **options: Any) -> Any:
    """Return a required field of one line; `missing` is what an empty one is told."""
    return StringField(
        label, filters=[tidy], validators=[DataRequired(missing), *_at_most(200)], **options
    )


def long_text(label: Any, missing: Any = None, **options: Any) -> Any:
    """Return a field of several lines; required when `missing` says what an empty one is told."""
    required = [DataRequired(missing)] if missing else []
    return TextAreaField(label, filters=[tidy], validators=[*required, *_at_most(4000)], **options)


def tidy(text: str | None) -> str:
    """Return a text without space around it, its lines ended as everywhere else."""
    return (text or "").replace("\r\n", "\n").strip()


def _at_most(length: int) -> list[Length]:
    return [Length(max=length, message=_l("Shorten this to at most %(max)d characters."))]


def _read_or_none(read: Callable[[str], Any], typed: list[str]) -> Any:
    try:
        return read(typed[0].strip())
    except (IndexError, ValueError):
        return None


def _choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(word.value, text) for word, text in words.items()]


def _coerce(words: Mapping[Any, Any]) -> Callable[[Any], Any]:
    # What is no word stays as it was typed, and is refused in `pre_validate`.
    known = {word.value: word for word in words}
    return lambda value: known.get(value, value or None)
