"""What is done with many people at once, and a tag for one."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import AnyOf

from saas.intake.labels import LABELS
from saas.people.models import Action
from saas.people.services.details import DETAILS, LONGEST
from saas.programs.models import Cohort, Side
from saas.programs.words import SIDES
from saas.web.fields import Choice, OneOrNone, line

DETAIL_LABELS = {name: LABELS[name] for name in DETAILS}


def _tag() -> Any:
    description = _l("A word or two, in small letters, that only admins see.")
    return line(_l("Tag"), most=200, description=description)


class TagForm(FlaskForm):
    """A tag."""

    tag = _tag()


class ActionForm(FlaskForm):
    """One thing to do with everybody chosen; each action reads what it needs."""

    action = HiddenField(
        validators=[
            AnyOf([action.value for action in Action], _l("Choose what is to be done with them."))
        ]
    )
    tag = _tag()
    cohort_id = OneOrNone(_l("Cohort"), none=_l("Choose a cohort"), words={})
    detail = OneOrNone(_l("Detail"), none=_l("Choose a detail"), words=DETAIL_LABELS)
    value = line(
        _l("What it is for all of them"),
        most=LONGEST,
        description=_l("Left empty, it is taken away."),
    )
    side = Choice(_l("As"), words=SIDES, required=False, default=Side.MENTEE)

    def offer(self, cohorts: Sequence[Cohort]) -> None:
        """Offer these cohorts, with their programs loaded."""
        self.cohort_id.flags.required = self.side.flags.required = self.tag.flags.required = True
        self.detail.flags.required = True
        self.cohort_id.offer({each.id: f"{each.program.name}: {each.name}" for each in cohorts})
