"""What admins write into the lists that they keep."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import ValidationError

from saas.programs.models import Audience, ProgressRule
from saas.programs.words import AUDIENCES, CLAUSE_KINDS, FIELDS, MOMENTS, PROGRESS_RULES, SIGNALS
from saas.web.fields import Choice, Lines, OneOrNone, line, text

MOST_PROMPT = 400
MOST_MILESTONES = 12


class TextsForm(FlaskForm):
    """The texts of one row."""

    def texts(self) -> dict[str, Any]:
        """Return what was typed, by column."""
        return {field.short_name: field.data for field in self if field.short_name != "csrf_token"}


_GUIDELINE, _GOAL, _CLAUSE = FIELDS["guidelines"], FIELDS["goals"], FIELDS["clauses"]


class GuidelineForm(TextsForm):
    """How people here behave in a partnership."""

    title = line(_GUIDELINE["title"], _l("Enter the guideline in a few words."))
    explanation = text(
        _GUIDELINE["explanation"],
        _l("Explain the guideline in a sentence or two."),
        description=_l("Why it matters, in your own words; participants read this."),
    )
    behavior = text(
        _GUIDELINE["behavior"],
        _l("Say what somebody does who follows it."),
        description=_l("What one can see somebody do who follows it."),
    )
    audience = Choice(_GUIDELINE["audience"], words=AUDIENCES, default=Audience.BOTH)
    signal = OneOrNone(
        _GUIDELINE["signal"],
        none=_l("None"),
        words=SIGNALS,
        description=_l("Where the health of a partnership shows whether it is followed."),
    )
    moment = OneOrNone(
        _GUIDELINE["moment"],
        none=_l("Never"),
        words=MOMENTS,
        description=_l("Then the product reminds people, in the words below."),
    )
    prompt = text(
        _GUIDELINE["prompt"],
        most=MOST_PROMPT,
        description=_l("A sentence beside the form, for those the guideline is for."),
    )
    nudge = text(
        _GUIDELINE["nudge"],
        most=MOST_PROMPT,
        description=_l("A sentence in the weekly mail and in the check-in, where it fits."),
    )

    def validate_moment(self, field: Any) -> None:
        """Words that are never said would be lost on everybody."""
        if field.data is None and (self.prompt.data or self.nudge.data):
            raise ValidationError(_l("Choose when to say it, or leave both sentences empty."))


class GoalForm(TextsForm):
    """A goal to choose."""

    title = line(
        _GOAL["title"],
        _l("Enter the goal in a few words."),
        description=_l("As the mentee would say it, e.g. “Expand my professional network”."),
    )
    explanation = text(_GOAL["explanation"])
    category = line(
        _GOAL["category"], most=60, description=_l("A word to group goals by, e.g. “Skills”.")
    )
    milestones = Lines(
        _GOAL["milestones"],
        most=MOST_MILESTONES,
        description=_l("One a line: steps that partnerships start with and can change."),
    )
    progress_rule = Choice(_GOAL["progress_rule"], words=PROGRESS_RULES, default=ProgressRule.RATED)
    measure = text(
        _GOAL["measure"], description=_l("How one can tell how far it has come, in a sentence.")
    )

    def validate_progress_rule(self, field: Any) -> None:
        """Without milestones there is nothing to count."""
        if field.data == ProgressRule.MILESTONES and not self.milestones.data:
            raise ValidationError(_l("Add a milestone, or judge progress in another way."))


class ClauseForm(TextsForm):
    """A paragraph of the agreement."""

    title = line(_CLAUSE["title"], _l("Enter a heading."))
    body = text(
        _CLAUSE["body"],
        _l("Write what both sign."),
        description=_l("Written as “we”: mentor and mentee sign the same words."),
    )
    kind = OneOrNone(
        _CLAUSE["kind"],
        none=_l("Something else"),
        words=CLAUSE_KINDS,
        description=_l("People read how to end it again when they end it."),
    )
