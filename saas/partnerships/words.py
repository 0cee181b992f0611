"""What the words of closed lists are called on pages."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from saas.partnerships.models import AdviceAnswer, EndReason, MeetingState, Partnership
from saas.programs.models import Side

ANSWERS = {
    AdviceAnswer.TAKEN: _l("Taken: I do it as advised"),
    AdviceAnswer.ADAPTED: _l("Adapted: I do it my way"),
    AdviceAnswer.NOT_FOR_ME: _l("Not for me"),
}
ANSWERED = {
    AdviceAnswer.TAKEN: _l("Taken"),
    AdviceAnswer.ADAPTED: _l("Adapted"),
    AdviceAnswer.NOT_FOR_ME: _l("Not for me"),
}
ANSWER_KINDS = {
    AdviceAnswer.TAKEN: "good",
    AdviceAnswer.ADAPTED: "good",
    AdviceAnswer.NOT_FOR_ME: "",
}
END_REASONS = {
    EndReason.GOALS_REACHED: _l("We reached what we set out to do"),
    EndReason.PROGRAM_OVER: _l("The time we agreed on is over"),
    EndReason.NO_TIME: _l("There is not enough time for it now"),
    EndReason.THINGS_CHANGED: _l("Something changed, at work or at home"),
    EndReason.NOT_A_FIT: _l("We are not the right match for each other"),
    EndReason.OTHER: _l("Something else"),
    EndReason.MET: _l("The one meeting was held"),
}
#: What people can give as a reason.
GIVEN_REASONS = {key: text for key, text in END_REASONS.items() if key is not EndReason.MET}
STATE_KINDS = {
    MeetingState.HELD: "good",
    MeetingState.CANCELLED: "",
    MeetingState.CANCELLED_LATE: "warn",
    MeetingState.NO_SHOW_MENTEE: "warn",
    MeetingState.NO_SHOW_MENTOR: "warn",
}


def names_of(partnership: Partnership) -> dict[Side, str]:
    """Return the names of the two by side."""
    return {
        Side.MENTEE: partnership.mentee.member.name,
        Side.MENTOR: partnership.mentor.member.name,
    }


def meeting_states(names: Mapping[Side, str], *, to_the_two: bool = True) -> dict[Any, str]:
    """Return what can become of a meeting, with names, as the two say it or as others do."""
    return {
        MeetingState.HELD: _("We met") if to_the_two else _("They met"),
        MeetingState.CANCELLED: _("Called off in good time"),
        MeetingState.CANCELLED_LATE: _("Called off at the last minute"),
        MeetingState.NO_SHOW_MENTEE: _("%(name)s did not come", name=names[Side.MENTEE]),
        MeetingState.NO_SHOW_MENTOR: _("%(name)s did not come", name=names[Side.MENTOR]),
    }


def latecomers(names: Mapping[Side, str]) -> dict[Any, str]:
    """Return who can have come late, with names."""
    return {"": _("Nobody"), **{side: name for side, name in names.items()}}
