"""What admins say about a cohort and its participants."""

import datetime as dt
import zoneinfo
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TimeField
from wtforms.validators import Optional

from saas.errors import InvalidError
from saas.programs.models import Audience, Cohort, Kind, Program
from saas.programs.services.cohorts import Plan
from saas.programs.services.participants import MOST
from saas.programs.words import AUDIENCES
from saas.web.fields import Choice, Day, Menu, Number, line
from saas.web.time_zones import groups, instant_of

LAST_MINUTE = dt.time(23, 59)


class Minute(TimeField):
    """A time of the day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, or say how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Enter a time such as 17:00.")) from error


class CohortForm(FlaskForm):
    """What a cohort is called, when it runs, and who may apply until when."""

    name = line(_l("Name"), _l("Enter a name."), description=_l("For example “Spring 2027”."))
    starts_on = Day(_l("First day"))
    ends_on = Day(_l("Last day"))
    open_to = Choice(_l("Who may apply"), words=AUDIENCES, default=Audience.BOTH)

    closes_on = Day(
        _l("Last day to apply"),
        required=False,
        description=_l("The intake then closes by itself. Left empty, you close it."),
    )
    closes_time = Minute(
        _l("Closing time"),
        default=LAST_MINUTE,
        validators=[Optional()],
        description=_l("On that day; left empty, at its end."),
    )
    closes_zone = Menu(_l("Time zone of the closing time"))

    def __init__(self, *, zone: str, cohort: Cohort | None = None, **options: Any) -> None:
        """Fill the form with a cohort; `zone` is the organization's."""
        chosen = (cohort and cohort.time_zone) or zone
        super().__init__(obj=cohort, data=_closing(cohort, chosen), **options)
        known = groups()
        listed = {name for names in known.values() for name, _ in names}
        other = {} if chosen in listed else {"": [(chosen, chosen)]}
        self.closes_zone.choices = {**other, **known}

    @property
    def closes_at(self) -> dt.datetime | None:
        """When the intake closes by itself.

        Raises:
            InvalidError: No clock in that time zone shows this minute.
        """
        if self.closes_on.data is None:
            return None
        local = dt.datetime.combine(self.closes_on.data, self.closes_time.data or LAST_MINUTE)
        instant = instant_of(local, self.closes_zone.data)
        if instant is None:
            skipped = f"{local:%H:%M}"
            raise InvalidError(
                "closes_time",
                _("The clocks there skip %(time)s on that day; choose another time.", time=skipped),
            )
        return instant

    def plan(self) -> Plan:
        """Return what was typed; what was not asked is as every cohort of the program has it."""
        return Plan(
            name=self.name.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data if "ends_on" in self else None,
            open_to=self.open_to.data if "open_to" in self else Audience.MENTEE,
            closes_at=self.closes_at,
            time_zone=self.closes_zone.data if self.closes_on.data else None,
        )


def cohort_form(
    program: Program, zone: str, cohort: Cohort | None = None, **options: Any
) -> CohortForm:
    """Return the form of a cohort, with what can differ among those of a program.

    Args:
        program: Whose cohort it is.
        zone: The organization's, in which closing times are offered.
        cohort: What to fill in; None for a new one.
        **options: Of every form, such as `formdata=None` for what is saved and not what was typed.
    """
    form = CohortForm(zone=zone, cohort=cohort, **options)
    if program.always_on:
        del form.ends_on
    if program.kind is Kind.PEER:
        del form.open_to
    return form


class CapacityForm(FlaskForm):
    """How many partnerships a participant takes."""

    capacity = Number(
        _l("Partnerships at once"),
        least=0,
        most=MOST,
        description=_l("Partnerships that exist already stay, also when this is lower."),
    )


def _closing(cohort: Cohort | None, zone: str) -> dict[str, Any]:
    """Return when a cohort closes as the clock of a zone shows it."""
    if cohort is None or cohort.closes_at is None:
        return {"closes_zone": zone}
    local = cohort.closes_at.astimezone(zoneinfo.ZoneInfo(zone))
    return {"closes_on": local.date(), "closes_time": local.time(), "closes_zone": zone}
