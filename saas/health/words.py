"""What health says on pages, in kind words."""

from flask_babel import lazy_gettext as _l

from saas.health.models import FitAnswer
from saas.programs.models import Signal
from saas.programs.words import SIGNALS

FELT = {
    5: _l("Very well"),
    4: _l("Well"),
    3: _l("So-so"),
    2: _l("Not well"),
    1: _l("Badly"),
}
FITS = {
    FitAnswer.GOOD: _l("Yes, we suit each other"),
    FitAnswer.DECIDING: _l("I am still finding out"),
    FitAnswer.NOT_GOOD: _l("No, I would rather be matched again"),
}
BANDS = {
    "at_risk": _l("At risk"),
    "needs_attention": _l("Needs attention"),
    "not_enough_information": _l("Not enough information"),
    "getting_started": _l("Getting started"),
    "steady": _l("Steady"),
    "thriving": _l("Thriving"),
}
BAND_KINDS = {
    "at_risk": "bad",
    "needs_attention": "warn",
    "not_enough_information": "",
    "getting_started": "info",
    "steady": "good",
    "thriving": "good",
}
FLAGS = {
    "not_a_good_fit": _l("One of them says that they do not suit each other"),
    "low_rating": _l("One of them gave a low rating"),
    "no_first_meeting": _l("No first meeting yet"),
    "long_gap": _l("No meeting for a long time"),
    "sharp_fall": _l("It fell sharply within a month"),
    "sides_apart": _l("The two see it very differently"),
    "unanswered": _l("One of them has been waiting long for an answer"),
}
OWNERS = {"mentee": _l("Mentee"), "mentor": _l("Mentor"), "admin": _l("Program")}
NAMES = {signal.value: name for signal, name in SIGNALS.items()}
#: What a side's own word on how it goes is called to that side.
OWN_WORD = _l("How you find it")
OWN_SIGNALS = {
    "mentee": Signal.FELT_QUALITY_MENTEE.value,
    "mentor": Signal.FELT_QUALITY_MENTOR.value,
}
#: Signals made of what one side answered: for that side, and for who runs the program.
ONE_SIDED = frozenset(OWN_SIGNALS.values())
#: What both together are called to who sees neither.
BOTH_WORDS = _l("How the two find it")


def kind_of(value: float | None) -> str:
    """Return how a signal of 0 to 1 is drawn."""
    if value is None:
        return ""
    return "good" if value >= 0.7 else "warn" if value >= 0.4 else "bad"
