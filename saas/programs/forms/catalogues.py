"""What admins write into the lists that they keep."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from saas.programs.models import Audience
from saas.programs.words import AUDIENCES, SIGNALS
from saas.web.fields import Choice, OneOrNone, line, text


class TextsForm(FlaskForm):
    """The texts of one row."""

    def texts(self) -> dict[str, Any]:
        """Return what was typed, by column."""
        return {field.name: field.data for field in self if field.name != "csrf_token"}


class GuidelineForm(TextsForm):
    """How people here behave in a partnership."""

    title = line(_l("Guideline"), _l("Enter the guideline in a few words."))
    explanation = text(
        _l("Explanation"),
        _l("Explain the guideline in a sentence or two."),
        description=_l("Why it matters, in your own words; participants read this."),
    )
    behavior = text(
        _l("What it looks like"),
        _l("Say what somebody does who follows it."),
        description=_l("What one can see somebody do who follows it."),
    )
    audience = Choice(_l("For whom"), words=AUDIENCES, default=Audience.BOTH)
    signal = OneOrNone(
        _l("Health signal that it feeds"),
        none=_l("None"),
        words=SIGNALS,
        description=_l("Where the health of a partnership shows whether it is followed."),
    )


class GoalForm(TextsForm):
    """A goal to choose."""

    title = line(
        _l("Goal"),
        _l("Enter the goal in a few words."),
        description=_l("As the mentee would say it, e.g. “Expand my professional network”."),
    )
    explanation = text(_l("Explanation"))


class ClauseForm(TextsForm):
    """A paragraph of the agreement."""

    title = line(_l("Heading"), _l("Enter a heading."))
    body = text(
        _l("What both sign"),
        _l("Write what both sign."),
        description=_l("Written as “we”: mentor and mentee sign the same words."),
    )
