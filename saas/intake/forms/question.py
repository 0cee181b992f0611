"""A question as an admin words it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length

from saas.intake.asking import FEEDS
from saas.intake.labels import LABELS
from saas.intake.models import Question, QuestionKind, Section
from saas.intake.services.questions import LONGEST_HELP, LONGEST_LABEL, Wording
from saas.intake.words import KINDS, SECTIONS
from saas.programs.models import Audience
from saas.programs.words import AUDIENCES

NOTHING = _l("Nothing; only people read it")


class QuestionForm(FlaskForm):
    """All of a question but its kind."""

    label = StringField(
        _l("Question"),
        validators=[
            InputRequired(_l("Write the question.")),
            Length(max=LONGEST_LABEL, message=_l("Use at most 200 characters.")),
        ],
    )
    help = TextAreaField(
        _l("Explanation"),
        description=_l("Stands under the question, in small."),
        validators=[Length(max=LONGEST_HELP, message=_l("Use at most 1,000 characters."))],
    )
    section = SelectField(
        _l("Section"), choices=[SelectChoice(each.value, SECTIONS[each]) for each in Section]
    )
    audience = RadioField(
        _l("Who is asked?"),
        choices=[SelectChoice(each.value, AUDIENCES[each]) for each in Audience],
        default=Audience.BOTH.value,
        validate_choice=False,
        validators=[AnyOf([each.value for each in Audience], _l("Say who is asked."))],
    )
    options = TextAreaField(
        _l("Choices"),
        description=_l(
            "One a line, for questions with something to choose. "
            "Left empty for goals: they come from your goal catalogue."
        ),
    )
    required = BooleanField(_l("It must be answered"))
    feeds = SelectField(
        _l("What matching reads from it"),
        choices=[SelectChoice("", NOTHING)],
        description=_l("Matching compares mentees and mentors by these answers."),
        filters=[lambda text: text or None],
    )

    def wording(self) -> Wording:
        """Return what was typed, for the services."""
        return Wording(
            label=self.label.data or "",
            help=self.help.data or "",
            section=Section(self.section.data),
            options=tuple((self.options.data or "").splitlines()),
            audience=Audience(self.audience.data),
            required=bool(self.required.data),
            feeds=self.feeds.data,
        )


class NewQuestionForm(QuestionForm):
    """A question with its kind, which stays."""

    kind = RadioField(
        _l("Kind of answer"),
        choices=[SelectChoice(each.value, KINDS[each]) for each in QuestionKind],
        description=_l("It cannot be changed later."),
        validate_choice=False,
        validators=[
            InputRequired(_l("Choose the kind of answer.")),
            AnyOf([each.value for each in QuestionKind], _l("Choose the kind of answer.")),
        ],
    )


def new_question_form() -> NewQuestionForm:
    """Return the form of a question to be."""
    form = NewQuestionForm()
    _offer_feeds(form, frozenset.union(*FEEDS.values()))
    return form


def question_form(question: Question) -> QuestionForm:
    """Return the form of a question there is."""
    kept: dict[str, Any] = {
        "label": question.label,
        "help": question.help,
        "section": question.section.value,
        "audience": question.audience.value,
        "options": "\n".join(question.options),
        "required": question.required,
        "feeds": question.feeds,
    }
    form = QuestionForm(data=kept)
    _offer_feeds(form, FEEDS[question.kind])
    return form


def _offer_feeds(form: QuestionForm, possible: frozenset[str]) -> None:
    choices = [SelectChoice(key, _l(label)) for key, label in LABELS.items() if key in possible]
    form.feeds.choices = [SelectChoice("", NOTHING), *choices]
