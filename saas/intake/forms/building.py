"""What admins say of a form: its name, its sections, and when and to whom a question is asked."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields import SelectChoice

from saas.intake.asking import Expected, TookPart
from saas.intake.forms.needed import Needed
from saas.intake.forms.question import Bound
from saas.intake.kinds import MEASURED, QuestionKind
from saas.intake.layout import Layout, Place
from saas.intake.models import Form, Question
from saas.intake.reading import NO, YES
from saas.programs.models import Audience
from saas.programs.why import LONGEST
from saas.web.fields import Several, line, text


class NameForm(FlaskForm):
    """What a form is called; only admins see it."""

    name = line(
        _l("Name"),
        _l("Enter a name."),
        most=100,
        description=_l("Only admins see it, for example “Students” or “Short form”."),
    )
    copied = SelectField(
        _l("Begin with"), validate_choice=False, filters=[lambda text: text or None]
    )


class SectionForm(FlaskForm):
    """The title of a section, and what stands under it."""

    title = line(_l("Title"), _l("Enter a title."), most=100)
    text = text(
        _l("Text under the title"),
        most=1_000,
        description=_l("What applicants should know before they answer."),
    )


class PlaceForm(FlaskForm):
    """Where a question stands, and whether it must be answered."""

    section = SelectField(_l("Section"), validate_choice=False, validators=[Needed()])
    required = BooleanField(_l("It must be answered"))


class ExpectedForm(FlaskForm):
    """Which answers count; the view leaves the fields that the question has."""

    any_of = Several(_l("One of these answers"))
    answer = RadioField(
        _l("Answer"),
        choices=[SelectChoice(YES, _l("Yes")), SelectChoice(NO, _l("No"))],
        validate_choice=False,
    )
    least = Bound(_l("At least"))
    most = Bound(_l("At most"))
    refusal = text(
        _l("What is said to others"),
        most=300,
        description=_l("For example “You need five years of experience to be a mentor here.”"),
    )

    def expected(self) -> Expected:
        """Return what was chosen; nothing chosen is `Expected()`."""
        if "any_of" in self:
            return Expected(any_of=tuple(self.any_of.data or ()))
        if "answer" in self:
            typed = self.answer.data
            return Expected(any_of=(typed == YES,) if typed in (YES, NO) else ())
        return Expected(least=self.least.data, most=self.most.data)


class TookPartForm(FlaskForm):
    """Who must have taken part in a program before."""

    audience = RadioField(
        _l("Who must have taken part in a program here before?"),
        choices=[
            SelectChoice("", _l("Nobody")),
            SelectChoice(Audience.MENTEE.value, _l("Mentees")),
            SelectChoice(Audience.MENTOR.value, _l("Mentors")),
            SelectChoice(Audience.BOTH.value, _l("Mentees and mentors")),
        ],
        validators=[Needed()],
    )
    refusal = text(
        _l("What is said to others"),
        most=300,
        description=_l("Left empty, they read who can take part."),
    )

    @classmethod
    def of(cls, rule: TookPart | None, **options: Any) -> "TookPartForm":
        """Return the form with what is kept; `options` go to it as they are."""
        kept = rule.as_json() if rule else {"audience": ""}
        return cls(data=kept, **options)

    def rule(self) -> TookPart | None:
        """Return what was chosen."""
        chosen = self.audience.data
        return TookPart(Audience(chosen), self.refusal.data or "") if chosen else None


class WhyForm(FlaskForm):
    """Why a mentor helps."""

    text = text(
        _l("What applicants read"),
        most=LONGEST,
        description=_l(
            "A line that begins with ## is a heading. Left empty, they read nothing of it."
        ),
    )


class PublishFormForm(FlaskForm):
    """What is said of a version when it is published."""

    note = text(
        _l("What changed, and why"), most=2_000, description=_l("For other admins; may be empty.")
    )
    seen = HiddenField()


class ProgramFormForm(FlaskForm):
    """Which form a program asks."""

    form = RadioField(_l("Form"), validate_choice=False, validators=[Needed()])


def name_form(forms: Sequence[Form], row: Form | None = None) -> NameForm:
    """Return the form that names a form; of a new one, what it begins with."""
    form = NameForm(obj=row)
    if row is not None:
        del form["copied"]
        return form
    copies = [SelectChoice(str(each.id), each.name) for each in forms]
    form.copied.choices = [*copies, SelectChoice("", _l("Nothing"))]
    return form


def place_form(layout: Layout, place: Place, **options: Any) -> PlaceForm:
    """Return the form of a question where it stands; of a prerequisite only its section.

    Args:
        layout: The draft.
        place: Where the question stands in it.
        options: For the form, as they are.
    """
    kept = {"section": layout.part_of(place.id).id, "required": place.required}
    form = PlaceForm(data=kept, **options)
    form.section.choices = [SelectChoice(each.id, each.title) for each in layout.parts]
    if place.must is not None:
        del form["required"]
    return form


def expected_form(
    question: Question,
    answers: Sequence[str],
    expected: Expected | None,
    refusal: str | None,
    **options: Any,
) -> ExpectedForm:
    """Return the form that says which answers to a question count.

    Args:
        question: Whose answers.
        answers: What can be chosen.
        expected: What counted until now.
        refusal: What is said to others; None where nobody is refused.
        options: For the form, as they are.
    """
    kept: dict[str, Any] = {"refusal": refusal}
    if expected is not None:
        kept |= {"any_of": expected.any_of, "least": expected.least, "most": expected.most}
        if expected.any_of:
            kept["answer"] = YES if expected.any_of[0] is True else NO
    form = ExpectedForm(data=kept, **options)
    away = _away(question.kind) | ({"refusal"} if refusal is None else set())
    for name in away:
        del form[name]
    if "any_of" in form:
        form.any_of.offer(answers)
    return form


def _away(kind: QuestionKind) -> set[str]:
    if kind in MEASURED:
        return {"any_of", "answer"}
    if kind is QuestionKind.YES_NO:
        return {"any_of", "least", "most"}
    return {"answer", "least", "most"}
