"""What a program leaves to its partnerships when they agree."""

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import DataRequired, ValidationError

from saas.programs.models import AgreedPart, Program
from saas.programs.services.agreements import MOST_REVIEWS, MOST_WEEKS, AgreementRules
from saas.programs.words import AGREED_PARTS
from saas.web.fields import Several, line


class AgreementRulesForm(FlaskForm):
    """Which parts the two fill in, when they look again, and what waits."""

    goals = BooleanField(
        AGREED_PARTS[AgreedPart.GOALS], description=_l("Chosen from the goals of this program.")
    )
    own_goals = BooleanField(
        _l("Also goals in their own words"),
        description=_l("Otherwise only those that the program offers."),
    )
    rhythm = BooleanField(
        AGREED_PARTS[AgreedPart.RHYTHM],
        description=_l("Otherwise as the terms say."),
    )
    means = BooleanField(
        AGREED_PARTS[AgreedPart.MEANS],
        description=_l("Otherwise the agreement does not say."),
    )
    length = BooleanField(
        AGREED_PARTS[AgreedPart.LENGTH],
        description=_l("Otherwise as long as the terms say."),
    )
    allowed_means = Several(
        _l("By which means they may meet"),
        validators=[DataRequired(_l("Choose at least one means of meeting."))],
        description=_l("The agreement and the intake form offer these, and no others."),
    )
    review_weeks = line(
        _l("They look at it again after so many weeks"),
        description=_l(
            "For example “4, 12”, counted from the start; then it goes on at the last distance. "
            "Empty: half-way through."
        ),
    )
    waits_for_signatures = BooleanField(
        _l("Meetings wait until both have signed"),
        description=_l("Nobody can note a meeting before; the page says why."),
    )

    def offer(self, means: Iterable[str]) -> None:
        """Offer the means of meeting that the program can allow."""
        self.allowed_means.offer(means)

    def show(self, program: Program) -> None:
        """Fill in what a program says now."""
        for part in AgreedPart:
            self[part.value].data = program.leaves(part)
        self.own_goals.data = program.own_goals
        self.allowed_means.data = program.allowed_means or self._offered
        self.review_weeks.data = ", ".join(map(str, program.review_weeks))
        self.waits_for_signatures.data = program.waits_for_signatures

    def validate_review_weeks(self, field: Any) -> None:
        """Read whole numbers, in any order and however they are separated."""
        words = [word for word in re.split(r"[\s,;]+", field.data or "") if word]
        if any(not (word.isascii() and word.isdigit() and len(word) < 5) for word in words):
            raise ValidationError(_l("Write whole numbers of weeks, such as “4, 12”."))
        if len(words) > MOST_REVIEWS or any(not 1 <= int(word) <= MOST_WEEKS for word in words):
            raise ValidationError(_l("Write up to 12 numbers of weeks, each from 1 to 520."))

    def rules(self) -> AgreementRules:
        """Return what was typed."""
        words = re.split(r"[\s,;]+", self.review_weeks.data or "")
        allowed = [means for means in self._offered if means in (self.allowed_means.data or ())]
        return AgreementRules(
            agreed_parts=[part for part in AgreedPart if self[part.value].data],
            own_goals=self.own_goals.data,
            allowed_means=[] if allowed == self._offered else allowed,
            review_weeks=sorted({int(word) for word in words if word}),
            waits_for_signatures=self.waits_for_signatures.data,
        )

    @property
    def _offered(self) -> list[str]:
        return [choice.value for choice in self.allowed_means.choices]
