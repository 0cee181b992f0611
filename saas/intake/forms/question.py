"""A question of the library as an admin words it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, StopValidation

from saas.intake.forms.needed import Needed
from saas.intake.kinds import CHOSEN, FEEDS, RANGES, QuestionKind
from saas.intake.labels import FED
from saas.intake.models import Question
from saas.intake.services.questions import LONGEST_CONSENT, LONGEST_LABEL, Wording
from saas.intake.words import KINDS
from saas.programs.models import Audience
from saas.programs.words import AUDIENCES
from saas.web.fields import line, tidy, tidy_line

NOTHING = _l("Nothing; only people read it")
TOO_LONG = _l("Use at most %(max)d characters.")
SHOWN: dict[QuestionKind, tuple[str, ...]] = {
    QuestionKind.NUMBER: ("least", "most", "whole"),
    QuestionKind.SCALE: ("most", "low", "high"),
    QuestionKind.RANKING: ("most",),
}
"""The limits that each kind has."""


class Bound(StringField):
    """A number, or none."""

    typed = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; what is no number is refused in `pre_validate`."""
        self.typed = (valuelist[0] if valuelist else "").strip()
        try:
            number = float(self.typed.replace(",", ".", 1)) if self.typed else None
        except ValueError:
            number = None
        self.data = number if number is not None and abs(number) < 1e15 else None

    def _value(self) -> str:
        return self.typed or ("" if self.data is None else f"{self.data:.15g}")

    def pre_validate(self, form: object) -> None:
        """Refuse anything else."""
        if self.data is None and self.typed:
            raise StopValidation(_("Enter a number, or leave this empty."))


class QuestionForm(FlaskForm):
    """All of a question but its kind."""

    label = StringField(
        _l("Question"),
        filters=[tidy_line],
        validators=[
            InputRequired(_l("Write the question.")),
            Length(max=LONGEST_LABEL, message=_l("Use at most 200 characters.")),
        ],
    )
    help = TextAreaField(
        _l("Explanation"),
        description=_l("Stands under the question, in small."),
        filters=[tidy],
        validators=[Length(max=LONGEST_CONSENT, message=TOO_LONG)],
    )
    audience = RadioField(
        _l("Who is asked?"),
        choices=[SelectChoice(each.value, AUDIENCES[each]) for each in Audience],
        default=Audience.BOTH.value,
        validate_choice=False,
        validators=[Needed(), AnyOf([each.value for each in Audience], _l("Say who is asked."))],
    )
    options = TextAreaField(
        _l("Choices"),
        description=_l(
            "One a line, for questions with something to choose. "
            "Left empty for goals: they come from each program."
        ),
        filters=[tidy],
    )
    least = Bound(_l("Smallest number"))
    most = Bound(_l("Largest number"))
    whole = BooleanField(_l("Only whole numbers"))
    low = line(_l("What 1 means"))
    high = line(_l("What the highest number means"))
    feeds = SelectField(
        _l("What matching reads from it"),
        choices=[SelectChoice("", NOTHING)],
        validate_choice=False,
        description=_l("Matching compares mentees and mentors by these answers."),
        filters=[lambda text: text or None],
    )

    def wording(self) -> Wording:
        """Return what was typed, for the services."""
        names = ("least", "most", "whole", "low", "high")
        return Wording(
            label=self.label.data or "",
            help=self.help.data or "",
            options=tuple((self.options.data or "").splitlines()) if "options" in self else (),
            audience=Audience(self.audience.data),
            feeds=self.feeds.data if "feeds" in self else None,
            limits={name: self[name].data for name in names if name in self},
        )


class KindForm(FlaskForm):
    """The kind of a question to be, which stays."""

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


def question_form(
    kind: QuestionKind, question: Question | None = None, **options: Any
) -> QuestionForm:
    """Return the form of a question, with only the fields that its kind has.

    Args:
        kind: Of the question.
        question: What to fill in; None for a new one.
        **options: Of every form, such as `formdata=None` for what is saved and not what was typed.
    """
    form = QuestionForm(data=_kept(question) if question else None, **options)
    feeds = question.feeds if question else None
    shown = () if feeds in RANGES else SHOWN.get(kind, ())
    for name in {"least", "most", "whole", "low", "high"} - set(shown):
        del form[name]
    if kind not in CHOSEN:
        del form["options"]
    if not FEEDS[kind]:
        del form["feeds"]
    else:
        possible = [SelectChoice(key, label) for key, label in FED.items() if key in FEEDS[kind]]
        form.feeds.choices = [SelectChoice("", NOTHING), *possible]
    _call_fields(form, kind)
    return form


def _call_fields(form: QuestionForm, kind: QuestionKind) -> None:
    if kind is QuestionKind.CONSENT:
        form.label.label.text = _l("What people tick")
        form.help.label.text = _l("The text they agree to")
        form.help.description = _l(
            "Every change makes a new version of it; who agreed to which is kept."
        )
    if kind is QuestionKind.RANKING:
        form.most.label.text = _l("How many are ranked at most")
    if kind is QuestionKind.SCALE:
        form.most.label.text = _l("Highest number of the scale")


def _kept(question: Question) -> dict[str, Any]:
    return {
        "label": question.label,
        "help": question.help,
        "audience": question.audience.value,
        "options": "\n".join(question.options),
        "feeds": question.feeds,
        **{name: value for name, value in question.limits.items() if name != "text"},
    }
