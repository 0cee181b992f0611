"""What the words of closed lists are called on pages."""

from flask_babel import lazy_gettext as _l

from saas.programs.models import Audience, MatchedBy, NextInLine, Side, Signal

SIDES = {Side.MENTEE: _l("Mentee"), Side.MENTOR: _l("Mentor")}

AUDIENCES = {
    Audience.MENTEE: _l("Mentees"),
    Audience.MENTOR: _l("Mentors"),
    Audience.BOTH: _l("Mentees and mentors"),
}

SIGNALS = {
    Signal.FELT_QUALITY_MENTEE: _l("How the mentee finds it"),
    Signal.FELT_QUALITY_MENTOR: _l("How the mentor finds it"),
    Signal.RHYTHM: _l("Rhythm of meetings"),
    Signal.GOAL_PROGRESS: _l("Progress on goals"),
    Signal.FOLLOW_THROUGH: _l("Follow-through on advice"),
    Signal.COURTESY: _l("Courtesy"),
    Signal.RECIPROCITY: _l("Giving back and thanks"),
    Signal.FOUNDATION: _l("Agreement"),
}

NEXT_IN_LINE = {
    NextInLine.CONFIRM: _l("The next mentor in line is drafted, and sent once you confirm"),
    NextInLine.AT_ONCE: _l("The next mentor in line is asked at once"),
}

MATCHED_BY = {
    MatchedBy.ADMIN: _l("You do: a run proposes partners, and you review and publish"),
    MatchedBy.REQUEST: _l("The mentees do: each asks mentors who have room"),
    MatchedBy.BLENDED: _l("Both: mentees ask, and you match whoever is left"),
}
