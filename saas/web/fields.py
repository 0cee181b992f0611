"""Fields of forms that refuse with one sentence, which says what to do."""

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from saas.characters import clean

CHOOSE = _l("Choose one of these.")
FIRST_DAY = dt.date(2000, 1, 1)
LAST_DAY = dt.date(2999, 12, 31)
"""Days outside of these are slips of a digit."""


class Number(IntegerField):
    """A whole number within bounds."""

    def __init__(self, label: Any, *, least: int, most: int, **options: Any) -> None:
        super().__init__(label, validators=[InputRequired()], **options)
        self.flags.min, self.flags.max = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; None when it is no whole number."""
        try:
            self.data = int(valuelist[0])
        except (IndexError, ValueError):
            self.data = None  # type: ignore[assignment]

    def pre_validate(self, form: object) -> None:
        """Refuse anything else."""
        least, most = self.flags.min, self.flags.max
        if self.data is None or not least <= self.data <= most:
            raise StopValidation(
                _("Enter a whole number from %(least)s to %(most)s.", least=least, most=most)
            )


class Day(DateField):
    """A day of this millennium; None where none is needed and none was typed."""

    def __init__(self, label: Any, *, required: bool = True, **options: Any) -> None:
        super().__init__(label, validators=[InputRequired()] if required else [], **options)
        self._was_typed = False

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; None when it is no day."""
        self._was_typed = bool(valuelist and valuelist[0].strip())
        try:
            self.data = dt.date.fromisoformat(valuelist[0].strip())
        except (IndexError, ValueError):
            self.data = None  # type: ignore[assignment]

    def pre_validate(self, form: object) -> None:
        """Refuse anything else."""
        if not self._was_typed and not self.flags.required:
            return
        if self.data is None or not FIRST_DAY <= self.data <= LAST_DAY:
            raise StopValidation(_("Enter a day such as 2027-03-01."))


class Choice(RadioField):
    """One word of a closed list, as radio buttons; None where none is needed and none chosen."""

    def __init__(
        self, label: Any, *, words: Mapping[Any, Any], required: bool = True, **options: Any
    ) -> None:
        self.words = dict(words)
        super().__init__(
            label,
            validators=[InputRequired()] if required else [],
            choices=_choices(words),
            coerce=self._read,
            **options,
        )

    def call_it(self, words: Mapping[Any, Any]) -> None:
        """Offer these words, or call them otherwise."""
        self.words = dict(words)
        self.choices = _choices(words)

    def pre_validate(self, form: object) -> None:
        """Refuse anything else."""
        if self.data is None and not self.flags.required:
            return
        if self.data not in self.words:
            raise StopValidation(CHOOSE)

    def _read(self, value: Any) -> Any:
        return _read(self.words, value)


class OneOrNone(SelectField):
    """One word of a closed list, or none of them, as a menu."""

    def __init__(self, label: Any, *, none: Any, words: Mapping[Any, Any], **options: Any) -> None:
        self.words, self._none = words, SelectChoice("", none)
        choices = [self._none, *_choices(words)]
        super().__init__(label, choices=choices, coerce=self._read, **options)

    def offer(self, words: Mapping[Any, Any]) -> None:
        """Offer these words instead."""
        self.words = words
        self.choices = [self._none, *_choices(words)]
        if self.raw_data:
            self.process_formdata(self.raw_data)

    def pre_validate(self, form: object) -> None:
        """Refuse anything else."""
        if self.data is not None and self.data not in self.words:
            raise StopValidation(CHOOSE)

    def _read(self, value: Any) -> Any:
        return _read(self.words, value)


class Menu(SelectField):
    """One of what the view offers, as a menu; `choices` may be in groups."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, invalid_choice_message=CHOOSE, **options)
        self.flags.required = True


class Several(SelectMultipleField):
    """Any of some texts, as checkboxes; they are offered by the view."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, choices=[], **options)

    def offer(self, texts: Iterable[str]) -> None:
        """Offer these texts, each once, in this order."""
        self.call_them({text: text for text in texts})

    def call_them(self, words: Mapping[str, Any]) -> None:
        """Offer what these words stand for, in this order."""
        self.choices = [SelectChoice(word, text) for word, text in words.items()]

    def pre_validate(self, form: object) -> None:
        """Refuse anything else."""
        offered = {choice.value for choice in self.choices}
        if any(text not in offered for text in self.data or ()):
            raise StopValidation(_("Choose only from these."))


class Lines(TextAreaField):
    """Several short texts, one a line; none is said twice."""

    def __init__(self, label: Any, *, most: int, longest: int = 200, **options: Any) -> None:
        super().__init__(label, **options)
        self.most, self.longest = most, longest

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the lines that say something."""
        words = tidy(valuelist[0] if valuelist else "").splitlines()
        kept = [kept for each in words if (kept := tidy(each))]
        self.data = list(dict.fromkeys(kept))

    def pre_validate(self, form: object) -> None:
        """Refuse too many, and what is no short text."""
        lines = self.data or ()
        if len(lines) > self.most:
            raise StopValidation(_("Write at most %(most)d lines.", most=self.most))
        if any(len(each) > self.longest for each in lines):
            raise StopValidation(
                _("Shorten each line to at most %(longest)d characters.", longest=self.longest)
            )


def line(label: Any, missing: Any = None, *, most: int = 200, **options: Any) -> Any:
    """Return a field of one line; required when `missing` says what an empty one is told."""
    return StringField(label, filters=[tidy_line], validators=_checks(missing, most), **options)


def text(label: Any, missing: Any = None, *, most: int = 4000, **options: Any) -> Any:
    """Return a field of several lines; required when `missing` says what an empty one is told."""
    return TextAreaField(label, filters=[tidy], validators=_checks(missing, most), **options)


def tidy(words: str | None) -> str:
    """Return a text as it is kept."""
    return clean(words or "")


def tidy_line(words: str | None) -> str:
    """Return a text of one line as it is kept."""
    return tidy(words).replace("\n", " ")


def _checks(missing: Any, most: int) -> list[Any]:
    too_long = Length(max=most, message=_l("Shorten this to at most %(max)d characters."))
    return [DataRequired(missing), too_long] if missing else [too_long]


def _choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(_typed(word), text) for word, text in words.items()]


def _read(words: Iterable[Any], value: Any) -> Any:
    # What is no word stays as it was typed, and is refused in `pre_validate`.
    known = {_typed(word): word for word in words}
    return known.get(_typed(value), value or None)


def _typed(value: Any) -> str:
    if isinstance(value, enum.Enum):
        return str(value.value)
    return "" if value is None else str(value)
