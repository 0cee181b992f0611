"""A field for each kind of question; all of them work without scripts."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.utils import unset_value
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, URLInput

from saas.intake.asking import Asked
from saas.intake.availability import DAYS, is_slot
from saas.intake.kinds import MOST_PEOPLE, MOST_SLOTS, QuestionKind
from saas.intake.reading import Raw, agreement

WEEKDAYS = "weekdays"
BLANK_ROWS = 2
MOST_PLACES = 10
CHANGED = _l("This text has changed since you ticked it: read it, then tick it anew.")


class Answer:
    """Mixin of every field: the answer as typed, and the question it is an answer to."""

    asked: Asked
    data: Any

    @property
    def raw(self) -> Raw:
        """The answer as a draft keeps it."""
        return self.data or ""

    def pre_validate(self, _form: object) -> None:
        """Accept: what is wrong depends on the other answers, and the form says it."""


class TextAnswer(Answer, StringField):
    """One line."""


class LongTextAnswer(Answer, TextAreaField):
    """Several lines."""


class DayAnswer(Answer, StringField):
    """A day."""

    widget = DateInput()


class LinkAnswer(Answer, StringField):
    """An address on the web."""

    widget = URLInput()


class OneAnswer(Answer, RadioField):
    """One of the options, of the numbers of a scale, or yes and no."""


class ConsentAnswer(Answer, StringField):
    """A box to tick, which is only ticked for the text that stands beside it."""

    widget = CheckboxInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what the box says; a box that is not ticked says nothing."""
        self.data = valuelist[0] if valuelist else ""

    @property
    def agreement(self) -> str:
        """What the box says when it is ticked."""
        return agreement(self.asked)

    @property
    def checked(self) -> bool:
        """Whether it was ticked for this text."""
        return bool(self.data == self.agreement)

    @property
    def outdated(self) -> str:
        """What to say where it was ticked for another text than this one; else nothing."""
        return str(CHANGED) if self.data and not self.checked else ""

    def pre_validate(self, _form: object) -> None:
        """Refuse what was ticked for another text."""
        if self.outdated:
            raise ValidationError(self.outdated)

    @property
    def raw(self) -> Raw:
        """That this text is agreed to, or no answer."""
        return self.agreement if self.checked else ""


class RankingAnswer(Answer, Field):
    """A menu of the options for each place, best first."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take what was chosen for each place, or the answer as it was kept."""
        self.process_errors: list[str] = []
        self.data = self.object_data = [] if data is unset_value else list(data or [])
        if formdata is not None and self.name in formdata:
            self.data = [each for each in formdata.getlist(self.name) if each]

    @property
    def raw(self) -> Raw:
        """The options in the order of their places."""
        return list(self.data)

    @property
    def places(self) -> list[str]:
        """What stands in each place; empty for nothing yet."""
        count = min(int(self.asked.most or MOST_PLACES), len(self.asked.options))
        return [*self.data, *[""] * count][: max(count, len(self.data))]


class WishesAnswer(Answer, Field):
    """Rows of a person, and yes, maybe or no; works without scripts."""

    most_rows = MOST_PEOPLE

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the rows of a form, or the answer as it was kept."""
        self.process_errors: list[str] = []
        self.data = self.object_data = [] if data is unset_value else list(data or [])
        if formdata is not None and f"{self.name}-who" in formdata:
            parts = (formdata.getlist(f"{self.name}-{part}") for part in ("say", "who"))
            rows = zip(*parts, strict=False)
            self.data = [f"{say[:10] or '?'} {who.strip()}" for say, who in rows if who.strip()]

    @property
    def raw(self) -> Raw:
        """One text for each person: what is said, and who it is."""
        return list(self.data)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What is said of whom, and some rows to fill in."""
        given = [each.partition(" ") for each in self.data]
        blank = max(min(BLANK_ROWS, self.most_rows - len(given)), 0)
        return [*((say, who) for say, _, who in given), *[("", "")] * blank]


class ManyAnswer(Answer, SelectMultipleField):
    """Any of the options."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    @property
    def raw(self) -> Raw:
        """The options chosen."""
        return list(self.data or [])


class PeopleAnswer(Answer, TextAreaField):
    """One person a line, or parted by semicolons; addresses by commas, too."""

    @property
    def raw(self) -> Raw:
        """The people, one each."""
        lines = (self.data or "").replace(";", "\n").splitlines()
        people = [person.strip() for line in lines for person in _people(line)]
        return [person for person in people if person]


def _people(line: str) -> list[str]:
    """Part a line at the commas between addresses; in a name, a comma is part of it."""
    parts = [part for part in line.split(",") if part.strip()]
    return parts if all("@" in part for part in parts) else [line]


class PersonAnswer(Answer, StringField):
    """One person, in one line."""

    @property
    def raw(self) -> Raw:
        """The person, where one is named."""
        return [self.data] if self.data else []


class AvailabilityAnswer(Answer, Field):
    """Rows of a day and two times; works without scripts."""

    most_rows = MOST_SLOTS

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the rows of a form, or the answer as it was kept."""
        self.process_errors: list[str] = []
        self.data = self.object_data = [] if data is unset_value else list(data or [])
        if formdata is not None and f"{self.name}-day" in formdata:
            parts = (formdata.getlist(f"{self.name}-{part}") for part in ("day", "from", "to"))
            rows = zip(*parts, strict=False)
            self.data = [slot for row in rows for slot in _slots(*row)]

    @property
    def raw(self) -> Raw:
        """The weekly times, one each."""
        return list(self.data)

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Day, start and end of each time given, and some rows to fill in."""
        blank = max(min(BLANK_ROWS, self.most_rows - len(self.data)), 0)
        return [*map(_row, self.data), *[("", "", "")] * blank]

    @property
    def wrong_rows(self) -> list[int]:
        """The rows to look at again, from 1; the first where no single one is wrong."""
        wrong = [row for row, slot in enumerate(self.data, 1) if not is_slot(slot)]
        return (wrong or [1]) if self.errors else []


def _slots(day: str, start: str, end: str) -> list[str]:
    if not (day or start or end):
        return []
    if start == end == "00:00":
        end = "24:00"  # As a clock shows the end of a whole day.
    days = DAYS[:5] if day == WEEKDAYS else (day[:10],)
    return [f"{each} {start[:10]}-{end[:10]}".strip() for each in days]


def _row(slot: str) -> tuple[str, str, str]:
    day, _, times = slot.partition(" ") if slot[:1].isalpha() else ("", "", slot)
    start, _, end = times.partition("-")
    return day, start, end.replace("24:00", "00:00")


FIELDS: dict[QuestionKind, Any] = {
    QuestionKind.SHORT_TEXT: TextAnswer,
    QuestionKind.LONG_TEXT: LongTextAnswer,
    QuestionKind.NUMBER: TextAnswer,
    QuestionKind.SCALE: OneAnswer,
    QuestionKind.DATE: DayAnswer,
    QuestionKind.YES_NO: OneAnswer,
    QuestionKind.ONE: OneAnswer,
    QuestionKind.MANY: ManyAnswer,
    QuestionKind.RANKING: RankingAnswer,
    QuestionKind.LINK: LinkAnswer,
    QuestionKind.AVAILABILITY: AvailabilityAnswer,
    QuestionKind.TIME_ZONE: TextAnswer,
    QuestionKind.PEOPLE: PeopleAnswer,
    QuestionKind.WISHES: WishesAnswer,
    QuestionKind.CONSENT: ConsentAnswer,
}
