"""The form of an application, made from the questions of the day."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.utils import unset_value
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from saas.intake.asking import Asked, Raw, read_answer
from saas.intake.availability import DAYS
from saas.intake.forms.needed import Needed
from saas.intake.models import QuestionKind

WEEKDAYS = "weekdays"
BLANK_ROWS = 2
MOST_ROWS = 40


class Answer:
    """Mixin of every field: the answer as typed, and the question that reads it."""

    asked: Asked
    data: Any

    @property
    def raw(self) -> Raw:
        """The answer as an application keeps it."""
        return self.data or ""

    def pre_validate(self, _form: object) -> None:
        """Say what the question says about the answer."""
        try:
            read_answer(self.asked, self.raw)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class TextAnswer(Answer, StringField):
    """One line."""


class LongTextAnswer(Answer, TextAreaField):
    """Several lines."""


class OneAnswer(Answer, RadioField):
    """One of the options."""


class ManyAnswer(Answer, SelectMultipleField):
    """Any of the options."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    @property
    def raw(self) -> Raw:
        """The options chosen."""
        return list(self.data or [])


class PeopleAnswer(Answer, TextAreaField):
    """One person a line."""

    @property
    def raw(self) -> Raw:
        """The lines that are filled."""
        lines = (self.data or "").replace(",", "\n").replace(";", "\n").splitlines()
        return [line.strip() for line in lines if line.strip()]


class PersonAnswer(Answer, StringField):
    """One person, in one line."""

    @property
    def raw(self) -> Raw:
        """The person, where one is named."""
        return [self.data] if self.data else []


class AvailabilityAnswer(Answer, Field):
    """Rows of a day and two times; works without scripts."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the rows of a form, or the answer as it was kept."""
        self.process_errors: list[str] = []
        self.data = self.object_data = [] if data is unset_value else list(data or [])
        if formdata is not None and f"{self.name}-day" in formdata:
            parts = (formdata.getlist(f"{self.name}-{part}") for part in ("day", "from", "to"))
            rows = list(zip(*parts, strict=False))[:MOST_ROWS]
            self.data = [slot for row in rows for slot in _slots(*row)]

    @property
    def raw(self) -> Raw:
        """The weekly times, one each."""
        return list(self.data)

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Day, start and end of each time given, and some rows to fill in."""
        return [*map(_row, self.data), *[("", "", "")] * BLANK_ROWS]


def application_form(questions: Sequence[Asked], answers: Mapping[str, Raw]) -> Any:
    """Return the form, filled with what was sent, or else with what was kept."""
    fields = {name_of(each.id): _field(each) for each in questions}
    form_class = type("ApplicationForm", (FlaskForm,), fields)
    kept = {name_of(each.id): _kept(each, answers.get(each.id, "")) for each in questions}
    form = form_class(data=kept)
    for each in questions:
        form[name_of(each.id)].asked = each
    return form


def typed_answers(form: Any) -> dict[str, Raw]:
    """Return what was typed into the form, by question id."""
    return {field.asked.id: field.raw for field in form if isinstance(field, Answer)}


def name_of(question_id: str) -> str:
    """Return the name of a question's field."""
    return f"q_{question_id.replace('-', '')}"


def _field(asked: Asked) -> Any:
    kind = PersonAnswer if asked.feeds == "manager_id" else _KINDS[asked.kind]
    more: dict[str, Any] = {}
    if asked.kind in (QuestionKind.ONE, QuestionKind.MANY):
        more = {
            "choices": [SelectChoice(each, each) for each in asked.options],
            "validate_choice": False,
        }
    field = kind(asked.label, description=asked.help, **more)
    field.kwargs["validators"] = [Needed()] if asked.required else []
    return field


def _kept(asked: Asked, raw: Raw) -> Any:
    if asked.kind is QuestionKind.PEOPLE:
        return raw if isinstance(raw, str) else "\n".join(raw)
    if asked.kind in (QuestionKind.MANY, QuestionKind.AVAILABILITY):
        return [raw] if isinstance(raw, str) and raw else list(raw)
    return raw if isinstance(raw, str) else "; ".join(raw)


def _slots(day: str, start: str, end: str) -> list[str]:
    if not (day or start or end):
        return []
    days = DAYS[:5] if day == WEEKDAYS else (day[:10],)
    return [f"{each} {start[:10]}-{end[:10]}".strip() for each in days]


def _row(slot: str) -> tuple[str, str, str]:
    day, _, times = slot.partition(" ") if slot[:1].isalpha() else ("", "", slot)
    start, _, end = times.partition("-")
    return day, start, end.replace("24:00", "00:00")


_KINDS: dict[QuestionKind, Any] = {
    QuestionKind.SHORT_TEXT: TextAnswer,
    QuestionKind.LONG_TEXT: LongTextAnswer,
    QuestionKind.NUMBER: TextAnswer,
    QuestionKind.ONE: OneAnswer,
    QuestionKind.MANY: ManyAnswer,
    QuestionKind.AVAILABILITY: AvailabilityAnswer,
    QuestionKind.TIME_ZONE: TextAnswer,
    QuestionKind.PEOPLE: PeopleAnswer,
}
