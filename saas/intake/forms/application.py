"""The form of an application, made from what the program's intake form asks."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms.fields import SelectChoice

from saas.intake.asking import Asked, Outline
from saas.intake.forms.answers import FIELDS, Answer, PersonAnswer
from saas.intake.forms.needed import Needed
from saas.intake.kinds import QuestionKind
from saas.intake.reading import NO, YES, Raw, read_document
from saas.programs.models import Side


class ApplicationForm(FlaskForm):
    """The answers to a form, checked as a whole: some questions hang on others.

    Attributes:
        outline: What the applicant's side may be asked.
        shown: Ids of the questions with conditions that the page showed.
    """

    outline: Outline
    side: Side
    form_errors: list[str]

    @property
    def shown(self) -> set[str]:
        """Return which of the questions with conditions were there to be answered."""
        return set(request.form.getlist("shown"))

    @property
    def typed(self) -> dict[str, Raw]:
        """Return what was typed into the form, by question id."""
        return {field.asked.id: field.raw for field in self if isinstance(field, Answer)}

    @property
    def hidden(self) -> set[str]:
        """Return the ids of the questions that are not asked after these answers."""
        document, _ = read_document(self.outline, self.side, self.typed)
        asked = {each.id for each in self.outline.for_answers(self.side, document).questions}
        return {each.id for each in self.outline.questions} - asked

    @property
    def written(self) -> dict[str, Raw]:
        """Return what was typed, by the id of the questions that were shown."""
        away = {each.id for each in self.outline.questions if each.when} - self.shown
        return {key: raw for key, raw in self.typed.items() if key not in away}

    def validate(self, extra_validators: Any = None) -> bool:
        """Say at each field what is wrong with it, and stop where there is more to answer."""
        good = bool(super().validate(extra_validators))
        _document, wrong = read_document(self.outline, self.side, self.typed)
        for question_id, sentence in wrong.items():
            field = self[name_of(question_id)]
            field.errors = field.errors or [sentence]
        more = [
            each
            for each in self.outline.questions
            if each.when and each.id not in self.hidden | self.shown
        ]
        if more and not wrong:
            self.form_errors = [*self.form_errors, _more(len(more))]
        return good and not wrong and not more


def application_form(outline: Outline, side: Side, answers: Mapping[str, Raw]) -> Any:
    """Return the form, filled with what was sent, or else with what was kept."""
    questions = list(outline.questions)
    fields = {name_of(each.id): _field(each) for each in questions}
    form_class = type("AnswersForm", (ApplicationForm,), fields)
    kept = {name_of(each.id): _kept(each, answers.get(each.id, "")) for each in questions}
    form = form_class(data=kept)
    form.outline, form.side = outline, side
    for each in questions:
        form[name_of(each.id)].asked = each
    return form


def name_of(question_id: str) -> str:
    """Return the name of a question's field."""
    return f"q_{question_id.replace('-', '')}"


def _more(count: int) -> str:
    return str(
        ngettext(
            "Your answers bring up %(num)s more question; answer it, then send again.",
            "Your answers bring up %(num)s more questions; answer them, then send again.",
            count,
        )
    )


def _field(asked: Asked) -> Any:
    kind = PersonAnswer if asked.feeds == "manager_id" else FIELDS[asked.kind]
    more: dict[str, Any] = {}
    choices = _choices(asked)
    if choices is not None:
        more = {"choices": choices, "validate_choice": False}
    field = kind(asked.label, description=asked.help, **more)
    field.kwargs["validators"] = [Needed()] if asked.needed else []
    return field


def _choices(asked: Asked) -> list[SelectChoice] | None:
    if asked.kind in (QuestionKind.ONE, QuestionKind.MANY):
        return [SelectChoice(each, each) for each in asked.options]
    if asked.kind is QuestionKind.YES_NO:
        return [SelectChoice(YES, _l("Yes")), SelectChoice(NO, _l("No"))]
    if asked.kind is QuestionKind.SCALE:
        steps = range(int(asked.least or 1), int(asked.most or 5) + 1)
        ends = {steps[0]: asked.low, steps[-1]: asked.high}
        return [
            SelectChoice(str(each), f"{each} – {ends[each]}" if ends.get(each) else str(each))
            for each in steps
        ]
    return None


def _kept(asked: Asked, raw: Raw) -> Any:
    if asked.kind is QuestionKind.PEOPLE:
        return raw if isinstance(raw, str) else "\n".join(raw)
    if asked.kind in _SEVERAL:
        return [raw] if isinstance(raw, str) and raw else list(raw)
    return raw if isinstance(raw, str) else "; ".join(raw)


_SEVERAL = (
    QuestionKind.MANY,
    QuestionKind.RANKING,
    QuestionKind.AVAILABILITY,
    QuestionKind.WISHES,
)
