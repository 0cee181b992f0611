"""Who needs help first: the order of the dashboard."""

import datetime as dt
from collections.abc import Iterable

from saas.health.engine import Reading
from saas.health.models import StaffContact

#: How much each flag presses, and each band where no flag stands.
FLAGS = {
    "not_a_good_fit": 90,
    "low_rating": 80,
    "no_first_meeting": 70,
    "long_gap": 60,
    "sharp_fall": 50,
    "sides_apart": 40,
    "unanswered": 30,
}
BANDS = {
    "at_risk": 35,
    "needs_attention": 25,
    "not_enough_information": 10,
    "getting_started": 2,
    "steady": 1,
    "thriving": 0,
}
#: A flag that staff wrote an outcome for presses less for this long.
RESTS = dt.timedelta(days=14)
RESTING = 0.1


def urgency(reading: Reading, contacts: Iterable[StaffContact]) -> int:
    """Return how soon a partnership needs somebody: 0 and up, higher first.

    The most pressing flag decides, then the band, then how low the score is.
    """
    recent = [it for it in contacts if reading.as_of - it.contacted_on < RESTS]
    handled = {it.flag for it in recent}
    weights = [FLAGS[flag.key] * (RESTING if flag.key in handled else 1) for flag in reading.flags]
    band = BANDS[reading.band] * (RESTING if recent else 1)
    score = 100 - (reading.score if reading.score is not None else 72)
    return round(1000 * max([*weights, band]) + score)
